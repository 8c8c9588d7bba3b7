"""Files of tokens → the words of one turn in the order spoken: the port's `WordRow`."""

from __future__ import annotations

from functools import cached_property
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
_MOST_KEPT_KEYS: Final = 1_000  # of a segment
_MOST_LOOKED_UP: Final = 16  # words; of more than these each word of a turn is looked at


class WordCodes:
    """Which words of a segment were asked for: of each its code, and the keys a code stands for.

    Few words are looked up in the segment's; of many (a prefix has hundreds) the words of a turn
    are looked at as they come, each once.
    """

    def __init__(self, segment: SegmentTokens, keys: WordKeys) -> None:
        file = segment.file
        self._file = file
        few = self._few = len(keys.asked) <= _MOST_LOOKED_UP
        start = _NOT_ASKED if few else _NOT_SEEN
        self._codes = np.full(len(file.stem_of), start, np.int32)
        self._by_keys: dict[tuple[WordKey, ...], int] = {}
        self.keys: list[tuple[WordKey, ...]] = []
        for key in sorted(keys.asked) if few else ():
            for number in segment.found_as(key):
                before = self._codes[number]
                known = self.keys[before] if before >= 0 else ()
                self._codes[number] = self._code((*known, key))

    def of(self, numbers: Ints, keys: WordKeys) -> NDArray[np.int32]:
        """The codes of some words; negative for those not asked for.

        `keys` are those that the codes are for: kept here, they would keep themselves for ever.
        """
        codes = self._codes[numbers]
        if self._few:
            return codes
        new = codes == _NOT_SEEN
        if new.any():
            unseen = set(numbers[new].tolist())
            printed = {number: self._file.names.word(number) for number in unseen}
            found = keys.of(set(printed.values()))
            for number, word in printed.items():
                forms = found.get(word)
                self._codes[number] = self._code(tuple(forms)) if forms else _NOT_ASKED
            codes = self._codes[numbers]
        return codes

    def _code(self, keys: tuple[WordKey, ...]) -> int:
        code = self._by_keys.setdefault(keys, len(self.keys))
        if code == len(self.keys):
            self.keys.append(keys)
        return code


class SegmentTokens:
    """The turns of a segment as rows; safe to share between threads."""

    def __init__(self, file: TokenFile) -> None:
        self.file = file
        self._codes: WeakKeyDictionary[WordKeys, WordCodes] = WeakKeyDictionary()
        self._words: dict[int, str] = {}
        self._found: dict[WordKey, list[int]] = {}
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

    def found_as(self, key: WordKey) -> list[int]:
        """The numbers of the words that are what was asked for; the last answers are kept."""
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _MOST_KEPT_KEYS:
                self._found.clear()
            numbers: list[int] = self.file.found_as(key[1], is_exact=key[0]).tolist()
            found = self._found[key] = numbers
        return found

    def codes(self, keys: WordKeys) -> WordCodes:
        """The codes of the segment's words; `keys` are one thread's."""
        found = self._codes.get(keys)
        if found is None:
            found = self._codes[keys] = WordCodes(self, keys)
        return found


class _Rows:
    """Words of some turns of a segment one after the other: looked through all at once."""

    def __init__(self, segment: SegmentTokens, documents: Sequence[int]) -> None:
        self.segment = segment
        self._documents = documents
        self._keys: WordKeys | None = None

    @cached_property
    def numbers(self) -> list[NDArray[np.unsignedinteger]]:
        """The words of each turn, by number."""
        return [self.segment.file.numbers(document) for document in self._documents]

    def places(self, which: int, keys: WordKeys) -> Mapping[WordKey, Sequence[int]]:
        """Where the words asked for stand in one of the turns."""
        if keys is not self._keys:
            self._find(keys)
        first, end = self._bounds[which : which + 2]
        found: dict[WordKey, list[int]] = {}
        base = self._starts[which]
        for place, code in zip(self._at[first:end], self._codes[first:end], strict=True):
            for key in self._by_code[code]:
                found.setdefault(key, []).append(place - base)
        return found

    def _find(self, keys: WordKeys) -> None:
        words = self.segment.codes(keys)
        codes = words.of(np.concatenate(self.numbers), keys)
        at = np.flatnonzero(codes >= 0)
        starts = np.cumsum([0, *map(len, self.numbers)])
        self._starts: list[int] = starts.tolist()
        self._bounds: list[int] = at.searchsorted(starts).tolist()
        self._at: list[int] = at.tolist()
        self._codes: list[int] = codes[at].tolist()
        self._by_code, self._keys = words.keys, keys


class StoredRow:
    """The words of one turn, read as they are asked for; for one thread."""

    def __init__(self, rows: _Rows, which: int, document: int) -> None:
        self._rows, self._which, self._document = rows, which, document
        self._offsets: TokenOffsets | None = None
        self._breaks: list[int] | None = None

    def __len__(self) -> int:
        return len(self._rows.numbers[self._which])

    @property
    def gaps(self) -> Sequence[int]:
        """The places where the editors left something out, ascending."""
        gap = self._rows.segment.gap
        if gap is None:
            return ()
        found: list[int] = np.flatnonzero(self._rows.numbers[self._which] == gap).tolist()
        return found

    @property
    def breaks(self) -> Sequence[int]:
        """The places that begin a paragraph or are a gap, but the first."""
        if self._breaks is None:
            self._breaks = self._rows.segment.file.paragraph_starts(self._document).tolist()
        return self._breaks

    def words(self, first: int, end: int) -> Sequence[str]:
        """The folded words from a place up to another."""
        numbers = self._rows.numbers[self._which][first:end]
        return [self._rows.segment.word(number) for number in numbers.tolist()]

    def words_at(self, places: Sequence[int]) -> Sequence[str]:
        """The folded words at some places."""
        numbers = self._rows.numbers[self._which][np.array(places, np.intp)]
        return [self._rows.segment.word(number) for number in numbers.tolist()]

    def places(self, keys: WordKeys) -> Mapping[WordKey, Sequence[int]]:
        """Where each of the words asked for stands."""
        return self._rows.places(self._which, keys)

    def offsets(self, places: Sequence[int]) -> Sequence[Span]:
        """Where tokens of places stand in the paragraphs joined."""
        if self._offsets is None:
            self._offsets = self._rows.segment.file.offsets(self._document)
        return self._offsets.spans(places) if len(places) else []


class TokenReader:
    """The rows of all turns of a generation; safe to share between threads."""

    def __init__(self, folder: Path, segments: Iterable[tuple[str, int]]) -> None:
        """`segments` are the beginnings of names of a segment's files, and its first document."""
        found = [(folder / f"{name}{EXTENSION}", base) for name, base in segments]
        self._bases = np.array([base for _, base in found])
        self._segments = [
            SegmentTokens(TokenFile(path)) if path.is_file() else None for path, _ in found
        ]

    def rows(self, documents: Sequence[int]) -> list[StoredRow | None]:
        """The words of turns; None for one whose segment keeps none."""
        segments = self._bases.searchsorted(documents, side="right") - 1
        found: list[StoredRow | None] = [None] * len(documents)
        owned: dict[int, list[int]] = {}
        for at, which in enumerate(segments.tolist()):
            owned.setdefault(which, []).append(at)
        for which, places in owned.items():
            segment, base = self._segments[which], int(self._bases[which])
            if segment is not None:
                own = [documents[at] - base for at in places]
                rows = _Rows(segment, own)
                for number, (at, document) in enumerate(zip(places, own, strict=True)):
                    found[at] = StoredRow(rows, number, document)
        return found

    def close(self) -> None:
        """Close the files."""
        for one in self._segments:
            if one is not None:
                one.file.close()
