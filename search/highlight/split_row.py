"""A turn's text → its words as a row, for engines that keep none: the port's `WordRow`."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import halves, offsets, words
from search.word_rows import PARAGRAPH_BREAK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from search.analysis.word_keys import WordKey, WordKeys
    from search.records import Span, Turn
    from search.word_rows import RowToken

_GAP: Final = ""  # no word is folded so


class SplitRow:
    """The words of one turn; where they stand is worked out in paragraphs asked for."""

    def __init__(self, turn: Turn) -> None:
        marked = {mark.after for mark in turn.marks}
        self._paragraphs = turn.paragraphs
        self._words: list[str] = []
        self._firsts: list[int] = []  # of each paragraph: the place of its first word
        self._bases: list[int] = []  # where each starts in all of them joined
        self._offsets: dict[int, Sequence[Span]] = {}
        self.gaps: list[int] = []
        """The places where the editors left something out"""
        base = 0
        for position, text in enumerate(turn.paragraphs):
            self._firsts.append(len(self._words))
            self._bases.append(base)
            self._words += words(text)
            base += len(text) + len(PARAGRAPH_BREAK)
            if position in marked and position < len(turn.paragraphs) - 1:
                self.gaps.append(len(self._words))
                self._words.append(_GAP)

    @property
    def breaks(self) -> Sequence[int]:
        """The places that begin a paragraph or are a gap, but the first."""
        places = {*self._firsts, *self.gaps}
        return sorted(at for at in places if 0 < at < len(self._words))

    def words(self, first: int, end: int) -> Sequence[str]:
        """The folded words from a place up to another."""
        return self._words[first:end]

    def words_at(self, places: Sequence[int]) -> Sequence[str]:
        """The folded words at some places."""
        return [self._words[place] for place in places]

    def __len__(self) -> int:
        return len(self._words)

    def places(self, keys: WordKeys) -> Mapping[WordKey, Sequence[int]]:
        """Where the words asked for stand."""
        found: dict[WordKey, list[int]] = defaultdict(list)
        if asked := keys.of(set(self._words)):
            for at, word in enumerate(self._words):
                for key in asked.get(word, ()):
                    found[key].append(at)
        return found

    def tokens(self, keys: WordKeys) -> Sequence[RowToken]:
        """The words asked for that stand in it, in order."""
        asked = keys.of(set(self._words))
        return [
            (self._offset(at), asked[word], word if halves(word) else "")
            for at, word in enumerate(self._words)
            if word in asked
        ]

    def offsets(self, places: Sequence[int]) -> Sequence[Span]:
        """Where the words of places stand in the paragraphs joined."""
        return [self._offset(place) for place in places]

    def _offset(self, place: int) -> Span:
        which = bisect_right(self._firsts, place) - 1
        if which not in self._offsets:
            self._offsets[which] = offsets(self._paragraphs[which])
        start, end = self._offsets[which][place - self._firsts[which]]
        return self._bases[which] + start, self._bases[which] + end
