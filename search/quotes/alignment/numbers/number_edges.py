"""Words and a place among them → whether that place parts a number, or one from its unit."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from search.quotes.alignment.numbers.cardinals import SMALL, multiplier
from search.quotes.alignment.numbers.measures import is_of_percent, is_percent, is_point, sign
from search.quotes.alignment.numbers.number_words import PERCENTS, said_number
from search.quotes.alignment.numbers.ordinals import SUFFIX, ordinal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.quotes.alignment.numbers.number_words import SaidNumber
    from search.quotes.alignment.quoted_words import QuotedWord

_WITHIN: Final = frozenset(("and", "a", "half", "с", "половиной", "per", "cent"))
_MOST_WORDS: Final = 8  # of a number that is looked back over


def is_cut_short(words: Sequence[QuotedWord], stop: int) -> bool:
    """Whether words up to `stop` end within a number, or before the unit of one."""
    if not 0 < stop < len(words) or not _may_go_on(words[stop].key):
        return False
    before = _numbers_before(words, stop)
    if any(found.stop > stop for _, found in before):
        return True
    following = said_number(words, stop)
    ends = any(found.stop == stop and found.key not in PERCENTS for _, found in before)
    return ends and following is not None and following.key in PERCENTS


@lru_cache(maxsize=50_000)
def _may_go_on(word: str) -> bool:
    """Whether a word may go on with a number; hardly any does."""
    return (
        word in _WITHIN
        or word in SMALL
        or multiplier(word) is not None
        or is_percent(word)
        or is_of_percent(word)
        or is_point(word)
        or ordinal(word) is not None
        or SUFFIX.fullmatch(word) is not None
        or any(map(str.isdigit, word))
    )


def is_begun_within(words: Sequence[QuotedWord], first: int) -> bool:
    """Whether words from `first` on begin with a number that is another one in what stands.

    "billion of them" may be quoted from "two billion of them"; "five" from "twenty-five" or "minus
    five" is another number.
    """
    if not 0 < first < len(words) or not says_value(words[first]):
        return False
    return any(
        found.stop > first and sign(words[at].key) != "+"
        for at, found in _numbers_before(words, first)
    )


def goes_with_number(word: QuotedWord) -> bool:
    """Whether a word makes another number of the one before it: million, percent."""
    key = word.key
    return bool(multiplier(key)) or is_percent(key) or is_of_percent(key)


def _numbers_before(words: Sequence[QuotedWord], at: int) -> list[tuple[int, SaidNumber]]:
    """The numbers that begin in the few words before a place, each with where it begins."""
    starts = range(max(at - _MOST_WORDS, 0), at)
    found = ((start, said_number(words, start)) for start in starts)
    return [(start, number) for start, number in found if number is not None]


def says_value(word: QuotedWord) -> bool:
    """Whether a word says how many, or which, and no "million" alone."""
    return word.is_number or word.key in SMALL or ordinal(word.key) is not None
