"""A site, what is saved already and bounds → requests for its pages, in order, until an end.

One thing at a time, because the site is asked over one connection: robots.txt, the feed (the newest
articles and those changed lately), then the lists, page by page, each list's articles before the
next list.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from index.crawl.client import Forbidden, OffSite, UnusableAnswer
from index.crawl.listing import read_feed, read_list
from index.crawl.report import CrawlTally, Ended

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from index.crawl.client import Client
    from index.crawl.listing import Item, Listing
    from index.crawl.network import Response
    from index.crawl.site import CrawlSite
    from index.progress import Progress


class Store(Protocol):
    """Where fetched pages go."""

    def save(self, answer: Response) -> None:
        """Keep one page."""


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


@dataclass(slots=True)
class Walk:
    """One run over a site. `held` maps the identities of saved articles to when they were saved."""

    site: CrawlSite
    client: Client
    held: Mapping[str, datetime]
    bounds: Bounds
    store: Store
    progress: Progress
    tally: CrawlTally = field(default_factory=CrawlTally)
    _seen: set[str] = field(default_factory=set)

    async def run(self) -> Ended:
        """Walk to the end; what ended it is given back, all else is in `tally`."""
        try:
            await self.client.read_robots()
            self.tally.notes.extend([self.client.note] if self.client.note else [])
            await self._read_feed()
            await self._read_lists()
        except Ended as ended:
            return ended
        return Ended("the lists are read to their end", complete=True)

    async def _read_feed(self) -> None:
        """The feed gives the hour of changes; without it the lists still name every article."""
        try:
            answer = await self.client.get(self.site.feed)
        except UnusableAnswer as unfit:
            self.tally.notes.append(f"the feed {self.site.feed} was not read: {unfit}")
            return
        await self._take(read_feed(answer.content, answer.url))

    async def _read_lists(self) -> None:
        url: str | None = self.site.news
        before: tuple[str, ...] = ()
        read: set[str] = set()
        while url is not None and url not in read:
            read.add(url)
            listing = await self._list(url, before)
            self.tally.lists += 1
            self.progress.start(f"List {self.tally.lists}", len(listing.items))
            await self._take(listing)
            if self.bounds.past(listing):
                raise Ended(f"list {self.tally.lists} is older than asked for", complete=True)
            before, url = _addresses(listing), listing.next

    async def _list(self, url: str, before: tuple[str, ...]) -> Listing:
        """The list at `url`; `Ended` when there is none, or it is the one before again."""
        here = self.tally.lists + 1
        try:
            answer = await self.client.get(url)
        except UnusableAnswer as unfit:
            raise Ended(f"list {here} ({url}) cannot be read: {unfit}", complete=False) from None
        listing = read_list(answer.content, answer.url)
        if not listing.items:
            raise Ended(f"list {here} ({url}) holds no article", complete=bool(before))
        if _addresses(listing) == before:
            raise Ended(
                f"list {here} repeats list {here - 1}: the site does not turn the pages of its "
                "lists now, so they lead to no older articles",
                complete=True,
            )
        return listing

    async def _take(self, listing: Listing) -> None:
        """Fetch what is wanted among the items of a list or feed."""
        for item in listing.items:
            key = self.site.article(item.url) or item.url
            if key not in self._seen:
                self._seen.add(key)
                if self._wanted(item, key):
                    await self._fetch(item.url, key)
            self.progress.step()

    def _wanted(self, item: Item, key: str) -> bool:
        """Whether to fetch `item`; where not, the tally says why."""
        saved = self.held.get(key)
        changed = saved is not None and item.updated is not None and item.updated > saved
        if not self.site.allows(item.url):
            self.tally.elsewhere.append(item.url)
        elif self.site.article(item.url) is None:
            self.tally.failed.append((item.url, "the address is not that of an article"))
        elif not self.bounds.hold(item.day):
            self.tally.outside += 1
        elif saved is not None and not changed:
            self.tally.held += 1
        else:
            return True
        return False

    async def _fetch(self, url: str, key: str) -> None:
        """Fetch one article and save it, or note in the tally why not."""
        if self.tally.fetched == self.bounds.most:
            raise Ended(f"{self.bounds.most} pages are fetched, as asked", complete=True)
        try:
            answer = await self.client.get(url)
            self._check(answer, key)
        except Forbidden:
            self.tally.forbidden.append(url)
        except OffSite as elsewhere:
            self.tally.elsewhere.append(f"{url} ({elsewhere})")
        except UnusableAnswer as unfit:
            self.tally.failed.append((url, str(unfit)))
        else:
            self.store.save(answer)
            self.tally.fetched += 1
            self.tally.refreshed += key in self.held

    def _check(self, answer: Response, key: str) -> None:
        """`UnusableAnswer` when the answer is not the article's own page."""
        if self.site.article(answer.url) != key:
            raise UnusableAnswer(f"redirected to another page: {answer.url}")
        kind = answer.header("Content-Type").partition(";")[0].strip().lower()
        if kind not in ("text/html", "application/xhtml+xml"):
            raise UnusableAnswer(f"a page was expected, {kind or 'something untyped'} came")


def _addresses(listing: Listing) -> tuple[str, ...]:
    return tuple(item.url for item in listing.items)
