"""The bytes of an Atom feed or of a list of news → the items on it and the address of the next.

Shapes: KREMLIN-like lists hold `.lister-page .hentry` with `a[rel=bookmark]`, `time.published` and
`.updated`; the block of one promoted old headline stands outside them and is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

from parsel import Selector

from index.crawl.site import join

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOSCOW: Final = timezone(timedelta(hours=3))
# The feed prints Moscow wall time with an offset that is not Moscow's (seen in 2020): the wall time
# is right, and +03:00 is what it meant on every day a crawl of ours can have saved a page.
_MISPRINTED: Final = timedelta(hours=4)
_YEARS: Final = range(1900, 2200)
"""Years an item can be of. Another is a misprint, such as the year 1 that programs print for none;
with the first and the last day there are nobody can reckon."""
_PAGE: Final = re.compile(r"/page/([0-9]{1,9})/?$")
_ATOM: Final = {"a": "http://www.w3.org/2005/Atom"}


@dataclass(frozen=True, slots=True)
class Item:
    """An article as a feed or list names it; `updated` is no later than its last change."""

    url: str
    day: date | None
    updated: datetime | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a feed or list, in its order, and the address of the next page.

    `only`: it says itself that there is no other page.
    """

    items: tuple[Item, ...]
    next: str | None = None
    only: bool = False

    def oldest(self, so_far: date | None) -> date | None:
        """The first day of its items and of one known before."""
        days = [item.day for item in self.items if item.day]
        return min([*days, *([so_far] if so_far else [])], default=None)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and last day of articles wanted, and the most pages to fetch; None: no bound."""

    since: date | None = None
    until: date | None = None
    most: int | None = None

    def hold(self, day: date | None) -> bool:
        """Whether an article of `day` lies within; one of an unknown day does."""
        early = self.since is not None and day is not None and day < self.since
        late = self.until is not None and day is not None and day > self.until
        return not early and not late

    def past(self, listing: Listing) -> bool:
        """Whether all of a list is older than `since`, so that the lists after it are too."""
        since = self.since
        return since is not None and all(item.day and item.day < since for item in listing.items)


def read_feed(content: bytes, url: str) -> Listing:
    """The entries of an Atom feed found at `url`."""
    feed = Selector(body=content or b"<feed/>", type="xml", namespaces=_ATOM)
    links = "//a:feed/a:link"
    last = _link(feed, url, links, "last")
    return Listing(tuple(_entries(feed, url)), _link(feed, url, links, "next"), last == url)


def read_list(content: bytes, url: str) -> Listing:
    """The articles on a list page found at `url`."""
    page = Selector(body=content or b"<html/>", type="html")
    items = tuple(_articles(page, url))
    return Listing(items, _link(page, url, "//a | //head/link", "next") or _numbered(page, url))


def _entries(feed: Selector, url: str) -> Iterator[Item]:
    for entry in feed.xpath("//a:entry"):
        href = (
            entry.xpath("a:link[@rel='alternate']/@href").get() or entry.xpath("a:id/text()").get()
        )
        address = join(url, href or "")
        if href and address:
            published = _instant(entry.xpath("a:published/text()").get())
            updated = _instant(entry.xpath("a:updated/text()").get())
            day = published and published.astimezone(_MOSCOW).date()
            yield Item(address, day, updated)


def _articles(page: Selector, url: str) -> Iterator[Item]:
    for entry in page.css(".lister-page .hentry"):
        href = entry.css("a[rel~=bookmark]::attr(href)").get()
        address = join(url, href or "")
        if href and address:
            day = _day(entry.css("time.published::attr(datetime)").get())
            yield Item(address, day, _first_moment(entry.css(".updated::text").get()))


def _link(page: Selector, url: str, where: str, relation: str) -> str | None:
    """The target of the first link of a relation."""
    for link in page.xpath(where):
        if relation in link.attrib.get("rel", "").split():
            return join(url, link.attrib.get("href", ""))
    return None


def _numbered(page: Selector, url: str) -> str | None:
    """The next page by what a list bears for scripts: a template and the number of pages."""
    attributes = page.css(".lister-page").attrib
    template, pages = attributes.get("data-url-template", ""), attributes.get("data-pages", "")
    found = _PAGE.search(url)
    following = int(found[1]) + 1 if found else 2
    if "PAGE" not in template or not pages.isdecimal() or following > int(pages[:9]):
        return None
    return join(url, template.replace("PAGE", str(following)))


def _instant(text: str | None) -> datetime | None:
    try:
        instant = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    if instant.year not in _YEARS:
        return None
    if instant.utcoffset() in (None, _MISPRINTED):
        return instant.replace(tzinfo=_MOSCOW)
    return instant


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _first_moment(text: str | None) -> datetime | None:
    """The first moment of a printed day of change: a list prints no hour."""
    day = _day(text)
    return None if day is None else datetime(day.year, day.month, day.day, tzinfo=_MOSCOW)
