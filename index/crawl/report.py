"""What one run of the crawler did → words, JSON and an exit code."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from search.formats.terminal import counted, one_or_more

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Ended(Exception):
    """How a walk ends, from any depth: the text says why, `complete` whether it did all it could.

    `whole_run`: no other site is to be asked either.
    """

    def __init__(self, why: str, *, complete: bool, whole_run: bool = False) -> None:
        super().__init__(why)
        self.complete, self.whole_run = complete, whole_run


@dataclass(slots=True)
class CrawlTally:
    """What a walk did so far. Each item of feed or list is in one of these."""

    new: int = 0
    changed: int = 0  # saved before, and another text now
    unchanged: int = 0  # fetched again, as feed or list said it changed; the same as before
    held: int = 0  # saved before, not asked for
    outside: int = 0  # of the dates asked for
    wanted: list[str] = field(default_factory=list)  # would be fetched, were this no dry run
    forbidden: list[str] = field(default_factory=list)  # by robots.txt
    elsewhere: list[str] = field(default_factory=list)  # on another host, or redirected there
    other: list[str] = field(default_factory=list)  # on the site, and no article
    odd: list[str] = field(default_factory=list)  # of the fetched: not built as statements are
    failed: list[tuple[str, str]] = field(default_factory=list)
    lists: int = 0  # pages of feeds and lists read to find articles
    notes: list[str] = field(default_factory=list)

    @property
    def fetched(self) -> int:
        """Pages asked for and answered."""
        return self.new + self.changed + self.unchanged

    @property
    def asked(self) -> int:
        """What counts against the most pages asked for."""
        return self.fetched + len(self.wanted)

    def add(self, other: CrawlTally) -> None:
        """Take what another walk did into this one."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


@dataclass(slots=True)
class SiteRun:
    """What was done on one site, and how it ended."""

    base: str
    tally: CrawlTally = field(default_factory=CrawlTally)
    ended: Ended = field(
        default_factory=lambda: Ended(
            "interrupted; what was fetched is saved, and the same again goes on where it was",
            complete=False,
            whole_run=True,
        )
    )

    def lines(self) -> Iterator[str]:
        """How it went, as people read it."""
        tally = self.tally
        yield f"{self.base}: {counted(tally.lists, 'page')} of feeds and lists read"
        if tally.wanted:
            pages = counted(len(tally.wanted), "page")
            yield f"  {pages} would be fetched:"
            yield from (f"          {url}" for url in tally.wanted)
        yield f"  {tally.new:>7,} new {one_or_more(tally.new, 'page')}"
        yield f"  {tally.changed:>7,} changed"
        yield f"  {tally.unchanged:>7,} fetched again, unchanged"
        yield f"  {tally.held:>7,} held already"
        yield f"  {tally.outside:>7,} outside the dates asked for"
        yield from _named(tally.forbidden, "refused by robots.txt")
        yield from _named(tally.elsewhere, "on another host, not fetched")
        yield from _named(tally.other, "no article, not fetched")
        if tally.odd:
            yield (
                f"  {len(tally.odd):>7,} of those fetched are no statements; look whether the site "
                "shows something in their place (the next run asks for them again):"
            )
            yield from (f"          {url}" for url in tally.odd)
        yield f"  {len(tally.failed):>7,} failed"
        yield from (f"          {url}: {reason}" for url, reason in tally.failed)
        yield from (f"note: {note}" for note in tally.notes)
        yield f"{'done' if self.ended.complete else 'broke off'}: {self.ended}"

    def shape(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "base": self.base,
            **_tally_shape(self.tally),
            "ended": str(self.ended),
            "complete": self.ended.complete,
        }


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """One run: what it did on every site, where it saved, and the command that goes on."""

    sites: Sequence[SiteRun]
    archives: Sequence[str]
    next_command: str
    seconds: float

    @property
    def total(self) -> CrawlTally:
        """What was done on all sites."""
        total = CrawlTally()
        for run in self.sites:
            total.add(run.tally)
        return total

    @property
    def complete(self) -> bool:
        """Whether nothing broke off."""
        return all(run.ended.complete for run in self.sites)

    @property
    def exit_code(self) -> int:
        """0 done, also when nothing was new; 1 when the run broke off or every page failed."""
        total = self.total
        all_failed = bool(total.failed) and not total.fetched
        return 0 if self.complete and not all_failed else 1

    def shape(self) -> dict[str, Any]:
        """The report as `onrecord crawl --json` prints it: totals, then every site."""
        return {
            **_tally_shape(self.total),
            "archives": list(self.archives),
            "ended": "; ".join(f"{run.base}: {run.ended}" for run in self.sites),
            "complete": self.complete,
            "next": self.next_command,
            "seconds": round(self.seconds, 3),
            "sites": [run.shape() for run in self.sites],
        }

    def lines(self) -> Iterator[str]:
        """The report as people read it."""
        for run in self.sites:
            yield from run.lines()
        yield from (f"saved in {archive}" for archive in self.archives)
        yield f"next: {self.next_command}"


def _named(urls: Sequence[str], what: str) -> Iterator[str]:
    yield f"  {len(urls):>7,} {what}"
    yield from (f"          {url}" for url in urls)


def _tally_shape(tally: CrawlTally) -> dict[str, Any]:
    return {
        **asdict(tally),
        "fetched": tally.fetched,
        "failed": [{"url": url, "reason": reason} for url, reason in tally.failed],
    }
