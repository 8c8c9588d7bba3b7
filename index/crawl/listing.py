"""The bytes of an Atom feed or of a list of news → the items on it and the address of the next.

Shapes: KREMLIN-like lists hold `.lister-page .hentry` with `a[rel=bookmark]`, `time.published` and
`.updated`; the block of one promoted old headline stands outside them and is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

from parsel import Selector

from index.crawl.site import join

if TYPE_CHECKING:
    from collections.abc import Iterator

# The feed prints Moscow wall time with an offset that is not Moscow's (+04:00 in 2020): the wall
# time is right, and +03:00 is what it meant on every day a crawl of ours can have saved a page.
_MOSCOW: Final = timezone(timedelta(hours=3))
_ATOM: Final = {"a": "http://www.w3.org/2005/Atom"}


@dataclass(frozen=True, slots=True)
class Item:
    """An article as a feed or list names it; `updated` is no later than its last change."""

    url: str
    day: date | None
    updated: datetime | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a feed or list, in its order, and the address of the next page."""

    items: tuple[Item, ...]
    next: str | None = None


def read_feed(content: bytes, url: str) -> Listing:
    """The entries of an Atom feed found at `url`."""
    feed = Selector(body=content or b"<feed/>", type="xml", namespaces=_ATOM)
    return Listing(tuple(_entries(feed, url)), _link(feed, url, "//a:feed/a:link"))


def read_list(content: bytes, url: str) -> Listing:
    """The articles on a list page found at `url`."""
    page = Selector(body=content or b"<html/>", type="html")
    return Listing(tuple(_articles(page, url)), _link(page, url, "//a | //head/link"))


def _entries(feed: Selector, url: str) -> Iterator[Item]:
    for entry in feed.xpath("//a:entry"):
        href = (
            entry.xpath("a:link[@rel='alternate']/@href").get() or entry.xpath("a:id/text()").get()
        )
        address = join(url, href or "")
        if href and address:
            published = _instant(entry.xpath("a:published/text()").get())
            updated = _instant(entry.xpath("a:updated/text()").get())
            yield Item(address, published and published.date(), updated)


def _articles(page: Selector, url: str) -> Iterator[Item]:
    for entry in page.css(".lister-page .hentry"):
        href = entry.css("a[rel~=bookmark]::attr(href)").get()
        address = join(url, href or "")
        if href and address:
            day = _day(entry.css("time.published::attr(datetime)").get())
            yield Item(address, day, _first_moment(entry.css(".updated::text").get()))


def _link(page: Selector, url: str, where: str) -> str | None:
    """The target of the first link whose relation is `next`."""
    for link in page.xpath(where):
        if "next" in link.attrib.get("rel", "").split():
            return join(url, link.attrib.get("href", ""))
    return None


def _instant(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat((text or "").strip()).replace(tzinfo=_MOSCOW)
    except ValueError:
        return None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError:
        return None


def _first_moment(text: str | None) -> datetime | None:
    """The first moment of a printed day of change: a list prints no hour."""
    day = _day(text)
    return None if day is None else datetime(day.year, day.month, day.day, tzinfo=_MOSCOW)
