"""Posting lists of standard Whoosh segments → numpy arrays.

`decode` reads the blocks that `whoosh.codec.whoosh3.W3PostingsWriter` describes. Whoosh's file
objects seek and read, so whatever goes through them holds a lock; posting files are mapped into
memory and read without.
"""

from __future__ import annotations

import io
import mmap
import pickle
import threading
import zlib
from bisect import bisect_right
from dataclasses import dataclass
from itertools import chain
from struct import Struct
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec
from whoosh.index import open_dir
from whoosh.reading import TermNotFound

from search.engines.manifest import REBUILD
from search.engines.whoosh.format.posting_arrays import EXTENSION, Arrays
from search.engines.whoosh.format.schema import HEAD_WORDS, TURN_WORDS
from search.engines.whoosh.read.array_terms import ArrayTerms
from search.engines.whoosh.read.byte_cache import ByteCache
from search.engines.whoosh.read.stored_column import StoredColumn
from search.engines.whoosh.read.turn_words import TokenReader
from search.errors import DamagedIndex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_DAMAGED: Final = f"a posting list of the index is damaged; {REBUILD}"
_INT: Final = Struct("!i")
_COUNT_BYTES: Final = 4  # before the pickled positions of a posting


class Postings(NamedTuple):
    """Documents that hold a term, ascending, and how often each does."""

    documents: NDArray[np.int32]
    counts: NDArray[np.integer]

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return self.documents.nbytes + self.counts.nbytes


class TermPlaces(NamedTuple):
    """Positions of a term, document after document, and where those of each document end."""

    positions: NDArray[np.integer]
    ends: NDArray[np.int64]

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return self.positions.nbytes + self.ends.nbytes


@dataclass(frozen=True, slots=True)
class _Blocks:
    """A posting list as it stands in the file, taken out of its pickles."""

    documents: list[int]  # differences within a block
    starts: list[int]  # where blocks begin
    counts: list[float]
    values: list[bytes]


class PostingFiles:
    """The segments of one generation, open for reading; safe to share between threads."""

    def __init__(self, folder: Path, cache_bytes: int) -> None:
        index = open_dir(str(folder))
        self._reader = index.reader()
        self._lock = threading.Lock()
        self._leaves = [
            (leaf, base, _map(folder, leaf)) for leaf, base in self._reader.leaf_readers()
        ]
        self._arrays = [_arrays(folder, leaf) for leaf, _, _ in self._leaves]
        self._bases = [base for _, base, _ in self._leaves]
        self._terms = _array_terms(self._bases, self._arrays)
        self.turn_words = TokenReader(
            folder, [(leaf.segment().make_filename(""), base) for leaf, base, _ in self._leaves]
        )
        self._postings: ByteCache = ByteCache(cache_bytes // 2)
        self._positions: ByteCache = ByteCache(cache_bytes // 2)
        self.document_count: int = self._reader.doc_count_all()
        # All files are opened now: a folder that is swept meanwhile is read on all the same.
        self.length_bytes: Mapping[str, NDArray[np.uint8]] = {
            field: np.concatenate([_lengths(folder, leaf, field) for leaf, _, _ in self._leaves])
            for field in (*TURN_WORDS, *HEAD_WORDS)
        }
        self._stored = [
            StoredColumn(folder / W3Codec.column_filename(leaf.segment(), "_stored"), count)
            for leaf, count in ((leaf, leaf.doc_count_all()) for leaf, _, _ in self._leaves)
        ]

    def postings(self, field: str, word: str) -> Postings:
        """Documents and counts of a term; empty arrays for one that is not there."""
        return self._postings.get((field, word), lambda: self._find(field, word))

    def holders(self, field: str, word: str) -> int:
        """How many documents hold a term; where arrays were written no row is read."""
        known = self._postings.find((field, word))
        if known is not None:
            return len(known.documents)
        if self._terms is not None:
            return self._terms.holders(field, word)
        return sum(len(blocks.documents) for _, blocks in self._each(field, word))

    def positions(self, field: str, word: str) -> TermPlaces:
        """Where the term stands in each of its documents, document after document."""
        return self._positions.get((field, word), lambda: self._places(field, word))

    def _find(self, field: str, word: str) -> Postings:
        if self._terms is not None:
            return Postings(*self._terms.postings(field, word))
        documents: list[NDArray[np.int32]] = [np.empty(0, np.int32)]
        counts: list[NDArray[np.integer]] = [np.empty(0, np.uint8)]
        for base, blocks in self._each(field, word):
            documents.append((_documents(blocks) + base).astype(np.int32))
            counts.append(np.asarray(blocks.counts, np.int32))
        return Postings(np.concatenate(documents), np.concatenate(counts))

    def _places(self, field: str, word: str) -> TermPlaces:
        ends = self.postings(field, word).counts.cumsum(dtype=np.int64)
        if self._terms is not None:
            return TermPlaces(self._terms.positions(field, word), ends)
        positions = [_positions(blocks) for _, blocks in self._each(field, word)]
        return TermPlaces(np.concatenate([np.empty(0, np.uint8), *positions]), ends)

    def _each(self, field: str, word: str) -> Iterator[tuple[int, _Blocks]]:
        """The term's blocks in every segment that has it, with the segment's first document."""
        for leaf, base, content in self._leaves:
            blocks = self._blocks(leaf, content, field, word)
            if blocks is not None:
                yield base, blocks

    def _blocks(self, leaf: Any, content: mmap.mmap, field: str, word: str) -> _Blocks | None:
        """The term's posting list as Whoosh wrote it."""
        with self._lock:
            try:
                info = leaf.term_info(field, word)
            except TermNotFound:
                return None
        if info.is_inlined():
            ids, weights, values = info.inlined_postings()
            return _Blocks(np.diff(ids, prepend=0).tolist(), [0], weights, values)
        offset, _ = info.extent()
        return decode(content, offset)

    def total_length(self, field: str) -> int:
        """Tokens of the field in all documents."""
        return int(self._reader.field_length(field))

    def stored(self, document: int) -> Mapping[str, Any]:
        """The stored fields of a document."""
        which = bisect_right(self._bases, document) - 1
        return self._stored[which].fields(document - self._bases[which])

    def close(self) -> None:
        """Close the files."""
        with self._lock:
            self._reader.close()
        for _, _, content in self._leaves:
            content.close()
        if self._terms is not None:
            self._terms.close()
        for file in (*self._arrays, *self._stored):
            if file is not None:
                file.close()
        self.turn_words.close()


def decode(content: bytes | mmap.mmap, offset: int) -> _Blocks:
    """The posting list that starts at `offset` of a posting file."""
    if content[offset : offset + len(WHOOSH3_HEADER_MAGIC)] != WHOOSH3_HEADER_MAGIC:
        raise DamagedIndex(_DAMAGED)
    at = offset + len(WHOOSH3_HEADER_MAGIC)
    found = _Blocks([], [], [], [])
    size = 1
    while size > 0:  # the last block's size is written negative
        (size,) = _INT.unpack_from(content, at)
        at += _INT.size
        gaps, weights, values = _block(content[at : at + abs(size)])
        found.starts.append(len(found.documents))
        found.documents.extend(gaps)
        found.counts.extend(_weights(weights, len(gaps)))
        found.values.extend(values or ())
        at += abs(size)
    return found


def _block(block: bytes) -> tuple[Sequence[int], Any, Sequence[bytes] | None]:
    """Differences of document numbers, weights and values of one block."""
    file = io.BytesIO(block)
    try:
        _, _, _, level, _, _ = pickle.load(file)  # noqa: S301 # index files are trusted input
        data = block[file.tell() :]
        gaps, weights, values = pickle.loads(zlib.decompress(data) if level else data)  # noqa: S301 # the same
    except (pickle.UnpicklingError, zlib.error, EOFError, ValueError, TypeError) as error:
        raise DamagedIndex(_DAMAGED) from error
    return gaps, weights, values


def _weights(weights: float | Sequence[float] | None, size: int) -> Sequence[float]:
    """Weights of a block: none written where all are 1, one where all are alike."""
    if weights is None:
        return [1.0] * size
    return [weights] * size if isinstance(weights, float) else weights


def _documents(blocks: _Blocks) -> NDArray[np.int64]:
    """Document numbers in the segment: differences summed up, anew in every block."""
    summed = np.cumsum(np.asarray(blocks.documents, np.int64))
    starts = np.asarray(blocks.starts)
    before = np.concatenate([[0], summed[starts[1:] - 1]])
    sizes = np.diff(np.append(starts, len(summed)))
    documents: NDArray[np.int64] = summed - np.repeat(before, sizes)
    return documents


def _positions(blocks: _Blocks) -> NDArray[np.int64]:
    """Positions of a term, from the pickled differences of each of its documents."""
    lists = [pickle.loads(_whole(one)) for one in blocks.values]  # noqa: S301 # trusted input
    sizes = np.fromiter(map(len, lists), np.int64, len(lists))
    summed = np.cumsum(np.fromiter(chain.from_iterable(lists), np.int64, int(sizes.sum())))
    ends = np.cumsum(sizes)
    before = np.concatenate([[0], summed[ends[:-1] - 1]])
    positions: NDArray[np.int64] = summed - np.repeat(before, sizes)
    return positions


def _whole(value: bytes) -> bytes:
    """The pickle in a posting's value; older writers left its last byte out."""
    pickled = value[_COUNT_BYTES:]
    return pickled if pickled.endswith(b".") else pickled + b"."


def _map(folder: Path, leaf: Any) -> mmap.mmap:
    """A segment's posting file, mapped into memory."""
    with (folder / leaf.segment().make_filename(W3Codec.POSTS_EXT)).open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _arrays(folder: Path, leaf: Any) -> Arrays | None:
    """A segment's arrays, where they were written."""
    path = folder / leaf.segment().make_filename(EXTENSION)
    return Arrays(path) if path.is_file() else None


def _array_terms(bases: Sequence[int], arrays: Sequence[Arrays | None]) -> ArrayTerms | None:
    """The words of all segments; None where one has no arrays: then blocks are read."""
    there = [(base, one) for base, one in zip(bases, arrays, strict=True) if one is not None]
    return ArrayTerms(there) if len(there) == len(bases) else None


def _lengths(folder: Path, leaf: Any, field: str) -> NDArray[np.uint8]:
    """A field's length in every document of a segment, as Whoosh's byte; 0 for none."""
    lengths = np.zeros(leaf.doc_count_all(), np.uint8)
    path = folder / W3Codec.column_filename(leaf.segment(), f"_{field}_len")
    if path.is_file():
        given = np.frombuffer(path.read_bytes(), np.uint8)[: len(lengths)]
        lengths[: len(given)] = given
    return lengths
