"""A name → what it is sorted by: surname first, letters in the order of their alphabet.

A letter with a mark of its own is another letter and stands after the plain one: Ё after Е, Ł after
L, whatever follows them in the name.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_VARIANTS: Final = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "t", "æ": "a", "œ": "o", "ß": "s", "ı": "i",
    "ħ": "h", "ŧ": "t", "ŋ": "n", "ə": "e",
}  # fmt: skip
_WHOLE: Final = frozenset("й")  # a letter of its own, not и with a mark

AlphabetKey = tuple[tuple[str, bool], ...]


def by_surname(name: str, lang: str = "en") -> tuple[bool, AlphabetKey, AlphabetKey]:
    """The key of a printed name; those in the letters of `lang` stand before all others."""
    given, _, surname = name.rpartition(" ")
    surname = surname.rpartition(".")[2] or surname  # В.Путин
    cyrillic = any("\u0400" <= letter <= "\u052f" for letter in surname)
    return cyrillic != (lang == "ru"), alphabet_key(surname), alphabet_key(given or name)


def initial(name: str) -> str:
    """The letter that a name stands under in a list by alphabet."""
    surname = name.rpartition(" ")[2]
    return (surname.rpartition(".")[2] or surname)[:1].upper()


def alphabet_key(text: str) -> AlphabetKey:
    """Letters and digits of a text, each as its plain letter and whether it is a variant of it."""
    return tuple(_letter(one) for one in text.casefold() if one.isalnum())


def _letter(letter: str) -> tuple[str, bool]:
    if letter in _WHOLE:
        return letter, False
    plain = _VARIANTS.get(letter) or unicodedata.normalize("NFD", letter)[0]
    return plain, plain != letter
