"""Words printed with a name → do they read as an office, and which of them tell it from others."""

from __future__ import annotations

import re
from typing import Final

from index.names.word import PrintedWord, look_up
from index.names.word_lists import read_words

_PAST: Final = re.compile(r"[a-z]{2,}ed")
_MOST_SMALL_WORDS: Final = 5
_MOST_WORDS_OF_A_THING: Final = 5


def reads_as_sentence(text: str) -> bool:
    """Whether `text` has words that sentences have, labels not, or opens as a phrase does."""
    words = _stripped(text, "(),.!?;:…")
    small = _small(words)
    if look_up(text.split(" ")[0]).is_in("phrase_openers"):
        return True
    spoken = any(_is_spoken(word) or word.is_in("reporting_words") for word in small)
    return spoken or len(small) == len(words) > _MOST_SMALL_WORDS


def reads_as_office(text: str) -> bool:
    """Whether `text` has a word of an office, and none of those that make a sentence."""
    words = _stripped(text, "(),")
    titled = any(word.is_role_word for word in words)
    titled = titled or any(word.is_in("religious_titles") for word in words[:1])
    return titled and not any(map(_is_spoken, _small(words)))


def is_bare_office(text: str) -> bool:
    """Whether `text` is an office without a name: "Executive Chairman of the World Forum"."""
    named = reads_as_office(text) and not reads_as_sentence(text)
    return named and (" " in text or look_up(text).is_title)


def is_count(text: str) -> bool:
    """Whether `text` counts a point of a speech ("First", "Second question") and names no voice."""
    first, *others = _stripped(text, "(),.") or [look_up("")]
    counted = (word.is_in("ordinals") or word.is_in("counted_points") for word in others)
    return first.is_in("ordinals") and all(counted)


def is_thing(text: str) -> bool:
    """Whether `text` is what a sentence says more of ("One more thing"), and nobody who speaks."""
    words = _stripped(text, "(),.")
    plain_words = all(word.text[:1].islower() for word in words[1:])
    return plain_words and len(words) <= _MOST_WORDS_OF_A_THING and words[-1].is_in("thing_words")


def office_words(role: str) -> frozenset[str]:
    """The folded words of an office that tell it from others; of a bare title, all its words."""
    words = [word for word in _stripped(role, "(),.") if not word.is_in("joining_words")]
    every = frozenset(word.folded for word in words)
    telling = frozenset(word.folded for word in words if not word.is_title)
    return telling - read_words("common_office_words") or every


def _stripped(text: str, marks: str) -> list[PrintedWord]:
    return [look_up(word.strip(marks)) for word in text.split()]


def _small(words: list[PrintedWord]) -> list[PrintedWord]:
    """The first word, and those without a capital."""
    return [word for at, word in enumerate(words) if at == 0 or word.text[:1].islower()]


def _is_spoken(word: PrintedWord) -> bool:
    """Whether sentences have the word and offices have it not."""
    return word.is_in("sentence_words") or _PAST.fullmatch(word.text) is not None
