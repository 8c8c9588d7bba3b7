"""Statements → who is named where, with which offices: what people are learned from."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.people.identity import NameKey, read_key, read_listed
from search.records import StatementId, TurnKind

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from search.records import Statement


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


@dataclass(slots=True)
class NameRegister:
    """Every full name that labels or lists print."""

    names: dict[NameKey, RegisteredName] = field(default_factory=dict)

    def name(self, key: NameKey) -> RegisteredName:
        """The record of `key`, a new one at first."""
        return self.names.setdefault(key, RegisteredName(key))


def read_register(statements: Iterable[Statement]) -> NameRegister:
    """Who is named where. The order of `statements` makes no difference to what is learned."""
    register = NameRegister()
    for statement in statements:
        _note(statement, register)
    return register


def _note(statement: Statement, register: NameRegister) -> None:
    names = (*statement.persons, *statement.cards)
    listed = {key.words: (key, name) for name in names if (key := read_listed(name))}
    roles: defaultdict[NameKey, set[str]] = defaultdict(set)
    for turn in statement.turns:
        if turn.speaker is None or turn.kind is not TurnKind.SPEECH:
            continue
        key = read_key(turn.speaker)
        if not key.whole:
            continue
        name = register.name(key)
        name.spelt[turn.speaker] += 1
        name.turns += 1
        roles[key] |= {turn.role} if turn.role else set()
    for key, printed in roles.items():
        appearance = Appearance(
            statement.id, statement.date, frozenset(printed), key.words in listed
        )
        register.name(key).appearances.append(appearance)
    spoken = {key.words for key in roles}
    for words, (key, entry) in listed.items():
        if words not in spoken and len(key.surname) == 1:
            register.name(key).listed_as[_in_order(entry)] += 1


def _in_order(entry: str) -> str:
    """A listed "Surname Given Patronymic" as a label would print it."""
    surname, given, *_ = entry.split()
    return f"{given} {surname}"
