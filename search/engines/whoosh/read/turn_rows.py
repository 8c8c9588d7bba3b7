"""Turns of several segments → their words, which are looked through all at once."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from search.engines.whoosh.format.token_rows import TokenOffsets, TokenSteps
from search.word_rows import RowToken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from search.analysis.word_keys import WordKey, WordKeys
    from search.engines.whoosh.read.segment_words import SegmentTokens

    Ints = NDArray[np.integer]


class OwnedTurns(NamedTuple):
    """Those of some turns in a row that are of one segment."""

    segment: SegmentTokens
    bounds: Sequence[tuple[int, int]]  # of each its first token and the one after its last
    first: int  # the place of the first among all the turns


class TurnRows:
    """Words of some turns, segment by segment, one after the other: looked through all at once."""

    def __init__(self, owned: Sequence[OwnedTurns]) -> None:
        self.owned = owned
        self._keys: WordKeys | None = None
        self._tokens: list[RowToken] | None = None

    @cached_property
    def numbers(self) -> list[NDArray[np.unsignedinteger]]:
        """The words of each turn, by number."""
        return [row for one in self.owned for row in one.segment.file.numbers(one.bounds)]

    @cached_property
    def starts(self) -> list[int]:
        """Of each turn its first token among those of all, and where another's would be."""
        return [0, *accumulate(map(len, self.numbers))]

    @cached_property
    def of_segments(self) -> list[NDArray[np.unsignedinteger]]:
        """The words of each segment's turns, one turn after the other."""
        numbers = self.numbers
        bounds = ((first, first + len(own)) for _, own, first in self.owned)
        return [np.concatenate(numbers[first:end]) for first, end in bounds]

    def places(self, which: int, keys: WordKeys) -> Mapping[WordKey, Sequence[int]]:
        """Where the words asked for stand in one of the turns."""
        first, end = self._found(which, keys)
        found: dict[WordKey, list[int]] = {}
        base = self.starts[which]
        for place, asked in zip(self._at[first:end], self._asked[first:end], strict=True):
            for key in asked:
                found.setdefault(key, []).append(place - base)
        return found

    def tokens(self, which: int, keys: WordKeys) -> Sequence[RowToken]:
        """The words asked for that stand in one of the turns, in order."""
        first, end = self._found(which, keys)
        if self._tokens is None:
            self._tokens = self._read_tokens()
        return self._tokens[first:end]

    def _found(self, which: int, keys: WordKeys) -> Sequence[int]:
        """Where what stands in a turn begins and ends among all that was found."""
        if keys is not self._keys:
            self._find(keys)
        return self._bounds[which : which + 2]

    def _find(self, keys: WordKeys) -> None:
        starts = self.starts
        self._at: list[int] = []  # of what was found its place among the tokens of all turns
        self._asked: list[tuple[WordKey, ...]] = []  # and what it was asked for as
        self._printed: list[tuple[SegmentTokens, Ints]] = []  # and its word
        for (segment, _, first), of_segment in zip(self.owned, self.of_segments, strict=True):
            words = segment.codes(keys)
            codes = words.of(of_segment, keys)
            at = (codes >= 0).nonzero()[0]
            self._asked += [words.keys[code] for code in codes[at].tolist()]
            self._printed.append((segment, of_segment[at]))
            self._at += (at + starts[first]).tolist()
        self._bounds = [bisect_left(self._at, start) for start in starts]
        self._keys, self._tokens = keys, None

    def _read_tokens(self) -> list[RowToken]:
        steps = [one.segment.file.steps(one.bounds) for one in self.owned]
        at = np.array(self._at, np.intp)
        firsts = np.repeat(self.starts[:-1], np.diff(self._bounds))
        spans = TokenOffsets(TokenSteps.joined(steps)).spans(at, firsts)
        words = (segment.word(one) for segment, found in self._printed for one in found.tolist())
        return list(map(RowToken, words, spans, self._asked))
