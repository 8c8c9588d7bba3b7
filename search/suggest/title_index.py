"""Titles of an index → those that hold typed words, the last of them perhaps only begun."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from search.analysis.tokenizer import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from search.records import StatementId

MOST_TITLES: Final = 200_000  # the newest; with their words they take some 150 MB
_LAST: Final = "\U0010ffff"


class TitleGroup(NamedTuple):
    """A title, its newest statement, and how many statements carry it."""

    text: str
    newest: StatementId
    statements: int


class TitleIndex:
    """The titles of an index by their words, those that read alike once; immutable."""

    def __init__(self, titles: Iterable[tuple[StatementId, str]]) -> None:
        self._texts: list[str] = []
        self._newest: list[StatementId] = []
        self._counts = array("I")
        numbers: dict[str, int] = {}
        holders: dict[str, array[int]] = {}
        for statement_id, text in islice(titles, MOST_TITLES):
            found = words(text)
            number = numbers.setdefault(" ".join(found), len(numbers))
            if number < len(self._texts):
                self._counts[number] += 1
                continue
            self._texts.append(text)
            self._newest.append(statement_id)
            self._counts.append(1)
            for word in dict.fromkeys(found):
                holders.setdefault(word, array("I")).append(number)
        self._rows = list(numbers)
        self._words = sorted(holders)
        self._holders = [holders[word] for word in self._words]

    def starting_with(self, typed: Sequence[str], most: int) -> list[TitleGroup]:
        """Titles with all typed words: those that begin with them first, then the newest."""
        *whole, begun = typed
        candidates = self._numbers(begun, begun + _LAST)
        for word in whole:
            candidates &= self._numbers(word, word + "\0")
        row = " ".join(typed)
        ordered = sorted((not self._rows[one].startswith(row), one) for one in candidates)
        return [
            TitleGroup(self._texts[one], self._newest[one], self._counts[one])
            for _, one in ordered[:most]
        ]

    def _numbers(self, first: str, after: str) -> set[int]:
        """Titles that hold a word from `first` up to, not with, `after`."""
        start = bisect_left(self._words, first)
        return set().union(*self._holders[start : bisect_left(self._words, after, start)])
