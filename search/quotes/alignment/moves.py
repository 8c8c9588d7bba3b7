"""Pairs of an alignment → the runs of words that stand in the text too, but in another place.

An alignment keeps to the order of both sides. What was moved is left over on both: added where it
is quoted, passed over where it stands, or, moved from an edge of the quotation, standing just
beyond what is quoted. One rule finds all of it: the longest run of words left over on both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING, Final

from search.quotes.alignment.unit_alignment import Likeness, Pair
from search.quotes.alignment.units import QuoteChange

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from search.quotes.alignment.steps import Side
    from search.quotes.alignment.units import QuoteUnit

_MOST_BEYOND: Final = 4  # units between an edge of what is quoted and what was moved over it
_MOST_LEFT: Final = 80  # units left over of one side; of a text so unlike no order is told
_GATES: Final = (QuoteChange.NEGATION, QuoteChange.NUMBER, QuoteChange.NAME)
_LETTERS: Final = 4  # of one of the words: "of the" stands anywhere


@dataclass(frozen=True, slots=True)
class Move:
    """A run of units of the quotation and where it stands in the text, as ranges of units."""

    quote: tuple[int, int]
    text: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Left:
    """Units of one side left over side by side, and between which that stand they are (`gap`)."""

    start: int
    stop: int
    gap: int

    def without(self, start: int, stop: int) -> Iterator[_Left]:
        for one, other in ((self.start, start), (stop, self.stop)):
            if one < other:
                yield _Left(one, other, self.gap)


def moves(pairs: Sequence[Pair], quote: Side, text: Side, cut: Collection[int]) -> list[Move]:
    """The runs that changed places, the longest first; `cut` are pairs passed over at a cut."""
    here = _left([(at, one.quote) for at, one in enumerate(pairs)], pairs, ())
    there = _left([(at, one.text) for at, one in enumerate(pairs)], pairs, cut)
    if not here or sum(one.stop - one.start for one in here) > _MOST_LEFT:
        return []
    there = _with_beyond(there, pairs, len(quote.units), len(text.units))
    edges = _edges(pairs)
    found: list[Move] = []
    while (longest := _longest(here, there, quote, text, edges)) is not None:
        move, one, other = longest
        here = [*(left for left in here if left != one), *one.without(*move.quote)]
        there = [*(left for left in there if left != other), *other.without(*move.text)]
        found.append(move)
    return found


def set_apart(pairs: Sequence[Pair], given: Sequence[Move]) -> list[Pair]:
    """The pairs, units that moved set beside none; what only they stood beside at an edge left out.

    Each pair of a move stands at its place in the quotation and at that in the text.
    """
    found = [part for pair in pairs for part in _parts(pair, given)]
    parted = {pair.text for pair in pairs if len(list(_parts(pair, given))) > 1}
    parted -= {one for move in given for one in range(*move.text)}
    while found and found[0].quote is None and found[0].text in parted:
        found.pop(0)
    while found and found[-1].quote is None and found[-1].text in parted:
        found.pop()
    return found


def _parts(pair: Pair, given: Sequence[Move]) -> Iterator[Pair]:
    if pair.quote is None or pair.text is None or pair.likeness or not _is_moved(pair, given):
        yield pair
        return
    yield Pair(pair.quote, None)
    yield Pair(None, pair.text)


def _is_moved(pair: Pair, given: Sequence[Move]) -> bool:
    return any(
        move.quote[0] <= (pair.quote or 0) < move.quote[1]
        or move.text[0] <= (pair.text or 0) < move.text[1]
        for move in given
    )


# -- what is left over


def _left(
    places: Sequence[tuple[int, int | None]], pairs: Sequence[Pair], cut: Collection[int]
) -> list[_Left]:
    """The units of one side that are not alike any, in runs."""
    gaps = _gaps(pairs)
    left = [
        (unit, gaps[at])
        for at, unit in places
        if unit is not None and not pairs[at].likeness and at not in cut
    ]
    found = []
    for (_, gap), run in groupby(enumerate(left), key=lambda one: (one[1][0] - one[0], one[1][1])):
        units = [unit for _, (unit, _) in run]
        found.append(_Left(units[0], units[-1] + 1, gap))
    return found


def _gaps(pairs: Sequence[Pair]) -> list[int]:
    """For each pair how many that are alike stand before it."""
    found, met = [], 0
    for one in pairs:
        found.append(met)
        met += one.likeness is not Likeness.DIFFERENT
    return found


def _edges(pairs: Sequence[Pair]) -> tuple[int, int]:
    """The first unit of the text that stands for one of the quotation, and the last's stop."""
    met = [one.text for one in pairs if one.text is not None and one.likeness]
    return (met[0], met[-1] + 1) if met else (0, 0)


def _with_beyond(there: list[_Left], pairs: Sequence[Pair], reach: int, count: int) -> list[_Left]:
    """The same with the units just before and after all that stand, as far as a move may reach."""
    start, stop = _edges(pairs)
    inside = [one for one in there if start <= one.start < stop]
    last = sum(one.likeness is not Likeness.DIFFERENT for one in pairs)
    before = _Left(max(start - reach - _MOST_BEYOND, 0), start, 0)
    after = _Left(stop, min(stop + reach + _MOST_BEYOND, count), last)
    return [*inside, *(one for one in (before, after) if one.start < one.stop)]


# -- what of it is the same


def _longest(
    here: Sequence[_Left],
    there: Sequence[_Left],
    quote: Side,
    text: Side,
    edges: tuple[int, int],
) -> tuple[Move, _Left, _Left] | None:
    found = [
        (move, one, other)
        for one in here
        for other in there
        if one.gap != other.gap
        and (move := _shared(one, other, quote, text)) is not None
        and _is_near(move, edges)
        and _tells(move, one, other, quote.units)
    ]
    return max(found, key=lambda one: one[0].quote[1] - one[0].quote[0], default=None)


def _shared(one: _Left, other: _Left, quote: Side, text: Side) -> Move | None:
    """The longest run of both, whole words of it; or all that is left here, itself turned round."""
    here = [unit.key for unit in quote.units[one.start : one.stop]]
    there = [unit.key for unit in text.units[other.start : other.stop]]
    for start in sorted({other.start, max(other.stop - len(here), other.start)}):
        if sorted(here) == sorted(there[start - other.start :][: len(here)]):
            return Move((one.start, one.stop), (start, start + len(here)))
    run = SequenceMatcher(None, here, there, autojunk=False).find_longest_match()
    if not run.size:
        return None
    first, start = one.start + run.a, other.start + run.b
    move = Move((first, first + run.size), (start, start + run.size))
    whole = _is_whole(quote.units, move.quote) and _is_whole(text.units, move.text)
    return move if whole else None


def _is_whole(units: Sequence[QuoteUnit], its: tuple[int, int]) -> bool:
    """Whether a run begins and ends with whole words: a contraction is several units."""
    start, stop = its
    begins = not start or units[start - 1].first < units[start].first
    return begins and (stop == len(units) or units[stop - 1].first < units[stop].first)


def _is_near(move: Move, edges: tuple[int, int]) -> bool:
    """Whether a run stands within what is quoted, or just beyond it."""
    first, stop = edges
    return move.text[1] >= first - _MOST_BEYOND and move.text[0] <= stop + _MOST_BEYOND


def _tells(move: Move, one: _Left, other: _Left, units: Sequence[QuoteUnit]) -> bool:
    """Whether a run is no chance: all that is left over there or two words, one of some length.

    A short word too where it is all that is left on both sides and went to an edge. A negation, a
    number or a name alone says something else where it stands elsewhere.
    """
    run = units[slice(*move.quote)]
    if all(unit.kind in _GATES for unit in run):
        return False
    is_whole = len(run) == one.stop - one.start
    if is_whole and len(run) == other.stop - other.start:
        return move.quote[0] == 0 or move.quote[1] == len(units) or _is_long(run)
    return (is_whole or len(run) > 1) and _is_long(run)


def _is_long(run: Sequence[QuoteUnit]) -> bool:
    return any(len(one.key) >= _LETTERS for one in run)
