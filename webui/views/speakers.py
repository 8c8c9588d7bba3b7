"""`/speakers` and `/speaker/<slug>`: who speaks in the index, under which names and offices."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from flask import render_template, request
from flask_babel import gettext

from search.analysis.tokenizer import words
from search.engine import Sort
from search.errors import NotFound
from search.links import search_link
from search.query.request import Request
from webui import site
from webui.charts.timeline import timeline
from webui.machine.schema_org import person
from webui.machine.text_credit import note_credit
from webui.page.facets import facets
from webui.page.paging import paging
from webui.public_root import site_root

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from search.records import Role, SpeakerRow

ROWS: Final = 100
"""Speakers on one page of the list."""
LATEST: Final = 5


def listing() -> ResponseReturnValue:
    """Everybody, most turns first; `?q=` keeps those whose names or offices hold its words."""
    q = request.args.get("q", "").strip()
    number = request.args.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    rows = [row for row in site.engine().speakers() if _holds(row, q)]
    pages = -(-len(rows) // ROWS)
    page = max(1, min(page, pages))
    return render_template(
        "speakers.html",
        q=q,
        rows=[(row, _link(row), _offices(row)) for row in rows[(page - 1) * ROWS : page * ROWS]],
        total=len(rows),
        own=_list_link(q, page),
        paging=paging(page, pages, lambda one: _list_link(q, one)),
    )


def page(slug: str) -> ResponseReturnValue:
    """One person: names, offices over time, statements by year, topics, the latest words."""
    row = next((row for row in site.engine().speakers() if row.person == slug), None)
    if row is None:
        raise NotFound(
            gettext("nobody here is known as %(slug)s; look through /speakers", slug=slug)
        )
    wanted = Request(speaker=(slug,), sort=Sort.NEWEST, limit=LATEST)
    results = site.searcher().search(wanted, turns_per_hit=1)
    note_credit(hit.statement for hit in results.hits)
    return render_template(
        "speaker.html",
        row=row,
        linked=person(row, site_root() + _link(row)),
        offices=[(role, _office_link(row, role)) for role in _offices(row)],
        wanted=wanted,
        results=results,
        every=search_link(Request(speaker=(slug,), sort=Sort.NEWEST)),
        facets=[
            facet for facet in facets(results, _plain(slug)) if facet.name in ("topic", "place")
        ],
        timeline=timeline(results.facets.get("year", ()), _plain(slug)),
    )


def _plain(slug: str) -> Request:
    """The search that the page's links and form start from."""
    return Request(speaker=(slug,))


def _holds(row: SpeakerRow, q: str) -> bool:
    """Whether every word of `q` begins a word of one of the names or offices."""
    asked = words(q)
    if not asked:
        return True
    held = _words([row.name, *(form for form, _ in row.forms), *(role.text for role in row.roles)])
    return all(any(one.startswith(word) for one in held) for word in asked)


def _words(texts: Sequence[str]) -> set[str]:
    return {word for text in texts for word in words(text)}


def _link(row: SpeakerRow) -> str:
    """A person's page; for a name behind which nobody is known, what was said under it."""
    if row.person:
        return f"/speaker/{quote(row.person)}"
    return search_link(Request(speaker=(f"={row.name}",), sort=Sort.NEWEST))


def _offices(row: SpeakerRow) -> list[Role]:
    """The offices, that last printed first."""
    return sorted(row.roles, key=lambda role: (role.last or date.min, role.count), reverse=True)


def _office_link(row: SpeakerRow, role: Role) -> str:
    return search_link(Request(speaker=(row.person or row.name,), role=(f"={role.text}",)))


def _list_link(q: str, page: int) -> str:
    given = [("q", q)] * bool(q) + [("page", str(page))] * (page > 1)
    return "/speakers" + ("?" + urlencode(given) if given else "")
