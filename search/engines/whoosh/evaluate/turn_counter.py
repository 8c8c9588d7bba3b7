"""Words, each in a scope → how many turns hold any of them."""

from __future__ import annotations

from functools import cached_property, partial, reduce
from operator import or_
from typing import TYPE_CHECKING

import numpy as np

from search.engines.whoosh.evaluate.turn_bitset import TurnBitset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from search.engines.query_plan import Leaf
    from search.engines.scope import ScopedLeaf
    from search.engines.whoosh.evaluate.leaf_lookup import PostingLookup
    from search.engines.whoosh.evaluate.match_units import ChosenTurns, TurnScope
    from search.engines.whoosh.format.columns import Columns
    from search.engines.whoosh.read.byte_cache import ByteCache


class TurnCounter:
    """Counts turns as bits; holds no state of a query."""

    def __init__(self, columns: Columns, leaves: PostingLookup, cache: ByteCache) -> None:
        self._columns = columns
        self._leaves = leaves
        self._cache = cache

    @cached_property
    def bits(self) -> TurnBitset:
        """Turns as bits."""
        return TurnBitset(self._columns.head, len(self._columns.statement))

    def count(self, leaves: Sequence[ScopedLeaf[ChosenTurns]], matched: NDArray[np.bool_]) -> int:
        """How many turns of statements that matched hold any of the leaves, each in its scope."""
        found = [self._in_scope(scope) & self._holders(leaf) for leaf, scope in leaves]
        return self.bits.count(reduce(or_, found), matched)

    def _in_scope(self, scope: TurnScope) -> NDArray[np.uint64]:
        turns, key = scope.turns
        if turns is None:
            return self.bits.every
        return self._cache.get(("bits", key), partial(self._flagged, turns))

    def _flagged(self, turns: NDArray[np.bool_]) -> NDArray[np.uint64]:
        return self.bits.of_documents(np.flatnonzero(turns))

    def _holders(self, leaf: Leaf) -> NDArray[np.uint64]:
        """Turns in which a leaf stands."""
        if leaf.of_title:
            return np.zeros_like(self.bits.every)
        return self._cache.get(("bits", leaf), partial(self._found, leaf))

    def _found(self, leaf: Leaf) -> NDArray[np.uint64]:
        """Turns in which any word of a leaf stands, or its phrase."""
        documents = list(self._leaves.documents(leaf, of_turns=True))
        if len(documents) == 1:
            return self.bits.of_documents(documents[0])
        flags = np.zeros(len(self._columns.statement), np.bool_)
        for one in documents:
            flags[one] = True
        return self._flagged(flags)
