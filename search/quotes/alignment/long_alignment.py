"""Units of a long quotation and of a text → their alignment, laid between stretches they share.

A table of all against all grows with the square. Stretches of a few units that stand once on each
side hold the two together; between them the quotation is laid piece by piece, all of it.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from search.quotes.alignment.unit_alignment import Alignment, Pair, align

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from search.quotes.alignment.units import QuoteUnit

MOST_CELLS: Final = 2_000_000
"""Of one table; a quotation that fits is laid whole."""

_RUN: Final = 6  # units that must stand side by side, once on each side
_APART: Final = 40  # units between two places where a piece may end


def align_whole(
    quote: Sequence[QuoteUnit],
    text: Sequence[QuoteUnit],
    cuts: Collection[int] = (),
    begins: Collection[int] = (),
    begun: Collection[int] = (),
) -> Alignment:
    """The cheapest way to find `quote` in `text`, however long both are.

    Where no shared stretch parts what is too long for a table, all of it counts as changed.
    """
    if len(quote) * len(text) <= MOST_CELLS:
        return align(quote, text, cuts, begins, begun)
    anchors = list(_anchors(quote, text))
    if not anchors:
        return _unlike(len(quote), len(text))
    edges = [(0, 0), *anchors, (len(quote), len(text))]
    pairs: list[Pair] = []
    cost = 0.0
    for (row, column), (stop, end) in pairwise(edges):
        piece = _piece(quote[row:stop], text[column:end], [cut - row for cut in cuts])
        at = next((one.text for one in piece.pairs if one.text is not None), None)
        pairs += [] if at is None or not row else [Pair(None, column + one) for one in range(at)]
        pairs += [_shifted(one, row, column) for one in piece.pairs]
        last = next((one.text for one in reversed(piece.pairs) if one.text is not None), None)
        rest = range(0 if last is None else last + 1, end - column)
        pairs += [] if stop == len(quote) else [Pair(None, column + one) for one in rest]
        cost += piece.cost
    return Alignment(tuple(pairs), cost)


def _piece(
    quote: Sequence[QuoteUnit], text: Sequence[QuoteUnit], cuts: Collection[int]
) -> Alignment:
    if len(quote) * len(text) <= MOST_CELLS:
        return align(quote, text, frozenset(cut for cut in cuts if 0 < cut < len(quote)))
    return _unlike(len(quote), len(text))


def _unlike(rows: int, columns: int) -> Alignment:
    """All units as changed: nothing of them stands."""
    shared = min(rows, columns)
    pairs = [Pair(at, at) for at in range(shared)]
    return Alignment((*pairs, *(Pair(at, None) for at in range(shared, rows))), 1.5 * rows)


def _shifted(pair: Pair, row: int, column: int) -> Pair:
    return Pair(
        None if pair.quote is None else pair.quote + row,
        None if pair.text is None else pair.text + column,
        pair.likeness,
    )


def _anchors(quote: Sequence[QuoteUnit], text: Sequence[QuoteUnit]) -> Iterator[tuple[int, int]]:
    """Places, in order on both sides, in the middle of runs that stand once on each."""
    here, there = _once(quote), _once(text)
    shared = [(at, there[run]) for run, at in here.items() if run in there]
    last = -_APART
    for row, column in _rising(sorted(shared)):
        if row - last >= _APART:
            yield row + _RUN // 2, column + _RUN // 2
            last = row


def _once(given: Sequence[QuoteUnit]) -> dict[tuple[str, ...], int]:
    """Runs of units that stand once, and where."""
    keys = [one.key for one in given]
    found: dict[tuple[str, ...], int | None] = {}
    for at in range(len(keys) - _RUN + 1):
        run = tuple(keys[at : at + _RUN])
        found[run] = None if run in found else at
    return {run: at for run, at in found.items() if at is not None}


def _rising(given: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest choice of places, in order of the first side, that rises on the other too."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, column) in enumerate(given):
        place = bisect_left(tails, column)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [column]
        ends[place : place + 1] = [at]
    found = []
    at = ends[-1] if ends else -1
    while at >= 0:
        found.append(given[at])
        at = before[at]
    return found[::-1]
