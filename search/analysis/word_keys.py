"""Words asked for, as written or as stems → which of them a folded word is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.analysis.tokenizer import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

WordKey = tuple[bool, str]
"""A word asked for: a folded word as written (True), or a stem (False)."""


class WordKeys:
    """The words that the patterns of one query hold; for one thread, equal to itself alone."""

    def __init__(self, asked: Iterable[WordKey]) -> None:
        self.asked = frozenset(asked)
        self._exact = {word for is_exact, word in self.asked if is_exact}
        self._stems = {word for is_exact, word in self.asked if not is_exact}
        self._seen: set[str] = set()
        self._found: dict[str, list[WordKey]] = {}

    def of(self, words: set[str]) -> Mapping[str, Sequence[WordKey]]:
        """Of some folded words those that were asked for, with how; none is looked at twice."""
        new = words - self._seen
        self._seen |= new
        for word in new & self._exact:
            self._found[word] = [(True, word)]
        for word in new if self._stems else ():
            if (root := stem(word)) in self._stems:
                self._found.setdefault(word, []).append((False, root))
        return {word: self._found[word] for word in words & self._found.keys()}
