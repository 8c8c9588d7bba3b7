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
from struct import Struct
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

import numpy as np

from search.engines.manifest import REBUILD
from search.engines.whoosh.format.runs import distinct
from search.errors import DamagedIndex

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

EXTENSION: Final = ".tokens"
_MAGIC: Final = b"onrecord tokens1"
_ALIGNED_BYTES: Final = 16
_LENGTH: Final = Struct("<Q")
_NIBBLE_BITS: Final = 4
_NIBBLE: Final = 15
_OVERLAP: Final = 2  # characters: a letter with a mark, of two pairs that share it
_MOVES: Final = np.array(
    [(step >> _NIBBLE_BITS) - _OVERLAP + (step & _NIBBLE) for step in range(256)], np.int64
)
"""By step how far the end of a token is from the end of the one before it."""
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

    def find(self, word: str) -> int | None:
        """The number of a word, by bisection."""
        name, low, high = word.encode(), 0, len(self.ends) - 1
        while low < high:
            middle = (low + high) // 2
            if self.content[self.ends[middle] : self.ends[middle + 1]] < name:
                low = middle + 1
            else:
                high = middle
        found = low < len(self.ends) - 1 and self.word(low) == word
        return low if found else None


class TokenOffsets(NamedTuple):
    """Where the tokens of a turn start and stop, in its paragraphs joined by two line breaks."""

    stops: NDArray[np.int64]
    steps: NDArray[np.uint8]
    far: NDArray[np.int64]  # tokens, ascending, whose lengths stand apart
    far_lengths: NDArray[np.unsignedinteger]

    def spans(self, places: Sequence[int]) -> list[tuple[int, int]]:
        """Start and stop of some of the tokens."""
        at = np.array(places, np.intp)
        stops, lengths = self.stops[at], (self.steps[at] & _NIBBLE).astype(np.int64)
        if len(self.far):
            rows = self.far.searchsorted(at)
            apart = self.far.take(rows, mode="clip") == at
            lengths[apart] = self.far_lengths[rows[apart]]
        return list(zip((stops - lengths).tolist(), stops.tolist(), strict=True))


def write_tokens(file: BinaryIO, words: SegmentWords, tokens: PlacedTokens) -> None:
    """Write the file of a segment."""
    firsts = np.append(0, tokens.ends[:-1])
    before = np.append(0, tokens.stops[:-1])
    before[firsts[firsts < tokens.ends]] = 0
    gaps, lengths = tokens.starts - before, tokens.stops - tokens.starts
    given = gaps + _OVERLAP
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
        places: dict[str, tuple[str, int, int]] = json.loads(self._read_bytes(end - length, end))
        return places

    def found_as(self, word: str, *, is_exact: bool) -> NDArray[np.integer]:
        """The words found where a word as written, or any with a stem, is asked for, once each."""
        number = (self.names if is_exact else self.stem_names).find(word)
        if number is None:
            return np.zeros(0, np.int64)
        meant = np.array([number]) if is_exact else np.flatnonzero(self.stem_of == number)
        if not len(self._halves):
            return meant
        are_meant = np.zeros(len(self.stem_of), np.bool_)
        are_meant[meant] = True
        return distinct(np.concatenate([meant, self._halved[are_meant[self._halves]]]))

    def numbers(self, document: int) -> NDArray[np.unsignedinteger]:
        """The words of a document, by number."""
        first, end = self.ends[document : document + 2].tolist()
        return self._piece(self._numbers, first, end)

    def offsets(self, document: int) -> TokenOffsets:
        """Where the tokens of a document stand."""
        first, end = self.ends[document : document + 2].tolist()
        steps = self._piece(self._steps, first, end)
        moves = _MOVES[steps]
        low, high = self._far.searchsorted(np.array((first, end), self._far.dtype)).tolist()
        far = self._far[low:high].astype(np.int64) - first
        far_lengths = self._far_lengths[low:high]
        if low < high:
            moves[far] = self._far_gaps[low:high] + far_lengths.astype(np.int64)
        return TokenOffsets(moves.cumsum(), steps, far, far_lengths)

    def paragraph_starts(self, document: int) -> NDArray[np.int64]:
        """The tokens of a document that begin a paragraph, but its first."""
        first, end = self.ends[document : document + 2].tolist()
        low, high = self._breaks.searchsorted([first, end]).tolist()
        found: NDArray[np.int64] = self._breaks[low:high].astype(np.int64) - first
        return found

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

    def _read_bytes(self, start: int, end: int) -> bytes:
        return os.pread(self._file.fileno(), end - start, start)


def _ends(names: Sequence[bytes]) -> NDArray[np.uint32]:
    return np.cumsum([0, *map(len, names)]).astype(np.uint32)


def _small(numbers: NDArray[np.integer]) -> NDArray[np.unsignedinteger]:
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))
