"""A quotation as somebody wrote it → its words, where it leaves some out, and what it puts in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from search.quotes.quoted_words import quoted_words

if TYPE_CHECKING:
    from search.quotes.quoted_words import QuotedWord

MOST_CHARS: Final = 20_000
"""Of one quotation; the rest is cut, and said."""

LEAST_WORDS: Final = 5
"""Fewer are too short to tell one source."""

_ELLIPSIS: Final = re.compile(r"[\[(<]\s*(?:…|\.{2,})\s*[\])>]|…|\.{3,}|\.\s\.\s\.|\[\s*\]")
_INSERTED: Final = re.compile(r"\[([^\[\]]{1,200})\]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: `text` as it came, its words, and the words before which it leaves some out.

    `inserted` are words in [brackets]: the writer's own, each with the word it stands before.
    """

    text: str
    words: tuple[QuotedWord, ...]
    cuts: tuple[int, ...] = ()
    inserted: tuple[tuple[int, tuple[QuotedWord, ...]], ...] = ()

    def as_words(self) -> Quotation:
        """The same, what stands in brackets taken as words quoted: publishers put words in too."""
        if not self.inserted:
            return self
        words = sorted(
            (*self.words, *(word for _, its in self.inserted for word in its)),
            key=lambda word: word.start,
        )
        cuts = {words.index(self.words[cut]) for cut in self.cuts}
        return Quotation(self.text, tuple(words), tuple(sorted(cuts)))

    def bracketed(self) -> frozenset[int]:
        """Of `as_words` those that stand in brackets."""
        own = {word.start for _, its in self.inserted for word in its}
        return frozenset(at for at, word in enumerate(self.as_words().words) if word.start in own)

    def pieces(self) -> tuple[tuple[int, int], ...]:
        """Ranges of words between what is left out."""
        edges = (0, *self.cuts, len(self.words))
        return tuple(
            (start, stop) for start, stop in zip(edges, edges[1:], strict=False) if start < stop
        )


def read_quotation(text: str) -> Quotation:
    """The quotation of a text, quotation marks around it or not."""
    given = text[:MOST_CHARS]
    cuts, inserted = [], []
    for found in _ELLIPSIS.finditer(given):
        cuts.append(found.start())
    brackets = [
        found
        for found in _INSERTED.finditer(given)
        if not _ELLIPSIS.fullmatch(found.group()) and quoted_words(found[1])
    ]
    own = [(found.start(), found.end()) for found in brackets]
    words = tuple(
        word
        for word in quoted_words(given)
        if not any(start <= word.start < end for start, end in own)
    )
    for found in brackets:
        place = sum(word.start < found.start() for word in words)
        shift = found.start(1)
        inserted.append(
            (
                place,
                tuple(
                    replace(word, start=word.start + shift, end=word.end + shift)
                    for word in quoted_words(found[1])
                ),
            )
        )
    places = {sum(word.start < cut for word in words) for cut in cuts}
    return Quotation(
        given,
        words,
        tuple(sorted(place for place in places if 0 < place < len(words))),
        tuple(inserted),
    )
