"""`/concordance`: a query string → one line for every place the words stand at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flask import render_template, request

from search.answers.concordance import MOST_LINES, LineOrder, concordance
from search.links import SearchView, search_link, statement_link
from search.query.request import read_request
from webui import site
from webui.machine.text_credit import note_credit
from webui.page.paging import paging
from webui.views.results import request_context

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from search.answers.concordance import ConcordanceLine
    from search.query.request import Request

LINES: Final = 100
"""Lines on one page."""


def page() -> ResponseReturnValue:
    """The lines, sorted by the word after the match, the word before it, or the day."""
    wanted, dropped = read_request(request.args.items(multi=True))
    order = read_order(request.args.get("order", ""))
    searcher = site.searcher()
    found = concordance(searcher, wanted, order)
    told = searcher.overview(wanted, dropped)
    pages = -(-len(found.lines) // LINES)
    number = min(wanted.page, max(pages, 1))
    shown = found.lines[(number - 1) * LINES : number * LINES]
    note_credit(line.statement for line in shown)
    return render_template(
        "concordance.html",
        **request_context(told, wanted),
        lines=[(line, line_link(line, wanted.q)) for line in shown],
        idle=not found.asked,
        count=len(found.lines),
        whole=found.whole,
        most=MOST_LINES,
        order=order,
        own=lines_link(wanted.on_page(number), order),
        orders=[(one, lines_link(wanted.on_page(1), one)) for one in LineOrder],
        listed=search_link(wanted.on_page(1)),
        exports={
            "CSV": search_link(replace(wanted, page=1, limit=20), SearchView.EVERY_USE_CSV),
            "JSON": search_link(replace(wanted, page=1, limit=20), SearchView.EVERY_USE_JSON),
        },
        paging=paging(number, pages, lambda one: lines_link(wanted.on_page(one), order)),
    )


def read_order(text: str) -> LineOrder:
    """The order asked for; by the next word where it cannot be read."""
    return LineOrder(text) if text in list(LineOrder) else LineOrder.NEXT


def lines_link(wanted: Request, order: LineOrder = LineOrder.NEXT) -> str:
    """`/concordance` with what differs from the defaults."""
    link = search_link(wanted, SearchView.CONCORDANCE)
    if order is LineOrder.NEXT:
        return link
    return f"{link}{'&' if '?' in link else '?'}order={order.value}"


def line_link(line: ConcordanceLine, q: str) -> str:
    """Where the line stands: its turn on the statement's page."""
    return f"{statement_link(line.statement.id, q)}#t{line.turn.n}"
