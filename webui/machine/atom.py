"""Results → an Atom feed (RFC 4287), paged as in RFC 5005, with the totals of OpenSearch.

Ids are made from the statement's id and the query alone, so that a reader who moves to another
address of the same site is not shown everything again.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from flask import Response, render_template

from search.engine import Sort
from search.formats.credit import UNKNOWN, credit_of
from search.links import SearchView, search_link
from webui.machine.text_credit import note_credit
from webui.page.official_address import official_link
from webui.public_root import site_root

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from search.query.request import Request
    from search.records import Hit, Results, Statement

MIMETYPE: Final = "application/atom+xml"
MOSCOW: Final = ZoneInfo("Europe/Moscow")
"""The site prints Moscow wall time, which was three or four hours ahead of UTC."""

_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "https://onrecord.invalid/atom")
_NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER: Final = "1970-01-01T00:00:00+00:00"
"""Of a statement without a date: Atom demands one, and it must not change."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A hit as an entry; moments are RFC 3339. `published` is None where no date is printed."""

    id: str
    hit: Hit
    published: str | None
    updated: str


def feed_request(wanted: Request) -> Request:
    """The same search in a feed's order: the newest indexed first, so that readers miss nothing."""
    return replace(wanted, sort=Sort.INDEXED)


def feed_link(wanted: Request, page: int = 1) -> str:
    """The address of a search's feed: its order is its own, so no `sort` stands in it."""
    return search_link(replace(wanted, sort=Sort.RELEVANCE, page=page), SearchView.FEED)


def as_feed(
    results: Results,
    title: str,
    page: str,
    address: Callable[[int], str],
    since: str = _NEVER,
) -> Response:
    """Results as a feed; `page` shows them in a browser, `address` gives the n-th page of it.

    `since` is the moment (RFC 3339) from which there is such a feed: it changed no earlier.
    """
    hits = [hit for hit in results.hits if not hit.missing]  # exports hold full matches only
    note_credit(hit.statement for hit in hits)
    text = render_template(
        "feed.xml",
        root=site_root(),
        id=urn(address(1)),
        title=title,
        page=page,
        results=results,
        entries=entries(hits),
        updated=_feed_updated(hits, since),
        own=address(results.page),
        first=address(1),
        last=address(max(results.pages, 1)),
        before=address(results.page - 1) if results.page > 1 else None,
        after=address(results.page + 1) if hits and results.page < results.pages else None,
        official=official_link,
        credit=credit_of,
        unknown=UNKNOWN,
    )
    return Response(_NOT_IN_XML.sub("\ufffd", text), mimetype=MIMETYPE)


def entries(hits: Sequence[Hit]) -> list[FeedEntry]:
    """One entry a hit, in their order."""
    return [
        FeedEntry(urn(hit.statement.id), hit, _published(hit.statement), _updated(hit.statement))
        for hit in hits
    ]


def urn(name: str) -> str:
    """An id that stays the same for one name, wherever the site stands."""
    return uuid.uuid5(_NAMESPACE, name).urn


def _published(statement: Statement) -> str | None:
    if statement.date is None:
        return None
    clock = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", statement.time or "")
    wall = time(int(clock[1]), int(clock[2])) if clock else time()
    return datetime.combine(statement.date, wall, MOSCOW).isoformat()


def _feed_updated(hits: Sequence[Hit], since: str) -> str:
    """When an entry last came or changed: a build that brings nothing changes no feed."""
    moments = [datetime.fromisoformat(since)]
    for hit in hits:
        moments.append(datetime.fromisoformat(_updated(hit.statement)))
        if hit.statement.indexed:
            moments.append(hit.statement.indexed)
    return max(moments).astimezone(UTC).isoformat(timespec="seconds")


def _updated(statement: Statement) -> str:
    """When the site last changed it, else when it was published: never when it was indexed."""
    if statement.updated and (not statement.date or statement.updated > statement.date):
        return datetime.combine(statement.updated, time(), MOSCOW).isoformat()
    return _published(statement) or _NEVER
