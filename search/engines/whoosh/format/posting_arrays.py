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

EXTENSION: Final = ".arrays"
_MAGIC: Final = b"onrecord arrays1"
_ALIGNED_BYTES: Final = 16
_INT_BYTES: Final = 4  # of a place in the dictionary
_LENGTH: Final = Struct("<Q")
_DAMAGED: Final = f"{{}} is no file of arrays; {REBUILD}"


class Column(NamedTuple):
    """An array of a file, read piece by piece."""

    file: BinaryIO
    kind: np.dtype[Any]
    start: int  # in bytes

    def read(self, first: int, end: int) -> NDArray[Any]:
        """The numbers from `first` up to `end`."""
        size = self.kind.itemsize
        content = os.pread(self.file.fileno(), (end - first) * size, self.start + first * size)
        return np.frombuffer(content, self.kind)


class FieldPostings(NamedTuple):
    """Postings of one field, term after term in the order of their bytes."""

    names: memoryview  # of terms, UTF-8, one after the other
    name_ends: memoryview  # whole numbers: a 0, then where each name ends
    row_ends: NDArray[np.int64]  # a 0, then where each term's rows end
    place_ends: NDArray[np.int64]  # a 0, then where each term's positions end
    documents: Column  # of rows
    counts: Column  # of rows
    positions: Column  # of places, row after row

    def find(self, name: bytes) -> int | None:
        """The number of the term, by bisection."""
        count = len(self.name_ends) - 1
        at = bisect_left(range(count), name, key=self._name)
        return at if at < count and self._name(at) == name else None

    def _name(self, number: int) -> bytes:
        return bytes(self.names[self.name_ends[number] : self.name_ends[number + 1]])

    def counts_by_name(self) -> Iterator[tuple[str, int]]:
        """Every term with the number of its documents."""
        ends = self.name_ends.tolist()
        whole = self.names.tobytes()
        counts = np.diff(self.row_ends).tolist()
        for number, count in enumerate(counts):
            yield whole[ends[number] : ends[number + 1]].decode(), count

    def row_count(self, term: int) -> int:
        """How many documents hold a term."""
        return int(self.row_ends[term + 1] - self.row_ends[term])

    def rows(self, term: int) -> tuple[NDArray[np.int32], NDArray[np.unsignedinteger]]:
        """Documents of a term, ascending, and how often each holds it."""
        first, end = self.row_ends[term : term + 2].tolist()
        return self.documents.read(first, end), self.counts.read(first, end)

    def places(self, term: int) -> NDArray[np.unsignedinteger]:
        """Positions of a term, row after row."""
        return self.positions.read(*self.place_ends[term : term + 2].tolist())


class ArraysFile:
    """Writes the arrays of a segment, field by field."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._fields: dict[str, list[tuple[str, int, int]]] = {}  # as `FieldPostings` lists them

    def write(self, name: str, field: Inverted, terms: Sequence[bytes]) -> None:
        """Write a field's postings; `terms` are the segment's, by number."""
        starts = np.flatnonzero(np.diff(field.terms, prepend=-1))
        names = [terms[number] for number in field.terms[starts].tolist()]
        rows = np.append(starts, len(field.terms))
        places = field.firsts[rows]
        arrays = (
            np.frombuffer(b"".join(names), np.uint8),
            np.cumsum([0, *map(len, names)]).astype(np.int32),
            rows.astype(np.int64),
            places.astype(np.int64),
            field.documents,
            _small(field.counts),
            _small(field.positions),
        )
        self._fields[name] = [self._append(array) for array in arrays]

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
        names = memoryview(content)[at : at + length]
        name_ends = memoryview(content)[ends_at : ends_at + ends * _INT_BYTES].cast("i")
        row_ends, place_ends = (
            np.frombuffer(content, kind, length, at) for kind, at, length in arrays[2:4]
        )
        documents, counts, positions = (
            Column(self._file, np.dtype(kind), at) for kind, at, _ in arrays[4:]
        )
        return FieldPostings(names, name_ends, row_ends, place_ends, documents, counts, positions)

    def close(self) -> None:
        """Close the file; the dictionary is unmapped when nothing refers to it."""
        self._file.close()
        self.fields = {}


def _small(numbers: NDArray[np.integer]) -> NDArray[np.unsignedinteger]:
    """The numbers in the smallest type that holds them all."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))
