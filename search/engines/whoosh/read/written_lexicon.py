"""A lexicon as it is written → its words, looked up in the file's bytes or decoded by letter.

A search looks a few words up: to decode tens of thousands for them would take a fresh command
longer than the search itself.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import msgspec

from search.analysis.lexicon import LAST, Counted, Lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

_BETWEEN: Final = b", "
_NEXT: Final = _BETWEEN + b'"'
_FEW: Final = 100  # words: for more their letters are decoded, where each is found sooner


class WrittenLexicon(Lexicon):
    """The words of a JSON object with the count of each, in the order of their code points.

    Words are written in UTF-8 as they are, which sorts them so, and hold neither quotes nor
    backslashes. Safe to share between threads.
    """

    def __init__(self, content: bytes) -> None:
        self._content: Final = content
        self._looked_up = 0

    @cached_property
    def _columns(self) -> tuple[Sequence[str], Sequence[int]]:
        counts = msgspec.json.decode(self._content, type=dict[str, int])
        return list(counts), list(counts.values())

    @cached_property
    def words(self) -> Sequence[str]:
        """All words."""
        return self._columns[0]

    @cached_property
    def counts(self) -> Sequence[int]:
        """Of each word the number of documents that hold it."""
        return self._columns[1]

    def count(self, word: str) -> int:
        """Documents that hold `word`."""
        known = self._letters.get(word[:1])
        if known is None and word and self._looked_up >= _FEW:
            known = self._of_letter(word[:1])
        if known is not None:
            return known.count(word)
        self._looked_up += 1
        key = word.encode("utf-8", "replace")
        start = self._first(key) + 1
        end = self._content.find(b'"', start)
        if end < 0 or self._content[start:end] != key:
            return 0
        stop = self._content.find(_BETWEEN, end)
        return int(self._content[end + 2 : stop if stop >= 0 else None].strip(b"} "))

    def _begun_by(self, letter: str) -> Counted:
        """The words that begin with a letter; theirs alone are decoded."""
        start, end = (
            self._first(one.encode("utf-8", "replace")) for one in (letter, letter + LAST)
        )
        entries = self._content[start:end].strip(b"{}, ")
        counts = msgspec.json.decode(b"{%b}" % entries, type=dict[str, int])
        return Counted(list(counts), list(counts.values()))

    def _first(self, key: bytes) -> int:
        """Where the first entry starts whose word is not below `key`; found by bisection."""
        content = self._content
        low, high = 1, len(content)
        while low < high:
            start = max(content.rfind(_NEXT, low, (low + high) // 2), low - len(_BETWEEN))
            start += len(_BETWEEN)
            if content[start + 1 : content.find(b'"', start + 1)] < key:
                following = content.find(_NEXT, start)
                low = following + len(_BETWEEN) if following >= 0 else high
            else:
                high = start
        return high
