"""Words of statements → how many places hold each, which scores and the lexicon are made from.

Counts add up: those of parts of an index to those of all of it, and what a statement added is
taken off again when it goes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.engines.opensearch.documents import Analysis, Row

PLACES: Final = ("turns", "title", "lead", "label")
"""Where words stand; the order of the columns below."""

STEMS: Final = "stems"

_Held = dict[str, list[int]]


def _sums() -> dict[str, list[int]]:
    return {place: [0, 0] for place in ("documents", *PLACES)}


@dataclass(slots=True)
class Counts:
    """For each word as written, and each stem, the number of places of each kind that hold it.

    `sums` are of each kind of place all its words (gaps included) and how many hold any at all; of
    `documents` the statements and the turns.
    """

    exact: _Held = field(default_factory=dict)
    stems: _Held = field(default_factory=dict)
    sums: dict[str, list[int]] = field(default_factory=_sums)

    def add(self, analysis: Analysis, sign: int = 1) -> None:
        """Take a statement in; with sign -1, take it off again."""
        tally = Tally()
        tally.add(analysis)
        self.merge(tally.counts(), sign)

    def merge(self, other: Counts, sign: int = 1) -> None:
        """Take the counts of another part of the index in; with sign -1, take them off again."""
        for mine, theirs in ((self.exact, other.exact), (self.stems, other.stems)):
            for word, held in theirs.items():
                known = mine.setdefault(word, [0] * len(PLACES))
                mine[word] = [one + sign * more for one, more in zip(known, held, strict=True)]
        for place, more in other.sums.items():
            sums = zip(self.sums[place], more, strict=True)
            self.sums[place] = [one + sign * two for one, two in sums]

    def equals(self, other: Counts) -> bool:
        """Whether both count the same; words that nothing holds any more do not matter."""
        return (
            self.sums == other.sums
            and _some(self.exact) == _some(other.exact)
            and _some(self.stems) == _some(other.stems)
        )


class Tally:
    """Counts of many statements as they come by: a counter a kind of place, filled many at once."""

    def __init__(self) -> None:
        self._exact: list[Counter[str]] = [Counter() for _ in PLACES]
        self._stems: list[Counter[str]] = [Counter() for _ in PLACES]
        self._sums = _sums()

    def add(self, analysis: Analysis) -> None:
        """Take a statement in."""
        self._sums["documents"][0] += 1
        self._sums["documents"][1] += len(analysis.turns)
        for at, (place, row, length) in _rows(analysis):
            exact = set(row)
            self._exact[at].update(exact)
            self._stems[at].update(set(analysis.stems.row(exact)))
            self._sums[place][0] += length
            self._sums[place][1] += bool(length)

    def counts(self) -> Counts:
        """What was counted."""
        return Counts(_joined(self._exact), _joined(self._stems), self._sums)


def _joined(counters: Sequence[Counter[str]]) -> _Held:
    held: _Held = {}
    for at, counter in enumerate(counters):
        for word, count in counter.items():
            held.setdefault(word, [0] * len(PLACES))[at] = count
    return held


def _some(held: _Held) -> _Held:
    return {word: counts for word, counts in held.items() if any(counts)}


def _rows(analysis: Analysis) -> Iterator[tuple[int, tuple[str, Row, int]]]:
    """Every place: its kind, its words, how long it is."""
    yield 1, ("title", analysis.title, len(analysis.title))
    yield 2, ("lead", analysis.lead, len(analysis.lead))
    for turn in analysis.turns:
        yield 0, ("turns", turn.words, turn.places)
        yield 3, ("label", turn.label, len(turn.label))
