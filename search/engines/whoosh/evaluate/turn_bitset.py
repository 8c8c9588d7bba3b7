"""Turns ↔ bits: a set of turns is a row of 64-bit words, and sets are joined word by word.

Each statement has the word of its own number for its first documents; what does not fit stands in
words behind those of all statements. So whether a statement has a turn of a set, and how many of a
set stand in statements that matched, costs a few operations on rows about as long as there are
statements, however many turns there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORD: Final = 64  # bits
_SHIFT: Final = 6  # from a bit's number to its word's
_LAST: Final = 63
_ONE: Final = np.uint64(1)


class TurnBitset:
    """The bit of every document of an index; immutable."""

    def __init__(self, head: NDArray[np.int64], document_count: int) -> None:
        """`head`: the document that each statement begins with, its turns right after it."""
        sizes = np.diff(np.append(head, document_count))
        more = np.maximum(-(-sizes // _WORD) - 1, 0)  # words a statement needs beside its own
        behind = len(head) + np.cumsum(more) - more  # the first of them
        owner = np.repeat(np.arange(len(head)), sizes)
        place = np.arange(document_count) - head[owner]  # within the statement
        word = np.where(place < _WORD, owner, behind[owner] + (place >> _SHIFT) - 1)
        self._places = ((word << _SHIFT) + (place & _LAST)).astype(np.int64)
        self._count = len(head)
        self._length = len(head) + int(more.sum())
        self._owners = np.repeat(np.arange(len(head)), more)  # of the words behind
        turns = np.ones(document_count, np.bool_)
        turns[head] = False
        self.every = self.of_documents(np.flatnonzero(turns))

    def of_documents(self, documents: NDArray[np.integer]) -> NDArray[np.uint64]:
        """The set of some documents, each given once."""
        words = np.zeros(self._length, np.uint64)
        places = self._places[documents]
        np.add.at(words, places >> _SHIFT, _ONE << (places & _LAST).view(np.uint64))
        return words

    def count(self, words: NDArray[np.uint64], matched: NDArray[np.bool_]) -> int:
        """How many turns of the set stand in statements that are flagged."""
        return int((np.bitwise_count(words) * self._spread(matched)).sum())

    def _spread(self, flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Flags by statement → by word."""
        return np.concatenate((flags, flags[self._owners]))
