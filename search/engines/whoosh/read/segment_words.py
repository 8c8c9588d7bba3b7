"""The words of a segment's turns by number, and which of them were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import numpy as np

from search.engines.whoosh.format.schema import GAP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.analysis.word_keys import WordKey, WordKeys
    from search.engines.whoosh.format.token_rows import TokenFile

    Ints = NDArray[np.integer]

_NOT_ASKED, _NOT_SEEN = -1, -2  # codes of words of a segment for one set of keys
_MOST_KEPT_WORDS: Final = 4_000  # of a segment
_MOST_KEPT_KEYS: Final = 1_000  # of a segment
_MOST_LOOKED_UP: Final = 500  # words; of more than these each word of a turn is looked at


class WordCodes:
    """Which words of a segment were asked for: of each its code, and the keys a code stands for.

    Words are looked up in the segment's; of very many (some prefixes) the words of a turn are
    looked at as they come, each once.
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
        if self._few or not (new := codes == _NOT_SEEN).any():
            return codes
        flags = np.zeros(len(self._codes), np.bool_)
        flags[numbers[new]] = True
        self._codes[flags] = _NOT_ASKED
        printed = self._file.perhaps_asked(flags, keys)
        for word, forms in keys.of(set(printed)).items():
            self._codes[printed[word]] = self._code(tuple(forms))
        return self._codes[numbers]

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

    def words(self, numbers: Ints) -> list[str]:
        """The words of some numbers, each looked for once."""
        given: list[int] = numbers.tolist()
        found = {number: self.word(number) for number in set(given)}
        return [found[number] for number in given]

    def found_as(self, key: WordKey) -> list[int]:
        """The numbers of the words that are what was asked for; the last answers are kept."""
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _MOST_KEPT_KEYS:
                self._found.clear()
            found = self._found[key] = self.file.found_as(key[1], is_exact=key[0])
        return found

    def codes(self, keys: WordKeys) -> WordCodes:
        """The codes of the segment's words; `keys` are one thread's."""
        found = self._codes.get(keys)
        if found is None:
            found = self._codes[keys] = WordCodes(self, keys)
        return found
