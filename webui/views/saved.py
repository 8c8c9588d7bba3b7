"""`/q/<name>` and its `.json`: a saved query → what it finds now, and what of that is new."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flask import jsonify, render_template, request

from search.links import saved_link, search_link, statement_link
from search.request import read_request
from search.shapes import results_shape
from webui import site
from webui.paging import paging
from webui.views.results import shown_results

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from search.records import Results, StatementId
    from search.request import Request
    from search.saved import Saved

LISTED: Final = 20
"""New statements named above the results; the others are marked among them."""


def page(name: str) -> ResponseReturnValue:
    """The results of a saved query, with how many there were then and which are new."""
    saved, wanted, results = _asked(name)
    now = site.searcher().matching(wanted)
    new = saved.new(now)
    shown = shown_results(results, wanted, frozenset(new))
    shown["paging"] = paging(results.page, results.pages, lambda one: _link(name, one))
    return render_template(
        "saved.html",
        **shown,
        saved=saved,
        now=len(now),
        new=new,
        gone=saved.gone(now),
        listed=[
            (site.engine().statement(one), statement_link(one, wanted.q)) for one in new[:LISTED]
        ],
        live=search_link(saved.request),
    )


def json(name: str) -> ResponseReturnValue:
    """The results in the shape of `/search.json`, and under `saved` what was then and is new."""
    saved, wanted, results = _asked(name)
    now = site.searcher().matching(wanted)
    return jsonify(results_shape(results) | {"saved": _shape(saved, now)})


def _asked(name: str) -> tuple[Saved, Request, Results]:
    """The saved query, on the page of results that the address asks for."""
    saved = site.site().saved.get(name)
    asked, dropped = read_request(
        (given, value) for given, value in request.args.items(multi=True) if given == "page"
    )
    wanted = replace(saved.request, page=asked.page)
    return saved, wanted, site.searcher().search(wanted, dropped)


def _shape(saved: Saved, now: Sequence[StatementId]) -> dict[str, object]:
    return {
        "name": saved.name,
        "query": saved.query,
        "saved_at": saved.saved_at,
        "generation": saved.generation,
        "then": saved.count,
        "now": len(now),
        "new": list(saved.new(now)),
        "gone": list(saved.gone(now)),
    }


def _link(name: str, page: int) -> str:
    return saved_link(name) + (f"?page={page}" if page > 1 else "")
