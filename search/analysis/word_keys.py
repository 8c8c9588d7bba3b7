"""Words asked for, as written or as stems → which of them a folded word is, or a half of it."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

from search.analysis.tokenizer import halves, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_MOST_KEPT: Final = 4_096  # pairs of what was asked for and a word, the same for every turn

WordKey = tuple[bool, str]
"""A word asked for: a folded word as written (True), or a stem (False)."""


@lru_cache(maxsize=_MOST_KEPT)
def found_as(key: WordKey, word: str) -> str | None:
    """The folded word, or the half of it, that is what was asked for."""
    is_exact, wanted = key
    for one in (word, *halves(word)):
        if wanted == (one if is_exact else stem(one)):
            return one
    return None


class WordKeys:
    """The words that the patterns of one query hold; equal to itself alone.

    Safe to share between threads: two that look at a word find the same.
    """

    def __init__(self, asked: Iterable[WordKey]) -> None:
        self.asked = frozenset(asked)
        self._exact = {word for is_exact, word in self.asked if is_exact}
        self.stems = {word for is_exact, word in self.asked if not is_exact}
        self._seen: set[str] = set()
        self._found: dict[str, list[WordKey]] = {}
        self.looked_up: dict[object, Any] = {}
        """What was looked up of these in files of words, by the file: it goes when they go"""

    @cached_property
    def exact_names(self) -> frozenset[bytes]:
        """Words asked for as written, in UTF-8."""
        return frozenset(word.encode() for word in self._exact)

    def of(self, words: set[str]) -> Mapping[str, Sequence[WordKey]]:
        """Of some folded words those that were asked for, or their halves, with how.

        None is looked at twice.
        """
        new = words - self._seen
        for word in new:
            forms = (word, *halves(word))
            keys = [(True, one) for one in forms if one in self._exact]
            if self.stems:
                keys += [(False, root) for one in forms if (root := stem(one)) in self.stems]
            if keys:
                self._found[word] = list(dict.fromkeys(keys))
        self._seen |= new  # after they were found: another thread may ask for the same
        return {word: self._found[word] for word in words & self._found.keys()}
