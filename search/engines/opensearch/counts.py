"""Words of statements → how many places hold each, which scores and the lexicon are made from.

Counts add up: those of parts of an index to those of all of it, and what a statement added is
taken off again when it goes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from search.text import stem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.engines.opensearch.documents import Analysis, Row

PLACES: Final = ("turns", "title", "lead", "label")
"""Where words stand; the order of the columns below."""

EXACT: Final = "exact"
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
        self.sums["documents"][0] += sign
        self.sums["documents"][1] += sign * len(analysis.turns)
        for at, (place, row, length) in _rows(analysis):
            exact = set(row)
            for words, held in ((exact, self.exact), (set(map(stem, exact)), self.stems)):
                for word in words:
                    held.setdefault(word, [0] * len(PLACES))[at] += sign
            self.sums[place][0] += sign * length
            self.sums[place][1] += sign * bool(length)

    def merge(self, other: Counts) -> None:
        """Take the counts of another part of the index in."""
        for mine, theirs in ((self.exact, other.exact), (self.stems, other.stems)):
            for word, held in theirs.items():
                known = mine.setdefault(word, [0] * len(PLACES))
                mine[word] = [one + more for one, more in zip(known, held, strict=True)]
        for place, more in other.sums.items():
            self.sums[place] = [one + two for one, two in zip(self.sums[place], more, strict=True)]

    def equals(self, other: Counts) -> bool:
        """Whether both count the same; words that nothing holds any more do not matter."""
        return (
            self.sums == other.sums
            and _some(self.exact) == _some(other.exact)
            and _some(self.stems) == _some(other.stems)
        )


def _some(held: _Held) -> _Held:
    return {word: counts for word, counts in held.items() if any(counts)}


def _rows(analysis: Analysis) -> Iterator[tuple[int, tuple[str, Row, int]]]:
    """Every place: its kind, its words, how long it is."""
    yield 1, ("title", analysis.title, len(analysis.title))
    yield 2, ("lead", analysis.lead, len(analysis.lead))
    for turn in analysis.turns:
        yield 0, ("turns", turn.words, turn.places)
        yield 3, ("label", turn.label, len(turn.label))
