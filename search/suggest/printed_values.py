"""Places and offices as an index prints them → the value that words of a query, in any form, mean.

A place is meant by a part of it ("Sochi" of "Bocharov Ruchei, Sochi"), an office by its beginning
("Prime Minister" of "Prime Minister of India"): a search for such a value finds it by its words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import stem, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_VALUE_WORDS: Final = 8
_LEAST_CHARS: Final = 3  # of a value: two letters stand for too much
_PART: Final = re.compile(r"[^,;()]+")
_RUSSIAN_NAME: Final = re.compile("[А-ЯЁ][а-яё]")  # Президент России: no word between the two
_ARTICLE: Final = re.compile(r"the\s+", re.IGNORECASE)
_LINKING: Final = frozenset(("of", "for", "to", "at", "in", "on", "по", "в", "на", "при"))


class PrintedValues:
    """Values by the stems of their words; of those that read alike the one printed most often."""

    def __init__(self, printed: Iterable[tuple[str, int]]) -> None:
        """`printed`: values, and how often each is printed."""
        counts: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for text, count in printed:
            key = tuple(stem(token.text) for token in tokens(text))
            if key and len(text) >= _LEAST_CHARS:
                counts[key][text] += count
        self._values = {
            key: min(texts, key=lambda text: (-texts[text], text)) for key, texts in counts.items()
        }

    def meant(self, given: Sequence[str]) -> str | None:
        """The value these folded words mean, in whichever form; None when they mean none."""
        return self._values.get(tuple(map(stem, given)))


def place_parts(places: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Places and the parts they are made of, without an article before them."""
    for place, count in places:
        parts = (_ARTICLE.sub("", part.strip(), count=1) for part in _PART.findall(place))
        for text in dict.fromkeys((place, *parts)):
            yield text, count


def office_beginnings(offices: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Offices and what names them too: two words and more that stand before "of" or a country."""
    for office, count in offices:
        yield office, count
        found = list(tokens(office))
        for size in range(2, min(len(found), MOST_VALUE_WORDS)):
            after = office[found[size].start : found[size].end]
            if after in _LINKING or _RUSSIAN_NAME.match(after):
                yield office[found[0].start : found[size - 1].end], count
