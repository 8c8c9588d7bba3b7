"""A Russian name in some case → the words it may be the case of: Лаврову → Лавров.

The stems of a text are no help here: "Лавров" and "Лаврова" have two. What comes out are guesses,
to be looked for among names that are known; in other scripts an 's is all that is taken off.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_CACHED_WORDS: Final = 1_000  # words of a query are tried alone and beside each other
_LEAST_CHARS: Final = 2  # of what is left of a name
_ENDINGS: Final = {
    "ого": ("ий", "ый", "ой"),
    "ому": ("ий", "ый", "ой"),
    "его": ("ий", "ей"),
    "ему": ("ий", "ей"),
    "ыми": ("", "ые"),
    "ою": ("а", "ая"),
    "ой": ("а", "ая"),
    "ую": ("ая",),
    "ом": ("", "о", "ий", "ый", "ой"),
    "ым": ("", "ый", "ой"),
    "им": ("ий",),
    "ем": ("й", "ь", "ий", ""),
    "ей": ("я", "ь", "а"),
    "ии": ("ия", "ий"),
    "ых": ("", "ый"),
    "их": ("ий",),
    "а": ("", "о"),
    "я": ("й", "ь"),
    "у": ("", "а", "о"),
    "ю": ("й", "ь", "я"),
    "е": ("", "а", "я", "й", "ь"),
    "ы": ("", "а"),
    "и": ("а", "я", "ь", "й"),
}


@lru_cache(maxsize=_CACHED_WORDS)
def nominatives(word: str) -> tuple[str, ...]:
    """What a folded word may be a case of, itself first."""
    found = [word, word.removesuffix("'s").removesuffix("'")]
    for ending, others in _ENDINGS.items():
        base = word.removesuffix(ending)
        if base != word and len(base) >= _LEAST_CHARS:
            found += [base + other for other in others]
    return tuple(dict.fromkeys(found))
