"""The words of a label → where the closing run of words that may be a name begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.names.name_shapes import MOST_NAME_WORDS, count_words, without_tail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.names.word import PrintedWord

_LONGEST_ACRONYM_CHARS: Final = 4
_LONGEST_FIRM_CHARS: Final = 6  # of capitals only, as acronyms of firms are
_MOST_BARE_INITIALS: Final = 3
_POSSESSIVE: Final = re.compile(r"[’']s$", re.IGNORECASE)
_SULTAN: Final = frozenset({"sultan", "султан"})
_SHEIKH: Final = frozenset({"sheikh", "шейх"})


def run_start(words: Sequence[PrintedWord]) -> int:
    """Where the closing run begins; `len(words)`: no word of a name ends them."""
    capitals = sum(word.text.isupper() and len(word.text) > 2 for word in words)
    shouted = capitals > len(words) / 2
    end = at = len(without_tail(words))
    capital = _capitals_start(words[:end])
    if capital is not None and not shouted:
        return capital
    while at > 0 and count_words(words[at:end]) < MOST_NAME_WORDS:
        if not _goes_on(words, at - 1, last=at == end, shouted=shouted):
            at -= at < end and _are_bare_initials(words, at - 1)
            break
        at -= 1
    while at < end and words[at].is_particle and words[at].text[0].islower():
        at += 1
    return at if at < end else len(words)


def is_sultan(word: PrintedWord) -> bool:
    """Whether a word is a title that names begin with too."""
    return word.folded in _SULTAN


def _goes_on(words: Sequence[PrintedWord], at: int, *, last: bool, shouted: bool) -> bool:
    """Whether the run goes on to the word at `at`, going backwards."""
    if last and at > 0 and _is_odd_surname(words[at], words[at - 1]):
        return True
    if _may_be_named(words[at], last=last, shouted=shouted):
        return True
    return not last and _is_title_by_name(words, at)


def _may_be_named(word: PrintedWord, *, last: bool, shouted: bool) -> bool:
    if word.is_particle:
        return not last
    named = word.text == "To" or (last and word.text == "И")  # "To Lam", «Ван И»
    joins = word.is_in("joining_words") and not named
    if joins or word.is_foreign_to_names or not word.is_name_word or _POSSESSIVE.search(word.text):
        return False
    acronym = word.text.isupper() and 1 < len(word.text) <= _LONGEST_FIRM_CHARS
    return shouted or last or not acronym or word.is_roman or word.is_given_name


def _is_odd_surname(word: PrintedWord, before: PrintedWord) -> bool:
    """Whether a town or a title is a surname, for a given name stands before: "Larry King"."""
    lone = word.is_capitalised and not word.text.isupper() and (word.is_place or word.is_title)
    return lone and before.is_given_name and not before.is_foreign_to_names


def _is_title_by_name(words: Sequence[PrintedWord], at: int) -> bool:
    """Whether a title is a name: "CEO Sultan Ahmed" has another, "Omar Sheikh Amir" stands amid."""
    if words[at].folded in _SHEIKH:
        before = words[at - 1] if at else None
        return before is not None and before.is_given_name and not before.is_foreign_to_names
    others = (word for word in words[:at] if word.is_title)
    return is_sultan(words[at]) and any(not word.is_in("royal_titles") for word in others)


def _are_bare_initials(words: Sequence[PrintedWord], at: int) -> bool:
    """Whether letters after "President of a country" are initials without dots: "RKN Petrov"."""
    ruled = any(word.is_in("rulers") for word in words[:at])
    letters = words[at].text.isupper() and 1 < len(words[at].text) <= _MOST_BARE_INITIALS
    return letters and ruled and words[at - 1].is_place


def _capitals_start(words: Sequence[PrintedWord]) -> int | None:
    """Where a whole name in capitals begins after an office in small letters: "Head ANNA ORLOVA".

    A word of capitals before it may be the office's ("Rusmetal CEO ORLOV"), a title or an acronym.
    """
    at = len(words)
    while at > 0 and _is_shouted_name(words[at - 1]):
        at -= 1
    return at if len(words) - at > 1 and at > 0 else None


def _is_shouted_name(word: PrintedWord) -> bool:
    if not (word.text.isupper() and word.is_name_word) or word.is_foreign_to_names:
        return False
    sounds = any(letter in "aeiouyаеёиоуыэюя" for letter in word.folded)
    return sounds and (len(word.text) > _LONGEST_ACRONYM_CHARS or word.is_given_name)
