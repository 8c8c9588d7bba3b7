"""What one run of the crawler did → words, JSON and an exit code."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from search.formats.terminal import counted, one_or_more

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Ended(Exception):
    """How a run ends, from any depth: the text says why, `complete` whether it did all it could."""

    def __init__(self, why: str, *, complete: bool) -> None:
        super().__init__(why)
        self.complete = complete


@dataclass(slots=True)
class CrawlTally:
    """What a run did so far. Every article named by feed or list is in exactly one of these."""

    fetched: int = 0
    refreshed: int = 0  # of the fetched: saved before, and changed since
    held: int = 0
    outside: int = 0  # of the dates asked for
    forbidden: list[str] = field(default_factory=list)  # by robots.txt
    elsewhere: list[str] = field(default_factory=list)  # on another host, or redirected there
    failed: list[tuple[str, str]] = field(default_factory=list)
    lists: int = 0  # read to find articles
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """One run over the site at `base`: what it did, where it saved, how it ended."""

    base: str
    tally: CrawlTally
    ended: Ended
    archives: Sequence[str]
    seconds: float

    @property
    def exit_code(self) -> int:
        """0 done, also when nothing was new; 1 when the run broke off or every page failed."""
        all_failed = bool(self.tally.failed) and not self.tally.fetched
        return 0 if self.ended.complete and not all_failed else 1

    def shape(self) -> dict[str, Any]:
        """The report as `onrecord crawl --json` prints it."""
        return {
            "base": self.base,
            **asdict(self.tally),
            "failed": [{"url": url, "reason": reason} for url, reason in self.tally.failed],
            "archives": list(self.archives),
            "ended": str(self.ended),
            "complete": self.ended.complete,
            "seconds": round(self.seconds, 3),
        }

    def lines(self) -> Iterator[str]:
        """The report as people read it."""
        tally = self.tally
        yield f"{self.base}: {counted(tally.lists, 'list')} read"
        changed = f" ({tally.refreshed:,} of them changed on the site)" if tally.refreshed else ""
        yield f"  {tally.fetched:>7,} {one_or_more(tally.fetched, 'page')} fetched{changed}"
        yield f"  {tally.held:>7,} held already"
        yield f"  {tally.outside:>7,} outside the dates asked for"
        yield f"  {len(tally.forbidden):>7,} refused by robots.txt"
        yield from (f"          {url}" for url in tally.forbidden)
        yield f"  {len(tally.elsewhere):>7,} on another host, not fetched"
        yield from (f"          {url}" for url in tally.elsewhere)
        yield f"  {len(tally.failed):>7,} failed"
        yield from (f"          {url}: {reason}" for url, reason in tally.failed)
        yield from (f"note: {note}" for note in tally.notes)
        yield from (f"saved in {archive}" for archive in self.archives)
        yield f"{'done' if self.ended.complete else 'broke off'}: {self.ended}"
