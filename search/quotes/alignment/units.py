"""Words → the units they are aligned by: contractions parted, numbers by what they say, gates.

A unit is alike another by its key; what it is (a negation, a number, a name) decides what it means
when it is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import stem
from search.quotes.alignment.number_words import said_number
from search.quotes.alignment.spelling import latinised, parted, spelled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from search.quotes.alignment.quoted_words import QuotedWord


class QuoteChange(StrEnum):
    """What differs between a quotation and what stands; first what turns the sense."""

    NEGATION = "negation"
    NUMBER = "number"
    NAME = "name"
    SPEAKER = "speaker"
    DATE = "date"
    ORDER = "order"
    WORD = "word"


_DENYING: Final = (
    "not never no without hardly nor neither none nobody nothing nowhere barely scarcely non"
    " не ни нет никогда без безо нельзя никто никого никому никем ничто ничего ничему ничем"
    " нигде никуда ниоткуда незачем некому некого нечего нисколько отнюдь"
)
_NEGATIONS: Final = frozenset(_DENYING.split())
_NEGATED: Final = re.compile(r"никак(?:ой|ая|ое|ие|ого|ому|им|их|ую|ими|ом)?|ничь(?:я|е|и|его|ей)")
_PREFIXES: Final = ("un", "in", "im", "ir", "il", "dis", "non", "не", "бес", "без")
_WEAK: Final = (
    "one один одна одно одного одной одному одну одним одном hundreds thousands millions zero ноль"
)
_WEAK_NUMBERS: Final = frozenset(_WEAK.split())
_NO_NAMES: Final = frozenset(("i", "god"))


@dataclass(frozen=True, slots=True)
class QuoteUnit:
    """What is aligned: a word, a part of one, or several that say a number.

    `first` and `stop` are places among the words it was made of. `weak`: a number that is often
    no more than a word ("one").
    """

    key: str
    first: int
    stop: int
    kind: QuoteChange = QuoteChange.WORD
    weak: bool = False
    root: str = ""
    name: str = ""


def units(
    words: Sequence[QuotedWord], names: Collection[str] = (), wholes: Collection[str] = ()
) -> tuple[QuoteUnit, ...]:
    """The units of words in order.

    `names` are folded words known to be names, `wholes` such as may be parted by a hyphen here.
    """
    return tuple(_units(words, names, wholes))


def is_negation(word: str) -> bool:
    """Whether a folded word, no contraction, denies."""
    return word in _NEGATIONS or bool(_NEGATED.fullmatch(word))


def holds_negation(words: Sequence[QuotedWord]) -> bool:
    """Whether any of some words denies."""
    return any(is_negation(part) for word in words for part in parted(word.key))


def turns_round(one: str, other: str) -> bool:
    """Whether one word is the other with a denying prefix: possible, impossible."""
    short, long = sorted((one, other), key=len)
    return len(short) > 3 and any(long == prefix + short for prefix in _PREFIXES)


def capitalised_within(words: Sequence[QuotedWord]) -> frozenset[str]:
    """Words that bear a capital in the middle of a sentence: names, wherever else they stand."""
    inside = [word for word in words if not word.opens_sentence and not word.is_number]
    capitals = [word for word in inside if word.is_capitalised]
    if len(capitals) * 4 > len(inside) * 3 > 9:  # a heading in capitals tells nothing
        return frozenset()
    return frozenset(word.key for word in capitals if word.key.split("'")[0] not in _NO_NAMES)


def _units(
    words: Sequence[QuotedWord], names: Collection[str], wholes: Collection[str]
) -> Iterator[QuoteUnit]:
    at = 0
    while at < len(words):
        joined = words[at].key + words[at + 1].key if at + 1 < len(words) else ""
        if joined in wholes and not is_negation(words[at].key):
            yield QuoteUnit(spelled(joined), at, at + 2, root=stem(joined))
            at += 2
            continue
        number = said_number(words, at)
        if number is not None:
            weak = number.stop == at + 1 and words[at].key in _WEAK_NUMBERS
            yield QuoteUnit(number.key, at, number.stop, QuoteChange.NUMBER, weak, number.key)
            if number.unit:
                yield QuoteUnit(number.unit, at, number.stop, QuoteChange.NUMBER, root=number.unit)
            at = number.stop
            continue
        word = words[at]
        for part in parted(word.key):
            if is_negation(part):
                yield QuoteUnit(part, at, at + 1, QuoteChange.NEGATION, root=part)
            else:
                key = spelled(part)
                is_name = word.is_capitalised and word.key in names
                yield QuoteUnit(
                    key,
                    at,
                    at + 1,
                    QuoteChange.NAME if is_name else QuoteChange.WORD,
                    root=stem(part),
                    name=latinised(part) if is_name or word.is_capitalised else "",
                )
        at += 1
