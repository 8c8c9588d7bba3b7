"""Words, each in a scope → how many turns hold any of them.

Turns are bits: a set of turns is a row of 64-bit words, and sets are joined word by word. Each
statement has the word of its own number for its first documents; what does not fit stands in words
behind those of all statements. So whether a statement has a turn of a set, and how many of a set
stand in statements that matched, costs a few operations on rows about as long as there are
statements, however many turns there are.
"""

from __future__ import annotations

from functools import cached_property, partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Final

import numpy as np

from search.engines.whoosh.format.runs import ranges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from search.engines.query_plan import Leaf
    from search.engines.scope import ScopedLeaf
    from search.engines.whoosh.evaluate.leaf_lookup import PostingLookup
    from search.engines.whoosh.evaluate.match_units import ChosenTurns, TurnScope
    from search.engines.whoosh.format.columns import Columns
    from search.engines.whoosh.read.byte_cache import ByteCache

_WORD: Final = 64  # bits
_SHIFT: Final = 6  # from a bit's number to its word's
_LAST: Final = 63
_ONE: Final = np.uint64(1)
_FEW: Final = 6  # of so many times fewer statements than all the words are picked out


class TurnBitset:
    """The bit of every document of an index; immutable."""

    def __init__(self, head: NDArray[np.int64], document_count: int) -> None:
        """`head`: the document that each statement begins with, its turns right after it."""
        sizes = np.diff(np.append(head, document_count))
        more = np.maximum(-(-sizes // _WORD) - 1, 0)  # words a statement needs beside its own
        behind = len(head) + np.cumsum(more) - more  # the first of them
        within = np.arange(document_count) - head.repeat(sizes)
        words = np.arange(len(head))
        places = (words << _SHIFT).repeat(sizes) + within
        over = (within >= _WORD).nonzero()[0]  # what does not fit into the statement's own word
        if len(over):
            beyond = behind[words.repeat(sizes)[over]] + (within[over] >> _SHIFT) - 1
            places[over] = (beyond << _SHIFT) + (within[over] & _LAST)
        self._places, self._head = places, head
        self._count = len(head)
        self._length = len(head) + int(more.sum())
        self._behind = np.append(behind, self._length)  # of each statement the first behind
        self._owners = words.repeat(more)  # of the words behind

    @cached_property
    def every(self) -> NDArray[np.uint64]:
        """All turns."""
        turns = np.ones(len(self._places), np.bool_)
        turns[self._head] = False
        return self.of_documents(np.flatnonzero(turns))

    @property
    def none(self) -> NDArray[np.uint64]:
        """No turn."""
        return np.zeros(self._length, np.uint64)

    def of_documents(self, documents: NDArray[np.integer]) -> NDArray[np.uint64]:
        """The set of some documents, each given once."""
        words = self.none
        places = self._places[documents]
        np.add.at(words, places >> _SHIFT, _ONE << (places & _LAST).view(np.uint64))
        return words

    def count(self, sets: Sequence[NDArray[np.uint64]], matched: NDArray[np.bool_]) -> int:
        """How many turns of any of the sets stand in statements that are flagged."""
        statements = matched.nonzero()[0]
        if len(statements) * _FEW < self._count:
            rows = self._rows_of(statements)
            found = reduce(or_, [words[rows] for words in sets])
            return int(np.bitwise_count(found).sum())
        return int((np.bitwise_count(reduce(or_, sets)) * self._spread(matched)).sum())

    def _rows_of(self, statements: NDArray[np.intp]) -> NDArray[np.integer]:
        """The words of some statements."""
        if self._length == self._count:
            return statements
        behind = ranges(self._behind[statements], self._behind[statements + 1])
        return np.concatenate((statements, behind)) if len(behind) else statements

    def _spread(self, flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Flags by statement → by word."""
        return np.concatenate((flags, flags[self._owners]))


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
        return self.bits.count([self._in_scope(*one) for one in leaves], matched)

    def _in_scope(self, leaf: Leaf, scope: TurnScope) -> NDArray[np.uint64]:
        """Turns of a scope in which a leaf stands."""
        turns, key = scope.turns
        found = self._holders(leaf)
        if turns is None:
            return found
        return found & self._cache.get(("bits", key), partial(self._flagged, turns))

    def _flagged(self, turns: NDArray[np.bool_]) -> NDArray[np.uint64]:
        return self.bits.of_documents(np.flatnonzero(turns))

    def _holders(self, leaf: Leaf) -> NDArray[np.uint64]:
        """Turns in which a leaf stands."""
        if leaf.of_title:
            return self.bits.none
        return self._cache.get(("bits", leaf), partial(self._found, leaf))

    def _found(self, leaf: Leaf) -> NDArray[np.uint64]:
        """Turns in which any word of a leaf stands, or its phrase."""
        (documents,) = self._leaves.documents(leaf, of_turns=True)
        return self.bits.of_documents(documents)
