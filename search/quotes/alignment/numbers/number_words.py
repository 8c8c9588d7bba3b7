"""Words in a row → the number they say: "twenty-five", 2.5 million and minus two are numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from search.quotes.alignment.numbers.cardinals import HALF_OF, SMALL, multiplier
from search.quotes.alignment.numbers.measures import (
    is_of_percent,
    is_percent,
    is_point,
    loose_number,
    sign,
)
from search.quotes.alignment.numbers.ordinals import SUFFIX, ordinal, roman
from search.quotes.alignment.quoted_words import UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.quotes.alignment.quoted_words import QuotedWord

_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_WITH_UNIT: Final = re.compile(rf"([+−]?)([{re.escape(UNITS[3:])}]?)(\d.*?)([{re.escape(UNITS)}]?)")
_WITH_TIMES: Final = re.compile(r"([+−]?\d[\d.,]*)(bn|bln|mln|trn|млн|млрд|трлн|тыс)")
_DECIMAL: Final = re.compile(r"\d+(?:[.,]\d+)?")
_HALVES: Final = (("and", "a", "half"), ("с", "половиной"))
PERCENTS: Final = ("#%", "#pp")
"""Keys of percent and of percentage points."""


class SaidNumber(NamedTuple):
    """A number in a row of words: what it is, its unit sign, and the first word after it.

    `name` is shared by a number in digits and the place in a row in the same digits: 18, 18-го.
    """

    key: str
    stop: int
    unit: str = ""
    name: str = ""


def said_number(words: Sequence[QuotedWord], at: int) -> SaidNumber | None:
    """The number that begins with a word, in digits or words; None where none does."""
    word = words[at]
    if not word.is_number and not _begins_number(word.key):
        value = roman(word.printed)
        return SaidNumber(f"#{value}th", at + 1, name=f"={value}") if value else None
    if (found := _percent(words, at)) is not None:
        return found
    if signed := sign(word.key):
        return _signed(words, at, signed)
    if (found := _place_in_row(words, at)) is not None:
        return found
    key, unit = _parted(word.key)
    reading = _Reading(words, at, at, _digits(key))
    if reading.part is None and word.is_number:
        return SaidNumber(f"#{key}", at + 1, unit)
    if reading.part is not None:
        reading.stop, name = at + 1, f"={_plain(reading.part)}"
    else:
        name = ""
    reading.read()
    if reading.stop == at:
        loose = loose_number(word.key)
        return SaidNumber(loose, at + 1) if loose else None
    name = name if reading.stop == at + 1 else ""
    return SaidNumber(reading.key, reading.stop, unit, name)


def _percent(words: Sequence[QuotedWord], at: int) -> SaidNumber | None:
    """Percent and percentage points, which are not the same."""
    key = words[at].key
    following = words[at + 1].key if at + 1 < len(words) else ""
    if is_of_percent(key) and is_point(following):
        return SaidNumber("#pp", at + 2)
    if key == "per" and following == "cent":
        return SaidNumber("#%", at + 2)
    return SaidNumber("#%", at + 1) if is_percent(key) else None


def _signed(words: Sequence[QuotedWord], at: int, signed: str) -> SaidNumber | None:
    """A number after "minus" or "plus"."""
    found = said_number(words, at + 1) if at + 1 < len(words) else None
    if found is None or found.key in PERCENTS or not found.key[1:2].isdigit():
        return None
    key = f"#-{found.key[1:]}" if signed == "−" else found.key
    return found._replace(key=key, name="")


def _place_in_row(words: Sequence[QuotedWord], at: int) -> SaidNumber | None:
    """The number of a place in a row: fifth, 5th, 18-го."""
    word = words[at]
    value = ordinal(word.key)
    if value is not None:
        return SaidNumber(f"#{value}th", at + 1, name=f"={value}" if word.is_number else "")
    following = words[at + 1] if at + 1 < len(words) else None
    if (
        following is not None
        and word.key.isdigit()
        and following.start == word.end + 1
        and following.printed.islower()
        and SUFFIX.fullmatch(following.key)
    ):
        return SaidNumber(f"#{int(word.key)}th", at + 2, name=f"={int(word.key)}")
    return None


@dataclass(slots=True)
class _Reading:
    """Words read as one number: what is finished, and the part that a multiplier may follow."""

    words: Sequence[QuotedWord]
    begin: int
    stop: int
    part: Decimal | None
    total: Decimal = Decimal(0)
    least: Decimal = Decimal(10**15)
    said: bool = False
    place: bool = False

    @property
    def key(self) -> str:
        """What all of it says."""
        return f"#{_plain(self.total + (self.part or 0))}{'th' if self.place else ''}"

    def read(self) -> None:
        """Take in words as long as they go on with the number."""
        while self.stop < len(self.words) and not self.place:
            if not self._takes(self.words[self.stop].key, is_first=self.stop == self.begin):
                return

    def _takes(self, word: str, *, is_first: bool) -> bool:
        """Whether a word goes on with it, or several do."""
        if (times := multiplier(word)) is not None:
            return self._multiplied(times)
        small = SMALL.get(word)
        if small is not None and _fits(self.part, small, said=self.said or is_first):
            self.part, self.said = small + (self.part or 0), True
            self.stop += 1
            return True
        if word in HALF_OF and is_first and self.part is None:
            self.part, self.said = Decimal(HALF_OF[word]), True
            self.stop += 1
            return True
        return self._halved(word) or self._joined(word) or self._placed(word)

    def _multiplied(self, times: int) -> bool:
        if times == 100 and self.part is not None:
            self.part *= Decimal(100)
        elif times < self.least:
            self.total += (1 if self.part is None else self.part) * times
            self.part, self.least = None, Decimal(times)
        else:
            return False
        self.said = True
        self.stop += 1
        return True

    def _halved(self, word: str) -> bool:
        """ "and a half" after a whole number, or "half a" before a multiplier."""
        if self.part is not None:
            for row in _HALVES:
                if self._follows(row) and self.part == self.part.to_integral_value():
                    self.part += Decimal("0.5")
                    self.stop += len(row)
                    return True
            return False
        if word != "half" or self.total:
            return False
        after = self.stop + (2 if self._follows(("half", "a")) else 1)
        if after < len(self.words) and (times := multiplier(self.words[after].key)):
            self.total, self.least = Decimal(times) / 2, Decimal(times)
            self.said, self.stop = True, after + 1
            return True
        return False

    def _joined(self, word: str) -> bool:
        """ "and" within a number that is said in words: two hundred and fifty."""
        if word != "and" or not self.said or self.stop + 1 >= len(self.words):
            return False
        whole = self.part if self.part is not None else self.total
        small = SMALL.get(self.words[self.stop + 1].key)
        if small is None or not whole or whole % 100 or small >= 100:
            return False
        self.part = small + (self.part or 0)
        self.stop += 2
        return True

    def _placed(self, word: str) -> bool:
        """A place in a row that ends a number: twenty-fifth."""
        value = ordinal(word)
        if not self.said or value is None or word[:1].isdigit():
            return False
        if not _fits(self.part, Decimal(value), said=True):
            return False
        self.part, self.place = Decimal(value) + (self.part or 0), True
        self.stop += 1
        return True

    def _follows(self, row: Sequence[str]) -> bool:
        return tuple(word.key for word in self.words[self.stop : self.stop + len(row)]) == row


@lru_cache(maxsize=50_000)
def _begins_number(word: str) -> bool:
    """Whether a word without digits may say a number, or the beginning of one."""
    return (
        word in SMALL
        or word in HALF_OF
        or word == "per"
        or is_percent(word)
        or is_of_percent(word)
        or bool(sign(word) or loose_number(word))
        or multiplier(word) is not None
        or ordinal(word) is not None
    )


def _parted(key: str) -> tuple[str, str]:
    """A number without its unit, and the unit."""
    found = _WITH_UNIT.fullmatch(key)
    if not found:
        return key, ""
    unit = found[2] or found[4]
    return found[1] + found[3], f"#{unit}" if unit else ""


def _digits(key: str) -> Decimal | None:
    """What digits say; None where they are no plain number (dates, times, versions)."""
    if times := _WITH_TIMES.fullmatch(key):
        value = _digits(times[1])
        return None if value is None else value * (multiplier(times[2]) or 1)
    bare = key.lstrip("+−")
    if _GROUPED.fullmatch(bare):
        value = Decimal(bare.replace(",", ""))
    elif _DECIMAL.fullmatch(bare):
        value = Decimal(bare.replace(",", "."))
    else:
        return None
    return -value if key.startswith("−") else value


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
