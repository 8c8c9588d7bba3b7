"""`/export.csv`, `/export.jsonl`: a query string → every full match, streamed, a row a turn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flask import request

from search.answers.every_match import every_match
from search.engine import Sort
from search.errors import UsageError
from search.formats.export_rows import MATCH_COLUMNS, csv_pieces, json_pieces, match_rows
from search.query.notices import Notice
from search.query.request import read_request
from webui import site
from webui.machine.csv_file import CSV
from webui.machine.streamed_file import streamed_file
from webui.public_root import site_root

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask.typing import ResponseReturnValue

    from search.formats.export_rows import Row
    from search.query.request import Request

JSON_LINES: Final = "application/x-ndjson"
_OF_A_PAGE: Final = ("limit", "page")


def table() -> ResponseReturnValue:
    """Every full match as a table."""
    return streamed_file(csv_pieces(_rows(), MATCH_COLUMNS), "onrecord.csv", CSV)


def lines() -> ResponseReturnValue:
    """The same as one JSON object a line."""
    return streamed_file(json_pieces(_rows()), "onrecord.jsonl", JSON_LINES)


def _rows() -> Iterator[Row]:
    wanted = whole_request()
    return match_rows(every_match(site.searcher(), wanted), wanted.q, site_root())


def whole_request() -> Request:
    """What the address asks for: all of it, by date unless it names an order.

    A table has no place to say what was dropped: a value that cannot be read is refused.
    """
    given = [(name, one) for name, one in request.args.items(multi=True) if name not in _OF_A_PAGE]
    wanted, dropped = read_request(given)
    refuse(dropped)
    ordered = any(name == "sort" and one.strip() for name, one in given)
    return wanted if ordered else replace(wanted, sort=Sort.NEWEST)


def refuse(dropped: Iterable[str]) -> None:
    """`UsageError` for what would be left out without a word; turned days are read as meant."""
    lost = [one for one in dropped if getattr(one, "notice", None) is not Notice.TURNED]
    if lost:
        raise UsageError("; ".join(lost))
