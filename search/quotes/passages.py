"""A place of the index → the words around it, to be compared; and what a verdict shows of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import fold, offsets, stem, words
from search.quotes.alignment.quoted_words import quoted_words
from search.records import Part

if TYPE_CHECKING:
    from search.engine import IndexPassage
    from search.quotes.alignment.quoted_words import QuotedWord
    from search.records import Statement, Turn

BREAK: Final = "\n\n"
_WITHIN: Final = re.compile(r"(?<=[\w,] )[A-ZА-ЯЁ][^\W\d_]+")  # in the middle of a sentence
_CONTEXT_CHARS: Final = 32  # of prefix and suffix of a selector


class PlaceText:
    """The whole text of one turn, title or lead; its words are read as they are needed."""

    def __init__(self, statement: Statement, part: Part, turn: Turn | None) -> None:
        self.statement, self.part, self.turn = statement, part, turn
        if turn is not None:
            self.text = BREAK.join(turn.paragraphs)
        else:
            self.text = (statement.title if part is Part.TITLE else statement.lead) or ""

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells places apart."""
        return self.statement.id, self.part.value, self.turn.n if self.turn else 0

    @cached_property
    def offsets(self) -> list[tuple[int, int]]:
        """Where its tokens stand."""
        return offsets(self.text)

    @cached_property
    def tokens(self) -> list[str]:
        """Its folded tokens, read sooner than where they stand."""
        return words(self.text)

    @cached_property
    def names(self) -> frozenset[str]:
        """Words that are names wherever they stand, folded.

        They bear a capital within a sentence anywhere in the text, or name a person or a place the
        publisher lists beside it.
        """
        listed = " ".join((*self.statement.persons, *self.statement.geography))
        return frozenset((*map(fold, _WITHIN.findall(self.text)), *words(listed)))

    @cached_property
    def _name_roots(self) -> frozenset[str]:
        return frozenset(map(stem, self.names))

    def holds_name(self, word: str) -> bool:
        """Whether a folded word is one of `names` in any of its forms: России, Россия."""
        return word in self.names or stem(word) in self._name_roots

    def window(self, first: int, stop: int) -> Window:
        """The words from one token to another, as far as there are."""
        spans = self.offsets
        first, stop = max(first, 0), min(stop, len(spans))
        if first >= stop:
            return Window(self, (), 0)
        start, end = spans[first][0], spans[stop - 1][1]
        # a sign before a number and a unit after it are part of it
        start = max(start - 4, spans[first - 1][1]) if first else 0
        end = min(end + 2, spans[stop][0]) if stop < len(spans) else len(self.text)
        return Window(self, quoted_words(self.text[start:end]), start)

    def whole(self) -> Window:
        """All words."""
        return Window(self, quoted_words(self.text), 0)

    def paragraph_range(self, start: int, end: int) -> tuple[int, int, int | None]:
        """Where the paragraphs around a stretch begin and end, and the ordinal of the first."""
        if self.turn is None:
            return 0, len(self.text), None
        lengths = [len(one) for one in self.turn.paragraphs]
        starts = list(accumulate((length + len(BREAK) for length in lengths), initial=0))[:-1]
        first = max((at for at, one in enumerate(starts) if one <= start), default=0)
        last = max((at for at, one in enumerate(starts) if one < end), default=0)
        return starts[first], starts[last] + lengths[last], self.turn.ordinal(first)


@dataclass(frozen=True, slots=True)
class Window:
    """Some words of a place; `shift` is where the text they were read from begins in it."""

    place: PlaceText
    words: tuple[QuotedWord, ...]
    shift: int

    def span(self, first: int, stop: int) -> tuple[int, int]:
        """Where some of the words stand in the text of the place."""
        return self.words[first].start + self.shift, self.words[stop - 1].end + self.shift

    def printed(self, first: int, stop: int) -> str:
        """Some of the words as they are printed, with what stands between."""
        if first >= stop:
            return ""
        start, end = self.span(first, stop)
        return self.place.text[start:end]


def place_of(passage: IndexPassage) -> PlaceText:
    """The place of a passage."""
    return PlaceText(passage.statement, passage.part, passage.turn)


def context(text: str, start: int, end: int) -> tuple[str, str, str]:
    """A stretch of a text, what stands before it and after it."""
    before = text[max(start - _CONTEXT_CHARS, 0) : start]
    return text[start:end], before, text[end : end + _CONTEXT_CHARS]
