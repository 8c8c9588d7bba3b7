"""A statement → the places its words stand in, and what finding a word in one is worth."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from whoosh.query import Phrase
from whoosh.util.numeric import byte_to_length, length_to_byte

from search.analysis.tokenizer import halves, stem, words
from search.engine import EXACT_FIELDS
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from whoosh.query import Query

    from search.records import Statement, Turn

WEIGHTS: Final = {Part.TITLE: 2.0, Part.LEAD: 1.25, Part.LABELS: 1.0, Part.TURNS: 1.0}
"""What a place is worth, see `docs/decisions/0003-score.md`."""

Found = frozenset[str]
"""What is found at one place: a word and its halves."""

_K1: Final = 1.2
_B: Final = 0.75


@dataclass(frozen=True, slots=True)
class Place:
    """Words in a row, as written and stemmed; None where the editors left something out.

    In a place stands a word with its halves.
    """

    part: Part
    turn: int | None
    exact: tuple[Found | None, ...]
    stems: tuple[Found | None, ...]

    def holds(self, leaf: Query) -> bool:
        """Whether the word, or the words in order and near enough, stand here."""
        return bool(self.ends(leaf))

    def ends(self, leaf: Query) -> set[int]:
        """Every place where the word, or the words in order and near enough, end."""
        row = self.row(leaf)
        if not isinstance(leaf, Phrase):
            return {at for at, found in enumerate(row) if found and leaf.text in found}
        ends = {at for at, found in enumerate(row) if found and found & set(leaf.words[:1])}
        for wanted in leaf.words[1:]:
            ends = {
                at
                for end in ends
                for at in range(end + 1, min(end + leaf.slop, len(row) - 1) + 1)
                if None not in row[end : at + 1] and wanted in (row[at] or ())
            }
        return ends

    def row(self, leaf: Query) -> tuple[Found | None, ...]:
        """The words in the form the leaf is written in."""
        return self.exact if leaf.fieldname in EXACT_FIELDS else self.stems


@dataclass(frozen=True, slots=True)
class StatementReading:
    """A statement and its places."""

    statement: Statement
    title: Place
    lead: Place
    labels: tuple[Place, ...]
    bodies: tuple[Place, ...]

    def places(self) -> Iterator[Place]:
        """Every place, the turns' last."""
        yield from (self.title, self.lead, *self.labels, *self.bodies)

    @staticmethod
    def statistics(readings: Sequence[StatementReading]) -> Statistics:
        """How often every word stands where."""
        statistics = Statistics()
        for reading in readings:
            statistics.documents += 1 + len(reading.bodies)
            for place in reading.places():
                for form, row in (("exact", place.exact), ("stems", place.stems)):
                    statistics.count(place.part, form, row)
        return statistics


@dataclass(slots=True)
class Statistics:
    """Word counts of an index, and the BM25 scores that follow from them."""

    documents: int = 0
    holding: dict[tuple[Part, str], Counter[str]] = field(default_factory=dict)
    lengths: Counter[tuple[Part, str]] = field(default_factory=Counter)
    filled: Counter[tuple[Part, str]] = field(default_factory=Counter)

    def count(self, part: Part, form: str, row: Sequence[Found | None]) -> None:
        """Take one place's words in."""
        held = {word for found in row for word in found or ()}
        self.holding.setdefault((part, form), Counter()).update(held)
        self.lengths[part, form] += len(row)
        self.filled[part, form] += bool(row)

    def holders(self, leaf: Query) -> list[int]:
        """How many documents hold each word of a leaf, or of its alternatives, in turns."""
        form = "exact" if leaf.fieldname in EXACT_FIELDS else "stems"
        held = self.holding.get((Part.TURNS, form), Counter())
        return [held[word] for word in (leaf.words if isinstance(leaf, Phrase) else [leaf.text])]

    def score(self, leaf: Query, place: Place) -> float:
        """BM25 of a word in a place, times the place's weight; of a phrase the sum of its words.

        As Whoosh has it: `idf = log(N / (n + 1)) + 1`, lengths rounded to what fits a byte, and for
        turns N and the mean length over all documents of the index, heads included.
        """
        row = place.row(leaf)
        key = (place.part, "exact" if leaf.fieldname in EXACT_FIELDS else "stems")
        total = self.documents if place.part is Part.TURNS else self.filled[key]
        mean = self.lengths[key] / total
        length = byte_to_length(length_to_byte(len(row)))
        norm = _K1 * ((1 - _B) + _B * length / mean)
        points = 0.0
        for word in leaf.words if isinstance(leaf, Phrase) else [leaf.text]:
            idf = math.log(total / (self.holding[key][word] + 1)) + 1
            often = sum(word in found for found in row if found)
            points += idf * (often * (_K1 + 1)) / (often + norm)
        return points * WEIGHTS[place.part]


def read_statement(statement: Statement) -> StatementReading:
    """The places of one statement."""
    turns = statement.turns
    return StatementReading(
        statement,
        _place(Part.TITLE, None, statement.title or ""),
        _place(Part.LEAD, None, statement.lead or ""),
        tuple(_place(Part.LABELS, n, turn.label or "") for n, turn in enumerate(turns)),
        tuple(_body(n, turn) for n, turn in enumerate(turns)),
    )


def _place(part: Part, turn: int | None, text: str) -> Place:
    return _row_place(part, turn, words(text))


def _body(n: int, turn: Turn) -> Place:
    """A turn's words, with a gap wherever a mark stands between two paragraphs."""
    row: list[str | None] = []
    marked = {mark.after for mark in turn.marks}
    for position, paragraph in enumerate(turn.paragraphs):
        row += words(paragraph)
        row += [None] if position in marked and position < len(turn.paragraphs) - 1 else []
    return _row_place(Part.TURNS, n, row)


def _row_place(part: Part, turn: int | None, row: Sequence[str | None]) -> Place:
    exact = tuple(frozenset((word, *halves(word))) if word else None for word in row)
    return Place(part, turn, exact, tuple(found and frozenset(map(stem, found)) for found in exact))
