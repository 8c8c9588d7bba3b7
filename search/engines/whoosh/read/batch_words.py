"""Words of many turns, by segment → all of them in one row: the port's `WordPlaces`.

What is asked of a thousand turns is asked of each segment once, and never of a turn.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from search.engines.whoosh.format.runs import changes
from search.engines.whoosh.format.token_rows import TokenSteps
from search.engines.whoosh.read.token_offsets import TokenOffsets
from search.word_rows import TURN_PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from search.analysis.word_keys import WordKey, WordKeys
    from search.engines.whoosh.read.turn_rows import TurnRows
    from search.records import Span


class BatchWords:
    """The words of a batch of turns, read as they are asked for; for one thread."""

    def __init__(self, rows: TurnRows, order: Sequence[int]) -> None:
        """`order`: of each turn of `rows`, which lie segment by segment, its number in the batch"""
        self._rows = rows
        self._order = np.array(order, np.intp)

    @cached_property
    def gaps(self) -> Sequence[int]:
        """The places where the editors left something out, ascending."""
        segments = zip(self._rows.owned, self._rows.of_segments, strict=True)
        found = [
            self._places(np.flatnonzero(words == segment.gap) + self._starts[first])
            for (segment, _, first), words in segments
            if segment.gap is not None
        ]
        return _ascending(found)

    @cached_property
    def breaks(self) -> Sequence[int]:
        """The places that begin a paragraph or a turn, are a gap, or follow a turn's last word."""
        found = [self._firsts, self._firsts + np.diff(self._starts)]
        for segment, bounds, first in self._rows.owned:
            which, places = segment.file.paragraph_starts(bounds)
            found.append(self._firsts[first + which] + places)
        return _ascending(found)

    def words_at(self, places: Sequence[int]) -> Sequence[str]:
        """The folded words at some places."""
        turns, within = self._parted(places)
        tokens = self._starts[turns] + within
        found = np.empty(len(tokens), np.object_)
        segments = zip(self._rows.owned, self._rows.of_segments, strict=True)
        for (segment, bounds, first), words in segments:
            own = np.flatnonzero((turns >= first) & (turns < first + len(bounds)))
            if len(own):
                found[own] = segment.words(words[tokens[own] - self._starts[first]])
        return list(found)

    def offsets(self, places: Sequence[int]) -> Sequence[Span]:
        """Where tokens of places stand in the paragraphs of their turn joined."""
        turns, within = self._parted(places)
        if not len(turns):
            return ()
        shown = np.unique(turns)
        steps = []
        for segment, bounds, first in self._rows.owned:
            low, high = shown.searchsorted((first, first + len(bounds))).tolist()
            if low < high:
                own = (shown[low:high] - first).tolist()
                steps.append(segment.file.steps([bounds[one] for one in own]))
        sizes = np.diff(self._starts)[shown]
        firsts = (np.cumsum(sizes) - sizes)[shown.searchsorted(turns)]
        return TokenOffsets(TokenSteps.joined(steps)).spans(firsts + within, firsts)

    def _parted(self, places: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Of places which turn of the rows each is of, and its place in that."""
        at = np.array(places, np.int64)
        return self._turn_of[at // TURN_PLACES], at % TURN_PLACES

    @cached_property
    def _turn_of(self) -> NDArray[np.int64]:
        """Of each turn of the batch which one of the rows it is."""
        return np.argsort(self._order)

    def places(self, keys: WordKeys) -> Mapping[WordKey, Sequence[int]]:
        """Where each of the words asked for stands, ascending."""
        found: dict[WordKey, list[int]] = {}
        segments = zip(self._rows.owned, self._rows.of_segments, strict=True)
        for (segment, _, first), of_segment in segments:
            words = segment.asked(keys)
            asked = words.places(of_segment, keys)
            places, numbers = self._places(asked + self._starts[first]), of_segment[asked]
            order = numbers.argsort(kind="stable")
            numbers, every = numbers[order], places[order].tolist()
            starts = changes(numbers)
            bounds = pairwise((*starts.tolist(), len(every)))
            for number, (start, end) in zip(numbers[starts].tolist(), bounds, strict=True):
                for key in words.keys[number]:
                    found.setdefault(key, []).extend(every[start:end])
        for one in found.values():
            one.sort()
        return found

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        """Of each turn of the rows its first token, and where another's would be."""
        return np.array(self._rows.starts, np.int64)

    @cached_property
    def _firsts(self) -> NDArray[np.int64]:
        """The same as places of the batch."""
        return self._order * TURN_PLACES

    def _places(self, tokens: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where in the batch tokens stand."""
        turns = self._starts.searchsorted(tokens, side="right") - 1
        return tokens - self._starts[turns] + self._firsts[turns]


def _ascending(places: Iterable[NDArray[np.int64]]) -> list[int]:
    found: list[int] = np.sort(np.concatenate([np.zeros(0, np.int64), *places])).tolist()
    return found
