"""All tokens of a field → its postings in order of terms, block by block as Whoosh writes them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from pickle import dumps
from struct import Struct
from typing import TYPE_CHECKING, Final

import numpy as np
from whoosh.util.numeric import byte_to_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

BLOCK: Final = 128  # postings a block, as stock Whoosh writes them
PICKLE: Final = 2  # the protocol stock Whoosh writes
_UINT: Final = Struct("!I")


@dataclass(slots=True)
class Words:
    """All tokens of one field in the order they came, and where documents begin."""

    tokens: array[int] = field(default_factory=lambda: array("i"))
    documents: array[int] = field(default_factory=lambda: array("i"))
    lengths: array[int] = field(default_factory=lambda: array("i"))


class OnePosition(dict[int, bytes]):
    """Position → how Whoosh stores a word that stands there and nowhere else in its document."""

    def __missing__(self, position: int) -> bytes:
        encoded = self[position] = _encode([position])
        return encoded


def _encode(deltas: Sequence[int]) -> bytes:
    """Positions as `whoosh.formats.Positions` stores them."""
    return _UINT.pack(len(deltas)) + dumps(deltas, PICKLE)


@dataclass(frozen=True, slots=True)
class Block:
    """Up to 128 postings of one term: delta-coded ids, weights (None: all 1), encoded positions."""

    ids: list[int]
    weights: tuple[float, ...] | float | None
    values: tuple[bytes, ...] | None
    heaviest: float
    first: int
    last: int
    shortest: int  # lengths as Whoosh's bytes
    longest: int
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Inverted:
    """Postings of a field in order of terms: a row for each pair of term and document."""

    terms: NDArray[np.int32]
    documents: NDArray[np.int32]
    counts: NDArray[np.int64]
    firsts: NDArray[np.int64]  # where a row's positions start in `deltas`
    deltas: NDArray[np.int32]
    positions: NDArray[np.int32]  # what `deltas` sum up to within a row
    length_bytes: NDArray[np.uint8]  # of each row's document

    def blocks(self, one_position: OnePosition) -> Iterator[tuple[int, bool, Block]]:
        """Term, whether it is the term's last block, and the block; terms in order.

        What a block needs is taken from the arrays for all blocks at once: the loop runs once a
        block, and is where the time of writing goes.
        """
        starts = self._starts()
        ends = np.append(starts[1:], len(self.terms))
        terms = self.terms[starts]
        last_of_term = np.append(terms[1:] != terms[:-1], True)
        ids, counts = self._differences(starts).tolist(), self.counts.tolist()
        firsts, deltas = self.firsts.tolist(), self.deltas.tolist()
        columns = (
            *(terms, last_of_term, starts, ends),
            np.maximum.reduceat(self.counts, starts),
            np.add.reduceat(self.counts, starts),
            *(self.documents[starts], self.documents[ends - 1]),
            np.minimum.reduceat(self.length_bytes, starts),
            np.maximum.reduceat(self.length_bytes, starts),
        )
        rows = zip(*(column.tolist() for column in columns), strict=True)
        for term, is_last, start, end, most, total, low, high, shortest, longest in rows:
            often = counts[start:end]
            weights = None if most == 1 else _weights(often)
            values = [
                one_position[deltas[first]] if n == 1 else _encode(deltas[first : first + n])
                for first, n in zip(firsts[start:end], often, strict=True)
            ]
            block = Block(
                ids[start:end],
                weights,
                tuple(values),
                float(most),
                low,
                high,
                shortest,
                longest,
                float(total),
            )
            yield term, is_last, block

    def _starts(self) -> NDArray[np.intp]:
        """The rows that blocks begin with: at every new term, and every 128 rows of one."""
        terms = np.flatnonzero(np.append(True, self.terms[1:] != self.terms[:-1]))
        sizes = np.diff(np.append(terms, len(self.terms)))
        inner = np.arange(len(self.terms)) - np.repeat(terms, sizes)
        return np.flatnonzero(inner % BLOCK == 0)

    def _differences(self, starts: NDArray[np.intp]) -> NDArray[np.int32]:
        """Document numbers as differences, each block's first as it is."""
        differences = self.documents.copy()
        differences[1:] -= self.documents[:-1]
        differences[starts] = self.documents[starts]
        return differences


def _weights(counts: list[int]) -> tuple[float, ...] | float:
    """Weights as stock Whoosh makes them small: one number where all are alike."""
    alike = counts.count(counts[0]) == len(counts)
    return float(counts[0]) if alike else tuple(map(float, counts))


def invert(words: Words, rank: NDArray[np.int32]) -> Inverted:
    """Tokens in order of documents → postings in order of terms."""
    lengths = ints(words.lengths)
    starts = np.cumsum(lengths, dtype=np.int64) - lengths
    positions = np.arange(len(words.tokens), dtype=np.int64) - np.repeat(starts, lengths)
    documents = np.repeat(ints(words.documents), lengths)
    terms = rank[ints(words.tokens)]
    order = np.argsort(terms, kind="stable")
    terms, documents = terms[order], documents[order]
    positions = positions[order]
    new = np.append(True, (terms[1:] != terms[:-1]) | (documents[1:] != documents[:-1]))
    firsts = np.flatnonzero(new)
    deltas = positions.copy()
    deltas[1:] -= positions[:-1]
    deltas[firsts] = positions[firsts]
    return Inverted(
        terms=terms[firsts],
        documents=documents[firsts],
        counts=np.diff(np.append(firsts, len(terms))),
        firsts=firsts,
        deltas=deltas.astype(np.int32),
        positions=positions.astype(np.int32),
        length_bytes=np.repeat(_length_bytes(lengths), lengths)[order][firsts],
    )


def _length_bytes(lengths: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Lengths as `whoosh.util.numeric.length_to_byte` rounds them, all at once."""
    known = [byte_to_length(byte) for byte in range(256)]
    return np.minimum(np.searchsorted(known, lengths), 255).astype(np.uint8)


def ints(numbers: array[int]) -> NDArray[np.int32]:
    return np.frombuffer(numbers, np.int32)
