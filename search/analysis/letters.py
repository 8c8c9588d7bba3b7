"""A character → what it is in a word, and what it folds to; Unicode's tables and our few rules.

Kinds are single letters, so that a text becomes a string of kinds of the same length, in which
words are found by a pattern: no class of Python's `re` knows marks.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LETTER: Final = "L"  # a letter or digit of a script that puts spaces between words
UNSPACED: Final = "U"  # a letter of one that does not: ideographs, kana, Thai, Lao, Burmese, Khmer
MARK: Final = "M"  # belongs to the letter before it
INVISIBLE: Final = "I"  # nobody sees it
APOSTROPHE: Final = "A"
OTHER: Final = " "

APOSTROPHES: Final = "'\u2018\u2019\u02bc\u02b9\u0374\u2032\u00b4`"

SPECIAL: Final = re.compile(
    "[^\x00-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4-\u00b8\u00bb-\u02af\u02b9-\u02df"
    "\u0370-\u0482\u048a-\u052f\u0531-\u058f\u10a0-\u10fb\u1e00-\u1fff"
    "\u2000-\u200a\u2010-\u2029\u202f-\u205f\u20a0-\u20cf\u2116\u2122\u2190-\u2bff"
    "\u2e00-\u2e5d\uac00-\ud7a3\ufffd]"
)
"""What is not read as it stands, or may not be: a text without it needs no look at its kinds."""

# Patterns of single characters, compiled when the first of such is met: most commands meet none,
# and every character is looked at once.
_FIRST_UNSPACED: Final = "\u0e01"
_UNSPACED: Final = (
    "[\u0e01-\u0e4f\u0e80-\u0ecf\u0edc-\u0edf\u1000-\u103f\u1050-\u108f\ua9e0-\ua9ef\uaa60-\uaa7f"
    "\u1780-\u17d3\u17d7\u17dc\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3041-\u3096"
    "\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d"
    "\U00016fe0-\U00018dff\U0001aff0-\U0001b16f\U00020000-\U0003ffff]"
)
_FALLS_AWAY: Final = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u0898-\u089f\u08ca-\u08e1"
    "\u08e3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
"""Marks without which a word is the same: stress, points of Hebrew and Arabic, tatweel."""

_NOBODY_SEES: Final = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_MARK_LETTERS: Final = "\u0640\uff9e\uff9f"  # letters to Unicode, but they stand on the one before
_SAME_LETTER: Final = "<(?:super|sub|wide|narrow|font|initial|medial|final|isolated|small)>"
"""Other shapes of a letter or digit, by the tag of Unicode's decomposition."""


class _Kinds(dict[int, str]):
    """The kind of every character, worked out when it is first met; for `str.translate`."""

    def __missing__(self, code: int) -> str:
        kind = self[code] = _kind(chr(code))
        return kind


class _Shapes(dict[int, str]):
    """Every character in its ordinary shape; those that nobody sees as nothing."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        shape = char
        if re.match(_NOBODY_SEES, char):
            shape = ""
        elif re.match(_SAME_LETTER, unicodedata.decomposition(char)):
            shape = unicodedata.normalize("NFKC", char)
        self[code] = shape
        return shape


class _Bare(dict[int, str]):
    """Every character of a word as it is compared; as nothing what is no part of a letter."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        bare = "" if re.match(_FALLS_AWAY, char) or KINDS[code] in (INVISIBLE, OTHER) else char
        if KINDS[code] == APOSTROPHE:
            bare = "'"
        self[code] = bare
        return bare


KINDS: Final = _Kinds()
_SHAPES: Final = _Shapes()
_BARE: Final = _Bare({ord("ё"): "е"})


def folded_word(word: str) -> str:
    """A word of any letters in the form it is compared in, apostrophes at its ends too."""
    shaped = unicodedata.normalize("NFC", word.translate(_SHAPES))
    cased = unicodedata.normalize("NFC", shaped.casefold().translate(_SHAPES))
    return unicodedata.normalize("NFC", cased.translate(_BARE))


def is_superscript(char: str) -> bool:
    """Whether it is a raised digit."""
    return char.isdigit() and unicodedata.decomposition(char).startswith("<super>")


def letter_start(text: str, at: int) -> int:
    """The place at `at`, or before it, where a text may be cut: no letter loses its marks."""
    while 0 < at < len(text) and KINDS[ord(text[at])] in (MARK, INVISIBLE):
        at -= 1
    return at


def _kind(char: str) -> str:
    if char in APOSTROPHES:
        return APOSTROPHE
    if re.match(_NOBODY_SEES, char):
        return INVISIBLE
    if unicodedata.category(char)[0] == "M" or char in _MARK_LETTERS:
        return MARK
    if char == "_" or not char.isalnum():
        return OTHER
    return UNSPACED if char >= _FIRST_UNSPACED and re.match(_UNSPACED, char) else LETTER
