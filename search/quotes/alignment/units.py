"""Words → the units they are aligned by: contractions parted, numbers by what they say, gates.

A unit is alike another by its key; what it is (a negation, a number, a name) decides what it means
when it is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import stem
from search.quotes.alignment.numbers.measures import LOOSEST, measure
from search.quotes.alignment.numbers.number_words import PERCENTS, said_number
from search.quotes.alignment.spelling import in_one_script, latinised, parted, spelled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from search.quotes.alignment.numbers.number_words import SaidNumber
    from search.quotes.alignment.quoted_words import QuotedWord


class QuoteChange(StrEnum):
    """What differs between a quotation and what stands; first what turns the sense."""

    NEGATION = "negation"
    NUMBER = "number"
    NAME = "name"
    SPEAKER = "speaker"
    DATE = "date"
    LANGUAGE = "language"
    ORDER = "order"
    WORD = "word"


_DENYING: Final = (
    "not never no without hardly nor neither none nobody nothing nowhere barely scarcely non"
    " не ни нет никогда без безо нельзя никто никого никому никем ничто ничего ничему ничем"
    " нигде никуда ниоткуда незачем некому некого нечего некем нечем негде некуда неоткуда нету"
    " никак ничуть нисколько отнюдь вряд навряд едва"
    " unable impossible impossibly impossibility incapable unlikely"
)
_NEGATIONS: Final = frozenset(_DENYING.split())
_NEGATED: Final = re.compile(
    r"никак(?:ой|ая|ое|ие|ого|ому|им|их|ую|ими|ом)?|ничь(?:я|е|и|его|ей)|невозмож\w+|неспособ\w+"
    r"|недопустим\w*|немыслим\w*"
)
_PREFIXES: Final = ("un", "in", "im", "ir", "il", "dis", "non", "anti", "не", "бес", "без", "анти")
_BEGUN_SO: Final = (
    "inform income inside import impress invest intend instance insure inland intact input intake"
    " insight install instead indeed impart imply impact unit union under until"
)
_NO_DENIAL: Final = frozenset(map(stem, _BEGUN_SO.split()))
"""Words that are another with what looks like a denying prefix."""

_LONG_DENIAL: Final = 7  # letters: a longer word that denies has other forms
_OPPOSITES: Final = ("ful", "less")
_WEAK: Final = (
    "one один одна одно одного одной одному одну одним одном hundreds thousands millions zero ноль"
    " семью first second"
)
_WEAK_KEYS: Final = frozenset(("#1th", "#2th"))
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
    words: Sequence[QuotedWord],
    names: Collection[str] = (),
    wholes: Collection[str] = (),
    denied: Mapping[str, tuple[str, str]] | None = None,
    loose: Collection[str] = (),
) -> tuple[QuoteUnit, ...]:
    """The units of words in order.

    `names` are folded words known to be names, `wholes` such as may be parted by a hyphen here,
    `denied` those that stand parted after a denying word on the other side: nonfood, non-food,
    `loose` such as "million", with which something quoted begins: no part of a number then.
    """
    return tuple(_units(words, names, wholes, denied or {}, loose))


def denied_words(words: Sequence[QuotedWord]) -> dict[str, tuple[str, str]]:
    """A denying word and the one after it, by both as one: не верно, never-ending."""
    return {
        one.key + other.key: (one.key, other.key)
        for one, other in pairwise(words)
        if is_negation(one.key)
    }


def is_negation(word: str) -> bool:
    """Whether a folded word, no contraction, denies."""
    whole = word.removesuffix("'s")
    return whole in _NEGATIONS or bool(_NEGATED.fullmatch(whole))


def _denied_root(word: str) -> str:
    """What forms of a word that denies share: невозможно, невозможна; of a short one nothing."""
    return stem(word) if len(word) > _LONG_DENIAL else word


def holds_negation(words: Sequence[QuotedWord]) -> bool:
    """Whether any of some words denies."""
    return any(is_negation(part) for word in words for part in parted(in_one_script(word.key)))


def turns_round(one: str, other: str) -> bool:
    """Whether one word is the other with a denying prefix (possible, impossible) or ending."""
    short, long = sorted((one, other), key=len)
    if len(short) > 3 and stem(long) not in _NO_DENIAL and long.removesuffix(short) in _PREFIXES:
        return True
    good, bad = _OPPOSITES
    return short.endswith(good) and long == short.removesuffix(good) + bad


def capitalised_within(words: Sequence[QuotedWord]) -> frozenset[str]:
    """Words that bear a capital in the middle of a sentence: names, wherever else they stand."""
    inside = [word for word in words if not word.opens_sentence and not word.is_number]
    capitals = [word for word in inside if word.is_capitalised]
    if len(capitals) * 4 > len(inside) * 3 > 9:  # a heading in capitals tells nothing
        return frozenset()
    return frozenset(word.key for word in capitals if word.key.split("'")[0] not in _NO_NAMES)


def _units(
    words: Sequence[QuotedWord],
    names: Collection[str],
    wholes: Collection[str],
    denied: Mapping[str, tuple[str, str]],
    loose: Collection[str],
) -> Iterator[QuoteUnit]:
    at = 0
    while at < len(words):
        if _is_parted_whole(words, at, wholes):
            joined = words[at].key + words[at + 1].key
            yield QuoteUnit(spelled(joined), at, at + 2, root=stem(joined))
            at += 2
            continue
        number = said_number(words, at)
        if number is not None and number.stop > at + 1 and words[number.stop - 1].key in loose:
            number = said_number(words[: number.stop - 1], at)
        if number is not None:
            yield from _number_units(words, at, number)
            at = number.stop
            if at < len(words) and number.key not in PERCENTS and (unit := measure(words[at].key)):
                yield _measure_unit(words[at].key, at, unit)
                at += 1
            continue
        yield from _word_units(words[at], at, names, denied)
        at += 1


def _is_parted_whole(words: Sequence[QuotedWord], at: int, wholes: Collection[str]) -> bool:
    """Whether two words are one on the other side, and neither denies."""
    if at + 1 >= len(words):
        return False
    one, other = words[at].key, words[at + 1].key
    return one + other in wholes and not (is_negation(one) or is_negation(other))


def _number_units(words: Sequence[QuotedWord], at: int, number: SaidNumber) -> Iterator[QuoteUnit]:
    """The unit of a number, and that of its sign: $, %."""
    weak = number.stop == at + 1 and (
        number.key in LOOSEST
        or words[at].key in _WEAK_NUMBERS
        or (number.key in _WEAK_KEYS and not number.name)
    )
    yield QuoteUnit(number.key, at, number.stop, QuoteChange.NUMBER, weak, number.key, number.name)
    if number.unit:
        sign = number.unit
        yield QuoteUnit(sign, at, number.stop, QuoteChange.NUMBER, root=sign, name=sign)


def _measure_unit(word: str, at: int, unit: str) -> QuoteUnit:
    """What a number counts: a word that is none other where the number before it is not quoted."""
    return QuoteUnit(
        spelled(word), at, at + 1, QuoteChange.NUMBER, weak=True, root=stem(word), name=unit
    )


def _word_units(
    word: QuotedWord, at: int, names: Collection[str], denied: Mapping[str, tuple[str, str]]
) -> Iterator[QuoteUnit]:
    """The units of a word: a contraction is several."""
    whole = in_one_script(word.key)
    for part in denied.get(whole) or parted(whole):
        if is_negation(part):
            yield QuoteUnit(part, at, at + 1, QuoteChange.NEGATION, root=_denied_root(part))
            continue
        is_name = word.is_capitalised and word.key in names
        yield QuoteUnit(
            spelled(part),
            at,
            at + 1,
            QuoteChange.NAME if is_name else QuoteChange.WORD,
            root=stem(part),
            name=latinised(part) if is_name or word.is_capitalised else "",
        )
