"""Everybody else who asks → a request is answered, or told at once to come again later.

A server notes in a request how long it waited for a thread; whoever waited too long has most likely
gone, and an answer to nobody keeps others waiting. The number of answers at work is the number of
threads (`webui.serving.server.THREADS`).
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from flask import request
from flask_babel import gettext

from webui.company.asking import HEADER, come_later, who_asks

if TYPE_CHECKING:
    from flask import Flask, Response

    from search.settings import Settings
    from webui.company.visitors import Visitors

WAITED: Final = "ONRECORD_WAITED"
"""The header that a server sets, as both servers spell it in a request."""
MOST_WAITING_SECONDS: Final = 10.0
_RETRY_SECONDS: Final = 10


def install(app: Flask, settings: Settings, visitors: Visitors) -> None:
    """Look at every request but those for files of the style."""
    app.config[HEADER] = settings.visitor_header

    def refuse() -> Response | None:
        if request.endpoint in ("static", "health"):
            return None
        if _waited() > MOST_WAITING_SECONDS:
            text = gettext("too many ask at once; ask again in some seconds")
            return come_later(503, text, _RETRY_SECONDS)
        seconds = visitors.wait_seconds(who_asks(), time.monotonic())
        if seconds:
            text = gettext(
                "too many requests from your address; ask again in %(seconds)s s", seconds=seconds
            )
            return come_later(429, text, seconds)
        return None

    app.before_request(refuse)


def _waited() -> float:
    with suppress(ValueError):
        return float(request.environ.get(f"HTTP_{WAITED}", 0))
    return 0.0
