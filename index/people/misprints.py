"""Names of a corpus → the misprints among them ("Vladmir Petrov"), each with the name it means.

A name is a misprint only if it stands on one page, the frequent speaker one letter away speaks on
that page too or holds the office printed with it, and the letter makes no other name: neither
another given name nor the feminine of a surname.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from index.names.office_words import office_words
from index.names.word import look_up

if TYPE_CHECKING:
    from collections.abc import Set

    from index.people.appearances import Appearance, NameRegister, RegisteredName
    from index.people.identity import NameKey

FREQUENT_TURNS: Final = 4
_SHORTEST_WORD_CHARS: Final = 4


def find_misprints(register: NameRegister, declared: Set[NameKey]) -> dict[NameKey, NameKey]:
    """Misprinted keys and the keys they stand for."""
    names = register.names
    frequent: defaultdict[str, list[RegisteredName]] = defaultdict(list)
    for name in names.values():
        if name.turns >= FREQUENT_TURNS or (name.key in declared and name.turns):
            for word in name.key.words:
                frequent[word].append(name)
    found: dict[NameKey, NameKey] = {}
    for rare in names.values():
        if len(rare.appearances) != 1 or rare.key in declared:
            continue
        near = {
            other.key for word in rare.key.words for other in frequent[word] if _means(rare, other)
        }
        if len(near) == 1:
            found[rare.key] = near.pop()
    return found


def _means(rare: RegisteredName, other: RegisteredName) -> bool:
    """Whether `rare` is `other` misprinted, by its letters and by where it stands."""
    if rare.key == other.key or rare.turns >= other.turns or not is_misprint(rare.key, other.key):
        return False
    seen = rare.appearances[0]
    beside = any(one.statement == seen.statement for one in other.appearances)
    return beside or any(_same_office(seen, one) for one in other.appearances)


def _same_office(seen: Appearance, other: Appearance) -> bool:
    return any(office_words(a) == office_words(b) for a in seen.roles for b in other.roles)


def is_misprint(key: NameKey, meant: NameKey) -> bool:
    """Whether one word of `key` is one letter from `meant`'s, the others alike."""
    mine, theirs = (*key.given, *key.surname), (*meant.given, *meant.surname)
    if len(mine) != len(theirs):
        return False
    unlike = [at for at in range(len(mine)) if mine[at] != theirs[at]]
    if len(unlike) != 1:
        return False
    at = unlike[0]
    return _is_slip(mine[at], theirs[at]) and not (at == 0 and look_up(mine[at]).is_given_name)


def _is_slip(word: str, meant: str) -> bool:
    if min(len(word), len(meant)) < _SHORTEST_WORD_CHARS or OSA.distance(word, meant) != 1:
        return False
    return word != meant + "a" and meant != word + "a"
