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
from bisect import bisect_left
from itertools import pairwise
from struct import Struct
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

import msgspec
import numpy as np

from search.engines.manifest import REBUILD
from search.engines.whoosh.format.runs import ranges
from search.errors import DamagedIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from search.engines.whoosh.format.inversion import Inverted
    from search.engines.whoosh.format.word_forms import InvertedForms

EXTENSION: Final = ".arrays"
_MAGIC: Final = b"onrecord arrays3"
_ALIGNED_BYTES: Final = 16
_INT_BYTES: Final = 4  # of a place in the dictionary
_LENGTH: Final = Struct("<Q")
_BYTE_BITS: Final = 8
_ROW_BITS: Final = 32  # a segment's number stands above a row's
_READ_THROUGH: Final = 1 << 14  # rows between two pieces are read sooner than left out
_GREAT_BYTES: Final = 8  # of a position that does not fit into a byte, beyond that byte
_BYTE: Final = np.dtype(np.uint8)
_DAMAGED: Final = f"{{}} is no file of arrays; {REBUILD}"


class Written(NamedTuple):
    """Where an array stands in a file."""

    kind: str  # of its numbers, as numpy writes it
    start: int  # in bytes
    length: int  # in numbers


class Column(NamedTuple):
    """An array of a file, read piece by piece."""

    file: BinaryIO
    kind: np.dtype[Any]
    start: int  # in bytes

    @classmethod
    def of(cls, mapped: MappedArrays, written: Written) -> Column:
        """An array of a file."""
        return cls(mapped.file, np.dtype(written.kind), written.start)


def read_pieces(
    columns: Sequence[Column], firsts: Sequence[int], ends: Sequence[int]
) -> NDArray[np.unsignedinteger]:
    """The numbers of each column from a first one up to an end, one column after the other.

    In the widest of their types; not to be written to. They are joined as bytes: a word stands in
    every segment, and to join arrays takes three times as long.
    """
    kinds = {column.kind for column in columns}
    kind = kinds.pop() if len(kinds) == 1 else max(kinds, key=_size_of, default=_BYTE)
    pieces = []
    for (file, own, start), first, end in zip(columns, firsts, ends, strict=True):
        size = own.itemsize
        piece = os.pread(file.fileno(), (end - first) * size, start + first * size)
        if len(piece) != (end - first) * size:
            raise DamagedIndex(_DAMAGED.format(file.name))
        pieces.append(piece if own is kind else np.frombuffer(piece, own).astype(kind).tobytes())
    return np.frombuffer(b"".join(pieces), kind)


def _size_of(kind: np.dtype[Any]) -> int:
    return kind.itemsize


class Stretches(NamedTuple):
    """Many pieces of the columns of several segments, those near each other to be read together.

    The rows of the words of a prefix stand side by side: they are a few stretches a segment.
    """

    segments: Sequence[int]  # of stretches
    firsts: Sequence[int]
    ends: Sequence[int]
    rows: NDArray[np.int64]  # of what the stretches hold: the rows of the pieces, in their order

    @classmethod
    def of(
        cls, segments: NDArray[np.integer], firsts: NDArray[np.int64], ends: NDArray[np.int64]
    ) -> Stretches:
        """Pieces, at least one: the segment of each, its first row, and the one after its last."""
        above = segments.astype(np.int64) << _ROW_BITS
        pieces, stops = above + firsts, above + ends
        order = pieces.argsort()
        starts, upto = pieces[order], np.maximum.accumulate(stops[order])
        apart = np.ones(len(starts) + 1, np.bool_)
        apart[1:-1] = starts[1:] > upto[:-1] + _READ_THROUGH
        begins, finishes = starts[apart[:-1]], upto[apart[1:]]
        sizes = finishes - begins
        moved = begins - (sizes.cumsum() - sizes)  # by how much each stretch moves when it is read
        shifts = np.empty_like(pieces)
        shifts[order] = moved[apart[:-1].cumsum() - 1]
        owners = begins >> _ROW_BITS
        below = owners << _ROW_BITS
        return cls(
            owners.tolist(),
            (begins - below).tolist(),
            (finishes - below).tolist(),
            ranges(pieces - shifts, stops - shifts),
        )

    def read(self, columns: Callable[[int], Column]) -> NDArray[np.unsignedinteger]:
        """The numbers of all pieces, one after the other; `columns` gives that of a segment."""
        own = [columns(segment) for segment in self.segments]
        return read_pieces(own, self.firsts, self.ends)[self.rows]


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
        stop = bisect_left(one.great_at, end, begin, min(begin + end - first, len(one.great_at)))
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
    extents: NDArray[np.uint32]  # of each term: first row, end of rows, first place, end of places
    documents: Column  # of rows
    counts: Column  # of rows
    positions: Positions

    def terms(self) -> list[bytes]:
        """The names of all terms."""
        return [bytes(self.names[first:end]) for first, end in pairwise(self.name_ends.tolist())]


class ArrayWriter:
    """Writes arrays one after the other, and at last what stands where."""

    def __init__(self, file: BinaryIO, magic: bytes) -> None:
        self._file, self._magic = file, magic

    def append(self, array: NDArray[Any]) -> Written:
        """Write an array; where it stands."""
        self._file.write(b"\0" * (-self._file.tell() % _ALIGNED_BYTES))
        start = self._file.tell()
        self._file.write(np.ascontiguousarray(array).data)
        return Written(array.dtype.str, start, len(array))

    def append_names(self, names: Sequence[bytes]) -> tuple[Written, Written]:
        """Write names, one after the other, and a 0 and where each ends."""
        ends = np.cumsum([0, *map(len, names)]).astype(np.int32)
        return self.append(np.frombuffer(b"".join(names), np.uint8)), self.append(ends)

    def close(self, fields: Mapping[str, Sequence[Written]]) -> None:
        """Write what stands where, field by field, and close the file."""
        contents = json.dumps(fields).encode()
        self._file.write(contents + _LENGTH.pack(len(contents)) + self._magic)
        self._file.close()


class MappedArrays:
    """A file that `ArrayWriter` wrote, mapped into memory."""

    def __init__(self, path: Path, magic: bytes) -> None:
        self.file = path.open("rb", buffering=0)
        end = os.fstat(self.file.fileno()).st_size - len(magic) - _LENGTH.size
        if end < 0 or os.pread(self.file.fileno(), len(magic), end + _LENGTH.size) != magic:
            self.file.close()
            raise DamagedIndex(_DAMAGED.format(path))
        content = mmap.mmap(self.file.fileno(), 0, access=mmap.ACCESS_READ)
        self._content = memoryview(content)
        (size,) = _LENGTH.unpack_from(content, end)
        contents = content[end - size : end]
        given: dict[str, list[tuple[str, int, int]]] = msgspec.json.decode(contents)
        self.fields = {name: [Written(*one) for one in arrays] for name, arrays in given.items()}

    def array(self, written: Written) -> NDArray[Any]:
        """An array that was written."""
        return np.frombuffer(self._content, written.kind, written.length, written.start)

    def names(self, names: Written, ends: Written) -> tuple[memoryview, memoryview]:
        """Names and their ends: views, which give single ones faster than arrays."""
        whole = self._content
        stop = ends.start + ends.length * _INT_BYTES
        return whole[names.start :][: names.length], whole[ends.start : stop].cast("i")

    def close(self) -> None:
        """Close the file, and let go of what is mapped: it is open until no array refers to it."""
        self.file.close()
        self._content = memoryview(b"")


class ArraysFile:
    """Writes the arrays of a segment, two fields at a time: stems, and words as written."""

    def __init__(self, file: BinaryIO) -> None:
        self._writer = ArrayWriter(file, _MAGIC)
        self._fields: dict[str, Sequence[Written]] = {}

    def write(self, stems: str, exact: str, forms: InvertedForms) -> None:
        """Write the postings of both fields, named `stems` and `exact`."""
        both, append = (forms.stems, forms.exact), self._writer.append
        columns = [
            append(_small(np.concatenate([one.documents for one in both]))),
            append(_small(np.concatenate([one.counts for one in both]))),
            *map(append, _split(np.concatenate([one.positions for one in both]))),
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
        columns: Sequence[Written],
    ) -> None:
        names = self._writer.append_names([by_term[number] for number in terms.tolist()])
        self._fields[field] = [*names, self._writer.append(extents.ravel()), *columns]

    def close(self) -> None:
        """Write what stands where, and close the file."""
        self._writer.close(self._fields)


class Arrays:
    """The arrays of a segment, open for reading; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._mapped = MappedArrays(path, _MAGIC)
        self.fields = {name: self._field(arrays) for name, arrays in self._mapped.fields.items()}

    def _field(self, arrays: Sequence[Written]) -> FieldPostings:
        mapped = self._mapped
        names, ends, extents, documents, counts, low, great_at, above = arrays
        return FieldPostings(
            *mapped.names(names, ends),
            mapped.array(extents).reshape(-1, 4),
            Column.of(mapped, documents),
            Column.of(mapped, counts),
            Positions(Column.of(mapped, low), mapped.array(great_at).data, mapped.array(above)),
        )

    def close(self) -> None:
        """Close the file; what is mapped is let go when nothing refers to it."""
        self._mapped.close()
        self.fields = {}


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
