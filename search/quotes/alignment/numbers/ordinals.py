"""A word → the place in a row it names: fifth, 5th, пятого; XX where it stands for a century."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_TO_NINETEEN: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_TENTHS: Final = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"
_ENGLISH: Final = {
    **{word: value for value, word in enumerate(_TO_NINETEEN.split(), start=1)},
    **{word: 10 * tens for tens, word in enumerate(_TENTHS.split(), start=2)},
    "hundredth": 100,
    "thousandth": 1_000,
}
_ENDINGS: Final = "(?:ый|ой|ая|ое|ые|ого|ому|ую|ым|ом|ых|ыми)"
_RUSSIAN: Final = tuple(
    (value, re.compile(pattern))
    for value, pattern in (
        *(
            (value, f"{root}{_ENDINGS}")
            for value, root in (
                (1, "перв"),
                (2, "втор"),
                (4, "четверт"),
                (5, "пят"),
                (6, "шест"),
                (7, "седьм"),
                (8, "восьм"),
                (9, "девят"),
                (10, "десят"),
                (11, "одиннадцат"),
                (12, "двенадцат"),
                (13, "тринадцат"),
                (14, "четырнадцат"),
                (15, "пятнадцат"),
                (16, "шестнадцат"),
                (17, "семнадцат"),
                (18, "восемнадцат"),
                (19, "девятнадцат"),
                (20, "двадцат"),
                (30, "тридцат"),
                (40, "сороков"),
                (50, "пятидесят"),
                (60, "шестидесят"),
                (70, "семидесят"),
                (80, "восьмидесят"),
                (90, "девяност"),
                (100, "сот"),
                (1_000, "тысячн"),
            )
        ),
        (3, "трет(?:ий|ья|ье|ьи|ьего|ьей|ьему|ью|ьим|ьем|ьих|ьими)"),
    )
)
_IN_DIGITS: Final = re.compile(r"(\d{1,4})(?:st|nd|rd|th)")
SUFFIX: Final = re.compile("ый|ой|й|ая|я|ое|е|ые|го|ого|му|ому|ую|ю|ым|м|ом|ых|х|ыми|ми|ти")
"""What follows the hyphen of a Russian ordinal in digits: 18-го."""

_ROMAN: Final = re.compile("(X{0,3})(IX|IV|V?I{0,3})")
_LIKE_ROMAN: Final = str.maketrans("ХІ", "XI")
_ONES: Final = {"IX": 9, "IV": 4}
_TENS: Final = 10
_FIVE: Final = 5


@lru_cache(maxsize=20_000)
def ordinal(word: str) -> int | None:
    """The place that a folded word names; None where it names none."""
    if word[:1].isdigit():
        found = _IN_DIGITS.fullmatch(word)
        return int(found[1]) if found else None
    if word in _ENGLISH:
        return _ENGLISH[word]
    return next((value for value, pattern in _RUSSIAN if pattern.fullmatch(word)), None)


def roman(printed: str) -> int | None:
    """What a number of two Roman figures and more says: II, XX, also in Cyrillic letters."""
    figures = printed.translate(_LIKE_ROMAN)
    found = _ROMAN.fullmatch(figures) if len(figures) > 1 else None
    if found is None:
        return None
    ones = found[2]
    value = _ONES.get(ones, _FIVE * ones.count("V") + ones.count("I"))
    return _TENS * len(found[1]) + value
