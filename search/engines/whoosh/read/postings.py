"""The files of a generation → posting lists as numpy arrays, and what is stored of documents."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.engines.whoosh.format.merged_dictionary import DICTIONARY_NAME, MergedDictionary
from search.engines.whoosh.format.posting_arrays import EXTENSION, Arrays
from search.engines.whoosh.format.schema import HEAD_WORDS, INDEX_NAME, TURN_WORDS
from search.engines.whoosh.read.array_terms import ArrayTerms, ManyRows
from search.engines.whoosh.read.byte_cache import ByteCache
from search.engines.whoosh.read.stored_column import StoredColumn
from search.engines.whoosh.read.turn_words import TokenReader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from search.engines.whoosh.read.block_terms import BlockTerms

_END_BYTES: Final = 8
_MANY_WORDS: Final = 8  # are found and read together; of fewer each is kept for other searches


class Postings(NamedTuple):
    """Documents that hold a term, ascending, and how often each does."""

    documents: NDArray[np.int32]
    counts: NDArray[np.integer]

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return self.documents.nbytes + self.counts.nbytes


@dataclass(frozen=True)
class TermPlaces:
    """Positions of a term, document after document, and how many each document has."""

    positions: NDArray[np.integer]
    counts: NDArray[np.integer]

    @cached_property
    def ends(self) -> NDArray[np.int64]:
        """Where those of each document end."""
        return self.counts.cumsum(dtype=np.int64)

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays, with the one that may still be made."""
        return self.positions.nbytes + len(self.counts) * _END_BYTES


class PostingFiles:
    """The segments of one generation, open for reading; safe to share between threads.

    Whoosh's own reader is opened only where a segment has no arrays: it reads the tables of every
    word's file, which takes time and memory.
    """

    def __init__(self, folder: Path, cache_bytes: int) -> None:
        self._segments = _segments(folder)
        counts = [one.doc_count_all() for one in self._segments]
        *self._bases, self.document_count = accumulate(counts, initial=0)
        # All files are opened now: a folder that is swept meanwhile is read on all the same.
        self._terms = _terms(folder, self._bases)
        names = [one.make_filename("") for one in self._segments]
        self.turn_words = TokenReader(folder, list(zip(names, self._bases, strict=True)))
        self._postings: ByteCache = ByteCache(cache_bytes // 2)
        self._positions: ByteCache = ByteCache(cache_bytes // 2)
        self.length_bytes: Mapping[str, NDArray[np.uint8]] = {
            field: _lengths(folder, self._segments, field) for field in (*TURN_WORDS, *HEAD_WORDS)
        }
        self._stored = [
            StoredColumn(folder / W3Codec.column_filename(one, "_stored"), count)
            for one, count in zip(self._segments, counts, strict=True)
        ]

    def postings(self, field: str, word: str) -> Postings:
        """Documents and counts of a term; empty arrays for one that is not there."""
        known: Postings | None = self._postings.find((field, word))
        if known is not None:
            return known
        made = Postings(*self._terms.postings(field, word))
        if len(made.documents):  # of most words titles and leads have none: found out as quickly
            self._postings.put((field, word), made)
        return made

    def postings_of(self, field: str, words: tuple[str, ...]) -> ManyRows:
        """The same of several words, word after word."""
        if len(words) < _MANY_WORDS:
            return ManyRows.of([self.postings(field, word) for word in words])
        return self._postings.get((field, words), lambda: self._terms.postings_of(field, words))

    def holders(self, field: str, word: str) -> int:
        """How many documents hold a term; where arrays were written no row is read."""
        known = self._postings.find((field, word))
        return self._terms.holders(field, word) if known is None else len(known.documents)

    def holders_of(self, field: str, words: tuple[str, ...]) -> list[int]:
        """The same of each of several words."""
        if len(words) < _MANY_WORDS:
            return [self.holders(field, word) for word in words]
        return self._terms.holders_of(field, words)

    def positions(self, field: str, word: str) -> TermPlaces:
        """Where the term stands in each of its documents, document after document."""
        return self._positions.get((field, word), lambda: self._places(field, word))

    def _places(self, field: str, word: str) -> TermPlaces:
        counts = self.postings(field, word).counts
        return TermPlaces(self._terms.positions(field, word), counts)

    def total_length(self, field: str) -> int:
        """Tokens of the field in all documents."""
        return sum(one._fieldlengths.get(field, 0) for one in self._segments)

    def stored(self, document: int) -> Mapping[str, Any]:
        """The stored fields of a document."""
        which = bisect_right(self._bases, document) - 1
        return self._stored[which].fields(document - self._bases[which])

    def close(self) -> None:
        """Close the files."""
        self._terms.close()
        for file in self._stored:
            file.close()
        self.turn_words.close()


def arrays_paths(folder: Path) -> list[Path]:
    """The files of the arrays of all segments, in the order of these."""
    return [folder / one.make_filename(EXTENSION) for one in _segments(folder)]


def _segments(folder: Path) -> Sequence[Any]:
    """Whoosh's records of the segments of a generation."""
    found: Sequence[Any] = TOC.read(FileStorage(str(folder)), INDEX_NAME).segments
    return found


def _terms(folder: Path, bases: Sequence[int]) -> ArrayTerms | BlockTerms:
    """The words of all segments: in arrays, or in Whoosh's files where any of these is missing."""
    paths = arrays_paths(folder)
    dictionary = folder / DICTIONARY_NAME
    if all(path.is_file() for path in (dictionary, *paths)):
        segments = list(zip(bases, map(Arrays, paths), strict=True))
        return ArrayTerms(MergedDictionary(dictionary), segments)
    from search.engines.whoosh.read.block_terms import BlockTerms

    return BlockTerms(folder)


def _lengths(folder: Path, segments: Sequence[Any], field: str) -> NDArray[np.uint8]:
    """A field's length in every document, as Whoosh's byte; 0 for none."""
    lengths = np.zeros(sum(one.doc_count_all() for one in segments), np.uint8)
    first = 0
    for one in segments:
        path = folder / W3Codec.column_filename(one, f"_{field}_len")
        end = first + one.doc_count_all()
        try:
            given = np.frombuffer(path.read_bytes(), np.uint8)[: end - first]
        except FileNotFoundError:  # no document of the segment has the field
            given = np.empty(0, np.uint8)
        lengths[first : first + len(given)] = given
        first = end
    return lengths
