"""A word → what of a number it is: a unit, a sign, a part of a whole, a group of many."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_CASES: Final = "(?:а|ы|у|ов|ам|ами|ах|ом|е)?"
_UNITS: Final = tuple(
    (f"#{key}", re.compile(forms))
    for key, forms in (
        ("$", f"dollars?|usd|доллар{_CASES}"),
        ("€", "euros?|eur|евро"),
        ("₽", "ro?ubles?|rub|рубл(?:ь|я|ю|и|ей|ем|ям|ями|ях|е)|руб"),
        ("£", f"pounds?|фунт{_CASES}"),
        ("¥", "yuans?|yens?|юан(?:ь|я|ю|и|ей|ем|ям|ями|ях|е)|иен(?:а|ы|у|ам|ами|ах|ой|е)?"),
        ("second", "seconds|секунд(?:а|ы|у|ам|ами|ах|ой|е)?"),
        ("minute", "minutes?|минут(?:а|ы|у|ам|ами|ах|ой|е)?"),
        ("hour", f"hours?|час{_CASES}"),
        ("day", "days?|дн(?:я|ю|ем|е|и|ей|ям|ями|ях)|день|сут(?:ки|ок)"),
        ("week", "weeks?|недел(?:я|и|ю|ей|ям|ями|ях|е|ь)"),
        ("month", "months?|месяц(?:а|ы|у|ев|ам|ами|ах|ем|е)?"),
        ("year", f"years?|год{_CASES}|лет|годам|годами"),
        ("decade", "decades?|десятилети(?:е|я|й|ю|ем|и|ям|ями|ях)"),
        ("century", "centur(?:y|ies)|век(?:а|у|ов|ам|ами|ах|ом|е)?|столети(?:е|я|й|ю|ем|и)"),
        ("g", f"grams?|грамм{_CASES}"),
        ("kg", f"kg|kilograms?|kilos?|кг|килограмм{_CASES}"),
        ("t", "tons?|tonnes?|тонн(?:а|ы|у|ам|ами|ах|ой|е)?"),
        ("m", f"met(?:er|re)s?|метр{_CASES}"),
        ("km", f"km|kilomet(?:er|re)s?|км|километр{_CASES}"),
        ("mile", "miles?|мил(?:я|и|ю|ь|ям|ями|ях|ей)"),
        ("ha", f"hectares?|га|гектар{_CASES}"),
        ("l", f"lit(?:er|re)s?|литр{_CASES}"),
        ("barrel", "barrels?|баррел(?:ь|я|ю|и|ей|ем|ям|ями|ях|е)"),
        ("degree", f"degrees?|градус{_CASES}"),
    )
)
_PERCENT: Final = re.compile("percent|percentage|процент(?:а|ы|у|ов|ам|ами|ах|ом|е)?")
_OF_PERCENT: Final = re.compile("percentage|процентн(?:ый|ого|ому|ым|ом|ых|ыми|ые)")
_POINT: Final = re.compile("points?|пункт(?:а|ы|у|ов|ам|ами|ах|ом|е)?")
_SIGNS: Final = {"minus": "−", "минус": "−", "plus": "+", "плюс": "+"}
_PARTS: Final = tuple(
    (f"#{key}", re.compile(forms))
    for key, forms in (
        ("0.5", "half|halves|половин(?:а|ы|у|ой|е)"),
        ("0.25", "quarters?|четверт(?:ь|и|ью|ей|ям|ями|ях)"),
        ("1/3", "трет(?:ь|и|ям|ями|ях)"),
        ("2 times", "twice|double|doubled|вдвое|дважды|удво\\w+"),
        ("3 times", "thrice|triple|tripled|втрое|трижды|утро(?:ит|ил|им|ен|ить)\\w*"),
        ("1 time", "once"),
        ("tens", "tens|десят(?:ок|ка|ки|ков|ку|кам|ками|ках|ком|ке)"),
        ("dozens", "dozens|дюжин(?:а|ы|у|ам|ами|ах|ой|е)?"),
        ("hundreds", "hundreds|сот(?:ня|ни|ню|ен|не|ней|ням|нями|нях)"),
    )
)
LOOSEST: Final = frozenset(("#1 time", "#tens", "#dozens", "#hundreds"))
"""Keys of those that say no number of their own."""


@lru_cache(maxsize=20_000)
def measure(word: str) -> str:
    """The unit that a folded word after a number is, in any language and form; "" for none."""
    return next((key for key, forms in _UNITS if forms.fullmatch(word)), "")


def sign(word: str) -> str:
    """The sign that a word before a number says; "" for none."""
    return _SIGNS.get(word, "")


@lru_cache(maxsize=20_000)
def loose_number(word: str) -> str:
    """The part, or the loose number, that a word says by itself; "" for none."""
    return next((key for key, forms in _PARTS if forms.fullmatch(word)), "")


def is_percent(word: str) -> bool:
    """Whether a word says percent."""
    return bool(_PERCENT.fullmatch(word))


def is_of_percent(word: str) -> bool:
    """Whether a word makes of the points after it points of percent."""
    return bool(_OF_PERCENT.fullmatch(word))


def is_point(word: str) -> bool:
    """Whether a word says points."""
    return bool(_POINT.fullmatch(word))
