"""The arrays of all segments + a word → its documents, counts and positions in the generation."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engines.whoosh.format.posting_arrays import TermName, read_pieces, read_positions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from search.engines.whoosh.format.posting_arrays import Arrays, Extent, FieldPostings

_MOST_LOCATED: Final = 256  # words: a search asks for each of its own several times


class _Located(NamedTuple):
    """A word in one segment."""

    base: int  # the segment's first document
    field: FieldPostings
    extent: Extent


Rows = tuple[NDArray[np.int32], NDArray[np.unsignedinteger]]


class ArrayTerms:
    """Looks words up in the arrays of every segment; safe to share between threads."""

    def __init__(self, segments: Sequence[tuple[int, Arrays]]) -> None:
        """`segments`: the first document of each, ascending, and its arrays."""
        self._arrays = [arrays for _, arrays in segments]
        self._fields: dict[str, list[tuple[int, FieldPostings]]] = {}
        for base, arrays in segments:
            for name, field in arrays.fields.items():
                if len(field.heads):
                    self._fields.setdefault(name, []).append((base, field))
        self._locate = lru_cache(maxsize=_MOST_LOCATED)(self._found)

    def holders(self, field: str, word: str) -> int:
        """How many documents hold a word; no row is read."""
        return sum(one.extent.end - one.extent.first for one in self._locate(field, word))

    def postings(self, field: str, word: str) -> Rows:
        """Documents that hold a word, ascending, and how often each does."""
        return _rows(self._locate(field, word))

    def postings_of(self, field: str, words: Sequence[str]) -> Callable[[int], Rows]:
        """The same of many words, each asked for by its place: they are found all at once.

        A prefix stands for a thousand words, and to find each by itself in every segment took
        longer than all the rest.
        """
        names = [TermName.of(word) for word in words]
        heads = np.array([name.head for name in names], np.uint64)
        found: list[list[_Located]] = [[] for _ in words]
        for base, own in self._fields.get(field, ()):
            for at, extent in zip(*own.find_each(names, heads), strict=True):
                found[at].append(_Located(base, own, extent))
        return lambda at: _rows(found[at])

    def positions(self, field: str, word: str) -> NDArray[np.unsignedinteger]:
        """Where the word stands in each of its documents, document after document."""
        found = self._locate(field, word)
        firsts = [one.extent.first_place for one in found]
        ends = [one.extent.end_of_places for one in found]
        return read_positions([one.field.positions for one in found], firsts, ends)

    def close(self) -> None:
        """Close the files, and let go of the dictionaries."""
        self._fields.clear()
        self._locate.cache_clear()
        for one in self._arrays:
            one.close()

    def _found(self, field: str, word: str) -> tuple[_Located, ...]:
        return tuple(self._each(field, TermName.of(word)))

    def _each(self, field: str, name: TermName) -> Iterator[_Located]:
        for base, own in self._fields.get(field, ()):
            term = own.find(name)
            if term is not None:
                yield _Located(base, own, own.extent(term))


def _rows(found: Sequence[_Located]) -> Rows:
    """Documents of a word that was found, and how often each holds it."""
    if not found:
        return np.empty(0, np.int32), np.empty(0, np.uint8)
    firsts = [one.extent.first for one in found]
    ends = [one.extent.end for one in found]
    numbers = read_pieces([one.field.documents for one in found], firsts, ends)
    documents = numbers.astype(np.int32)
    bases = np.array([one.base for one in found], np.int32)
    documents += bases.repeat(np.subtract(ends, firsts))
    return documents, read_pieces([one.field.counts for one in found], firsts, ends)
