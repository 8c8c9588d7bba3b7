"""A folded word → the words that are found at its place as well: its halves.

Of an elision (d'Ivoire, O'Brannon) what follows the apostrophe; of two letters of a script without
spaces, which stand for a place in a row of them, the first. The word itself is never among them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from search.analysis.letters import APOSTROPHES, INVISIBLE, KINDS, MARK, UNSPACED

if TYPE_CHECKING:
    from search.records import Span

_ELIDED: Final = frozenset(("d", "l", "o", "qu", "д", "л", "о"))
"""What may stand before any letter: d'Ivoire, O'Brannon, д'Артаньян."""

_ELIDED_BEFORE_VOWELS: Final = frozenset(
    (
        *("c", "j", "m", "n", "s", "t", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu"),
        *("un", "all", "dall", "dell", "nell", "sull", "coll", "quell", "bell", "sant", "gl"),
        *("degl", "negl", "com", "dov", "cos", "дель", "делль"),
    )
)
_ENDINGS: Final = frozenset(("s", "t", "d", "m", "re", "ll", "ve", "em", "er", "clock"))
"""What follows an apostrophe in English without being a word of its own: don't, D's, o'clock."""

_VOWELS: Final = frozenset("aeiouyhœæаеиоуыэюя")
_CACHED_WORDS: Final = 8_000


def halves(word: str) -> tuple[str, ...]:
    """The halves of a folded word, the longest first; most words have none."""
    if "'" not in word and (word.isascii() or KINDS[ord(word[0])] != UNSPACED):
        return ()
    return _halves(word)


@lru_cache(maxsize=_CACHED_WORDS)
def _halves(word: str) -> tuple[str, ...]:
    if "'" not in word:
        first = word[: _first_letter(word)]
        return () if first == word else (first,)
    before, _, after = word.partition("'")
    return (after, *halves(after)) if _is_elision(before, after) else ()


def half_span(printed: str, half: str) -> Span:
    """Where a half of the word that is printed so stands in it."""
    if KINDS[ord(half[0])] == UNSPACED:
        return 0, _first_letter(printed)
    apostrophes = [at for at, char in enumerate(printed) if char in APOSTROPHES]
    left = half.count("'")
    start = apostrophes[-1 - left] + 1 if len(apostrophes) > left else 0
    while start < len(printed) and KINDS[ord(printed[start])] in (MARK, INVISIBLE):
        start += 1
    return start, len(printed)


def _first_letter(word: str) -> int:
    """Where the first letter of a word ends, its marks within."""
    end = 1
    while end < len(word) and KINDS[ord(word[end])] in (MARK, INVISIBLE):
        end += 1
    return end


def _is_elision(before: str, after: str) -> bool:
    rest = re.split("'", after, maxsplit=1)[0]
    if rest in _ENDINGS or not rest[:1].isalpha():
        return False
    if before in _ELIDED:
        return True
    vowel = unicodedata.normalize("NFD", rest[0])[0] in _VOWELS
    return vowel and before in _ELIDED_BEFORE_VOWELS
