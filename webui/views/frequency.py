"""`/frequency`, `.json` and `.csv`: up to five words or phrases → how often, year by year."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import jsonify, render_template, request

from search.answers.frequency import MOST_QUERIES, frequency
from search.formats.csv_table import write_frequency
from search.formats.json_shapes import frequency_shape
from search.links import search_link
from search.query.quotation_marks import CLOSED, SIGNS
from webui import site
from webui.charts.line_chart import plot
from webui.machine.csv_file import csv_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from search.answers.frequency import Frequency, Series

# Commas tell queries apart, but for those inside quotation marks and of a number: 5,000 is one. Two
# numbers of four digits are two years.
_OF_NUMBER: Final = r"(?<=\d),(?=\d)(?!(?<=\b\d{4},)\d{4}\b)"
_PIECE: Final = re.compile(rf"(?s)(?:{CLOSED}|[{SIGNS}].*|{_OF_NUMBER}|[^,{SIGNS}])+")
LEAST_WORDS: Final = 10_000
"""Of a year whose share is drawn: among a few hundred words, one more is thousands a million."""
COUNT: Final = "count"
"""The other measure that `by` may ask for, beside a million words."""


def page() -> ResponseReturnValue:
    """The chart, and the numbers under it as a table."""
    queries, speaker = _parameters()
    by = COUNT if request.args.get("by") == COUNT else ""
    found = frequency(site.searcher(), queries, speaker)
    by_query = {one.q: one for one in found.series}
    return render_template(
        "frequency.html",
        asked=", ".join(queries),
        left_out=queries[MOST_QUERIES:],
        most=MOST_QUERIES,
        typed=_typed(speaker),
        speaker=speaker,
        speaker_name=_name(speaker),
        found=found,
        rows=[(one, _values(found, one, by), search_link(one.request)) for one in found.series],
        year_link=lambda one, year: search_link(one.request.toggled("year", str(year))),
        by=by,
        own=frequency_link(queries, speaker, by),
        plot=plot(
            found.years,
            {one.q: _values(found, one, by) for one in found.series},
            lambda q, year: search_link(by_query[q].request.toggled("year", str(year))),
        )
        if found.series
        else None,
        small=_small(found),
        least=LEAST_WORDS,
        measures=[
            ("", frequency_link(queries, speaker, "")),
            (COUNT, frequency_link(queries, speaker, COUNT)),
        ],
        exported=_query(queries, speaker, ""),
    )


def json() -> ResponseReturnValue:
    """The same numbers, in the shape of `search.formats.json_shapes.frequency_shape`."""
    queries, speaker = _parameters()
    return jsonify(frequency_shape(frequency(site.searcher(), queries, speaker), speaker))


def table() -> ResponseReturnValue:
    """The same numbers as a table: a row a year and query."""
    queries, speaker = _parameters()
    text = io.StringIO(newline="")
    write_frequency(frequency(site.searcher(), queries, speaker), text)
    return csv_file(text.getvalue(), "frequency")


def pieces(text: str) -> list[str]:
    """The queries that commas tell apart."""
    found = (piece[0].strip() for piece in _PIECE.finditer(text))
    return [piece for piece in found if piece]


def _parameters() -> tuple[list[str], str]:
    """The queries and the speaker (empty: everybody)."""
    queries = [one for text in request.args.getlist("q") for one in pieces(text)]
    return list(dict.fromkeys(queries)), _person(request.args.get("speaker", "").strip())


def _person(typed: str) -> str:
    """The one speaker who is called so; else what was typed."""
    return (site.labels().labelled(typed) if typed else None) or typed


def _typed(speaker: str) -> str:
    """What stands in the box for a speaker: the name, where it means this person again."""
    name = _name(speaker)
    return name if _person(name) == speaker else speaker


def _values(found: Frequency, one: Series, by: str) -> dict[int, float]:
    """What is drawn of a series: years in which nothing was spoken have no value."""
    if by == COUNT:
        return {
            year: float(one.counts.get(year, 0)) for year in found.years if found.words.get(year)
        }
    each = ((year, found.per_million(one, year)) for year in found.years)
    small = _small(found)
    return {year: value for year, value in each if value is not None and year not in small}


def _small(found: Frequency) -> list[int]:
    """Years of too few words to be drawn; none where all of them are such."""
    small = [year for year in found.years if 0 < found.words.get(year, 0) < LEAST_WORDS]
    return small if any(many >= LEAST_WORDS for many in found.words.values()) else []


def _name(speaker: str) -> str:
    """How people read a speaker's id; what was typed where it is none."""
    return site.labels().labels.get(speaker, speaker) if speaker else ""


def _query(queries: Sequence[str], speaker: str, by: str) -> str:
    given = [("q", ",".join(queries)), ("speaker", speaker), ("by", by)]
    return urlencode([(name, value) for name, value in given if value], safe=",")


def frequency_link(queries: Sequence[str], speaker: str = "", by: str = "") -> str:
    """`/frequency` of some queries, with what differs from the defaults."""
    query = _query(queries, speaker, by)
    return f"/frequency?{query}" if query else "/frequency"
