"""The lists of words in `index/data` → sets of folded words; read on first use, kept."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from search.analysis.tokenizer import fold

_LONGEST_ACRONYM: Final = 3
_LETTERS: Final = re.compile(r"[^\W\d_][\w\u0300-\u036f]*")
_CURLY: Final = re.compile("[’‘ʼ`]")
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")  # its й must not lose the mark


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """A word or phrase as the lists hold it: folded, Latin accents gone ("Čeferin", "ceferin").

    Folding is the tokenizer's, letter run by letter run, so hyphens and apostrophes stay.
    """
    low = _CURLY.sub("'", _LETTERS.sub(lambda run: fold(run.group()), word))
    if low.isascii() or _CYRILLIC.search(low):
        return low
    parts = unicodedata.normalize("NFKD", low)
    return "".join(part for part in parts if not unicodedata.combining(part))


@cache
def read_words(name: str) -> frozenset[str]:
    """The words of one list; lines that start with # are its description."""
    text = resources.files("index").joinpath("data", name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def is_role_word(word: str) -> bool:
    """Whether `word` belongs to an office, rank, trade or institution, and so to no name."""
    return is_title(word) or plain(word).rstrip(".") in read_words("role_words.txt")


def is_title(word: str) -> bool:
    """Whether `word` is what a person is called by office, rank or trade: "Minister"."""
    known, word = read_words("titles.txt"), plain(word).rstrip(".")
    return word in known or ("-" in word and all(part in known for part in word.split("-")))


def is_place(word: str) -> bool:
    """Whether `word` belongs to a country, region or town that offices name.

    "UN" is one and "Un" is none: words of two or three letters must be printed in capitals.
    """
    low = plain(word)
    return low in read_words("places.txt") and (len(low) > _LONGEST_ACRONYM or word.isupper())


def is_given_name(word: str) -> bool:
    """Whether `word` is a given name that the list knows; a compound counts by its first part."""
    known = read_words("given_names.txt")
    return plain(word) in known or plain(word.split("-")[0]) in known


def word_set(text: str) -> frozenset[str]:
    """The words of `text` as a set: for small tables that belong beside their rule."""
    return frozenset(text.split())
