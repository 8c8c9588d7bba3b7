"""Words of turns in the order spoken → one file a segment: of each token its word and its offsets.

Derivable, as the arrays of postings are: whatever stands here can be worked out of the printed
text, and is, where the file is not there. It spares whoever marks words the cutting of texts.

A token takes its word's number and one byte: how many characters after the end of the token before
it starts (before that end, where letters without spaces stand in overlapping pairs), and how long
it is, where both are small enough; the few others stand apart. Offsets count in the text
of a whole turn as it is stored, paragraphs joined by two line breaks. What the editors left out
stands as a token without length, since it has a position.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_left
from functools import cached_property
from itertools import accumulate
from struct import Struct
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple, TypeAlias

import msgspec
import numpy as np

from search.engines.manifest import REBUILD
from search.engines.whoosh.format.runs import ranges
from search.errors import DamagedIndex

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from search.analysis.word_keys import WordKeys

EXTENSION: Final = ".tokens"
_MAGIC: Final = b"onrecord tokens1"
_ALIGNED_BYTES: Final = 16
_LENGTH: Final = Struct("<Q")
_NIBBLE_BITS: Final = 4
_NIBBLE: Final = 15
OVERLAP: Final = 2
"""Characters: a letter with a mark, of two pairs that share it."""
MOVES: Final = np.array(
    [(step >> _NIBBLE_BITS) + (step & _NIBBLE) for step in range(256)], np.uint8
)
"""By step how far the end of a token is from the end of the one before it, and `OVERLAP` more."""
LENGTHS: Final = np.arange(256, dtype=np.int64) & _NIBBLE
"""By step how long a token is."""
_NONE: Final = np.zeros(0, np.int64)
_DAMAGED: Final = f"{{}} is no file of tokens; {REBUILD}"


class PlacedTokens(NamedTuple):
    """The tokens of all turns of a segment, turn after turn."""

    ends: NDArray[np.int64]  # of each document: the token after its last; a head has none
    numbers: NDArray[np.int32]  # of words
    starts: NDArray[np.int64]  # in the text of the turn
    stops: NDArray[np.int64]
    breaks: NDArray[np.int64]  # the tokens that begin a paragraph, the first of a turn left out


class SegmentWords(NamedTuple):
    """The words that tokens are numbers of, in the order of their bytes, their stems and halves."""

    names: Sequence[bytes]
    stem_names: Sequence[bytes]
    stem_of: NDArray[np.int32]  # by number of word
    whole: NDArray[np.int32]  # a word that has a half, for each half
    halves: NDArray[np.int32]  # the halves themselves, words of numbers of their own


class WordList(NamedTuple):
    """Words in the order of their bytes, by number."""

    content: bytes
    ends: NDArray[np.uint32]  # a 0, then where each word ends

    def word(self, number: int) -> str:
        """The word of a number."""
        first, end = self.ends[number : number + 2].tolist()
        return self.content[first:end].decode()

    def names(self, numbers: NDArray[np.integer]) -> list[bytes]:
        """The words of some numbers, in UTF-8."""
        content = self.content
        bounds = zip(self.ends[numbers].tolist(), self.ends[numbers + 1].tolist(), strict=True)
        return [content[first:end] for first, end in bounds]

    def find(self, word: str) -> int | None:
        """The number of a word, by bisection."""
        content, ends = self.content, self.ends.data  # an array gives single numbers slowly
        name, low, high = word.encode(), 0, len(ends) - 1
        while low < high:
            middle = (low + high) // 2
            if content[ends[middle] : ends[middle + 1]] < name:
                low = middle + 1
            else:
                high = middle
        found = low < len(ends) - 1 and content[ends[low] : ends[low + 1]] == name
        return low if found else None


class TokenSteps(NamedTuple):
    """What a file says of where the tokens of some turns stand, turn after turn."""

    steps: NDArray[np.uint8]
    far: NDArray[np.int64]  # tokens, ascending, that stand apart
    far_gaps: NDArray[np.int64]
    far_lengths: NDArray[np.int64]

    @classmethod
    def joined(cls, several: Sequence[TokenSteps]) -> TokenSteps:
        """Those of several files, one after the other."""
        if len(several) == 1:
            return several[0]
        starts = accumulate((len(one.steps) for one in several), initial=0)
        return cls(
            np.concatenate([one.steps for one in several]),
            np.concatenate([one.far + start for one, start in zip(several, starts, strict=False)]),
            np.concatenate([one.far_gaps for one in several]),
            np.concatenate([one.far_lengths for one in several]),
        )


FarToken: TypeAlias = "tuple[int, int, int]"
"""A token that stands apart, how far after the one before it, and how long it is."""


def write_tokens(file: BinaryIO, words: SegmentWords, tokens: PlacedTokens) -> None:
    """Write the file of a segment."""
    firsts = np.append(0, tokens.ends[:-1])
    before = np.append(0, tokens.stops[:-1])
    before[firsts[firsts < tokens.ends]] = 0
    gaps, lengths = tokens.starts - before, tokens.stops - tokens.starts
    given = gaps + OVERLAP
    far = np.flatnonzero((given < 0) | (given > _NIBBLE) | (lengths > _NIBBLE))
    steps = (given << _NIBBLE_BITS | lengths).astype(np.uint8)
    steps[far] = 0
    arrays = {
        "names": np.frombuffer(b"".join(words.names), np.uint8),
        "name_ends": _ends(words.names),
        "stem_names": np.frombuffer(b"".join(words.stem_names), np.uint8),
        "stem_name_ends": _ends(words.stem_names),
        "stem_of": _small(words.stem_of),
        "whole": _small(words.whole),
        "halves": _small(words.halves),
        "ends": tokens.ends.astype(np.uint32),
        "numbers": _small(tokens.numbers),
        "steps": steps,
        "far": far.astype(np.uint32),
        "far_gaps": gaps[far].astype(np.int32),
        "far_lengths": lengths[far].astype(np.uint32),
        "breaks": tokens.breaks.astype(np.uint32),
    }
    places = {}
    for name, array in arrays.items():
        file.write(b"\0" * (-file.tell() % _ALIGNED_BYTES))
        places[name] = (array.dtype.str, file.tell(), len(array))
        file.write(np.ascontiguousarray(array).data)
    contents = json.dumps(places).encode()
    file.write(contents + _LENGTH.pack(len(contents)) + _MAGIC)


class TokenFile:
    """The tokens of a segment, open for reading; safe to share between threads.

    Words, ends and the few numbers that stand apart are kept in memory, rows are read.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        try:
            self._places = self._contents(path.stat().st_size)
        except ValueError as error:  # JSON's errors are such
            self._file.close()
            raise DamagedIndex(_DAMAGED.format(path)) from error
        self._numbers, self._steps = map(self._column, ("numbers", "steps"))
        self.ends = np.append(np.uint32(0), self._whole("ends"))
        self.names = self._words("name")
        self.stem_names = self._words("stem_name")
        self.stem_of = self._whole("stem_of")
        self._halved, self._halves = self._whole("whole"), self._whole("halves")
        self._breaks = self._whole("breaks")
        self._far, self._far_gaps, self._far_lengths = map(
            self._whole, ("far", "far_gaps", "far_lengths")
        )

    def _contents(self, size: int) -> dict[str, tuple[str, int, int]]:
        """What stands where; ValueError for a file that does not tell."""
        end = size - len(_MAGIC) - _LENGTH.size
        tail = self._read_bytes(max(end, 0), size)
        if end < 0 or not tail.endswith(_MAGIC):
            raise ValueError
        (length,) = _LENGTH.unpack_from(tail)
        contents = self._read_bytes(end - length, end)
        places: dict[str, tuple[str, int, int]] = msgspec.json.decode(contents)
        return places

    def found_as(self, word: str, *, is_exact: bool) -> list[int]:
        """The words found where a word as written, or any with a stem, is asked for, ascending."""
        number = (self.names if is_exact else self.stem_names).find(word)
        if number is None:
            return []
        ordered, starts = self._by_stem
        meant = [number] if is_exact else ordered[starts[number] : starts[number + 1]].tolist()
        halved = [whole for half in meant for whole in self._wholes.get(half, ())]
        return sorted({*meant, *halved}) if halved else meant

    def perhaps_asked(self, flags: NDArray[np.bool_], keys: WordKeys) -> dict[str, int]:
        """Of the words that are flagged, with their numbers, those that may be asked for.

        Those asked for as written are told by their bytes, stems by their numbers; a word that has
        halves may be asked for by these.
        """
        perhaps = np.zeros(len(flags), np.bool_)
        perhaps[self._halved] = True
        stems = map(self.stem_names.find, keys.stems)
        if meant := [one for one in stems if one is not None]:
            asked = np.zeros(len(self.stem_names.ends) - 1, np.bool_)
            asked[meant] = True
            perhaps |= asked[self.stem_of]
        numbers = flags.nonzero()[0]
        named = dict(zip(self.names.names(numbers), numbers.tolist(), strict=True))
        found = [named[name] for name in named.keys() & keys.exact_names]
        found += (flags & perhaps).nonzero()[0].tolist()
        return {self.names.word(number): number for number in found}

    @cached_property
    def halved(self) -> frozenset[int]:
        """The words that have halves: few."""
        return frozenset(self._halved.tolist())

    @cached_property
    def _wholes(self) -> dict[int, list[int]]:
        """Of words that are halves those that have them."""
        found: dict[int, list[int]] = {}
        for whole, half in zip(self._halved.tolist(), self._halves.tolist(), strict=True):
            found.setdefault(half, []).append(whole)
        return found

    @cached_property
    def _by_stem(self) -> tuple[NDArray[np.intp], list[int]]:
        """Words by the number of their stem, ascending, and where those of each stem start."""
        ordered = self.stem_of.argsort(kind="stable")
        stems = np.arange(len(self.stem_names.ends))
        return ordered, self.stem_of[ordered].searchsorted(stems).tolist()

    def bounds(self, documents: Sequence[int]) -> list[tuple[int, int]]:
        """The first token of each of some documents, and the one after its last."""
        ends = self.ends.data  # an array gives single numbers slowly
        return [(ends[one], ends[one + 1]) for one in documents]

    def numbers(self, bounds: Sequence[tuple[int, int]]) -> NDArray[np.unsignedinteger]:
        """The words between each two of some tokens, by number, one after the other."""
        return self._pieces(self._numbers, bounds)

    def steps(self, bounds: Sequence[tuple[int, int]]) -> TokenSteps:
        """How the tokens between each two of some follow each other."""
        steps = self._pieces(self._steps, bounds)
        firsts, ends = np.array(bounds, self._far.dtype).T
        low, high = self._far.searchsorted(firsts), self._far.searchsorted(ends)
        rows = ranges(low, high)
        if not len(rows):
            return TokenSteps(steps, _NONE, _NONE, _NONE)
        sizes = (ends - firsts).astype(np.int64)
        shifts = sizes.cumsum() - sizes - firsts
        return TokenSteps(
            steps,
            self._far[rows] + shifts.repeat(high - low),
            self._far_gaps[rows].astype(np.int64),
            self._far_lengths[rows].astype(np.int64),
        )

    def step_bytes(self, first: int, end: int) -> bytes:
        """How the tokens between two of one turn follow each other, but for those far apart."""
        start = self._steps[1]
        return os.pread(self._file.fileno(), end - first, start + first)

    def far_tokens(self, first: int, end: int, before: int) -> list[FarToken]:
        """The tokens between two that stand apart, counted from `before` on."""
        far, gaps, lengths = self._far_read
        low = bisect_left(far, first)
        moved = before - first
        return [
            (far[row] + moved, gaps[row], lengths[row])
            for row in range(low, bisect_left(far, end, low))
        ]

    @cached_property
    def _far_read(self) -> tuple[memoryview, memoryview, memoryview]:
        """The columns of tokens that stand apart: an array gives single numbers slowly."""
        return self._far.data, self._far_gaps.data, self._far_lengths.data

    def paragraph_starts(
        self, bounds: Sequence[tuple[int, int]]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The tokens of documents, by their bounds, that begin a paragraph, but their first ones.

        Of each which of the documents it is of, and its place in this.
        """
        firsts, ends = np.array(bounds, self._breaks.dtype).reshape(-1, 2).T
        low, high = self._breaks.searchsorted(firsts), self._breaks.searchsorted(ends)
        counts = high - low
        which = np.repeat(np.arange(len(counts)), counts)
        before = np.cumsum(counts) - counts
        rows = np.arange(len(which)) + (low - before)[which]
        return which, self._breaks[rows].astype(np.int64) - firsts[which]

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _words(self, kind: str) -> WordList:
        return WordList(self._whole(f"{kind}s").tobytes(), self._whole(f"{kind}_ends"))

    def _whole(self, name: str) -> NDArray[Any]:
        return self._piece(self._column(name), 0, self._places[name][2])

    def _column(self, name: str) -> tuple[np.dtype[Any], int]:
        """An array's type, and where it starts."""
        kind, start, _ = self._places[name]
        return np.dtype(kind), start

    def _piece(self, column: tuple[np.dtype[Any], int], first: int, end: int) -> NDArray[Any]:
        kind, start = column
        size = kind.itemsize
        content = os.pread(self._file.fileno(), (end - first) * size, start + first * size)
        return np.frombuffer(content, kind)

    def _pieces(
        self, column: tuple[np.dtype[Any], int], bounds: Sequence[tuple[int, int]]
    ) -> NDArray[Any]:
        kind, start = column
        file, size = self._file.fileno(), kind.itemsize
        read = [os.pread(file, (end - one) * size, start + one * size) for one, end in bounds]
        return np.frombuffer(b"".join(read), kind)

    def _read_bytes(self, start: int, end: int) -> bytes:
        return os.pread(self._file.fileno(), end - start, start)


def _ends(names: Sequence[bytes]) -> NDArray[np.uint32]:
    return np.cumsum([0, *map(len, names)]).astype(np.uint32)


def _small(numbers: NDArray[np.integer]) -> NDArray[np.unsignedinteger]:
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))
