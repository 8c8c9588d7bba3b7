"""The lists of words in `index/data` → sets of folded words; read on first use, kept."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import fold
from search.quotes.alignment.spelling import in_one_script

if TYPE_CHECKING:
    from collections.abc import Mapping

_LETTERS: Final = re.compile(r"[^\W\d_][\w\u0300-\u036f]*")
_CURLY: Final = re.compile("[’‘ʼ`]")
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")  # its й must not lose the mark


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """A word or phrase as the lists have it: folded, Latin accents gone ("Čeferin", "ceferin").

    Folding is the tokenizer's, letter run by letter run, so hyphens and apostrophes stay; letters
    of two alphabets in one run are those of one, as they look ("Рrime", its first one Cyrillic).
    """
    low = _CURLY.sub("'", _LETTERS.sub(lambda run: in_one_script(fold(run.group())), word))
    if low.isascii() or _CYRILLIC.search(low):
        return low
    parts = unicodedata.normalize("NFKD", low)
    return "".join(part for part in parts if not unicodedata.combining(part))


@cache
def read_words(name: str) -> frozenset[str]:
    """The words of the list `index/data/<name>.txt`."""
    return frozenset(word for line in read_lines(name) for word in line.split())


@cache
def read_lines(name: str) -> tuple[str, ...]:
    """The lines of a list; those that start with # describe it and are left out."""
    text = resources.files("index").joinpath("data", f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if not line.startswith("#"))


@cache
def any_of(name: str) -> str:
    """A list of patterns, one a line, as one pattern that matches any of them."""
    return f"(?:{'|'.join(read_lines(name))})"


@cache
def read_pairs(name: str) -> Mapping[str, str]:
    """A list of two columns, the first → the second, in the order of its lines."""
    pairs = (line.partition(" ") for line in read_lines(name))
    return {left: right for left, _, right in pairs}
