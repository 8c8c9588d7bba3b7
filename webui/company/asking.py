"""A request → the address of who asks; a refusal → a short answer that says when to come again."""

from __future__ import annotations

from typing import Final

from flask import Response, current_app, request

from webui.error_shape import short_error

HEADER: Final = "ONRECORD_VISITOR_HEADER"
"""The key of the application's configuration that holds the setting `visitor_header`."""


def who_asks() -> str:
    """The other end's address; of a header that a proxy sets what the proxy put at its end."""
    header: str = current_app.config[HEADER]
    named = request.headers.get(header, "").rpartition(",")[2].strip() if header else ""
    return named or request.remote_addr or ""


def come_later(status: int, text: str, seconds: int) -> Response:
    """A short answer: a whole page would cost what is to be spared."""
    told, mimetype = short_error(request.path, text, status)
    answer = Response(told, status, content_type=mimetype)
    answer.headers["Retry-After"] = str(seconds)
    return answer
