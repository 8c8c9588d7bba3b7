"""Words of statements → term counts: how many places hold each, for scores and the lexicon.

Counts of parts of an index add up to those of all of it, and those of a statement that is removed
or replaced are subtracted.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from search.engines.numbers import TextNumbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from search.engines.opensearch.layout.documents import Analysis
    from search.engines.opensearch.layout.vocabulary import Row, Vocabulary

    Ints = NDArray[np.int64]

PLACES: Final = ("turns", "title", "lead", "label")
"""Where words stand; the order of the columns below."""

STEMS: Final = "stems"

_WORDS_AT_ONCE: Final = 2_000_000  # counted together; about 100 MB meanwhile

_Counts = dict[str, list[int]]


def _sums() -> dict[str, list[int]]:
    return {place: [0, 0] for place in ("documents", *PLACES)}


@dataclass(slots=True)
class TermCounts:
    """For each word as written, and each stem, the number of places of each kind that hold it.

    `sums` are, for each kind of place, its words (gaps included) and the number of places that hold
    any; for `documents`, the number of statements and that of turns.
    """

    exact: _Counts = field(default_factory=dict)
    stems: _Counts = field(default_factory=dict)
    sums: dict[str, list[int]] = field(default_factory=_sums)

    def add(self, analysis: Analysis, sign: int = 1) -> None:
        """Add the counts of a statement; with sign -1, subtract them."""
        counter = TermCounter(analysis.known)
        counter.add(analysis)
        self.merge(counter.counts(), sign)

    def merge(self, other: TermCounts, sign: int = 1) -> None:
        """Add the counts of another part of the index; with sign -1, subtract them."""
        for mine, theirs in ((self.exact, other.exact), (self.stems, other.stems)):
            for word, (turns, title, lead, label) in theirs.items():
                known = mine.setdefault(word, [0, 0, 0, 0])
                known[0] += sign * turns
                known[1] += sign * title
                known[2] += sign * lead
                known[3] += sign * label
        for place, more in other.sums.items():
            sums = zip(self.sums[place], more, strict=True)
            self.sums[place] = [one + sign * two for one, two in sums]

    def equals(self, other: TermCounts) -> bool:
        """Whether both count the same; words that nothing holds any more do not matter."""
        return (
            self.sums == other.sums
            and _some(self.exact) == _some(other.exact)
            and _some(self.stems) == _some(other.stems)
        )


class TermCounter:
    """Counts statements, one after the other, that share a vocabulary."""

    def __init__(self, known: Vocabulary) -> None:
        self._known = known
        self._places = {place: _Rows() for place in PLACES}
        self._sums = _sums()
        self._counts = TermCounts()

    def add(self, analysis: Analysis) -> None:
        """Count a statement; its words have the numbers of this vocabulary."""
        self._sums["documents"][0] += 1
        self._sums["documents"][1] += len(analysis.turns)
        for place, row, length in _rows(analysis):
            self._places[place].add(self._known.with_halves(row))
            self._sums[place][0] += length
            self._sums[place][1] += bool(length)
        if sum(len(rows.words) for rows in self._places.values()) > _WORDS_AT_ONCE:
            self._count()

    def counts(self) -> TermCounts:
        """The counts of all statements so far."""
        self._count()
        return self._counts

    def _count(self) -> None:
        rows, self._places = self._places.values(), {place: _Rows() for place in PLACES}
        words, stems = self._known.words, TextNumbers()
        stem_of = np.array([stems[stem] for stem in self._known.stems], np.int64)
        exact = np.stack([one.holding(len(words)) for one in rows])
        stemmed = np.stack([one.holding(len(stems), stem_of) for one in rows])
        self._counts.merge(
            TermCounts(_by_word(words, exact), _by_word(list(stems), stemmed), self._sums)
        )
        self._sums = _sums()


class _Rows:
    """Rows of words of one kind of place, one after the other."""

    def __init__(self) -> None:
        self.words = array("i")
        self._lengths = array("i")

    def add(self, row: Iterable[int]) -> None:
        before = len(self.words)
        self.words.extend(row)
        self._lengths.append(len(self.words) - before)

    def holding(self, count: int, standing_for: Ints | None = None) -> Ints:
        """How many rows hold each of `count` words, or each of what `standing_for` maps them to."""
        words = np.frombuffer(self.words, np.int32).astype(np.int64)
        if standing_for is not None:
            words = standing_for[words]
        rows = np.repeat(np.arange(len(self._lengths)), np.frombuffer(self._lengths, np.int32))
        pairs = np.sort(rows * count + words)
        first = np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]
        return np.bincount(pairs[first] % max(count, 1), minlength=count)


def _by_word(words: Sequence[str], counts: Ints) -> _Counts:
    some = np.flatnonzero(counts.any(axis=0))
    return dict(zip(map(words.__getitem__, some.tolist()), counts.T[some].tolist(), strict=True))


def _some(counts: _Counts) -> _Counts:
    return {word: row for word, row in counts.items() if any(row)}


def _rows(analysis: Analysis) -> Iterator[tuple[str, Row, int]]:
    """Every place: its kind, its words, its length."""
    yield "title", analysis.title, len(analysis.title)
    yield "lead", analysis.lead, len(analysis.lead)
    for turn in analysis.turns:
        yield "turns", turn.words, turn.places
        yield "label", turn.label, len(turn.label)
