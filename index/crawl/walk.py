"""A site, what is held already and bounds → requests for its pages, in order, until an end.

One thing at a time, because the site is asked over one connection: robots.txt, the feed backwards
to its end, the lists for what it lacks, where these do not turn their pages the lists of single
days, and at last what the site refused before. The items of a page come before the next page.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from index.crawl.bookmarks import Bookmark, Stage
from index.crawl.client import Forbidden, OffSite, UnusableAnswer
from index.crawl.held_pages import content_digest
from index.crawl.listing import Item, read_feed, read_list
from index.crawl.paging import MISSING, DayRuns, Pager, number
from index.crawl.report import CrawlTally, Ended
from index.saves.page import Page
from index.saves.recognise import NotAStatement, Unreadable, recognise

if TYPE_CHECKING:
    from index.crawl.archive import Archive
    from index.crawl.bookmarks import Bookmarks
    from index.crawl.client import Client
    from index.crawl.held_pages import HeldPages
    from index.crawl.listing import Bounds, Listing
    from index.crawl.network import Response
    from index.crawl.site import CrawlSite
    from index.progress import Progress

DAYS_BACK: Final = 400
"""Days looked at one by one without `--since`, where the lists do not turn their pages."""

_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(slots=True)
class Walk:
    """One run over a site. Without a `store` nothing is fetched: `tally.wanted` says what would be.

    `today` is the last day there can be articles of, as the site counts days.
    """

    site: CrawlSite
    client: Client
    held: HeldPages
    bounds: Bounds
    store: Archive | None
    progress: Progress
    today: date
    bookmarks: Bookmarks
    tally: CrawlTally = field(default_factory=CrawlTally)
    _mark: Bookmark = field(init=False)
    _later: frozenset[str] = frozenset()  # refused or failed before: asked for at the end
    _settled: set[str] = field(default_factory=set)  # articles of which no other address is asked
    _asked: set[str] = field(default_factory=set)  # addresses
    _ends: list[str] = field(default_factory=list)

    async def run(self) -> Ended:
        """Walk to the end; what ended it is given back, all else is in `tally`."""
        try:
            await self.client.read_robots()
            self._check_sources()
            await self._walk()
        except Ended as ended:
            return ended
        self.bookmarks.drop(self.site.base)
        if not self.tally.lists:
            return Ended(f"nothing can be found: {'; '.join(self._ends)}", complete=False)
        return Ended("; ".join(self._ends), complete=True)

    def _check_sources(self) -> None:
        """`Ended` where robots.txt leaves no feed and no list open, which is said once."""
        site = self.site
        if not any(map(self.client.may_ask, (site.feed, site.news, site.news_of(self.today)))):
            raise Ended(
                f"{site.robots} forbids the feed and all lists, so nothing was fetched: ask the "
                "site, or save pages by hand",
                complete=False,
            )

    async def _walk(self) -> None:
        bounds = self.bounds
        found = self.bookmarks.get(self.site.base, bounds.since, bounds.until)
        self._mark = found or Bookmark(bounds.since, bounds.until, Stage.FEED, self.site.feed)
        self._later = frozenset(self._mark.again)
        if found is not None:
            self.tally.notes.append(f"went on where a run broke off: {found.stage} {found.place}")
            await self._read_head()
        readers = {
            Stage.FEED: self._read_feed,
            Stage.LISTS: self._read_lists,
            Stage.DAYS: self._read_days,
            Stage.AGAIN: self._ask_again,
        }
        while self._mark.stage in readers:  # each leaves the mark at the stage that follows
            await readers[self._mark.stage]()

    async def _read_head(self) -> None:
        """What came since the walk began that goes on now: the feed down to what stood first."""
        top = frozenset(self._mark.top)
        fresh: list[str] = []
        pager = self._pager("feed page", feed=True)
        async for url, listing in pager.pages(self.site.feed):
            here = [item.url for item in listing.items]
            fresh = fresh or here
            if (self._mark.stage, self._mark.place) == (Stage.FEED, url):
                return  # the walk itself goes on here
            await self._take(listing, f"Feed {number(url)}")
            if top.intersection(here) or not top:
                break
        if not fresh:
            self.tally.notes.append(f"what is new was not looked for: {pager.end.why}")
        self._mark = replace(self._mark, top=tuple(fresh) or self._mark.top)

    async def _read_feed(self) -> None:
        """The feed gives the hour of changes; what it lacks the lists name."""
        pager = self._pager("feed page", feed=True)
        oldest: date | None = None
        async for url, listing in pager.pages(self._mark.place):
            if url == self.site.feed:
                self._mark = replace(self._mark, top=tuple(item.url for item in listing.items))
            await self._take(listing, f"Feed {number(url)}")
            oldest = listing.oldest(oldest)
            self._put(Stage.FEED, url)
        self._note_end(pager)
        self._mark = replace(self._mark, floor=oldest if pager.end.reached else None)
        self._put(Stage.LISTS, self.site.news)

    async def _read_lists(self) -> None:
        pager = self._pager("list", feed=False)
        oldest: date | None = None
        async for url, listing in pager.pages(self._mark.place):
            await self._take(listing, f"List {number(url)}")
            oldest = listing.oldest(oldest)
            self._put(Stage.LISTS, url)
        self._note_end(pager)
        if pager.end.reached:
            self._put(Stage.AGAIN, "")
        else:
            self._begin_days(oldest or self.today)

    def _begin_days(self, oldest: date) -> None:
        """Where the lists do not lead on, the days before the last they showed are looked at."""
        first = min(oldest, self.bounds.until or oldest, self.today)
        floor = self.bounds.since
        if floor is None:
            floor = max(self._mark.floor or date.min, first - timedelta(DAYS_BACK))
            self.tally.notes.append(
                f"the lists of single days are read back to {floor}; --since D goes back to D"
            )
        self._mark = replace(self._mark, floor=floor)
        self._put(Stage.DAYS, first.isoformat())

    async def _read_days(self) -> None:
        """The lists of single days, backwards; one that is missing is a day without articles."""
        day, floor = date.fromisoformat(self._mark.place), self._mark.floor or self.today
        runs, why = DayRuns(), f"the lists of single days are read back to {floor}"
        while day >= floor:
            here, failed = await self._read_day(day)
            self._put(Stage.DAYS, day.isoformat())
            if end := runs.end_after(day, here, failed):
                why = end
                break
            day -= timedelta(1)
        self._ends.append(why)
        self._put(Stage.AGAIN, "")

    async def _read_day(self, day: date) -> tuple[frozenset[str], int | None]:
        """The addresses on the lists of one day, its articles fetched; the status of a failure."""
        pager = self._pager("list of the day", feed=False, guess=False)
        found: set[str] = set()
        async for _, listing in pager.pages(self.site.news_of(day)):
            await self._take(listing, f"Day {day}")
            found.update(item.url for item in listing.items)
        if pager.failed is not None and pager.failed not in MISSING:
            self.tally.notes.append(pager.end.why)
        return frozenset(found), pager.failed

    async def _ask_again(self) -> None:
        """What was refused or failed when an earlier run asked for it."""
        later, self._later = sorted(self._later), frozenset()
        self._mark = replace(self._mark, stage=Stage.DONE)
        self.bookmarks.drop(
            self.site.base
        )  # what refuses for ever must not keep a walk from ending
        for url in later:
            await self._consider(Item(url, None, None))

    def _pager(self, name: str, *, feed: bool, guess: bool = True) -> Pager:
        return Pager(
            name, self.client, read_feed if feed else read_list, self.bounds.past, guess=guess
        )

    def _note_end(self, pager: Pager) -> None:
        self._ends.append(pager.end.why)
        self.tally.notes.extend(pager.notes)

    def _put(self, stage: Stage, place: str) -> None:
        self._mark = replace(self._mark, stage=stage, place=place)
        self.bookmarks.put(self.site.base, self._mark)

    async def _take(self, listing: Listing, name: str) -> None:
        """Fetch what is wanted among the items of a page of a feed or list."""
        self.tally.lists += 1
        self.progress.start(name, len(listing.items))
        for item in listing.items:
            await self._consider(item)
            self.progress.step()

    async def _consider(self, item: Item) -> None:
        """Fetch an item if it is wanted; by each of its addresses in turn, until one is good."""
        key = self.site.article(item.url) or item.url
        if key in self._settled or item.url in self._asked or item.url in self._later:
            return
        self._asked.add(item.url)
        self._settled.add(key)
        if not self._wanted(item, key):
            return
        if self.bounds.most is not None and self.tally.asked >= self.bounds.most:
            raise Ended("the pages asked for by --max are fetched", complete=True, whole_run=True)
        if self.store is None:
            self.tally.wanted.append(item.url)
        else:
            await self._fetch(item, key, self.store)

    def _wanted(self, item: Item, key: str) -> bool:
        """Whether to fetch `item`; where not, the tally says why."""
        held = self.held.get(key)
        if not self.site.allows(item.url):
            self.tally.elsewhere.append(item.url)
        elif self.site.article(item.url) is None:
            self.tally.other.append(item.url)
        elif not self.bounds.hold(item.day):
            self.tally.outside += 1
        elif not self.client.may_ask(item.url):
            self.tally.forbidden.append(item.url)
            self._settled.discard(key)
        elif held is not None and not held.is_stale(item.updated):
            self.tally.held += 1
        else:
            return True
        return False

    async def _fetch(self, item: Item, key: str, store: Archive) -> None:
        """Fetch one article and save it, or note in the tally why not."""
        held = self.held.get(key)
        try:
            answer = await self.client.page(item.url, held.conditions() if held else ())
            self._check(answer, key)
        except Ended:
            self._ask_later(item.url)
            raise
        except UnusableAnswer as unusable:
            self._settled.discard(key)
            self._note_unusable(item.url, unusable)
        else:
            self._save(answer, item, key, store)

    def _note_unusable(self, url: str, why: UnusableAnswer) -> None:
        if isinstance(why, Forbidden):
            self.tally.forbidden.append(f"{url} ({why})")
        elif isinstance(why, OffSite):
            self.tally.elsewhere.append(f"{url} ({why})")
        else:
            self.tally.failed.append((url, str(why)))
            if why.passing:
                self._ask_later(url)

    def _ask_later(self, url: str) -> None:
        if self._mark.stage is not Stage.DONE:
            again = dict.fromkeys((*self._mark.again, url))
            self._mark = replace(self._mark, again=tuple(again))
            self.bookmarks.put(self.site.base, self._mark)

    def _save(self, answer: Response, item: Item, key: str, store: Archive) -> None:
        before = self.held.get(key)
        if answer.status == 304:
            same, odd = before, before is not None and before.odd
        else:
            same = self.held.same_as(key, content_digest(answer.content))
            odd = not _is_statement(answer)
        self.held.add(key, store.save(answer, before, same, item.updated, odd=odd))
        if odd:
            self.tally.odd.append(item.url)
        self._forgive(key)
        if before is None:
            self.tally.new += 1
        elif same is None:
            self.tally.changed += 1
        else:
            self.tally.unchanged += 1

    def _forgive(self, key: str) -> None:
        """An article is saved: that another address of it failed before is nobody's loss."""
        failed = self.tally.failed
        self.tally.failed = [one for one in failed if self.site.article(one[0]) != key]

    def _check(self, answer: Response, key: str) -> None:
        """`UnusableAnswer` when the answer is not the article's own page."""
        if self.site.article(answer.url) != key:
            raise UnusableAnswer(f"redirected to another page: {answer.url}")
        kind = answer.header("Content-Type").partition(";")[0].strip().lower()
        if answer.status == 200 and kind not in _PAGES:
            raise UnusableAnswer(f"a page was expected, {kind or 'something untyped'} came")


def _is_statement(answer: Response) -> bool:
    """Whether a page is built as statements are; what else it may be is not for us to judge."""
    page = Page(answer.url, answer.content, answer.url, media_type="text/html", status=200)
    try:
        recognise(page)
    except (NotAStatement, Unreadable):
        return False
    return True
