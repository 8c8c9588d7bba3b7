"""`/q`, `/q/<name>`, `.json`, `.csv`, `.atom`: saved queries → what they find now, what is new."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import jsonify, render_template, request
from flask_babel import gettext

from search.answers.searcher import EVERY_TURN
from search.errors import NotFound
from search.formats.json_shapes import results_shape, saved_shape
from search.links import absolute, saved_link, search_link
from search.query.request import read_request
from webui import site
from webui.machine.atom import as_feed, feed_request
from webui.machine.text_credit import note_credit
from webui.page.paging import paging
from webui.public_root import site_root
from webui.views.results import as_table, link_next, results_context

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask import Response
    from flask.typing import ResponseReturnValue

    from search.query.request import Request
    from search.records import Results, StatementId
    from search.store.saved_queries import SavedQuery


def listing() -> ResponseReturnValue:
    """All saved queries, each with what it found then, finds now, and how many are new."""
    searcher = site.searcher()
    rows = [
        (one, saved_link(one.name), _said_back(one.request), searcher.matching(one.request))
        for one in site.current().saved.all()
    ]
    return render_template(
        "saved_list.html",
        rows=rows,
        generation=site.engine().manifest.generation if rows else "",
    )


def _said_back(wanted: Request) -> str:
    """What a query asks for, in words."""
    one = replace(wanted, limit=1, page=1)
    return site.searcher().search(one, turns_per_hit=0, facets=(), nearly=False).understood


def listing_json() -> ResponseReturnValue:
    """The same as data, in the shape of `onrecord saved --json`."""
    searcher = site.searcher()
    every = site.current().saved.all()
    shapes = [saved_shape(one, searcher.matching(one.request)) for one in every]
    return jsonify(saved=[one | {"link": absolute(site_root(), one["link"])} for one in shapes])


def page(name: str) -> ResponseReturnValue:
    """The results of a saved query, the new ones first, with how many there were then."""
    answer = _answer(name)
    saved, new = answer.saved, answer.saved.new(answer.now)
    return render_template(
        "saved.html",
        **results_context(answer.results, answer.wanted, frozenset(new))
        | {
            "exports": {shape: _link(name, 1, f".{shape}") for shape in ("csv", "json", "atom")},
            "paging": paging(
                answer.results.page, answer.results.pages, lambda one: _link(name, one)
            ),
        },
        own=saved_link(saved.name),
        saved=saved,
        now=len(answer.now),
        new=new,
        gone=saved.gone(answer.now),
        live=search_link(saved.request),
    )


def json(name: str) -> ResponseReturnValue:
    """The results in the shape of `/search.json`, and under `saved` what was then and is new."""
    found = _answer(name)
    note_credit(hit.statement for hit in found.results.hits)
    shape = results_shape(found.results, site.current().settings.public_url)
    answer = jsonify(shape | {"saved": _shape(found.saved, found.now)})
    return _with_next(answer, name, found.results, ".json")


def table(name: str) -> ResponseReturnValue:
    """One page of what it finds now as a table, in the order and number it was saved with."""
    saved, wanted, dropped = _read_query(name)
    results = site.searcher().search(wanted, dropped, EVERY_TURN, facets=(), nearly=False)
    return _with_next(as_table(results, saved.name), name, results, ".csv")


def feed(name: str) -> ResponseReturnValue:
    """What it finds now as an Atom feed: first what is new since it was saved, then the others."""
    found = _answer(name, feed_request)
    answer = as_feed(
        found.results,
        found.saved.name,
        saved_link(name),
        lambda number: _link(name, number, ".atom"),
        found.saved.saved_at,
    )
    return _with_next(answer, name, found.results, ".atom")


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """A saved query, what of it is asked for, one page of that, and all it finds now."""

    saved: SavedQuery
    wanted: Request
    results: Results
    now: tuple[StatementId, ...]


def _answer(name: str, ordered: Callable[[Request], Request] = lambda one: one) -> SavedAnswer:
    """One page of what a saved query finds, the new ones first, each in the order asked for.

    One search says which these are; only those of the page are read.
    """
    saved, wanted, dropped = _read_query(name)
    wanted = ordered(wanted)
    searcher = site.searcher()
    results = searcher.search(wanted, dropped, nearly=False)
    wanted = replace(wanted, limit=results.limit)
    now = searcher.matching(wanted, wanted.sort)
    first = (wanted.page - 1) * wanted.limit
    ids = new_first(now, saved)[first : first + wanted.limit]
    there = {hit.statement.id: hit for hit in results.hits}
    hits = tuple(there.get(one) or searcher.hit(wanted, one) for one in ids)
    return SavedAnswer(saved, wanted, replace(results, hits=hits), now)


def new_first(found: Sequence[StatementId], saved: SavedQuery) -> list[StatementId]:
    """All statements `found`: those that are new, then the others, each in their order."""
    new = frozenset(saved.new(found))
    return sorted(found, key=lambda one: one not in new)


def saved_query(name: str) -> SavedQuery:
    """The query saved under a name; `NotFound` in the page's language."""
    try:
        return site.current().saved.get(name)
    except NotFound as error:
        raise NotFound(
            gettext(
                "there is no saved query “%(name)s” here",
                name=name,
            )
        ) from error


def _read_query(name: str) -> tuple[SavedQuery, Request, tuple[str, ...]]:
    """The saved query on the page the address asks for, and what of the address was dropped."""
    saved = saved_query(name)
    asked, dropped = read_request(
        (given, value) for given, value in request.args.items(multi=True) if given == "page"
    )
    return saved, replace(saved.request, page=asked.page), dropped


def _shape(saved: SavedQuery, now: Sequence[StatementId]) -> dict[str, object]:
    return {
        "name": saved.name,
        "query": saved.query,
        "saved_at": saved.saved_at,
        "seen_at": saved.seen_at,
        "generation": saved.generation,
        "then": saved.count,
        "now": len(now),
        "new": list(saved.new(now)),
        "gone": list(saved.gone(now)),
    }


def _with_next(answer: Response, name: str, results: Results, shape: str) -> Response:
    """The answer, naming the next page of a saved query where there is one."""
    if results.page < results.pages:
        link_next(answer, _link(name, results.page + 1, shape))
    return answer


def _link(name: str, page: int, shape: str = "") -> str:
    return saved_link(name) + shape + (f"?page={page}" if page > 1 else "")
