"""A label's words, flags taken off → whether they stand for a voice without a name.

"Question", "Вопрос", "Call centre operator", "Alina": such a turn's words are somebody's own, and
nobody is named.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from index.names.word import look_up, printed_words
from index.names.word_lists import any_of, read_lines

_FROM: Final = (
    r" (?:from|in|without|of|to|via) (?:the )?\w.{0,80}| (?:из|от|с|без|по|на|в) \w.{0,80}"
)
_ORDINALS: Final = ("first", "second", "third", "next", "another", "last")
_HALL: Final = r"hall|audience|floor"
_FROM_THE_HALL: Final = rf" (?:from|in) the (?:{_HALL})| из зала| с места"
_OF_SOMETHING: Final = r" (?:in|of|at|from) [a-z ]{1,40}| [а-яё ]{1,40}"  # small letters: no name
_HERE: Final = r" (?:встречи|совещания|заседания|беседы|форума|съезда|конкурса|программы|акции)"
_THE_HALL: Final = re.compile(rf"from the (?:{_HALL})|из зала|с места", re.IGNORECASE)
_PLAIN_VOICE: Final = re.compile(
    rf"(?i:questions?|remarks?|reply|response|вопрос|реплика|ответ)"
    rf"(?:{_FROM_THE_HALL}| (?:from|из) [A-ZА-ЯЁ].{{0,40}})?"
)


class _Voices(NamedTuple):
    """The shapes of labels without a name, made of the lists of words."""

    first: frozenset[str]  # the words they begin with, folded: most labels need no pattern
    said: re.Pattern[str]  # for what was said; whatever follows names no one
    sayer: re.Pattern[str]  # for somebody, whom small words may describe
    alone: re.Pattern[str]  # for either, and nothing else


@cache
def _voices() -> _Voices:
    said = any_of("voice_words").replace("е", "[её]")
    sayers = any_of("unnamed_speakers").replace("е", "[её]")
    ordinal = f"(?:{'|'.join(_ORDINALS)}) question"
    lines = (*read_lines("voice_words"), *read_lines("unnamed_speakers"))
    return _Voices(
        frozenset((*(line.split()[0] for line in lines), *_ORDINALS)),
        re.compile(rf"(?:{ordinal}|{said})(?:{_FROM})?", re.IGNORECASE),
        re.compile(rf"(?i:{sayers})(?:{_FROM_THE_HALL}|{_OF_SOMETHING})?"),
        re.compile(rf"(?:{said}|{sayers})(?:{_FROM_THE_HALL}|{_HERE})?", re.IGNORECASE),
    )


def is_voice(text: str) -> bool:
    """Whether a label (brackets left out) is a word for somebody unnamed, or for what was said."""
    voices = _voices()
    return _is_one_of(text.strip(), voices.said, voices.sayer)


def is_plain_voice(text: str) -> bool:
    """Whether the label is one of the words the editors use for every unnamed voice."""
    return _PLAIN_VOICE.fullmatch(text.strip()) is not None


def is_described(text: str) -> bool:
    """Whether a label is a word for somebody whom small words describe: «Рабочие верфи»."""
    return " " in text and _is_one_of(text.strip(), _voices().sayer)


def is_voice_alone(text: str) -> bool:
    """Whether a label is such a word and nothing else, which needs no bold to be recognised."""
    return _is_one_of(text.strip(), _voices().alone)


def _is_one_of(text: str, *shapes: re.Pattern[str]) -> bool:
    if look_up(text.partition(" ")[0]).folded in _voices().first:
        return any(words.fullmatch(text) for words in shapes)
    return _THE_HALL.fullmatch(text) is not None


def is_first_name_only(text: str) -> bool:
    """Whether a label is a given name, perhaps with a town: "Alina", "Dmitry, Moscow".

    A given name finds nobody: such a voice counts as unnamed.
    """
    name, _, town = text.partition(", ")
    if " " in name or not look_up(name).is_given_name or not look_up(name).is_name_word:
        return False
    words = printed_words(town)
    return all(word.is_place or word.is_role_word or word.is_capitalised for word in words)
