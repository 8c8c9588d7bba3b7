"""Files of tokens → the words of one turn in the order spoken: the port's `WordRow`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import numpy as np

from search.engines.whoosh.format.schema import GAP
from search.engines.whoosh.format.token_rows import EXTENSION, TokenFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from search.analysis.word_keys import WordKey, WordKeys
    from search.engines.whoosh.format.token_rows import TokenOffsets
    from search.records import Span

    Ints = NDArray[np.integer]

_NOT_ASKED, _NOT_SEEN = -1, -2  # codes of words of a segment for one set of keys
_MOST_KEPT_WORDS: Final = 4_000  # of a segment
_MOST_LOOKED_UP: Final = 16  # words; of more than these each word of a turn is looked at


class WordCodes:
    """Which words of a segment were asked for: of each its code, and the keys a code stands for.

    Few words are looked up in the segment's; of many (a prefix has hundreds) the words of a turn
    are looked at as they come, each once.
    """

    def __init__(self, file: TokenFile, keys: WordKeys) -> None:
        self._file, self._asked = file, keys
        few = len(keys.asked) <= _MOST_LOOKED_UP
        start = _NOT_ASKED if few else _NOT_SEEN
        self._codes = np.full(len(file.stem_of), start, np.int32)
        self._by_keys: dict[tuple[WordKey, ...], int] = {}
        self.keys: list[tuple[WordKey, ...]] = []
        for key in sorted(keys.asked) if few else ():
            for number in self._numbers(key).tolist():
                before = self._codes[number]
                known = self.keys[before] if before >= 0 else ()
                self._codes[number] = self._code((*known, key))

    def of(self, numbers: Ints) -> NDArray[np.int32]:
        """The codes of some words; negative for those not asked for."""
        codes = self._codes[numbers]
        new = codes == _NOT_SEEN
        if new.any():
            unseen = set(numbers[new].tolist())
            printed = {number: self._file.names.word(number) for number in unseen}
            found = self._asked.of(set(printed.values()))
            for number, word in printed.items():
                keys = found.get(word)
                self._codes[number] = self._code(tuple(keys)) if keys else _NOT_ASKED
            codes = self._codes[numbers]
        return codes

    def _code(self, keys: tuple[WordKey, ...]) -> int:
        code = self._by_keys.setdefault(keys, len(self.keys))
        if code == len(self.keys):
            self.keys.append(keys)
        return code

    def _numbers(self, key: WordKey) -> NDArray[np.integer]:
        """The words of the segment that are meant by one asked for."""
        is_exact, word = key
        found = (self._file.names if is_exact else self._file.stem_names).find(word)
        if found is None:
            return np.zeros(0, np.int64)
        return np.array([found]) if is_exact else np.flatnonzero(self._file.stem_of == found)


class SegmentTokens:
    """The turns of a segment as rows; safe to share between threads."""

    def __init__(self, file: TokenFile) -> None:
        self.file = file
        self._codes: WeakKeyDictionary[WordKeys, WordCodes] = WeakKeyDictionary()
        self._words: dict[int, str] = {}
        self.gap = file.names.find(GAP)
        """The number of what stands where the editors left something out"""

    def word(self, number: int) -> str:
        """The word of a number, of which the last ones asked for are kept."""
        found = self._words.get(number)
        if found is None:
            if len(self._words) >= _MOST_KEPT_WORDS:
                self._words.clear()
            found = self._words[number] = self.file.names.word(number)
        return found

    def codes(self, keys: WordKeys) -> WordCodes:
        """The codes of the segment's words; `keys` are one thread's."""
        found = self._codes.get(keys)
        if found is None:
            found = self._codes[keys] = WordCodes(self.file, keys)
        return found


class StoredRow:
    """The words of one turn, read as they are asked for."""

    def __init__(self, segment: SegmentTokens, document: int) -> None:
        self._segment, self._document = segment, document
        self._numbers = segment.file.numbers(document)
        self._offsets: TokenOffsets | None = None
        self._breaks: list[int] | None = None

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def gaps(self) -> Sequence[int]:
        """The places where the editors left something out, ascending."""
        gap = self._segment.gap
        if gap is None:
            return ()
        found: list[int] = np.flatnonzero(self._numbers == gap).tolist()
        return found

    @property
    def breaks(self) -> Sequence[int]:
        """The places that begin a paragraph or are a gap, but the first."""
        if self._breaks is None:
            self._breaks = self._segment.file.paragraph_starts(self._document).tolist()
        return self._breaks

    def words(self, first: int, end: int) -> Sequence[str]:
        """The folded words from a place up to another."""
        return [self._segment.word(number) for number in self._numbers[first:end].tolist()]

    def places(self, keys: WordKeys) -> Mapping[WordKey, Sequence[int]]:
        """Where each of the words asked for stands."""
        words = self._segment.codes(keys)
        codes = words.of(self._numbers)
        at = np.flatnonzero(codes >= 0)
        found: dict[WordKey, list[int]] = {}
        for place, code in zip(at.tolist(), codes[at].tolist(), strict=True):
            for key in words.keys[code]:
                found.setdefault(key, []).append(place)
        return found

    def offsets(self, place: int) -> Span:
        """Where the token of a place stands in the paragraphs joined."""
        if self._offsets is None:
            self._offsets = self._segment.file.offsets(self._document)
        return int(self._offsets.starts[place]), int(self._offsets.stops[place])


class TurnWords:
    """The rows of all turns of a generation; safe to share between threads."""

    def __init__(self, folder: Path, segments: Iterable[tuple[str, int]]) -> None:
        """`segments` are the beginnings of names of a segment's files, and its first document."""
        found = [(folder / f"{name}{EXTENSION}", base) for name, base in segments]
        self._bases = np.array([base for _, base in found])
        self._segments = [
            SegmentTokens(TokenFile(path)) if path.is_file() else None for path, _ in found
        ]

    def row(self, document: int) -> StoredRow | None:
        """The words of a turn; None where its segment keeps none."""
        which = int(self._bases.searchsorted(document, side="right")) - 1
        segment = self._segments[which]
        return segment and StoredRow(segment, document - int(self._bases[which]))

    def close(self) -> None:
        """Close the files."""
        for one in self._segments:
            if one is not None:
                one.file.close()
