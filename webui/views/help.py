"""`/help/search`: the query language, from the table that the tests and the docs use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import gettext

from search.query.grammar import FIELDS, ROWS, VERSION

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


def page() -> ResponseReturnValue:
    """What can be written into the search box."""
    return render_template(
        "help.html",
        rows=[(row.written, gettext(row.meaning), row.example) for row in ROWS],
        fields=[(f"{row.name}:", gettext(row.meaning), row.example) for row in FIELDS],
        version=VERSION,
    )
