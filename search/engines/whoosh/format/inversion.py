"""All words of a field → its postings in order of terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from whoosh.util.numeric import byte_to_length

from search.engines.whoosh.format.runs import in_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.engines.whoosh.format.word_numbers import Halves, Words

    Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Inverted:
    """Postings of a field in order of terms: a row for each pair of term and document."""

    terms: Ints
    documents: Ints
    counts: Ints
    firsts: NDArray[np.int64]  # where a row's positions start in `deltas`; at last their number
    deltas: Ints
    positions: Ints  # what `deltas` sum up to within a row
    length_bytes: NDArray[np.uint8]  # of each row's document


def invert(
    words: Words, ranks: Ints, halves: Halves, kept: NDArray[np.bool_] | None = None
) -> Inverted:
    """Words in order of documents → postings in order of terms; `ranks` by number of a word.

    Halves stand at the places of their words, and add nothing to lengths. Of all these only those
    `kept`, by number; None keeps all.
    """
    lengths = words.lengths
    starts = np.cumsum(lengths, dtype=np.int64) - lengths
    numbers, places = words.numbers, None
    if halves.sizes[numbers].any():
        places, numbers = halves.beside(numbers)
    if kept is not None:
        inner = np.flatnonzero(kept[numbers])
        numbers, places = numbers[inner], inner if places is None else places[inner]
    terms = ranks[numbers]
    order = in_order(terms)
    terms = terms[order]
    if places is not None:
        order = places[order]
        once = _new(terms, order)  # a half may have the stem of its word
        terms, order = terms[once], order[once]
    rows = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)[order]
    positions = (order - starts[rows]).astype(np.int32)
    new = _new(terms, rows)
    firsts = np.flatnonzero(new)
    deltas = np.diff(positions, prepend=np.int32(0))
    deltas[firsts] = positions[firsts]
    rows = rows[firsts]
    ends = np.append(firsts, len(terms))
    return Inverted(
        terms=terms[firsts],
        documents=words.documents[rows],
        counts=np.diff(ends).astype(np.int32),
        firsts=ends,
        deltas=deltas,
        positions=positions,
        length_bytes=length_bytes(lengths)[rows],
    )


def _new(terms: Ints, rows: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Which pairs of both are not the pair before them."""
    new = np.ones(len(terms), np.bool_)
    new[1:] = (terms[1:] != terms[:-1]) | (rows[1:] != rows[:-1])
    return new


def length_bytes(lengths: Ints) -> NDArray[np.uint8]:
    """Lengths as `whoosh.util.numeric.length_to_byte` rounds them, all at once."""
    known = [byte_to_length(byte) for byte in range(256)]
    return np.minimum(np.searchsorted(known, lengths), 255).astype(np.uint8)
