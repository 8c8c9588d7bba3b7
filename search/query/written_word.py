"""A word as somebody wrote it → its shape, what it loses, and whether it was pasted."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Final

from search.analysis.letters import INVISIBLE, KINDS, LETTER, MARK, OTHER, UNSPACED

_EDGES: Final = re.compile(r"^[^x*?]+|[^x*?~]+$")  # of a shape
_ADDRESS: Final = re.compile(r"(?i)\b[a-z][a-z+.-]*://\S|\bwww\.\w|(?:\w\S*|^)\?[\w%.-]+=")
_OF_WORDS: Final = (LETTER, UNSPACED, MARK, INVISIBLE)
_READ_SIGNS: Final = "~−"  # which the language reads: the one is told of elsewhere, one is a dash
_LOST_MARKS: Final = "%‰‱§¶#@&†‡"  # marks that are read aloud, though to Unicode punctuation


def shape(text: str) -> str:
    """The text with an x for every letter, digit and mark, for patterns that ask for one."""
    return "".join("x" if KINDS[ord(char)] in _OF_WORDS else char for char in text)


def without_edges(text: str) -> str:
    """A written word without the punctuation around it; what the language reads stays."""
    drawn = shape(text)
    start = next((at for at, char in enumerate(drawn) if char in "x*?"), len(drawn))
    return text[start:][: len(_EDGES.sub("", drawn))]


def is_address(text: str) -> bool:
    """Whether it is a pasted address, in which a ? asks for no letter."""
    return _ADDRESS.search(text) is not None


def lost_signs(text: str) -> str:
    """The signs that somebody may expect to be searched for, each once: C++, 100%, §5, +7, $5.

    None of an address, where nobody does.
    """
    if is_address(text):
        return ""
    return " ".join(dict.fromkeys(filter(_is_lost_sign, text)))


def is_wild_in_row(pattern: str) -> bool:
    """Whether * or ? stands before a letter of a script without spaces."""
    after = (char for before, char in pairwise(pattern) if before in "*?")
    return any(KINDS[ord(char)] == UNSPACED for char in after)


def _is_lost_sign(char: str) -> bool:
    if char in _READ_SIGNS or KINDS[ord(char)] != OTHER:
        return False
    return char in _LOST_MARKS or unicodedata.category(char).startswith("S")
