"""`/`: the search box, what is searched, and ways in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import gettext

from search.query.request import Request
from webui import site
from webui.charts.timeline import timeline
from webui.language import language
from webui.machine.schema_org import website
from webui.machine.text_credit import note_credit
from webui.public_root import site_root

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


def page() -> ResponseReturnValue:
    """The first page."""
    engine = site.engine()
    front = site.current().fronts.front(engine, language())
    note_credit(one for month in front.newest for one, _link in month.statements)
    return render_template(
        "home.html",
        front=front,
        coverage=engine.manifest.coverage,
        timeline=timeline(front.years, Request()),
        linked=website(
            site_root(),
            gettext(
                "Full-text search over official statements: who said what, when, in which words"
            ),
            language(),
        ),
    )
