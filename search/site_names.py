"""A place, section or topic as the site prints it → its name in either language, and what is one.

The site's English and Russian pages have names of their own for the same sections, topics and
places: `search/data/site_names.toml` pairs them. A name that is not there is itself in both.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import folded, words
from search.query.sentence_data import read_sentences, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PAIRED_FIELDS: Final = ("place", "section", "topic")
"""Fields whose values may be one in two languages."""

_CACHED: Final = 20_000
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")


@lru_cache(maxsize=_CACHED)
def value_key(field: str, text: str) -> str:
    """What is equal for values that read alike, or are one in two languages."""
    keys = _keys(field)
    if field != "place":
        return keys.get(folded(text), folded(text))
    parts = [keys.get(folded(part)) for part in text.split(",")]
    return ", ".join(sorted({part for part in parts if part})) if all(parts) else folded(text)


@lru_cache(maxsize=_CACHED)
def in_language(field: str, text: str, lang: str) -> str:
    """A value as the site's pages in `lang` print it; as it is where that is not known."""
    if field not in PAIRED_FIELDS or lang not in ("en", "ru") or _is_of(text, lang):
        return text
    shown = _shown(field, lang)
    parts = [part.strip() for part in text.split(",")] if field == "place" else [text]
    found = [shown.get(folded(part)) for part in parts]
    return ", ".join(one for one in reversed(found) if one) if all(found) else text


def both_names(field: str, text: str) -> tuple[str, ...]:
    """A value as printed, and in the other language where that is known."""
    return tuple(dict.fromkeys((text, *(in_language(field, text, one) for one in ("en", "ru")))))


def words_of_names(field: str, texts: Iterable[str]) -> frozenset[str]:
    """The folded words of values in both languages, and perhaps others.

    Of paired values these are all words of their table of names: to look these values up there
    takes ten times as long, and most words that are asked for stand in neither.
    """
    within = frozenset(chain.from_iterable(map(words, texts)))
    return within | _words_of_table(field) if field in PAIRED_FIELDS else within


@cache
def _words_of_table(field: str) -> frozenset[str]:
    """All words of a table of names, folded, which is not read as TOML for them."""
    _, _, table = read_text("site_names").partition(f"\n[{field}]\n")
    lines = table.partition("\n[")[0].splitlines()
    return frozenset(chain.from_iterable(map(words, lines)))


def _is_of(text: str, lang: str) -> bool:
    return (_CYRILLIC.search(text) is not None) == (lang == "ru")


@cache
def _keys(field: str) -> Mapping[str, str]:
    """For each name, folded, the key that all names of the same thing have."""
    found: dict[str, str] = {}
    for russian, english in _pairs(field).items():
        for name in (russian, *english):
            found[folded(name)] = folded(english[0])
    return found


@cache
def _shown(field: str, lang: str) -> Mapping[str, str]:
    """For each name, folded, the one to show in a language."""
    found: dict[str, str] = {}
    for russian, english in _pairs(field).items():
        if lang == "ru":
            for name in english:
                found.setdefault(folded(name), russian)
        else:
            found[folded(russian)] = english[0]
    return found


def _pairs(field: str) -> Mapping[str, tuple[str, ...]]:
    """English names by the Russian one."""
    given = read_sentences("site_names")[field]
    return {
        one: (names,) if isinstance(names, str) else tuple(names) for one, names in given.items()
    }
