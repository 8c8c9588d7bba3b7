"""Statements → who is named where, with which offices: what people are learned from."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.people.identity import NameKey, father_initial, read_key, read_listed
from index.people.translit import is_cyrillic
from search.records import StatementId, TurnKind

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping

    from search.records import Statement, Turn


@dataclass(frozen=True, slots=True)
class NamesOnPage:
    """The names of one statement.

    `listed` are the names of its list of persons and its cards, by their words in no order, for
    these print the surname first; `roles` the offices that labels print, by every name they print;
    `full` whoever is named in full, in either.
    """

    id: StatementId
    number: int | None
    listed: Mapping[frozenset[str], tuple[NameKey, str]]
    roles: Mapping[NameKey, frozenset[str]]
    full: frozenset[NameKey]
    fathers: Mapping[NameKey, str]  # first letter of the father's name, where the list prints it


@dataclass(frozen=True, slots=True)
class Appearance:
    """One name on one page: the offices its labels print there, and whether a list has it."""

    statement: StatementId
    date: datetime.date | None
    roles: frozenset[str]
    listed: bool

    @property
    def anchored(self) -> bool:
        """Whether more than the name tells who this is."""
        return self.listed or bool(self.roles)


@dataclass(slots=True)
class RegisteredName:
    """All that is known of one key: how it is spelt, how often it speaks, where it appears."""

    key: NameKey
    spelt: Counter[str] = field(default_factory=Counter)
    appearances: list[Appearance] = field(default_factory=list)
    turns: int = 0
    listed_as: Counter[str] = field(default_factory=Counter)  # where no label has it

    @property
    def shown(self) -> str:
        """The spelling to show: Latin before Cyrillic, then the most frequent, then by alphabet."""
        spelt = self.spelt or self.listed_as
        return min(spelt, key=lambda form: (is_cyrillic(form), -spelt[form], form))


@dataclass(slots=True)
class NameRegister:
    """Every full name that labels or lists print, and which pages are one in two languages."""

    names: dict[NameKey, RegisteredName] = field(default_factory=dict)
    pairs: defaultdict[str, dict[StatementId, frozenset[NameKey]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """By the site's number, whoever is named in full on its page in each language"""

    def name(self, key: NameKey) -> RegisteredName:
        """The record of `key`, a new one at first."""
        return self.names.setdefault(key, RegisteredName(key))

    def paired(self, statement: Statement) -> Mapping[StatementId, frozenset[NameKey]]:
        """The full names on the pages of the same number in the other languages."""
        same = self.pairs.get(_number(statement), {})
        return {one: full for one, full in same.items() if one != statement.id}


def read_register(statements: Iterable[Statement]) -> NameRegister:
    """Who is named where. The order of `statements` makes no difference to what is learned."""
    register = NameRegister()
    for statement in statements:
        _note(statement, register)
    return register


def read_names(statement: Statement) -> NamesOnPage:
    """The names of one statement, as its labels, its list and its cards print them."""
    names = (*statement.persons, *statement.cards)
    entries = [(key, name) for name in names if (key := read_listed(name))]
    roles: defaultdict[NameKey, set[str]] = defaultdict(set)
    for turn in statement.turns:
        if key := speaker_key(turn):
            roles[key] |= {turn.role} if turn.role else set()
    return NamesOnPage(
        statement.id,
        statement.number,
        listed={key.words: (key, name) for key, name in entries},
        roles={key: frozenset(printed) for key, printed in roles.items()},
        full=frozenset((*(key for key, _ in entries), *(key for key in roles if key.whole))),
        fathers={key: letter for key, name in entries if (letter := father_initial(name))},
    )


def speaker_key(turn: Turn) -> NameKey | None:
    """The key of the name that a turn's label prints; None where none does."""
    named = turn.speaker is not None and turn.kind is TurnKind.SPEECH
    return read_key(turn.speaker) if named and turn.speaker is not None else None


def _number(statement: Statement) -> str:
    """The site's number with its id space, without the language; "" where it has none."""
    return statement.id.partition("-")[2] if statement.number is not None else ""


def _note(statement: Statement, register: NameRegister) -> None:
    page = read_names(statement)
    if number := _number(statement):
        register.pairs[number][statement.id] = page.full
    for turn in statement.turns:
        key = speaker_key(turn)
        if key and key.whole and turn.speaker:
            register.name(key).spelt[turn.speaker] += 1
            register.name(key).turns += 1
    spoken = {key: roles for key, roles in page.roles.items() if key.whole}
    for key, roles in spoken.items():
        appearance = Appearance(statement.id, statement.date, roles, key.words in page.listed)
        register.name(key).appearances.append(appearance)
    heard = {key.words for key in spoken}
    for words, (key, entry) in page.listed.items():
        if words not in heard and len(key.surname) == 1:
            register.name(key).listed_as[_in_order(entry)] += 1


def _in_order(entry: str) -> str:
    """A listed "Surname Given Patronymic" as a label would print it."""
    surname, given, *_ = entry.split()
    return f"{given} {surname}"
