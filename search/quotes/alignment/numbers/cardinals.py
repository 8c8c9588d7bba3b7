"""Number words → what they are worth: ones, tens and hundreds, and what multiplies them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

SMALL: Final = {
    word: Decimal(value)
    for value, forms in (
        (0, "zero ноль нуль нуля нулю"),
        (1, "one один одна одно одного одной одному одну одним одном"),
        ("1.5", "полтора полторы полутора"),
        (2, "two два две двух двум двумя двое двоих двоим двоими"),
        (3, "three три трех трем тремя трое троих троим троими"),
        (4, "four четыре четырех четырем четырьмя четверо четверых"),
        (5, "five пять пяти пятью пятеро пятерых"),
        (6, "six шесть шести шестью шестеро шестерых"),
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
    (12, re.compile("dozen")),
    (100, re.compile("hundreds?")),
    (1_000, re.compile("thousands?|тысяч(?:а|и|е|у|ей|ью|ам|ами|ах)?|тыс")),
    (10**6, re.compile("millions?|mln|миллион(?:а|ы|у|ов|ам|ами|ах|ом|е)?|млн")),
    (10**9, re.compile("billions?|bln|bn|миллиард(?:а|ы|у|ов|ам|ами|ах|ом|е)?|млрд")),
    (10**12, re.compile("trillions?|trn|триллион(?:а|ы|у|ов|ам|ами|ах|ом|е)?|трлн")),
)
HALF_OF: Final = {"полтысячи": 500, "полмиллиона": 500_000, "полмиллиарда": 5 * 10**8}


@lru_cache(maxsize=50_000)
def multiplier(word: str) -> int | None:
    """What a word multiplies the number before it by; None if it does not."""
    return next((value for value, forms in _TIMES if forms.fullmatch(word)), None)
