"""Postings of a segment → one file of arrays beside Whoosh's, and back, term by term.

Derivable: whatever stands here stands in Whoosh's own posting file, which is the truth and is read
where this one is not there. It spares a reader the unpickling of blocks when a word is first asked
for. After the arrays come their types and places as JSON, its length, and the magic number.

The dictionary is mapped into memory; rows are read (`os.pread`), for what is mapped stays resident.
"""

from __future__ import annotations

import json
import mmap
import os
from bisect import bisect_left, bisect_right
from struct import Struct
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

import numpy as np

from search.engines.manifest import REBUILD
from search.errors import DamagedIndex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from search.engines.whoosh.format.inversion import Inverted
    from search.engines.whoosh.format.word_forms import InvertedForms

EXTENSION: Final = ".arrays"
_MAGIC: Final = b"onrecord arrays2"
_ALIGNED_BYTES: Final = 16
_INT_BYTES: Final = 4  # of a place in the dictionary
_LENGTH: Final = Struct("<Q")
_BYTE_BITS: Final = 8
_HEAD_BYTES: Final = 8  # of a name; most differ in these
_GREAT_BYTES: Final = 8  # of a position that does not fit into a byte, beyond that byte
_DAMAGED: Final = f"{{}} is no file of arrays; {REBUILD}"


class Column(NamedTuple):
    """An array of a file, read piece by piece."""

    file: BinaryIO
    kind: np.dtype[Any]
    start: int  # in bytes


def read_pieces(
    columns: Sequence[Column], firsts: Sequence[int], ends: Sequence[int]
) -> NDArray[np.unsignedinteger]:
    """The numbers of each column from a first one up to an end, one column after the other.

    In the widest of their types. They are read to where they stay: a word stands in every segment,
    and to read each piece by itself and then join them takes three times as long.
    """
    kinds = {column.kind for column in columns}
    kind = kinds.pop() if len(kinds) == 1 else np.result_type(np.uint8, *kinds)
    found = np.empty(sum(ends) - sum(firsts), kind)
    content, at = found.data.cast("B"), 0
    for (file, own, start), first, end in zip(columns, firsts, ends, strict=True):
        size = own.itemsize
        stop = at + (end - first) * kind.itemsize
        target: Any = content[at:stop] if own is kind else np.empty(end - first, own)
        read = os.preadv(file.fileno(), [target], start + first * size)
        if read != (end - first) * size:
            raise DamagedIndex(_DAMAGED.format(file.name))
        if own is not kind:
            content[at:stop] = target.astype(kind).data.cast("B")
        at = stop
    return found


class Positions(NamedTuple):
    """Positions, row after row: what fits into the column's type, and the rest of the few others.

    Most turns are so short that a byte does; the few places beyond have what stands above it.
    """

    low: Column
    great_at: memoryview  # whole numbers: places of those that do not fit, ascending
    above: NDArray[np.uint32]  # of each of these what stands above the byte


def read_positions(
    columns: Sequence[Positions], firsts: Sequence[int], ends: Sequence[int]
) -> NDArray[np.unsignedinteger]:
    """The positions of each from a first one up to an end, one after the other."""
    found = read_pieces([one.low for one in columns], firsts, ends)
    places: list[NDArray[np.uint32]] = []
    above: list[NDArray[np.uint32]] = []
    shifts: list[int] = []
    at = 0
    for one, first, end in zip(columns, firsts, ends, strict=True):
        begin = bisect_left(one.great_at, first)
        stop = bisect_left(one.great_at, end, begin)
        if begin < stop:
            places.append(np.frombuffer(one.great_at[begin:stop], np.uint32))
            above.append(one.above[begin:stop])
            shifts.append(at - first)
        at += end - first
    if not places:
        return found
    whole = found.astype(np.uint32)
    moved = np.array(shifts).repeat([len(one) for one in places])
    whole[np.concatenate(places) + moved] |= np.concatenate(above) << np.uint32(_BYTE_BITS)
    return whole


class TermName(NamedTuple):
    """The name of a term, UTF-8, and its first eight bytes as a number, by which it is found."""

    name: bytes
    head: int

    @classmethod
    def of(cls, word: str) -> TermName:
        """The name of a word."""
        name = word.encode()
        return cls(name, int.from_bytes(name[:_HEAD_BYTES].ljust(_HEAD_BYTES, b"\0"), "big"))


class Extent(NamedTuple):
    """Where a term stands in the columns: rows (one a document) and places, each up to an end."""

    first: int
    end: int
    first_place: int
    end_of_places: int


class FieldPostings(NamedTuple):
    """Postings of one field, terms in the order of their bytes.

    The rows of two fields, stems and words as written, stand in the same columns: a stem and a word
    that stand in the same places have the same rows.
    """

    names: memoryview  # of terms, UTF-8, one after the other
    name_ends: memoryview  # whole numbers: a 0, then where each name ends
    heads: memoryview  # the first eight bytes of each name as a number
    extents: NDArray[np.uint32]  # of each term: first row, end of rows, first place, end of places
    documents: Column  # of rows
    counts: Column  # of rows
    positions: Positions

    def find(self, term: TermName) -> int | None:
        """The number of the term, by bisection: of heads, then of the few names with the same."""
        first = bisect_left(self.heads, term.head)
        if first == len(self.heads) or self.heads[first] != term.head:
            return None
        return self._named(term, first)

    def find_each(
        self, terms: Sequence[TermName], heads: NDArray[np.uint64]
    ) -> tuple[list[int], list[Extent]]:
        """Which of many terms are there, by place, and where each stands; `heads` are theirs."""
        own = np.frombuffer(self.heads, np.uint64)
        firsts = own.searchsorted(heads)
        alike = (own.take(firsts, mode="clip") == heads).nonzero()[0].tolist()
        numbers = [
            self._named(terms[at], first)
            for at, first in zip(alike, firsts[alike].tolist(), strict=True)
        ]
        found = [
            (at, number) for at, number in zip(alike, numbers, strict=True) if number is not None
        ]
        extents = self.extents[[number for _, number in found]].tolist()
        return [at for at, _ in found], [Extent(*one) for one in extents]

    def _named(self, term: TermName, first: int) -> int | None:
        """The number of the term among those with its head, the first of which is given."""
        name, head = term
        if self._name(first) != name:
            end = bisect_right(self.heads, head, first)
            first += bisect_left(range(first, end), name, key=self._name)
        return first if first < len(self.heads) and self._name(first) == name else None

    def _name(self, number: int) -> bytes:
        return bytes(self.names[self.name_ends[number] : self.name_ends[number + 1]])

    def counts_by_name(self) -> Iterator[tuple[str, int]]:
        """Every term with the number of its documents."""
        ends = self.name_ends.tolist()
        whole = self.names.tobytes()
        counts = (self.extents[:, 1] - self.extents[:, 0]).tolist()
        for number, count in enumerate(counts):
            yield whole[ends[number] : ends[number + 1]].decode(), count

    def extent(self, term: int) -> Extent:
        """Where rows and places of a term stand."""
        return Extent(*self.extents[term].tolist())


class ArraysFile:
    """Writes the arrays of a segment, two fields at a time: stems, and words as written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._fields: dict[str, list[tuple[str, int, int]]] = {}

    def write(self, stems: str, exact: str, forms: InvertedForms) -> None:
        """Write the postings of both fields, named `stems` and `exact`."""
        both = (forms.stems, forms.exact)
        columns = [
            self._append(_small(np.concatenate([one.documents for one in both]))),
            self._append(_small(np.concatenate([one.counts for one in both]))),
            *map(self._append, _split(np.concatenate([one.positions for one in both]))),
        ]
        own, further = _extents(forms.stems), _extents(forms.exact, forms.stems)
        self._write_terms(stems, forms.stem_names, *own, columns)
        rows = own[0].searchsorted(forms.shared.stems)
        terms = np.concatenate([further[0], forms.shared.exact])
        extents = np.concatenate([further[1], own[1][rows]])
        order = np.argsort(terms)
        self._write_terms(exact, forms.exact_names, terms[order], extents[order], columns)

    def _write_terms(
        self,
        field: str,
        by_term: Sequence[bytes],
        terms: NDArray[np.int32],
        extents: NDArray[np.uint32],
        columns: list[tuple[str, int, int]],
    ) -> None:
        names = [by_term[number] for number in terms.tolist()]
        self._fields[field] = [
            self._append(np.frombuffer(b"".join(names), np.uint8)),
            self._append(np.cumsum([0, *map(len, names)]).astype(np.int32)),
            self._append(_heads(names)),
            self._append(extents.ravel()),
            *columns,
        ]

    def _append(self, array: NDArray[Any]) -> tuple[str, int, int]:
        """Write an array; its type, where it starts, and its length."""
        self._file.write(b"\0" * (-self._file.tell() % _ALIGNED_BYTES))
        start = self._file.tell()
        self._file.write(np.ascontiguousarray(array).data)
        return array.dtype.str, start, len(array)

    def close(self) -> None:
        """Write what stands where, and close the file."""
        contents = json.dumps(self._fields).encode()
        self._file.write(contents + _LENGTH.pack(len(contents)) + _MAGIC)
        self._file.close()


class Arrays:
    """The arrays of a segment, open for reading; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        content = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
        end = len(content) - len(_MAGIC) - _LENGTH.size
        if content[-len(_MAGIC) :] != _MAGIC:
            raise DamagedIndex(_DAMAGED.format(path))
        (size,) = _LENGTH.unpack_from(content, end)
        given: dict[str, list[tuple[str, int, int]]] = json.loads(content[end - size : end])
        self.fields = {name: self._field(content, *arrays) for name, arrays in given.items()}

    def _field(self, content: mmap.mmap, *arrays: tuple[str, int, int]) -> FieldPostings:
        # of the dictionary single names are asked for, which views give faster than arrays
        (_, at, length), (_, ends_at, ends) = arrays[:2]
        heads, extents, great_at, above = (
            np.frombuffer(content, kind, length, at)
            for kind, at, length in (*arrays[2:4], *arrays[7:])
        )
        documents, counts, low = (
            Column(self._file, np.dtype(kind), at) for kind, at, _ in arrays[4:7]
        )
        return FieldPostings(
            memoryview(content)[at : at + length],
            memoryview(content)[ends_at : ends_at + ends * _INT_BYTES].cast("i"),
            heads.astype("=u8", copy=False).data,
            extents.reshape(-1, 4),
            documents,
            counts,
            Positions(low, great_at.data, above),
        )

    def close(self) -> None:
        """Close the file; the dictionary is unmapped when nothing refers to it."""
        self._file.close()
        self.fields = {}


def _heads(names: Sequence[bytes]) -> NDArray[np.uint64]:
    heads = b"".join(name[:_HEAD_BYTES].ljust(_HEAD_BYTES, b"\0") for name in names)
    return np.frombuffer(heads, ">u8").astype(np.uint64)


def _extents(
    field: Inverted, after: Inverted | None = None
) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
    """The terms of a field, and where rows and places of each stand, `after` those of another."""
    starts = np.flatnonzero(np.diff(field.terms, prepend=-1))
    rows = np.append(starts, len(field.terms))
    places = field.firsts[rows]
    if after is not None:
        rows, places = rows + len(after.terms), places + len(after.positions)
    extents = np.stack([rows[:-1], rows[1:], places[:-1], places[1:]], axis=1)
    return field.terms[starts], extents.astype(np.uint32)


def _small(numbers: NDArray[np.integer]) -> NDArray[np.unsignedinteger]:
    """The numbers in the smallest type that holds them all."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def _split(
    positions: NDArray[np.int32],
) -> tuple[NDArray[np.unsignedinteger], NDArray[np.uint32], NDArray[np.uint32]]:
    """Positions as `Positions` holds them: in one type, or in bytes where few are greater."""
    great = np.flatnonzero(positions >> _BYTE_BITS)
    if _GREAT_BYTES * len(great) > len(positions):
        nothing = np.zeros(0, np.uint32)
        return _small(positions), nothing, nothing
    above = (positions[great] >> _BYTE_BITS).astype(np.uint32)
    return positions.astype(np.uint8), great.astype(np.uint32), above
