"""`/speakers` and `/speaker/<slug>`: who speaks in the index, under which names and offices."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from flask import redirect, render_template, request
from flask_babel import gettext

from search.analysis.tokenizer import words
from search.engine import Sort
from search.errors import NotFound
from search.links import search_link
from search.query.request import Request
from search.suggest.speaker_labels import value_of
from search.suggest.speaker_names import known_forms
from webui import site
from webui.charts.timeline import timeline
from webui.language import language, with_language
from webui.machine.schema_org import person
from webui.machine.text_credit import note_credit
from webui.page.alphabet import by_surname, initial
from webui.page.facets import facets
from webui.page.paging import paging
from webui.public_root import site_root
from webui.request_limits import asked_query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flask.typing import ResponseReturnValue

    from search.records import Role, SpeakerRow
    from search.suggest.speaker_labels import SpeakerLabels

ROWS: Final = 100
"""Speakers on one page of the list."""
LATEST: Final = 5
BY_NAME: Final = "name"
"""The order that `order` may ask for, beside most turns first."""
_SHOWN_FACETS: Final = ("topic", "place")
"""Of what one person says."""


def listing() -> ResponseReturnValue:
    """Everybody, most turns first; `?q=` keeps those whose names or offices hold its words.

    `?order=name` lists them by surname, with the letters there are to go to.
    """
    q = asked_query()
    asked = words(q)
    order = BY_NAME if request.args.get("order") == BY_NAME else ""
    number = request.args.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    known = site.labels()
    rows = [row for row in site.engine().speakers() if _holds(row, known, asked)]
    if order:
        rows.sort(key=lambda row: by_surname(known.names[value_of(row)], language()))
    pages = -(-len(rows) // ROWS)
    page = max(1, min(page, pages))
    return render_template(
        "speakers.html",
        q=q,
        order=order,
        orders=[(one, _list_link(q, 1, one)) for one in ("", BY_NAME)],
        letters=list(_letters(rows, known, q)) if order else [],
        rows=[
            (row, known.labels[value_of(row)], _link(row), _offices(row))
            for row in rows[(page - 1) * ROWS : page * ROWS]
        ],
        total=len(rows),
        own=_list_link(q, page, order),
        paging=paging(page, pages, lambda one: _list_link(q, one, order)),
    )


def _who_is_named(name: str) -> SpeakerRow | None:
    """The one person of this name; None where nobody has it, or several."""
    asked = words(name)
    found = [
        row
        for row in site.engine().speakers()
        if row.person and any(words(form) == asked for form in known_forms(row))
    ]
    return found[0] if len(found) == 1 else None


def _letters(rows: Sequence[SpeakerRow], known: SpeakerLabels, q: str) -> Iterator[tuple[str, str]]:
    """The letters that surnames begin with, each with the page on which it begins."""
    seen: set[str] = set()
    for place, row in enumerate(rows):
        letter = initial(known.names[value_of(row)])
        if letter not in seen:
            seen.add(letter)
            yield letter, f"{_list_link(q, place // ROWS + 1, BY_NAME)}#row{place % ROWS + 1}"


def page(slug: str) -> ResponseReturnValue:
    """One person: names, offices over time, statements by year, topics, the latest words.

    A name that one person alone has leads to that person's page.
    """
    row = next((row for row in site.engine().speakers() if row.person == slug), None)
    if row is None:
        named = _who_is_named(slug)
        if named is not None:
            return redirect(with_language(_link(named)))
        raise NotFound(
            gettext("nobody here is known as %(slug)s; look through /speakers", slug=slug)
        )
    wanted = Request(speaker=(slug,), sort=Sort.NEWEST, limit=LATEST)
    counted = (*_SHOWN_FACETS, "year")
    results = site.searcher().search(wanted, turns_per_hit=1, facets=counted)
    note_credit(hit.statement for hit in results.hits)
    return render_template(
        "speaker.html",
        row=row,
        name=site.labels().labels[slug],
        linked=person(row, site_root() + _link(row)),
        offices=[(role, _office_link(row, role)) for role in _offices(row)],
        wanted=wanted,
        results=results,
        every=search_link(Request(speaker=(slug,), sort=Sort.NEWEST)),
        facets=[facet for facet in facets(results, _plain(slug)) if facet.name in _SHOWN_FACETS],
        timeline=timeline(results.facets.get("year", ()), _plain(slug)),
    )


def _plain(slug: str) -> Request:
    """The search that the page's links and form start from."""
    return Request(speaker=(slug,))


def _holds(row: SpeakerRow, known: SpeakerLabels, asked: Sequence[str]) -> bool:
    """Whether every word asked for begins a word of one of the names or offices."""
    if not asked:
        return True
    names = (row.name, known.names[value_of(row)], *(form for form, _ in row.forms))
    held = _words([*names, *(role.text for role in row.roles)])
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


def _list_link(q: str, page: int, order: str = "") -> str:
    given = [("q", q), ("order", order), ("page", str(page) if page > 1 else "")]
    asked = urlencode([(name, value) for name, value in given if value])
    return "/speakers" + ("?" + asked if asked else "")
