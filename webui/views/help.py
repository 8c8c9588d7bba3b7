"""`/help/search`: the query language, from the table that the tests and the docs use.

Its examples are of the index that serves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import gettext

from search.query.grammar import FIELDS, ROWS, VERSION
from webui import site
from webui.language import language
from webui.page.examples import example_queries

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


def page() -> ResponseReturnValue:
    """What can be written into the search box."""
    return render_template(
        "help.html",
        rows=[
            (row.written, gettext(row.meaning), _example(row.written, row.example)) for row in ROWS
        ],
        fields=[
            (f"{row.name}:", gettext(row.meaning), _example(f"{row.name}:", row.example))
            for row in FIELDS
        ],
        version=VERSION,
    )


def _example(written: str, otherwise: str) -> str:
    """What shows it in the index that serves; the table's own example where there is none."""
    if site.manifest() is None:
        return otherwise
    words = site.current().fronts.words(site.engine(), language())
    return example_queries(words).get(written, otherwise)
