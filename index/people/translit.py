"""A printed name in either script → the other, and a skeleton in which spellings of one name agree.

Transliteration follows the site's English pages (Sergei, Dmitry, Yury, Yevgeny, Alexei). The
skeleton is never shown: it joins Sergey and Sergei, Kleymenov and Kleimyonov, Путин and Putin.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from index.names.word_lists import plain, read_pairs, read_words

_VOWELS: Final = "аеёиоуыэюяьъ"
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_CYRILLIC_WORD: Final = re.compile("[\u0400-\u052f]+")

_LETTERS: Final = dict(zip("abcdefghijklmnopqrstuvwyz", "абкдефгхийклмнопкрстуввыз", strict=True))
_PATRONYMIC: Final = re.compile(r".{2,}(?:[ое]вич|[ое]вна|ич|ична|инична|оглы|кызы)", re.IGNORECASE)


def is_cyrillic(text: str) -> bool:
    """Whether `text` has a Cyrillic letter."""
    return _CYRILLIC.search(text) is not None


def is_patronymic(word: str) -> bool:
    """Whether a Russian word is a father's name; labels never print it, lists of persons do."""
    return is_cyrillic(word) and _PATRONYMIC.fullmatch(word) is not None


def to_latin(name: str) -> str:
    """A Cyrillic name in the letters of the English pages, capitals kept at word starts."""
    return _CYRILLIC_WORD.sub(lambda word: _latin_word(word.group()), name)


def _latin_word(word: str) -> str:
    low = word.lower()
    out = "".join(_latin_letter(low, at) for at in range(len(low)))
    out = re.sub(r"(?:ii|yi)$", "y", out)
    out = re.sub(r"iya$", "ia", out)
    out = re.sub(r"(?<=[aeiou])ks", "x", out)
    out = "alexander" if out == "alexandr" else out
    return out.capitalize() if word[:1].isupper() else out


def _latin_letter(word: str, at: int) -> str:
    if word[at] == "е" and (at == 0 or word[at - 1] in _VOWELS):
        return "ye"
    return read_pairs("cyrillic_letters").get(word[at], word[at])


@cache
def _given_names() -> dict[str, str]:
    """Russian given names by their Latin spelling."""
    names = sorted(name for name in read_words("given_names") if is_cyrillic(name))
    return {skeleton(name): name for name in names}


def to_cyrillic(name: str) -> str | None:
    """A Russian name of the English pages in Russian; None for names that are not Russian.

    A soft sign the Latin spelling lost stays lost: the result serves to find people, not to print.
    """
    words = name.split()
    given = _given_names().get(skeleton(words[0])) if words else None
    if given is None or len(words) != 2 or is_cyrillic(name):
        return None
    surname = "-".join(_cyrillic_word(part) for part in words[1].split("-"))
    return f"{given.capitalize()} {surname}"


def _cyrillic_word(word: str) -> str:
    low = plain(word)
    for pattern, letters in read_pairs("russian_spelling").items():
        low = re.sub(pattern, letters, low)
    return "".join(_LETTERS.get(letter, letter) for letter in low).capitalize()


def marked_sharp(name: str) -> str:
    """`name` with ß as "sz", which folding would make the "ss" of another name."""
    return name.replace("ß", "sz").replace("ẞ", "SZ")


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """One word of a name in a form all its spellings share, in Latin letters."""
    low = plain(to_latin(marked_sharp(word))).rstrip(".")
    for old, new in read_pairs("name_skeleton").items():
        low = re.sub(old, new, low)
    return low
