"""The dictionaries of all segments → one of the generation: a word → where it stands in each.

Derivable from the arrays of segments. It spares a reader looking a word up in every segment, thirty
of them in a generation of 350,000 turns. The file is laid out as theirs (`posting_arrays`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from contextlib import ExitStack, closing
from itertools import pairwise, repeat
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from search.engines.whoosh.format.posting_arrays import Arrays, ArrayWriter, MappedArrays
from search.engines.whoosh.format.runs import ranges

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from search.engines.whoosh.format.posting_arrays import FieldPostings, Written

DICTIONARY_NAME: Final = "dictionary.words"
_MAGIC: Final = b"onrecord words 1"
_HEAD_BYTES: Final = 8  # of a name; most differ in these
_NAMES_A_BISECTION: Final = 16  # names that are listed in the time of one bisection
ABSENT: Final = -1
"""The number of a word that is not there."""


class Places(NamedTuple):
    """Where one word stands, segment by segment: rows and places, each up to an end."""

    segments: Sequence[int]
    firsts: Sequence[int]
    ends: Sequence[int]
    first_places: Sequence[int]
    place_ends: Sequence[int]


NOWHERE: Final = Places((), (), (), (), ())


class Entries(NamedTuple):
    """Where many words stand, word after word, segment by segment: rows up to an end."""

    segments: NDArray[np.uint16]
    firsts: NDArray[np.int64]
    ends: NDArray[np.int64]
    holders: NDArray[np.int64]  # of each word: how many documents hold it

    @classmethod
    def none(cls, words: int) -> Entries:
        """Of words that stand nowhere."""
        rows = np.empty(0, np.int64)
        return cls(np.empty(0, np.uint16), rows, rows, np.zeros(words, np.int64))


class FieldDictionary(NamedTuple):
    """The words of one field in the order of their bytes, and where each stands.

    An entry is a word in a segment; those of a word stand together, segments ascending.
    """

    names: memoryview  # of words, UTF-8, one after the other
    name_ends: memoryview  # whole numbers: a 0, then where each name ends
    heads: memoryview  # the first eight bytes of each name as a number, by which it is found
    bounds: NDArray[np.uint32]  # of each word its first entry; at last the number of entries
    segments: NDArray[np.uint16]  # of entries
    extents: NDArray[np.uint32]  # of entries: first row, end of rows, first place, end of places

    def places(self, word: str) -> Places:
        """Where a word stands."""
        number = self._number(word.encode())
        if number == ABSENT:
            return NOWHERE
        first, end = self.bounds[number : number + 2].tolist()
        return Places(self.segments[first:end].tolist(), *self.extents[first:end].T.tolist())

    def entries(self, words: Sequence[str]) -> Entries:
        """Where some words stand, at least one, in their order."""
        numbers = self._numbers([word.encode() for word in words])
        there = (numbers != ABSENT).nonzero()[0]
        if not len(there):
            return Entries.none(len(words))
        starts = self.bounds[numbers[there]].astype(np.int64)
        sizes = self.bounds[numbers[there] + 1] - starts
        every = ranges(starts, starts + sizes)
        firsts, ends = self.extents[every, :2].T.astype(np.int64)
        holders = np.zeros(len(words), np.int64)
        holders[there] = np.add.reduceat(ends - firsts, sizes.cumsum() - sizes)
        return Entries(self.segments[every], firsts, ends, holders)

    def _numbers(self, names: Sequence[bytes]) -> NDArray[np.int64]:
        """The numbers of some names, in their order; `ABSENT` for one that is not there.

        Words that lie near each other, as those of a prefix do, are found among all between them.
        """
        first = bisect_left(self.heads, _head(min(names)))
        end = bisect_right(self.heads, _head(max(names)), first)
        if end - first > _NAMES_A_BISECTION * len(names):
            return np.array([self._number(name) for name in names])
        between = dict(zip(self._listed(first, end), range(first, end), strict=True))
        return np.fromiter(map(between.get, names, repeat(ABSENT)), np.int64, len(names))

    def words(self) -> list[str]:
        """All words."""
        return [name.decode() for name in self._listed(0, len(self.heads))]

    def holders(self) -> NDArray[np.int64]:
        """How many documents hold each word."""
        sizes = (self.extents[:, 1] - self.extents[:, 0]).astype(np.int64)
        return np.add.reduceat(sizes, self.bounds[:-1])

    def _number(self, name: bytes) -> int:
        """The number of a name, by bisection: of heads, then of the few names with the same."""
        head = _head(name)
        first = bisect_left(self.heads, head)
        if first == len(self.heads) or self.heads[first] != head:
            return ABSENT
        if self._name(first) != name:
            end = bisect_right(self.heads, head, first)
            first += bisect_left(range(first, end), name, key=self._name)
        return first if first < len(self.heads) and self._name(first) == name else ABSENT

    def _name(self, number: int) -> bytes:
        return bytes(self.names[self.name_ends[number] : self.name_ends[number + 1]])

    def _listed(self, first: int, end: int) -> list[bytes]:
        """The names of words from a first one up to an end."""
        ends = self.name_ends[first : end + 1].tolist()
        base = ends[0]
        whole = bytes(self.names[base : ends[-1]])
        return [whole[start - base : stop - base] for start, stop in pairwise(ends)]


class MergedDictionary:
    """The dictionary of a generation, open for reading; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._mapped = MappedArrays(path, _MAGIC)
        self.fields = {name: self._field(arrays) for name, arrays in self._mapped.fields.items()}

    def _field(self, arrays: Sequence[Written]) -> FieldDictionary:
        names, ends, *others = arrays
        heads, bounds, segments, extents = map(self._mapped.array, others)
        return FieldDictionary(
            *self._mapped.names(names, ends),
            heads.astype("=u8", copy=False).data,
            bounds,
            segments,
            extents.reshape(-1, 4),
        )

    def close(self) -> None:
        """Close the file."""
        self._mapped.close()
        self.fields = {}


def write_dictionary(path: Path, segments: Sequence[Path]) -> None:
    """Write the dictionary of segments whose arrays stand in these files."""
    with ExitStack() as opened, path.open("wb") as file:
        arrays = [opened.enter_context(closing(Arrays(one))) for one in segments]
        writer = ArrayWriter(file, _MAGIC)
        fields = dict.fromkeys(name for one in arrays for name in one.fields)
        writer.close(
            {
                name: _write_field(writer, [one.fields.get(name) for one in arrays])
                for name in fields
            }
        )


def _write_field(
    writer: ArrayWriter, segments: Sequence[FieldPostings | None]
) -> Sequence[Written]:
    """Write the words of a field; a segment may lack it."""
    terms = [one.terms() if one else [] for one in segments]
    names = sorted(set().union(*terms))
    rank = {name: number for number, name in enumerate(names)}
    words = np.fromiter((rank[name] for one in terms for name in one), np.int32)
    owners = np.arange(len(terms), dtype=np.uint16).repeat([len(one) for one in terms])
    extents = np.concatenate([one.extents for one in segments if one])
    order = words.argsort(kind="stable")
    return [
        *writer.append_names(names),
        writer.append(_heads(names)),
        writer.append(np.append(0, np.bincount(words).cumsum()).astype(np.uint32)),
        writer.append(owners[order]),
        writer.append(extents[order].ravel()),
    ]


def _head(name: bytes) -> int:
    return int.from_bytes(name[:_HEAD_BYTES].ljust(_HEAD_BYTES, b"\0"), "big")


def _heads(names: Sequence[bytes]) -> NDArray[np.uint64]:
    heads = b"".join(name[:_HEAD_BYTES].ljust(_HEAD_BYTES, b"\0") for name in names)
    return np.frombuffer(heads, ">u8").astype(np.uint64)
