"""Words or phrases, and a speaker or none → how often each was said in every year.

A million words spoken is the measure by which years, and people, compare. Only words of turns of
speech count, named or not; those of the editors do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from search.query.request import Request
from search.records import TurnKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from search.answers.searcher import Searcher

MOST_QUERIES: Final = 5
SPOKEN: Final = (TurnKind.SPEECH.value, TurnKind.ANONYMOUS.value)


@dataclass(frozen=True, slots=True)
class Series:
    """One query: how often it stands in each year, and what it finds as a search."""

    q: str
    counts: Mapping[int, int]
    request: Request
    dropped: tuple[str, ...]

    @property
    def total(self) -> int:
        """How often in all years."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Frequency:
    """Some queries over the years from the first in which something was spoken to the last.

    Statements without a date stand in no year and are left out.
    """

    years: tuple[int, ...]
    words: Mapping[int, int]
    series: tuple[Series, ...]

    def per_million(self, series: Series, year: int) -> float | None:
        """How often in a million words of that year; None where nothing was spoken."""
        spoken = self.words.get(year, 0)
        return series.counts.get(year, 0) * 1_000_000 / spoken if spoken else None

    def per_million_printed(self, series: Series, year: int) -> float | None:
        """The same to two decimals, as data files hold it."""
        share = self.per_million(series, year)
        return None if share is None else round(share, 2)


def frequency(searcher: Searcher, queries: Sequence[str], speaker: str = "") -> Frequency:
    """Count `queries` (at most `MOST_QUERIES`, told apart) over all turns or one speaker's."""
    asked = list(dict.fromkeys(q.strip() for q in queries if q.strip()))[:MOST_QUERIES]
    base = Request(speaker=(speaker,)) if speaker else Request(kind=SPOKEN)
    words = {year: many for year, many in searcher.words_spoken(base).items() if year}
    series = tuple(_series(searcher, base, q) for q in asked)
    years = tuple(range(min(words), max(words) + 1)) if words else ()
    return Frequency(years, words, series)


def _series(searcher: Searcher, base: Request, q: str) -> Series:
    request = Request(q=q, speaker=base.speaker, kind=base.kind)
    counts, dropped = searcher.occurrences(request)
    return Series(q, {year: many for year, many in counts.items() if year}, request, dropped)
