"""Posting lists as standard Whoosh segments hold them → numpy arrays.

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
from dataclasses import dataclass
from itertools import chain
from struct import Struct
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec
from whoosh.index import open_dir
from whoosh.reading import TermNotFound

from search.engines.manifest import REBUILD
from search.engines.whoosh.read.array_terms import ManyRows
from search.errors import DamagedIndex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_DAMAGED: Final = f"a posting list of the index is damaged; {REBUILD}"
_INT: Final = Struct("!i")
_COUNT_BYTES: Final = 4  # before the pickled positions of a posting


@dataclass(frozen=True, slots=True)
class _Blocks:
    """A posting list as it stands in the file, taken out of its pickles."""

    documents: list[int]  # differences within a block
    starts: list[int]  # where blocks begin
    counts: list[float]
    values: list[bytes]


class BlockTerms:
    """Looks words up in Whoosh's own files, of an index without arrays.

    Asked as `array_terms.ArrayTerms` is, and slower; safe to share between threads.
    """

    def __init__(self, folder: Path) -> None:
        self._reader = open_dir(str(folder)).reader()
        self._lock = threading.Lock()
        self._leaves = [
            (leaf, base, _map(folder, leaf)) for leaf, base in self._reader.leaf_readers()
        ]

    def holders(self, field: str, word: str) -> int:
        """How many documents hold a word."""
        return sum(len(blocks.documents) for _, blocks in self._each(field, word))

    def postings(self, field: str, word: str) -> tuple[NDArray[np.int32], NDArray[np.integer]]:
        """Documents that hold a word, ascending, and how often each does."""
        documents: list[NDArray[np.int32]] = [np.empty(0, np.int32)]
        counts: list[NDArray[np.integer]] = [np.empty(0, np.uint8)]
        for base, blocks in self._each(field, word):
            documents.append((_documents(blocks) + base).astype(np.int32))
            counts.append(np.asarray(blocks.counts, np.int32))
        return np.concatenate(documents), np.concatenate(counts)

    def postings_of(self, field: str, words: Sequence[str]) -> ManyRows:
        """The same of many words."""
        return ManyRows.of([self.postings(field, word) for word in words])

    def holders_of(self, field: str, words: Sequence[str]) -> list[int]:
        """How many documents hold each of many words."""
        return [self.holders(field, word) for word in words]

    def positions(self, field: str, word: str) -> NDArray[np.integer]:
        """Where the word stands in each of its documents, document after document."""
        positions = [_positions(blocks) for _, blocks in self._each(field, word)]
        return np.concatenate([np.empty(0, np.uint8), *positions])

    def close(self) -> None:
        """Close the files."""
        with self._lock:
            self._reader.close()
        for _, _, content in self._leaves:
            content.close()

    def _each(self, field: str, word: str) -> Iterator[tuple[int, _Blocks]]:
        """The word's blocks in every segment that has it, with the segment's first document."""
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
