"""The first page of a feed or list → its pages one after another, until there is no use in more.

A site may repeat its last list for ever, lead in a circle, or never end: all of that ends here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.crawl.client import UnusableAnswer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import date

    from index.crawl.client import Client
    from index.crawl.listing import Listing

MOST_PAGES: Final = 10_000
"""Three times the longest feed of the site (2024): whoever has more never ends."""

_STALE_PAGES: Final = 3  # in a row that name nothing new: the site leads in a circle
_STUCK_PAGES: Final = 200  # in a row that do not go back in time; a busy day of the site has two
_MISSED_PAGES: Final = 2  # in a row that are stepped over
MISSING: Final = frozenset({404, 410})
"""Answers of a site that has no such page; for a day's list: no articles on that day."""

_SAME_DAYS: Final = 3  # in a row: the site does not look at the day asked for
_MISSING_DAYS: Final = 31
_FAILED_DAYS: Final = 3
_NUMBER: Final = re.compile(r"(?<=/page/)[0-9]{1,9}(?=/?$)")


@dataclass(frozen=True, slots=True)
class PagingEnd:
    """Why there are no more pages; `reached`: because the site has none, or they are too old."""

    why: str
    reached: bool


@dataclass(slots=True)
class Pager:
    """Reads the pages of one feed or list, called `name`; how that ended stands in `end`.

    `guess`: where the first page names no other, and not itself as the last, a second is tried.
    """

    name: str
    client: Client
    read: Callable[[bytes, str], Listing]
    past: Callable[[Listing], bool]
    guess: bool = True
    most_pages: int = MOST_PAGES
    end: PagingEnd = field(default_factory=lambda: PagingEnd("not read", reached=False))
    notes: list[str] = field(default_factory=list)
    failed: int | None = None  # the status of a page that could not be read (0: no answer)
    _guessed: str | None = None
    _seen: set[str] = field(default_factory=set)
    _stale: int = 0
    _reached: date | None = None
    _stuck: int = 0
    _missed: int = 0

    async def pages(self, first: str) -> AsyncIterator[tuple[str, Listing]]:
        """Address and content of every page from `first` on."""
        url: str | None = first
        before: tuple[str, ...] = ()
        asked: set[str] = set()
        while url is not None and self._may_read(url, asked):
            asked.add(url)
            listing = await self._page(url, later=url != first)
            if listing is None:
                url = self._after_miss(url)
                continue
            here = tuple(item.url for item in listing.items)
            if self._ends(url, here, before) or self._is_stuck(url, listing):
                return
            yield url, listing
            if self.past(listing):
                self._end(f"{self.name} {number(url)} is older than asked for", reached=True)
                return
            before, url = here, self._next(url, listing)

    def _may_read(self, url: str, asked: set[str]) -> bool:
        if url in asked:
            self._end(f"{self.name} {number(url)} is reached in a circle", reached=True)
        elif len(asked) >= self.most_pages:
            self._end(f"{self.most_pages:,} pages are read, the most", reached=False)
        else:
            return True
        return False

    async def _page(self, url: str, *, later: bool) -> Listing | None:
        try:
            answer = await self.client.listing(url)
        except UnusableAnswer as unusable:
            if url == self._guessed and not unusable.passing:
                self._missed = _MISSED_PAGES + 1  # there is none, as the first page said
                return None
            self._end(
                f"{self.name} {number(url)} ({url}) cannot be read: {unusable}", reached=False
            )
            self.failed = unusable.status
            self._missed = self._missed + 1 if unusable.passing and later else _MISSED_PAGES + 1
            return None
        self._missed = 0
        return self.read(answer.content, answer.url)

    def _after_miss(self, url: str) -> str | None:
        """The page after one that failed, by its number; None to end the reading."""
        if self._missed > _MISSED_PAGES or not _NUMBER.search(url):
            return None
        self.notes.append(f"{self.end.why}; it was stepped over")
        return _NUMBER.sub(str(number(url) + 1), url)

    def _ends(self, url: str, here: tuple[str, ...], before: tuple[str, ...]) -> bool:
        """Whether a page is none, or brings nothing that the pages before did not."""
        page = number(url)
        self._stale = self._stale + 1 if self._seen.issuperset(here) else 0
        self._seen.update(here)
        if not here:
            self._end(f"{self.name} {page} ({url}) holds no article", reached=bool(before))
        elif here == before:
            self._end(
                f"{self.name} {page} repeats {self.name} {page - 1}: the site does not turn these "
                "pages now, so they lead to no older articles",
                reached=False,
            )
        elif self._stale >= _STALE_PAGES:
            self._end(f"{self.name} {page} leads in a circle: nothing new", reached=False)
        else:
            return False
        return True

    def _is_stuck(self, url: str, listing: Listing) -> bool:
        """Whether page after page is of no earlier day: such a list has no end."""
        days = [item.day for item in listing.items if item.day is not None]
        if days:
            middle = sorted(days)[len(days) // 2]  # one old or future item leads nowhere
            goes_back = self._reached is None or middle < self._reached
            self._stuck = 0 if goes_back else self._stuck + 1
            self._reached = middle if goes_back else self._reached
        if self._stuck < _STUCK_PAGES:
            return False
        why = f"{_STUCK_PAGES} pages in a row do not go back before {self._reached}"
        self._end(f"{self.name} {number(url)} leads nowhere: {why}", reached=False)
        return True

    def _next(self, url: str, listing: Listing) -> str | None:
        """The page after `url`."""
        self._end(f"{self.name} {number(url)} is the last", reached=True)
        if listing.next is None and self.guess and not listing.only and not _NUMBER.search(url):
            self._guessed = f"{url}/page/2"
            return self._guessed
        return listing.next

    def _end(self, why: str, *, reached: bool) -> None:
        self.end = PagingEnd(why, reached)


@dataclass(slots=True)
class DayRuns:
    """Lists of single days, one after another → whether there is use in more of them."""

    _same: int = 0
    _missing: int = 0
    _failed: int = 0
    _before: frozenset[str] = frozenset()

    def end_after(self, day: date, here: frozenset[str], failed: int | None) -> str | None:
        """The sentence that ends the reading after the list of `day`, or None.

        `here` are the addresses on it, `failed` is the status where it could not be read.
        """
        self._same = self._same + 1 if here and here == self._before else 0
        self._missing = self._missing + 1 if failed in MISSING else 0
        self._failed = self._failed + 1 if failed is not None and failed not in MISSING else 0
        self._before = here
        if self._same >= _SAME_DAYS:
            return f"the lists of single days show the same whatever the day, the last {day}"
        if self._missing >= _MISSING_DAYS:
            return f"there are no lists of single days: {_MISSING_DAYS} in a row are missing"
        if self._failed >= _FAILED_DAYS:
            return f"the lists of single days cannot be read, the last of {day}"
        return None


def number(url: str) -> int:
    """Which page of a feed or list an address names; the first bears no number."""
    found = _NUMBER.search(url)
    return int(found[0]) if found else 1
