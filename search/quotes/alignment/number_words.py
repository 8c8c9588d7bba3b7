"""Words in a row → the number they say: "twenty-five", 2.5 million and two million are numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.quotes.alignment.quoted_words import QuotedWord

_SMALL: Final = {
    word: Decimal(value)
    for value, forms in (
        (0, "zero ноль нуль нуля нулю"),
        (1, "one один одна одно одного одной одному одну одним одном"),
        (2, "two два две двух двум двумя"),
        (3, "three три трех трем тремя"),
        (4, "four четыре четырех четырем четырьмя"),
        (5, "five пять пяти пятью"),
        (6, "six шесть шести шестью"),
        (7, "seven семь семи семью"),
        (8, "eight восемь восьми восемью"),
        (9, "nine девять девяти девятью"),
        (10, "ten десять десяти десятью"),
        (11, "eleven одиннадцать одиннадцати"),
        (12, "twelve двенадцать двенадцати"),
        (13, "thirteen тринадцать тринадцати"),
        (14, "fourteen четырнадцать четырнадцати"),
        (15, "fifteen пятнадцать пятнадцати"),
        (16, "sixteen шестнадцать шестнадцати"),
        (17, "seventeen семнадцать семнадцати"),
        (18, "eighteen восемнадцать восемнадцати"),
        (19, "nineteen девятнадцать девятнадцати"),
        (20, "twenty двадцать двадцати двадцатью"),
        (30, "thirty тридцать тридцати тридцатью"),
        (40, "forty сорок сорока"),
        (50, "fifty пятьдесят пятидесяти"),
        (60, "sixty шестьдесят шестидесяти"),
        (70, "seventy семьдесят семидесяти"),
        (80, "eighty восемьдесят восьмидесяти"),
        (90, "ninety девяносто девяноста"),
        (100, "сто ста"),
        (200, "двести двухсот"),
        (300, "триста трехсот"),
        (400, "четыреста четырехсот"),
        (500, "пятьсот пятисот"),
        (600, "шестьсот шестисот"),
        (700, "семьсот семисот"),
        (800, "восемьсот восьмисот"),
        (900, "девятьсот девятисот"),
    )
    for word in forms.split()
}
_TIMES: Final = (
    (100, re.compile("hundreds?")),
    (1_000, re.compile("thousands?|тысяч(?:а|и|е|у|ей|ам|ами|ах)?|тыс")),
    (10**6, re.compile("millions?|mln|миллион(?:а|ы|у|ов|ам|ами|ах|ом|е)?|млн")),
    (10**9, re.compile("billions?|bln|bn|миллиард(?:а|ы|у|ов|ам|ами|ах|ом|е)?|млрд")),
    (10**12, re.compile("trillions?|триллион(?:а|ы|у|ов|ам|ами|ах|ом|е)?|трлн")),
)
_PERCENT: Final = re.compile("percent|percentage|процент(?:а|ы|у|ов|ам|ами|ах|ом|е)?")
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_WITH_UNIT: Final = re.compile(r"([+−]?)([$€£₽¥]?)(\d.*?)([%‰°$€£₽¥]?)")
_DECIMAL: Final = re.compile(r"\d+(?:[.,]\d+)?")


class SaidNumber(NamedTuple):
    """A number in a row of words: what it is, its unit sign, and the first word after it."""

    key: str
    stop: int
    unit: str = ""


def said_number(words: Sequence[QuotedWord], at: int) -> SaidNumber | None:
    """The number that begins with a word, in digits or words; None where none does."""
    key = words[at].key
    if not words[at].is_number and not _begins_number(key):
        return None
    if _PERCENT.fullmatch(key):
        return SaidNumber("#%", at + 1)
    if key == "per" and at + 1 < len(words) and words[at + 1].key == "cent":
        return SaidNumber("#%", at + 2)
    key, unit = _parted(key)
    total, part, stop = Decimal(0), _digits(key), at
    if part is not None:
        stop = at + 1
    elif words[at].is_number:
        return SaidNumber(f"#{key}", at + 1, unit)
    least = Decimal(10**15)
    said = False
    while stop < len(words):
        word = words[stop].key
        if (times := _multiplier(word)) is not None:
            if times == 100 and part is not None:
                part *= Decimal(100)
            elif times < least:
                total += (1 if part is None else part) * times
                part, least = None, Decimal(times)
            else:
                break
            said = True
        elif word in _SMALL and _fits(part, _SMALL[word], said=said or stop == at):
            part = _SMALL[word] + (part or 0)
            said = True
        else:
            break
        stop += 1
    if stop == at:
        return None
    return SaidNumber(f"#{_plain(total + (part or 0))}", stop, unit)


@lru_cache(maxsize=50_000)
def _begins_number(word: str) -> bool:
    """Whether a word without digits may say a number, or the beginning of one."""
    return (
        word in _SMALL
        or word == "per"
        or bool(_PERCENT.fullmatch(word))
        or _multiplier(word) is not None
    )


def _parted(key: str) -> tuple[str, str]:
    """A number without its unit, and the unit."""
    found = _WITH_UNIT.fullmatch(key)
    if not found:
        return key, ""
    unit = found[2] or found[4]
    return found[1] + found[3], f"#{unit}" if unit else ""


def is_cut_short(words: Sequence[QuotedWord], stop: int) -> bool:
    """Whether words up to `stop` end within a number, or before the unit of one."""
    number = said_number(words, stop - 1) if stop else None
    if number is None or stop >= len(words):
        return False
    if number.stop > stop:
        return True
    following = said_number(words, stop)
    return following is not None and following.key == "#%" and number.key != "#%"


def _digits(key: str) -> Decimal | None:
    """What digits say; None where they are no plain number (dates, times, versions)."""
    bare = key.lstrip("+−")
    if _GROUPED.fullmatch(bare):
        value = Decimal(bare.replace(",", ""))
    elif _DECIMAL.fullmatch(bare):
        value = Decimal(bare.replace(",", "."))
    else:
        return None
    return -value if key.startswith("−") else value


@lru_cache(maxsize=50_000)
def _multiplier(word: str) -> int | None:
    return next((value for value, forms in _TIMES if forms.fullmatch(word)), None)


def _fits(part: Decimal | None, small: Decimal, *, said: bool) -> bool:
    """Whether a word goes on with the number: hundreds, then tens, then ones."""
    if part is None:
        return said
    if not said or part <= 0 or part != part.to_integral_value():
        return False
    if small >= 100:
        return False
    if small >= 10:
        return part % 100 == 0
    return part % 10 == 0 and part % 100 != 10


def _plain(value: Decimal) -> str:
    """A value without zeros that say nothing."""
    normal = value.normalize()
    return f"{normal:f}"
