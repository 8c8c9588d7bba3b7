"""Words or phrases, and speakers or none → how often each was said in every year.

A million words spoken is the measure by which years, and people, compare. Only words of turns of
speech count, named or not; those of the editors do not.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from search.query.request import Request
from search.records import TurnKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from search.answers.searcher import Searcher

MOST_QUERIES: Final = 5
SPOKEN: Final = (TurnKind.SPEECH.value, TurnKind.ANONYMOUS.value)


@dataclass(frozen=True, slots=True, eq=False)  # one is itself: it holds tables
class Series:
    """One query, of everybody or of one speaker: how often it stands in each year.

    `request` is what it finds as a search, `words` how many words were spoken in its scope.
    """

    q: str
    counts: Mapping[int, int]
    request: Request
    dropped: tuple[str, ...]
    words: Mapping[int, int]

    @property
    def speaker(self) -> str:
        """The one speaker whose words are counted; empty for everybody."""
        return self.request.speaker[0] if self.request.speaker else ""

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
    left_out: tuple[tuple[str, str], ...] = ()
    """Queries that are more than fit, each with its speaker, "" for everybody."""

    def per_million(self, series: Series, year: int) -> float | None:
        """How often in a million words of that year; None where nothing was spoken."""
        spoken = series.words.get(year, 0)
        return series.counts.get(year, 0) * 1_000_000 / spoken if spoken else None

    def per_million_printed(self, series: Series, year: int) -> float | None:
        """The same to two decimals, as data files hold it."""
        share = self.per_million(series, year)
        return None if share is None else round(share, 2)


def frequency(
    searcher: Searcher,
    queries: Sequence[str],
    speakers: Sequence[str] = (),
    among: Request | None = None,
) -> Frequency:
    """Count `queries` over all turns that the choices of `among` leave, or over those of speakers.

    At most `MOST_QUERIES` series, told apart: each query of each speaker, among that one's own
    words.
    """
    asked = list(dict.fromkeys(q.strip() for q in queries if q.strip()))
    among = replace(among or Request(), q="", page=1, speaker=())
    if speakers:
        bases = [replace(among, speaker=(one,)) for one in dict.fromkeys(speakers)]
    else:
        bases = [among if among.kind else replace(among, kind=SPOKEN)]
    wanted = [(base, q) for q in asked for base in bases]
    pairs = wanted[:MOST_QUERIES]
    spoken = {base: _spoken(searcher, base) for base in bases}
    series = tuple(_series(searcher, base, q, spoken[base]) for base, q in pairs)
    words: Counter[int] = Counter()
    for one in spoken.values():
        words.update(one)
    years = tuple(range(min(words), max(words) + 1)) if words else ()
    rest = [(q, base.speaker[0] if base.speaker else "") for base, q in wanted[MOST_QUERIES:]]
    return Frequency(years, dict(words), series, tuple(rest))


def _spoken(searcher: Searcher, base: Request) -> Mapping[int, int]:
    """How many words were spoken in each year; without those that have no date."""
    return {year: many for year, many in searcher.words_spoken(base).items() if year and many}


def _series(searcher: Searcher, base: Request, q: str, words: Mapping[int, int]) -> Series:
    request = replace(base, q=q)
    counts, dropped = searcher.occurrences(request)
    told = {year: many for year, many in counts.items() if year}
    return Series(q, told, request, dropped, words)
