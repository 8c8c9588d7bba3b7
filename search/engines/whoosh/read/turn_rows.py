"""Turns of several segments → their words, which are looked through all at once."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from search.engines.whoosh.read.token_offsets import stepped_spans

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from search.analysis.word_keys import WordKey, WordKeys
    from search.engines.whoosh.format.token_rows import FarToken
    from search.engines.whoosh.read.segment_words import SegmentTokens
    from search.word_rows import RowToken


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
        starts, found = self.starts, []
        for (_, bounds, first), words in zip(self.owned, self.of_segments, strict=True):
            own = starts[first : first + len(bounds) + 1]
            found += [words[low - own[0] : high - own[0]] for low, high in pairwise(own)]
        return found

    @cached_property
    def starts(self) -> list[int]:
        """Of each turn its first token among those of all, and where another's would be."""
        sizes = (end - first for one in self.owned for first, end in one.bounds)
        return list(accumulate(sizes, initial=0))

    @cached_property
    def of_segments(self) -> list[NDArray[np.unsignedinteger]]:
        """The words of each segment's turns, one turn after the other."""
        return [one.segment.file.numbers(one.bounds) for one in self.owned]

    def places(self, which: int, keys: WordKeys) -> Mapping[WordKey, Sequence[int]]:
        """Where the words asked for stand in one of the turns."""
        if keys is not self._keys:
            self._find(keys)
        first, end = self._bounds[which : which + 2]
        found: dict[WordKey, list[int]] = {}
        base = self.starts[which]
        for place, asked in zip(self._at[first:end], self._asked[first:end], strict=True):
            for key in asked:
                found.setdefault(key, []).append(place - base)
        return found

    def tokens(self, which: int, keys: WordKeys) -> Sequence[RowToken]:
        """The words asked for that stand in one of the turns, in order."""
        if keys is not self._keys:
            self._find(keys)
        if self._tokens is None:
            self._tokens = self._read_tokens()
        bounds = self._bounds
        return self._tokens[bounds[which] : bounds[which + 1]]

    def _find(self, keys: WordKeys) -> None:
        """Find in all turns what is asked for; of each it stands between two `_bounds`."""
        starts = self.starts
        self._at: list[int] = []  # of what was found its place among the tokens of all turns
        self._asked: list[tuple[WordKey, ...]] = []  # and what it was asked for as
        self._halved: list[str] = []  # and its word, where it has halves
        for (segment, _, first), of_segment in zip(self.owned, self.of_segments, strict=True):
            words = segment.asked(keys)
            at = words.places(of_segment, keys)
            found, halved = of_segment[at].tolist(), segment.file.halved
            self._asked += [words.keys[one] for one in found]
            self._halved += [segment.word(one) if one in halved else "" for one in found]
            self._at += (at + starts[first]).tolist()
        self._bounds = [bisect_left(self._at, start) for start in starts]
        self._keys, self._tokens = keys, None

    def _read_tokens(self) -> list[RowToken]:
        """What was found; of each turn steps are read up to the last of it."""
        edges = self._bounds
        at: list[int] = []  # of what was found its place among the steps read
        read: list[bytes] = []
        far: list[FarToken] = []
        before = 0  # steps read
        for segment, bounds, first in self.owned:
            for which, (begin, _) in enumerate(bounds, first):
                own = self._at[edges[which] : edges[which + 1]]
                if own:
                    start = self.starts[which]
                    size = own[-1] + 1 - start
                    at += [before + place - start for place in own]
                    read.append(segment.file.step_bytes(begin, begin + size))
                    far += segment.file.far_tokens(begin, begin + size, before)
                    before += size
        spans = stepped_spans(b"".join(read), far, at, pairwise(edges)) if at else ()
        return list(zip(spans, self._asked, self._halved, strict=True))
