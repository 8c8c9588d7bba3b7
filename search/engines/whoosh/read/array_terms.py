"""The arrays of all segments + a word → its documents, counts and positions in the generation."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from search.engines.whoosh.format.merged_dictionary import NOWHERE, Entries
from search.engines.whoosh.format.posting_arrays import Stretches, read_pieces, read_positions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from search.engines.whoosh.format.merged_dictionary import MergedDictionary, Places
    from search.engines.whoosh.format.posting_arrays import Arrays, FieldPostings

    Rows = tuple[NDArray[np.int32], NDArray[np.integer]]

_MOST_LOCATED: Final = 256  # words: a search asks for each of its own several times
_MOST_TOGETHER: Final = 4  # rows of many words
_NO_ROWS: Final = (np.empty(0, np.int32), np.empty(0, np.uint8))


class ManyRows(NamedTuple):
    """Documents of many words, word after word, ascending for each; how often each holds it."""

    documents: NDArray[np.int32]
    counts: NDArray[np.integer]
    ends: NDArray[np.int64]  # of each word: the row after its last

    @classmethod
    def of(cls, words: Sequence[Rows]) -> ManyRows:
        """Rows of several words, at least one, joined."""
        documents, counts = (np.concatenate(rows) for rows in zip(*words, strict=True))
        return cls(documents, counts, np.cumsum([len(one) for one, _ in words]))

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return self.documents.nbytes + self.counts.nbytes + self.ends.nbytes


class ArrayTerms:
    """Looks words up in the dictionary of a generation; safe to share between threads."""

    def __init__(
        self, dictionary: MergedDictionary, segments: Sequence[tuple[int, Arrays]]
    ) -> None:
        """`segments`: the first document of each, ascending, and its arrays."""
        self._dictionary = dictionary
        self._arrays = [arrays for _, arrays in segments]
        self._bases = np.array([base for base, _ in segments], np.int32)
        self._locate = lru_cache(maxsize=_MOST_LOCATED)(partial(_found, dictionary))
        self._locate_each = lru_cache(maxsize=_MOST_TOGETHER)(partial(_found_each, dictionary))

    def holders(self, field: str, word: str) -> int:
        """How many documents hold a word; no row is read."""
        found = self._locate(field, word)
        return sum(found.ends) - sum(found.firsts)

    def postings(self, field: str, word: str) -> Rows:
        """Documents that hold a word, ascending, and how often each does."""
        found = self._locate(field, word)
        if not found.segments:
            return _NO_ROWS
        columns = self._columns(field, found.segments)
        numbers = read_pieces([one.documents for one in columns], found.firsts, found.ends)
        sizes = [end - first for first, end in zip(found.firsts, found.ends, strict=True)]
        documents = numbers.astype(np.int32)
        documents += self._bases[found.segments].repeat(sizes)
        return documents, read_pieces([one.counts for one in columns], found.firsts, found.ends)

    def postings_of(self, field: str, words: tuple[str, ...]) -> ManyRows:
        """The same of many words: found all at once, and read in a few stretches a segment.

        A prefix stands for a thousand words, whose rows lie next to each other.
        """
        found = self._locate_each(field, words)
        if not len(found.segments):
            return ManyRows(np.empty(0, np.int32), np.empty(0, np.uint8), found.holders)
        stretches = Stretches.of(found.segments, found.firsts, found.ends)
        numbers = stretches.read(lambda one: self._arrays[one].fields[field].documents)
        counts = stretches.read(lambda one: self._arrays[one].fields[field].counts)
        documents = numbers.astype(np.int32)
        documents += self._bases[found.segments].repeat(found.ends - found.firsts)
        return ManyRows(documents, counts, found.holders.cumsum())

    def holders_of(self, field: str, words: tuple[str, ...]) -> list[int]:
        """How many documents hold each of many words; no row is read."""
        holders: list[int] = self._locate_each(field, words).holders.tolist()
        return holders

    def positions(self, field: str, word: str) -> NDArray[np.unsignedinteger]:
        """Where the word stands in each of its documents, document after document."""
        found = self._locate(field, word)
        columns = self._columns(field, found.segments)
        return read_positions(
            [one.positions for one in columns], found.first_places, found.place_ends
        )

    def close(self) -> None:
        """Close the files, and let go of the dictionaries."""
        self._locate.cache_clear()
        self._locate_each.cache_clear()
        self._dictionary.close()
        for one in self._arrays:
            one.close()

    def _columns(self, field: str, segments: Sequence[int]) -> list[FieldPostings]:
        return [self._arrays[one].fields[field] for one in segments]


def _found(dictionary: MergedDictionary, field: str, word: str) -> Places:
    own = dictionary.fields.get(field)
    return NOWHERE if own is None else own.places(word)


def _found_each(dictionary: MergedDictionary, field: str, words: tuple[str, ...]) -> Entries:
    own = dictionary.fields.get(field)
    return Entries.none(len(words)) if own is None else own.entries(words)
