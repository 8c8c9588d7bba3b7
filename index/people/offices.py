"""Two offices that labels print → whether one person may hold both.

Offices of one script are tied by a word that tells them from others, or where one is no more than
a title ("Prime Minister") and the other has it whole. Across scripts their titles are compared.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from index.names.office_words import office_words
from index.names.word import look_up
from index.names.word_lists import read_pairs, read_words
from index.people.translit import is_cyrillic

if TYPE_CHECKING:
    from collections.abc import Iterable


def hold_together(roles: Iterable[str], offices: Iterable[str]) -> bool:
    """Whether one of `roles` is tied to one of `offices`; to those of its script, if it has any."""
    known = tuple(offices)
    for role in roles:
        alike = [office for office in known if is_cyrillic(office) is is_cyrillic(role)]
        if any(same_office(role, office) for office in alike or known):
            return True
    return False


@lru_cache(maxsize=50_000)
def same_office(one: str, other: str) -> bool:
    """Whether two offices are tied: one office in other words, or a step of one career."""
    if is_cyrillic(one) is not is_cyrillic(other):
        return bool(_titles(one) & _titles(other))
    if office_words(one) & office_words(other):
        return True
    return _is_within(one, other) or _is_within(other, one)


@lru_cache(maxsize=50_000)
def is_public_office(role: str) -> bool:
    """Whether an office has a title of state or of companies, of those that careers are made of."""
    return not _words(role).isdisjoint(read_words("career_titles"))


def _is_within(title: str, office: str) -> bool:
    """Whether `title` is nothing but a title, and `office` has every word of it."""
    words = office_words(title)
    return any(look_up(word).is_title for word in words) and words <= _words(office)


def _words(role: str) -> frozenset[str]:
    return frozenset(look_up(word.strip("(),.")).folded for word in role.split())


def _titles(role: str) -> frozenset[str]:
    """The titles of an office, in English."""
    words, english = _words(role), read_pairs("office_titles")
    known = words & frozenset(english.values())
    return known | {english[word] for word in words if word in english}
