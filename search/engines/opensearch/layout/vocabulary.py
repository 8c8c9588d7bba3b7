"""Texts → rows of numbers of their words, each distinct piece of text looked at once.

Words are folded as everywhere (`search.analysis.tokenizer`). Their numbers hold within one
vocabulary: documents that are written together share one, and it is not stored.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from search.analysis.tokenizer import halves, piece_words, stem
from search.engines.opensearch.layout.mapping import BESIDE, MOST_TOKEN_CHARS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Row = tuple[int, ...]
"""Numbers of words, one after the other."""


class Vocabulary(dict[str, Row]):
    """Piece of a text → the numbers of its words; and the word and stem of each number."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers: dict[str, int] = {}
        self.words: list[str] = []
        """Each word as written, by its number."""
        self.stems: list[str] = []
        """The stem of each word, by the number of the word."""
        self.halves: list[Row] = []
        """The halves of each word, by the number of the word."""

    def __missing__(self, piece: str) -> Row:
        found = self[piece] = tuple(map(self._number, piece_words(piece)))
        return found

    def row(self, text: str) -> Row:
        """The words of a text; one too long for the cluster is cut, as in queries."""
        return tuple(chain.from_iterable(map(self.__getitem__, text.split())))

    def with_halves(self, row: Iterable[int]) -> Iterator[int]:
        """Words one after the other, each followed by its halves."""
        for number in row:
            yield number
            yield from self.halves[number]

    def written(self, row: Iterable[int]) -> Iterator[str]:
        """What is found at each place, as written, and `BESIDE` between."""
        return (self._beside(number, self.words) for number in row)

    def stemmed(self, row: Iterable[int]) -> Iterator[str]:
        """The stems of what is found at each place, `BESIDE` between."""
        return (self._beside(number, self.stems) for number in row)

    def _beside(self, number: int, forms: Sequence[str]) -> str:
        beside = self.halves[number]
        if not beside:
            return forms[number]
        return BESIDE.join(dict.fromkeys(forms[one] for one in (number, *beside)))

    def _number(self, word: str) -> int:
        cut = cut_word(word)
        number = self._numbers.setdefault(cut, len(self.words))
        if number == len(self.words):
            self.words.append(cut)
            self.stems.append(stem(cut))
            self.halves.append(())
            self.halves[number] = tuple(map(self._number, halves(cut)))
        return number


def cut_word(word: str) -> str:
    """A word as far as the cluster holds it."""
    return word[:MOST_TOKEN_CHARS]
