"""Postings in order of terms → the bytes of a posting file, thousands of blocks at once.

What stock Whoosh reads is a pickle a block, of (differences of ids, weights, encoded positions),
and one of the block's figures (`whoosh.codec.whoosh3.W3PostingsWriter._write_block`). A pickle of
tuples, numbers and bytes is a row of opcodes whose sizes are known beforehand, so that all of them
are laid out as arrays and no object is made for a posting. Blocks are left uncompressed, which the
format provides for. Numbers below 256 stand as bytes, which whoever goes through them reads as
numbers: laid out so, blocks are smaller than stock Whoosh's are compressed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC

from search.engines.whoosh.format.pickle_bytes import Op, int_sizes, put, put_bytes, put_ints
from search.engines.whoosh.format.runs import ranges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from search.engines.whoosh.format.inversion import Inverted
    from search.engines.whoosh.format.pickle_bytes import Ints, Tape


BLOCK: Final = 128  # postings a block, as stock Whoosh writes them
_WORDS_AT_ONCE: Final = 1 << 17  # what is laid out in one go stays in the processor's cache
_BYTE: Final = 255  # the most that fits into one
_COUNT_BYTES: Final = 4  # of an encoded list of positions, before the pickled list
_DOUBLE: Final = 8

TERM_FIGURES: Final = np.dtype(
    [
        ("inlined", "u1"),
        ("weight", ">f4"),
        ("documents", ">u4"),
        ("shortest", "u1"),
        ("longest", "u1"),
        ("heaviest", ">f4"),
        ("first", ">u4"),
        ("last", ">u4"),
        ("offset", ">i8"),
        ("bytes", ">i4"),
    ]
)
"""What Whoosh's dictionary keeps of a term, as `whoosh.codec.whoosh3.W3TermInfo.to_bytes` has it"""


@dataclass(frozen=True, slots=True)
class LaidBlocks:
    """A piece of a posting file: its bytes, the terms in it, and the figures of each."""

    content: Tape
    terms: NDArray[np.int32]
    figures: NDArray[np.void]  # TERM_FIGURES; offsets count from the start of the content


def lay_words(field: Inverted) -> Iterator[LaidBlocks]:
    """The postings of a field of words, with counts and positions, some terms after the other."""
    for start, end in _slices(field.terms, field.firsts):
        places = slice(*field.firsts[[start, end]].tolist())
        rows = slice(start, end)
        yield _lay(
            field.terms[rows],
            field.documents[rows].astype(np.int64),
            _Occurrences(
                field.counts[rows].astype(np.int64),
                field.firsts[rows] - places.start,
                field.deltas[places].astype(np.int64),
                field.length_bytes[rows],
            ),
        )


def lay_values(terms: NDArray[np.int32], documents: NDArray[np.int32]) -> Iterator[LaidBlocks]:
    """The postings of a field of whole values: documents alone."""
    for start, end in _slices(terms, np.arange(len(terms) + 1)):
        yield _lay(terms[start:end], documents[start:end].astype(np.int64), None)


def _slices(terms: NDArray[np.int32], firsts: Ints) -> Iterator[tuple[int, int]]:
    """Rows that are laid out together: whole terms of about as many words."""
    term_ends = np.append(np.flatnonzero(terms[1:] != terms[:-1]) + 1, len(terms))
    start = 0
    while start < len(terms):
        at = np.searchsorted(firsts[term_ends], firsts[start] + _WORDS_AT_ONCE)
        end = int(term_ends[min(int(at), len(term_ends) - 1)])
        yield start, end
        start = end


@dataclass(frozen=True, slots=True)
class _Occurrences:
    """How often and where: of each row its count and first place, and all places."""

    counts: Ints
    firsts: Ints
    deltas: Ints
    length_bytes: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Where blocks begin among the rows, and how many rows each has."""

    starts: Ints
    sizes: Ints

    def least(self, numbers: Ints) -> Ints:
        """Of each block the least number."""
        return np.minimum.reduceat(numbers, self.starts)

    def greatest(self, numbers: Ints) -> Ints:
        """Of each block the greatest number."""
        return np.maximum.reduceat(numbers, self.starts)

    def sums(self, numbers: Ints) -> Ints:
        """Of each block the sum."""
        return np.add.reduceat(numbers, self.starts)

    def spread(self, at: Ints, sizes: Ints) -> Ints:
        """Where each row's bytes stand, when those of a block stand from `at` on."""
        return _after(sizes, self.starts, self.sizes) + np.repeat(at, self.sizes)


def _after(sizes: Ints, starts: Ints, counts: Ints) -> Ints:
    """How many bytes stand before each item in its group; groups begin at `starts`."""
    before = np.cumsum(sizes) - sizes
    return before - np.repeat(before[starts], counts)


def _lay(terms: NDArray[np.int32], documents: Ints, words: _Occurrences | None) -> LaidBlocks:
    """Lay out the blocks of some terms: first how long each part is, then what stands in it.

    A posting list is the magic number, then for each block its length (4 bytes, negative for the
    last one), the pickle of its figures, and the pickle of (gaps of ids, weights, values).
    """
    term_starts = np.flatnonzero(np.append(True, terms[1:] != terms[:-1]))
    blocks = _cut(term_starts, len(terms))
    first_block = np.searchsorted(blocks.starts, term_starts)
    payload = _Payload(words, blocks) if words else _NoPayload(blocks)
    lasts = documents[blocks.starts + blocks.sizes - 1]
    gaps = np.diff(documents, prepend=0)
    gaps[blocks.starts] = documents[blocks.starts]
    id_sizes = int_sizes(gaps)
    id_bytes = blocks.sums(id_sizes) + 2
    data_bytes = 2 + id_bytes + payload.sizes + 2
    info_bytes = 2 + int_sizes(lasts) + 1 + _DOUBLE + 6 + 3
    lead_bytes = np.zeros(len(blocks.starts), np.int64)
    lead_bytes[first_block] = len(WHOOSH3_HEADER_MAGIC)
    ends = np.cumsum(lead_bytes + 4 + info_bytes + data_bytes)
    tape = np.zeros(ends[-1], np.uint8)

    at = ends - data_bytes - info_bytes - 4
    put(tape, at[first_block] - len(WHOOSH3_HEADER_MAGIC), WHOOSH3_HEADER_MAGIC)
    lengths = info_bytes + data_bytes
    lengths[np.append(first_block[1:], len(blocks.starts)) - 1] *= -1
    put_bytes(tape, at, lengths, ">i4")
    _put_info(tape, at + 4, blocks.sizes, lasts, payload)

    at = ends - data_bytes
    put(tape, at, Op.PROTOCOL_3 + Op.MARK)
    put_ints(tape, blocks.spread(at + 3, id_sizes), gaps, id_sizes)
    at = at + 2 + id_bytes
    put(tape, at - 1, Op.TUPLE)
    payload.put(tape, at)
    put(tape, ends - 2, Op.TUPLE3 + Op.STOP)

    figures = np.zeros(len(term_starts), TERM_FIGURES)
    rows = np.diff(np.append(term_starts, len(terms)))
    figures["documents"] = rows
    figures["weight"] = np.add.reduceat(words.counts, term_starts) if words else rows
    figures["heaviest"] = np.maximum.reduceat(payload.heaviest, first_block)
    figures["shortest"] = np.minimum.reduceat(payload.shortest, first_block)
    figures["longest"] = np.maximum.reduceat(payload.longest, first_block)
    figures["first"] = documents[term_starts]
    figures["last"] = documents[np.append(term_starts[1:], len(terms)) - 1]
    figures["offset"] = np.append(0, ends)[first_block]
    figures["bytes"] = np.diff(np.append(figures["offset"], ends[-1]))
    return LaidBlocks(tape, terms[term_starts], figures)


def _cut(term_starts: Ints, rows: int) -> _Blocks:
    """Blocks: at every new term, and every 128 rows of one."""
    sizes = np.diff(np.append(term_starts, rows))
    inner = np.arange(rows) - np.repeat(term_starts, sizes)
    starts = np.flatnonzero(inner % BLOCK == 0)
    return _Blocks(starts, np.diff(np.append(starts, rows)))


class _NoPayload:
    """Blocks of a field of values: neither weights nor positions."""

    def __init__(self, blocks: _Blocks) -> None:
        self.sizes = np.full(len(blocks.starts), 2)
        self.heaviest = np.ones(len(blocks.starts), np.int64)
        self.shortest = self.longest = np.zeros(len(blocks.starts), np.int64)

    def put(self, tape: Tape, at: Ints) -> None:
        """Write that there are none."""
        put(tape, at, Op.NONE + Op.NONE)


class _Payload:
    """Blocks of a field of words: of each their weights, then their encoded positions."""

    def __init__(self, words: _Occurrences, blocks: _Blocks) -> None:
        self._weights, self._values = _Weights(words.counts, blocks), _Values(words, blocks)
        self.sizes = self._weights.sizes + self._values.sizes
        self.heaviest = self._weights.heaviest
        lengths = words.length_bytes.astype(np.int64)
        self.shortest, self.longest = blocks.least(lengths), blocks.greatest(lengths)

    def put(self, tape: Tape, at: Ints) -> None:
        """Write them from `at` on."""
        self._weights.put(tape, at)
        self._values.put(tape, at + self._weights.sizes)


class _Weights:
    """The weights of blocks: nothing where all are 1, one number where all are alike, else all."""

    def __init__(self, counts: Ints, blocks: _Blocks) -> None:
        self.heaviest = blocks.greatest(counts)
        self._blocks = blocks
        self._light = self.heaviest == 1
        self._alike = ~self._light & (blocks.least(counts) == self.heaviest)
        mixed = ~self._light & ~self._alike
        self._small = mixed & (self.heaviest <= _BYTE)
        self._great = mixed & ~self._small
        self._counts = counts
        self._row_sizes = np.where(np.repeat(self._great, blocks.sizes), int_sizes(counts), 0)
        self.sizes = np.where(self._light, 1, 1 + _DOUBLE)
        self.sizes[self._small] = 2 + blocks.sizes[self._small]
        self.sizes[self._great] = 2 + blocks.sums(self._row_sizes)[self._great]

    def put(self, tape: Tape, at: Ints) -> None:
        """Write them where the blocks' weights stand."""
        put(tape, at[self._light], Op.NONE)
        put(tape, at[self._alike], Op.FLOAT)
        put_bytes(tape, at[self._alike] + 1, self.heaviest[self._alike], ">f8")
        self._put_small(tape, at)
        put(tape, at[self._great], Op.MARK)
        rows = np.flatnonzero(self._row_sizes)
        places = self._blocks.spread(at + 1, self._row_sizes)[rows]
        put_ints(tape, places, self._counts[rows], self._row_sizes[rows])
        put(tape, (at + self.sizes - 1)[self._great], Op.TUPLE)

    def _put_small(self, tape: Tape, at: Ints) -> None:
        """Write those of blocks whose weights all fit into a byte."""
        sizes = self._blocks.sizes[self._small]
        put(tape, at[self._small], Op.BYTES_1)
        tape[at[self._small] + 1] = sizes
        starts = self._blocks.starts[self._small]
        to = at[self._small] + 2
        tape[ranges(to, to + sizes)] = self._counts[ranges(starts, starts + sizes)]


class _Values:
    """The encoded positions of blocks: of each row a count and a pickled row of differences.

    The STOP of that pickle is left out, as Whoosh's own writers did: readers put it there where
    the last byte is none, and so it stands where a difference looks like one.
    """

    def __init__(self, words: _Occurrences, blocks: _Blocks) -> None:
        self._words = words
        self._blocks = blocks
        self._lasts = np.append(words.firsts[1:], len(words.deltas)) - 1
        narrow = np.maximum.reduceat(words.deltas, words.firsts) <= _BYTE
        self._narrow = narrow & (words.counts <= _BYTE)
        self._wide_places = np.flatnonzero(np.repeat(~self._narrow, words.counts))
        self._delta_sizes = np.ones(len(words.deltas), np.int64)
        self._delta_sizes[self._wide_places] = int_sizes(words.deltas[self._wide_places])
        self._stops = self._narrow & (words.deltas[self._lasts] == Op.STOP[0])
        inner = np.add.reduceat(self._delta_sizes, words.firsts)
        self._contents = inner + _COUNT_BYTES + 2 + self._stops
        self._heads = np.where(self._contents <= _BYTE, 2, 5)
        self.sizes = blocks.sums(self._heads + self._contents) + 2

    def put(self, tape: Tape, at: Ints) -> None:
        """Write them where the blocks' values stand."""
        words = self._words
        put(tape, at, Op.MARK)
        rows = self._blocks.spread(at + 1, self._heads + self._contents)
        short = self._heads == 2
        put(tape, rows[short], Op.BYTES_1)
        tape[rows[short] + 1] = self._contents[short]
        put(tape, rows[~short], Op.BYTES_4)
        put_bytes(tape, rows[~short] + 1, self._contents[~short], "<u4")
        rows = rows + self._heads
        tape[rows + 3] = words.counts  # of the count's four bytes the last
        put_bytes(tape, rows[~short], words.counts[~short], ">u4")
        self._put_deltas(tape, rows + _COUNT_BYTES)
        put(tape, at + self.sizes - 1, Op.TUPLE)

    def _put_deltas(self, tape: Tape, at: Ints) -> None:
        """Write the pickles of differences: bytes where all are small, else a tuple of numbers."""
        words, narrow = self._words, self._narrow
        put(tape, at[narrow], Op.BYTES_1)
        tape[at[narrow] + 1] = words.counts[narrow]
        put(tape, at[~narrow], Op.MARK)
        inner = _after(self._delta_sizes, words.firsts, words.counts)
        places = inner + np.repeat(at + 1 + narrow, words.counts)
        tape[places] = words.deltas & _BYTE
        wide = self._wide_places
        put_ints(tape, places[wide], words.deltas[wide], self._delta_sizes[wide])
        ends = places[self._lasts] + self._delta_sizes[self._lasts]
        put(tape, ends[~narrow], Op.TUPLE)
        put(tape, ends[self._stops], Op.STOP)


def _put_info(
    tape: Tape, at: Ints, sizes: Ints, lasts: Ints, payload: _Payload | _NoPayload
) -> None:
    """Write the figures of each block: rows, last id, weight, no compression, lengths."""
    put(tape, at, Op.MARK + Op.INT_1)
    tape[at + 2] = sizes
    last_sizes = int_sizes(lasts)
    put_ints(tape, at + 3, lasts, last_sizes)
    at = at + 3 + last_sizes
    put(tape, at, Op.FLOAT)
    put_bytes(tape, at + 1, payload.heaviest, ">f8")
    at = at + 1 + _DOUBLE
    put(tape, at, Op.INT_1 + b"\0" + Op.INT_1)
    tape[at + 3] = payload.shortest
    put(tape, at + 4, Op.INT_1)
    tape[at + 5] = payload.longest
    put(tape, at + 6, Op.TUPLE + Op.STOP)
