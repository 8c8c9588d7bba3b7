"""The words of a segment's turns by number, and which of them were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from search.engines.whoosh.format.schema import GAP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.analysis.word_keys import WordKey, WordKeys
    from search.engines.whoosh.format.token_rows import TokenFile

    Ints = NDArray[np.integer]

_MOST_KEPT_WORDS: Final = 1_000  # of a segment
_MOST_KEPT_KEYS: Final = 250  # of a segment
_MOST_LOOKED_UP: Final = 500  # words; of more than these each word of a turn is looked at


class AskedWords:
    """Which words of a segment were asked for, and as what.

    Words are looked up in the segment's; of very many (some prefixes) the words of a turn are
    looked at as they come, each once.
    """

    def __init__(self, segment: SegmentTokens, keys: WordKeys) -> None:
        self._file = segment.file
        words = len(segment.file.stem_of)
        self._is_asked = np.zeros(words, np.bool_)
        self._is_seen: NDArray[np.bool_] | None = None
        self.keys: dict[int, tuple[WordKey, ...]] = {}
        """Of each word that was asked for as what, by number"""
        if len(keys.asked) > _MOST_LOOKED_UP:
            self._is_seen = np.zeros(words, np.bool_)
            return
        for key in sorted(keys.asked):
            for number in segment.found_as(key):
                self.keys[number] = (*self.keys.get(number, ()), key)
        self._is_asked[list(self.keys)] = True

    def places(self, numbers: Ints, keys: WordKeys) -> NDArray[np.intp]:
        """Where in a row of words those stand that were asked for.

        `keys` are those that were asked for: kept here, they would keep themselves for ever.
        """
        if self._is_seen is not None:
            new = numbers[~self._is_seen.take(numbers)]
            if len(new):
                self._look_at(new, keys)
                self._is_seen[new] = True
        return self._is_asked.take(numbers).nonzero()[0]

    def _look_at(self, numbers: Ints, keys: WordKeys) -> None:
        flags = np.zeros(len(self._is_asked), np.bool_)
        flags[numbers] = True
        printed = self._file.perhaps_asked(flags, keys)
        found = keys.of(set(printed))
        asked = {printed[word]: tuple(forms) for word, forms in found.items()}
        self.keys.update(asked)
        self._is_asked[list(asked)] = True


class SegmentTokens:
    """The turns of a segment as rows; safe to share between threads."""

    def __init__(self, file: TokenFile) -> None:
        self.file = file
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

    def asked(self, keys: WordKeys) -> AskedWords:
        """Which of the segment's words were asked for; `keys` are one thread's."""
        found: AskedWords | None = keys.looked_up.get(self)
        if found is None:
            found = keys.looked_up[self] = AskedWords(self, keys)
        return found
