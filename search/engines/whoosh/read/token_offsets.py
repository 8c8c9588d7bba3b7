"""Steps from token to token, as a file has them → where tokens stand in the text of their turn."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

import numpy as np

from search.engines.whoosh.format.token_rows import LENGTHS, MOVES, OVERLAP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from search.engines.whoosh.format.token_rows import FarToken, TokenSteps

_ZERO: Final = np.zeros(1, np.int64)
_MOVE_BYTES: Final = MOVES.tobytes()


class TokenOffsets:
    """Where tokens start and stop, in the paragraphs of their turn joined by two line breaks."""

    def __init__(self, steps: TokenSteps) -> None:
        self._steps = steps
        self._moved = MOVES.take(steps.steps).cumsum(dtype=np.int32)
        far_moves = steps.far_gaps + steps.far_lengths + OVERLAP
        self._far_moved = np.concatenate((_ZERO, far_moves)).cumsum()

    def spans(self, at: NDArray[np.intp], firsts: NDArray[np.intp]) -> list[tuple[int, int]]:
        """Start and stop of some of the tokens; `firsts`: of each the first token of its turn."""
        steps, far, _, far_lengths = self._steps
        stops, lengths = self._stops(at), LENGTHS[steps[at]]
        begun = firsts > 0
        stops[begun] -= self._stops(firsts[begun] - 1)
        if len(far):
            rows = far.searchsorted(at)
            apart = far.take(rows, mode="clip") == at
            lengths[apart] = far_lengths[rows[apart]]
        return list(zip((stops - lengths).tolist(), stops.tolist(), strict=True))

    def _stops(self, at: NDArray[np.intp]) -> NDArray[np.int64]:
        """Where some of the tokens stop, counted from the first token of all."""
        stops = self._moved[at] - OVERLAP * (at + 1)
        far = self._steps.far
        return stops + self._far_moved[far.searchsorted(at, side="right")] if len(far) else stops


def stepped_spans(
    steps: bytes, far: Iterable[FarToken], at: Sequence[int], turns: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Start and stop of a few tokens of some turns, as `TokenOffsets` gives them.

    `steps` are those of each turn up to the last of the few in it, one turn after the other, `at`
    and `far` places among them, `turns` which of the few each turn has.
    """
    every = np.frombuffer(steps.translate(_MOVE_BYTES), np.uint8)
    ends = np.array([-1, *at])
    sums = np.add.reduceat(every, ends[:-1] + 1, dtype=np.int64)
    moved: list[int] = (sums - OVERLAP * (ends[1:] - ends[:-1])).tolist()
    lengths: list[int] = LENGTHS[np.frombuffer(steps, np.uint8)[ends[1:]]].tolist()
    for place, gap, length in far:
        which = bisect_left(at, place)
        moved[which] += gap + length + OVERLAP
        if at[which] == place:
            lengths[which] = length
    found: list[tuple[int, int]] = []
    for first, end in turns:
        stop = 0
        for move, length in zip(moved[first:end], lengths[first:end], strict=True):
            stop += move
            found.append((stop - length, stop))
    return found
