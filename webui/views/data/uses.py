"""`/concordance.csv`, `.json`: a query string → a row for every place its words stand at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import request

from search.answers.concordance import LineOrder, concordance, every_line
from search.formats.export_rows import USE_COLUMNS, csv_pieces, use_rows
from webui import site
from webui.machine.csv_file import CSV
from webui.machine.streamed_file import streamed_file
from webui.public_root import site_root
from webui.views.data.export import whole_request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask.typing import ResponseReturnValue

    from search.answers.concordance import ConcordanceLine
    from search.formats.export_rows import Row
    from search.query.request import Request


def table() -> ResponseReturnValue:
    """Every use as a table."""
    wanted = whole_request()
    found, _ = _lines(wanted)
    rows = use_rows(found, wanted.q, site_root())
    return streamed_file(csv_pieces(rows, USE_COLUMNS), "concordance.csv", CSV)


def data() -> ResponseReturnValue:
    """The same as JSON: what was understood, then the uses, last how many these are.

    `whole` is false where the order asked for is made of the first places alone.
    """
    wanted = whole_request()
    found, whole = _lines(wanted)
    one = site.searcher().overview(wanted)
    head: Row = {
        "query": one.query,
        "understood": one.understood,
        "dropped": list(one.dropped),
        "total": {"statements": one.total.statements, "turns": one.total.turns},
        "whole": whole,
    }
    pieces = _pieces(head, use_rows(found, wanted.q, site_root()))
    answer = streamed_file(pieces, "concordance.json", "application/json")
    del answer.headers["Content-Disposition"]  # data to read, not a file to save
    return answer


def _lines(wanted: Request) -> tuple[Iterable[ConcordanceLine], bool]:
    """The uses, and whether these are all: by date all of them, in another order the first."""
    order = request.args.get("order", "")
    if order not in (LineOrder.NEXT, LineOrder.PREVIOUS):
        return every_line(site.searcher(), wanted), True
    found = concordance(site.searcher(), wanted, LineOrder(order))
    return found.lines, found.whole


def _pieces(head: Row, rows: Iterator[Row]) -> Iterator[str]:
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "lines": ['
    count = 0
    for row in rows:
        yield (",\n" if count else "\n") + json.dumps(row, ensure_ascii=False)
        count += 1
    yield f'\n], "count": {count}}}\n'
