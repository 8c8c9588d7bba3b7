"""Units of a quotation and of a text → which of them stand for each other, at the least cost.

The quotation is laid whole into the text, wherever in it: text before and after costs nothing, a
stretch of text passed over costs a little more the longer it is, and next to nothing where the
quotation says itself that it leaves something out. Needleman and Wunsch's table with affine gaps
(Gotoh), a row of it an array: no kept library has one that lays a whole into a part by weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from search.quotes.alignment.units import QuoteChange

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from search.quotes.alignment.units import QuoteUnit


class Likeness(IntEnum):
    """How alike two units are."""

    DIFFERENT = 0
    INFLECTED = 1
    ALIKE = 2


class Pair(NamedTuple):
    """A unit of the quotation and one of the text, by their places; None: it has none."""

    quote: int | None
    text: int | None
    likeness: Likeness = Likeness.DIFFERENT


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs in order, from the first unit of the quotation to its last, and what they cost."""

    pairs: tuple[Pair, ...]
    cost: float

    @property
    def aligned(self) -> frozenset[int]:
        """Units of the quotation that stand in the text, perhaps in another form."""
        return frozenset(one.quote for one in self.pairs if one.quote is not None and one.likeness)


_INFLECTED: Final = 0.3
_SAME_KIND: Final = 1.2
_CHANGED: Final = 1.5
_ADDED: Final = 1.0
_OPENING: Final = 0.75  # of a gap; a single word passed over costs one
_PASSING: Final = 0.2  # each further word
_CUT_OPENING: Final = 0.01
_CUT_PASSING: Final = 0.0005
_CLOSE: Final = 1e-6
_MOST_PASSED: Final = 4  # units between the edge of a quotation and the rest of it
_MOST_MET: Final = 2  # units at an edge that are read as changed


def align(
    quote: Sequence[QuoteUnit],
    text: Sequence[QuoteUnit],
    cuts: Collection[int] = (),
    begins: Collection[int] = (),
    begun: Collection[int] = (),
) -> Alignment:
    """The cheapest way to find `quote` in `text`; before units in `cuts` it leaves some out.

    `begins` are units of the text with which sentences begin, `begun` those of the quotation:
    nothing beyond the sentence in which the quotation begins or ends is set beside words it adds
    there, unless these are of another sentence too.
    """
    if not quote or not text:
        return Alignment(tuple(Pair(at, None) for at in range(len(quote))), float(len(quote)))
    likeness = _likeness(quote, text)
    costs = _costs(quote, text, likeness)
    base, whole = _tables(costs, cuts)
    pairs = _walk_back(costs, base, whole, likeness, cuts)
    return Alignment(tuple(_edges_met(pairs, text, quote, begins, begun)), float(whole[-1].min()))


def _numbers(given: Sequence[str], known: dict[str, int]) -> NDArray[np.int64]:
    return np.array([known.setdefault(one, len(known)) for one in given], np.int64)


def _likeness(quote: Sequence[QuoteUnit], text: Sequence[QuoteUnit]) -> NDArray[np.int64]:
    """How alike each unit of the one and each of the other is."""
    found = np.zeros((len(quote), len(text)), np.int64)
    for value, name in (
        (Likeness.INFLECTED, "root"),
        (Likeness.ALIKE, "name"),
        (Likeness.ALIKE, "key"),
    ):
        known: dict[str, int] = {"": 0}
        rows, columns = (
            _numbers([getattr(one, name) for one in side], known) for side in (quote, text)
        )
        same = (rows[:, None] == columns[None, :]) & (rows[:, None] > 0)
        found[same] = value
    return found


def _costs(
    quote: Sequence[QuoteUnit], text: Sequence[QuoteUnit], likeness: NDArray[np.int64]
) -> NDArray[np.float64]:
    kinds = list(QuoteChange)
    rows, columns = (np.array([kinds.index(one.kind) for one in side]) for side in (quote, text))
    alike = (rows[:, None] == columns[None, :]) & (rows[:, None] != kinds.index(QuoteChange.WORD))
    costs = np.where(alike, _SAME_KIND, _CHANGED)
    costs[likeness == Likeness.INFLECTED] = _INFLECTED
    costs[likeness == Likeness.ALIKE] = 0.0
    return costs


def _tables(
    costs: NDArray[np.float64], cuts: Collection[int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each unit of the quotation and place in the text: the least cost up to there.

    `base` without, `whole` with a gap in the text that ends there.
    """
    rows, columns = costs.shape
    base = np.zeros((rows + 1, columns + 1))
    whole = np.zeros((rows + 1, columns + 1))
    steps = np.arange(columns + 1)
    for row in range(1, rows + 1):
        base[row] = whole[row - 1] + _ADDED
        np.minimum(base[row, 1:], whole[row - 1, :-1] + costs[row - 1], out=base[row, 1:])
        whole[row] = base[row]
        if row == rows:  # what follows the quotation costs nothing
            continue
        opening, passing = _gap(row, cuts)
        before = np.minimum.accumulate(base[row] - passing * steps)
        np.minimum(whole[row, 1:], before[:-1] + opening + passing * steps[1:], out=whole[row, 1:])
    return base, whole


def _gap(row: int, cuts: Collection[int]) -> tuple[float, float]:
    return (_CUT_OPENING, _CUT_PASSING) if row in cuts else (_OPENING, _PASSING)


def _walk_back(
    costs: NDArray[np.float64],
    base: NDArray[np.float64],
    whole: NDArray[np.float64],
    likeness: NDArray[np.int64],
    cuts: Collection[int],
) -> list[Pair]:
    """The pairs of the cheapest way, from the first to the last."""
    row, column = len(costs), int(whole[-1].argmin())
    pairs: list[Pair] = []
    while row:
        if whole[row, column] < base[row, column] - _CLOSE:
            opening, passing = _gap(row, cuts)
            starts = np.arange(column)
            there = base[row, :column] + opening + passing * (column - starts)
            start = int(np.flatnonzero(there <= whole[row, column] + _CLOSE)[-1])
            pairs.extend(Pair(None, one) for one in range(column - 1, start - 1, -1))
            column = start
        met = column and abs(
            base[row, column] - whole[row - 1, column - 1] - costs[row - 1, column - 1]
        )
        if column and met < _CLOSE:
            alike = Likeness(int(likeness[row - 1, column - 1]))
            pairs.append(Pair(row - 1, column - 1, alike))
            row, column = row - 1, column - 1
        else:
            pairs.append(Pair(row - 1, None))
            row -= 1
    return pairs[::-1]


def _laid(row: int, column: int, count: int, stop: int) -> list[Pair]:
    """So many units of both sides as pairs, then what the text has up to a place."""
    pairs = [Pair(row + at, column + at, Likeness.ALIKE) for at in range(count)]
    return pairs + [Pair(None, at) for at in range(column + count, stop)]


def _begun_before(
    quote: Sequence[QuoteUnit], text: Sequence[QuoteUnit], count: int, start: int
) -> int | None:
    """Where the first few units stand that were taken for added: a little before all the rest."""
    keys = [one.key for one in quote[:count]]
    if not 0 < count <= _MOST_MET:
        return None
    places = range(start - count - 1, max(start - count - _MOST_PASSED, 0) - 1, -1)
    return next((at for at in places if _keys(text, at, count) == keys), None)


def _gone_on(
    quote: Sequence[QuoteUnit], text: Sequence[QuoteUnit], count: int, end: int
) -> int | None:
    """The same of the last few units: a little after all the rest."""
    keys = [one.key for one in quote[len(quote) - count :]]
    if not 0 < count <= _MOST_MET:
        return None
    places = range(end + 2, min(end + 2 + _MOST_PASSED, len(text) - count + 1))
    return next((at for at in places if _keys(text, at, count) == keys), None)


def _keys(text: Sequence[QuoteUnit], at: int, count: int) -> list[str]:
    return [one.key for one in text[at : at + count]]


def _edges_met(
    pairs: Sequence[Pair],
    text: Sequence[QuoteUnit],
    quote: Sequence[QuoteUnit],
    begins: Collection[int],
    begun_at: Collection[int],
) -> list[Pair]:
    """The same, units added before the first or after the last that stands set beside the text's.

    A first word that was changed costs less as an added one, but is read as a changed one; and a
    word next to the edge that is added within has only changed its place.
    """
    met = [at for at, one in enumerate(pairs) if one.text is not None]
    if not met:
        return list(pairs)
    found = list(pairs)
    first, last = met[0], met[-1]
    start, end = pairs[first].text or 0, pairs[last].text or 0
    tail = len(pairs) - 1 - last
    begun = _begun_before(quote, text, first, start)
    gone_on = _gone_on(quote, text, tail, end)
    if begun is not None or gone_on is not None:
        head = found[:first] if begun is None else _laid(0, begun, first, start)
        rest = found[last + 1 :]
        if gone_on is not None:
            passed = [Pair(None, at) for at in range(end + 1, gone_on)]
            rest = passed + _laid(len(quote) - tail, gone_on, tail, gone_on + tail)
        return _edges_met([*head, *found[first : last + 1], *rest], text, quote, begins, begun_at)
    for at in range(first - 1, -1, -1) if first <= _MOST_MET else ():
        other = start - (first - at)
        if other < 0 or (other + 1 in begins and at + 1 not in begun_at):
            break
        found[at] = Pair(pairs[at].quote, other)
    for at in range(last + 1, len(pairs)) if tail <= _MOST_MET else ():
        other = end + (at - last)
        if other >= len(text) or (other in begins and pairs[at].quote not in begun_at):
            break
        found[at] = Pair(pairs[at].quote, other)
    within = [one for one in pairs[first:last] if one.text is None and one.quote is not None]
    added = {quote[one.quote].key for one in within if one.quote is not None}
    added -= {text[one.text].key for one in pairs if one.quote is None and one.text is not None}
    if added and not first:
        near = range(max(start - _MOST_MET, 0), start)
        begin = next((at for at in near if text[at].key in added), start)
        found = [Pair(None, at) for at in range(begin, start)] + found
    if added and not tail:
        near = range(min(end + _MOST_MET, len(text) - 1), end, -1)
        stop = next((at for at in near if text[at].key in added), end)
        found += [Pair(None, at) for at in range(end + 1, stop + 1)]
    return found
