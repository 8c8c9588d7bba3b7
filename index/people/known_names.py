"""The register of names and the entries of people → the person every full name means, and where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.people.identity import NameKey, slug, spelling
from index.people.misprints import find_misprints
from index.people.namesakes import COMMON_FROM, offices_of, one_person
from index.people.offices import hold_together

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from index.people.aliases import PersonEntry
    from index.people.appearances import NameRegister
    from search.records import StatementId

ESTABLISHED_TURNS: Final = 10
"""From so many turns on, initials or a bare surname may mean a person whom the page names not."""

SHARED_FROM: Final = 2
"""Bearers of a surname from which on initials mean nobody unless the page names him."""


@dataclass(frozen=True, slots=True)
class NameHolder:
    """The person whom an undeclared name means, in which statements, and with which offices."""

    person: str
    statements: frozenset[StatementId]
    established: bool
    offices: frozenset[str]


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Every full name of the corpus and of the files of people.

    A name is in `entries`, in `holders` or a misprint; `offices` are those of declared people.
    """

    entries: Mapping[NameKey, Sequence[PersonEntry]]
    holders: Mapping[NameKey, NameHolder]
    misprints: Mapping[NameKey, NameKey]
    by_surname: Mapping[str, Sequence[NameKey]]
    offices: Mapping[str, frozenset[str]]

    def fitting(self, short: NameKey) -> list[NameKey]:
        """The full names that a shortened one may stand for."""
        surname = short.surname[0] if short.surname else ""
        return [key for key in self.by_surname.get(surname, ()) if short.may_be(key)]

    def is_shared(self, surname: str) -> bool:
        """Whether several people bear a surname."""
        keys = self.by_surname.get(surname, ())
        bearers = {
            self.entries[key][0].id if key in self.entries else "".join(key.given) for key in keys
        }
        return len(bearers) >= SHARED_FROM


def learn_names(register: NameRegister, entries: Sequence[PersonEntry]) -> KnownNames:
    """What is known of every name that the register or the entries have."""
    declared: defaultdict[NameKey, list[PersonEntry]] = defaultdict(list)
    for entry in entries:
        for key in entry.keys:
            declared[key].append(entry)
    misprints = find_misprints(register, declared.keys())
    by_surname: defaultdict[str, list[NameKey]] = defaultdict(list)
    for key in sorted((register.names.keys() | declared.keys()) - misprints.keys()):
        if key.surname:
            by_surname[key.surname[0]].append(key)
    undeclared = [key for key in register.names if key not in declared and key not in misprints]
    return KnownNames(
        entries=dict(declared),
        holders=_holders(register, undeclared, frozenset(entry.id for entry in entries)),
        misprints=misprints,
        by_surname=dict(by_surname),
        offices={entry.id: _offices(entry, register) for entry in entries},
    )


def _ids(
    register: NameRegister, keys: Iterable[NameKey], taken: frozenset[str]
) -> dict[NameKey, str]:
    """The id of each name; those that different letters come to in one id have a number.

    The plainest spelling has the id without one, unless a person of the file has it.
    """
    shown = {key: register.names[key].shown for key in keys}
    spelt: defaultdict[str, set[str]] = defaultdict(set)
    for name in shown.values():
        spelt[slug(name)].add(spelling(name))
    return {key: _numbered(slug(name), spelling(name), spelt, taken) for key, name in shown.items()}


def _numbered(
    bare: str, letters: str, spelt: Mapping[str, Collection[str]], taken: frozenset[str]
) -> str:
    """`bare`, or with the number of the spelling among all that come to it."""
    ranked = sorted(spelt[bare], key=lambda one: (not one.isascii(), one))
    number = 1 + ranked.index(letters) + (bare in taken)
    return bare if number == 1 else f"{bare}-{number}"


def _holders(
    register: NameRegister, undeclared: Iterable[NameKey], taken: frozenset[str]
) -> dict[NameKey, NameHolder]:
    bearers: defaultdict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for key in register.names:
        bearers[key.surname].add(key.given)
    holders: dict[NameKey, NameHolder] = {}
    ids = _ids(register, undeclared, taken)
    for key in undeclared:
        name = register.names[key]
        common = len(bearers[key.surname]) >= COMMON_FROM
        where = one_person(name.appearances, common=common) if name.appearances else frozenset()
        offices = (one.roles for one in name.appearances if one.statement in where)
        holders[key] = NameHolder(
            ids[key], where, name.turns >= ESTABLISHED_TURNS, frozenset().union(*offices)
        )
    return holders


def _offices(entry: PersonEntry, register: NameRegister) -> frozenset[str]:
    """The offices of a declared person: of the file, and of the pages that hold one of those.

    Where the file gives none, they are those that most pages of the name print.
    """
    names = [register.names[key] for key in sorted(entry.keys) if key in register.names]
    appearances = [one for name in names for one in name.appearances]
    if not entry.roles:
        return offices_of(appearances)
    held = frozenset(entry.roles)
    return held | offices_of(
        appearances, lambda roles: entry.holds(roles) or hold_together(roles, held)
    )
