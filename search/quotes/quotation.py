"""A quotation as somebody wrote it → its words, where it leaves some out, and what it puts in."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from search.quotes.alignment.quoted_words import quoted_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.quotes.alignment.quoted_words import QuotedWord
    from search.records import Span

MOST_CHARS: Final = 20_000
"""Of one quotation: a longer one is not compared, and it is said."""

LEAST_WORDS: Final = 5
"""Fewer are too short to tell one source."""

_LANGUAGES: Final = {
    **dict.fromkeys(("english", "eng", "en-us", "en-gb", "английский", "англ"), "en"),
    **dict.fromkeys(("russian", "rus", "ru-ru", "русский", "рус"), "ru"),
}
_LANGUAGE: Final = re.compile("[a-z]{2}")
_ELLIPSIS: Final = re.compile(r"[\[(<]\s*(?:…|\.{2,})\s*[\])>]|…|\.{3,}|\.\s\.\s\.|\[\s*\]")
_INSERTED: Final = re.compile(r"\[([^\[\]]{1,200})\]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: `text` as it came, its words, and the words before which it leaves some out.

    `inserted` are words in [brackets]: the writer's own, each with the word it stands before.
    `marks` are where its … begin in the text.
    """

    text: str
    words: tuple[QuotedWord, ...]
    cuts: tuple[int, ...] = ()
    inserted: tuple[tuple[int, tuple[QuotedWord, ...]], ...] = ()
    marks: tuple[int, ...] = ()

    def as_words(self) -> Quotation:
        """The same, what stands in brackets taken as words quoted: publishers put words in too."""
        if not self.inserted:
            return self
        words = sorted(
            (*self.words, *(word for _, its in self.inserted for word in its)),
            key=lambda word: word.start,
        )
        return Quotation(self.text, tuple(words), _cuts(words, self.marks), marks=self.marks)

    def bracketed(self) -> frozenset[int]:
        """Of `as_words` those that stand in brackets."""
        own = {word.start for _, its in self.inserted for word in its}
        return frozenset(at for at, word in enumerate(self.as_words().words) if word.start in own)

    def pieces(self) -> tuple[tuple[int, int], ...]:
        """Ranges of words between what is left out."""
        edges = (0, *self.cuts, len(self.words))
        return tuple((start, stop) for start, stop in pairwise(edges) if start < stop)


def read_language(given: str) -> str | None:
    """The code of a language as people write it (EN, en-GB, English, русский); None: it is none."""
    plain = given.strip().casefold()
    return _LANGUAGES.get(plain, plain if _LANGUAGE.fullmatch(plain) else None) or None


def read_quotation(text: str) -> Quotation:
    """The quotation of a text, quotation marks around it or not."""
    brackets = [
        found.span(1)
        for found in _INSERTED.finditer(text)
        if not _ELLIPSIS.fullmatch(found.group()) and quoted_words(found[1])
    ]
    words, inserted = _parted(quoted_words(text), brackets)
    starts = [word.start for word in words]
    marks = tuple(found.start() for found in _ELLIPSIS.finditer(text))
    return Quotation(
        text,
        tuple(words),
        _cuts(words, marks),
        tuple((bisect_left(starts, its[0].start), tuple(its)) for its in inserted),
        marks,
    )


def _cuts(words: Sequence[QuotedWord], marks: Sequence[int]) -> tuple[int, ...]:
    """The words before which a sign of a cut stands."""
    starts = [word.start for word in words]
    cuts = {bisect_left(starts, mark) for mark in marks}
    return tuple(sorted(cut for cut in cuts if 0 < cut < len(words)))


def _parted(
    words: Sequence[QuotedWord], brackets: Sequence[Span]
) -> tuple[list[QuotedWord], list[list[QuotedWord]]]:
    """The words outside of brackets, and those of each bracket."""
    outside: list[QuotedWord] = []
    inside: list[list[QuotedWord]] = [[] for _ in brackets]
    at = 0
    for word in words:
        while at < len(brackets) and brackets[at][1] <= word.start:
            at += 1
        within = at < len(brackets) and brackets[at][0] <= word.start
        (inside[at] if within else outside).append(word)
    return outside, [its for its in inside if its]
