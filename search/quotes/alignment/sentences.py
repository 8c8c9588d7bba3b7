"""A stretch of a text → the rest of the sentences it begins and ends in, and what of it denies.

Words quoted from "I do not think this will help" may stand so and say the reverse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from search.quotes.alignment.denials import denials
from search.quotes.alignment.quoted_words import quoted_words

if TYPE_CHECKING:
    from collections.abc import Iterator

_END: Final = re.compile(r"[.!?…]+[\"”»’)\]]*(?=\s|$)")
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Prof|Gen|No|vs|г|гг|тов|гн|им|ул|т\.е|т\.д)|(?<![\w])[A-ZА-ЯЁ])$"
)
_MOST_CHARS: Final = 1_500  # of a sentence on each side
_EDGE: Final = " \t\u00a0,;:–—-\"“”«»„()[]'’"


@dataclass(frozen=True, slots=True)
class SentenceEdges:
    """What stands in the same sentences before and after some words, and the words of it that deny.

    `before` is empty where the words begin with a sentence, `after` where they end with one.
    """

    before: str
    after: str
    denials: tuple[str, ...]


def sentence_edges(text: str, start: int, end: int) -> SentenceEdges | None:
    """The rest of the sentences around a stretch; None where it is whole sentences."""
    before, after = _before(text, start), _after(text, end)
    own, following = quoted_words(before), quoted_words(after)
    if not own and not following:
        return None
    return SentenceEdges(
        before if own else "", after if following else "", denials((*own, *following))
    )


def _before(text: str, at: int) -> str:
    first = max(text.rfind("\n", 0, at) + 1, at - _MOST_CHARS)
    begin = max((end for _, end in _ends(text, first, at)), default=first)
    return text[begin:at].strip(_EDGE)


def _after(text: str, at: int) -> str:
    stop = text.find("\n", at)
    stop = min(len(text) if stop < 0 else stop, at + _MOST_CHARS)
    end = min((begin for begin, _ in _ends(text, at, stop)), default=stop)
    return text[at:end].strip(_EDGE)


def _ends(text: str, first: int, stop: int) -> Iterator[tuple[int, int]]:
    """Where sentences end: at no initial or title, and before nothing that goes on in small."""
    for found in _END.finditer(text, first, stop):
        following = text[found.end() : found.end() + 12].lstrip(_EDGE)
        is_short = text[found.start()] == "." and _ABBREVIATION.search(
            text[max(found.start() - 6, 0) : found.start()]
        )
        if not following[:1].islower() and not is_short:
            yield found.start(), found.end()
