"""Statements → the same with `person` on every turn whose speaker is known for sure.

`PersonResolver.learn` reads all statements once, then `resolve` fills each. Learning does not
depend on order, so a rebuild gives the same ids. What rules cannot tell stands in
`index/data/people.toml` and in the user's own file (`docs/people.md`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from index.people.aliases import read_entries
from index.people.appearances import read_register
from index.people.identity import NameKey, is_from_given_name, read_key, read_listed, slug
from index.people.misprints import find_misprints
from index.people.namesakes import COMMON_FROM, offices_of, one_person
from index.people.offices import hold_together
from index.people.translit import is_cyrillic, to_cyrillic, to_latin
from search.records import TurnKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from index.people.aliases import PersonEntry
    from index.people.appearances import NameRegister, RegisteredName
    from search.records import Statement, StatementId, Turn

ESTABLISHED_TURNS: Final = 10
"""From so many turns on, initials or a bare surname may mean a person whom the page names not."""

SHARED_FROM: Final = 2
"""Bearers of a surname from which on initials mean nobody unless the page names him."""


@dataclass(frozen=True, slots=True)
class Person:
    """An identity: its id, the name to show, and every form the name has."""

    id: str
    name: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Holder:
    """Whose a name is, in which statements, and with which offices."""

    person: str
    statements: frozenset[StatementId]
    established: bool
    offices: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Page:
    """What one statement tells of names: who is named in full, and with which offices.

    `listed` are the words of the names that its list of persons and its cards have.
    """

    id: StatementId
    number: int | None
    full: frozenset[NameKey]
    listed: frozenset[frozenset[str]]
    roles: Mapping[NameKey, frozenset[str]]


@dataclass(frozen=True, slots=True)
class PersonResolver:
    """Everybody who speaks, by every form of the name."""

    persons: Mapping[str, Person]
    entries: Mapping[NameKey, tuple[PersonEntry, ...]]
    holders: Mapping[NameKey, _Holder]
    typos: Mapping[NameKey, NameKey]
    by_surname: Mapping[str, tuple[NameKey, ...]]
    offices: Mapping[str, frozenset[str]]

    @classmethod
    def learn(cls, statements: Iterable[Statement], own: Path | None = None) -> PersonResolver:
        """The people of `statements`, with the aliases of the project and of the file `own`."""
        register = read_register(statements)
        entries = read_entries(own)
        declared = _by_key(entries)
        typos = find_misprints(register, frozenset(declared))
        holders = _holders(register, declared, typos)
        surnames: defaultdict[str, list[NameKey]] = defaultdict(list)
        for key in sorted({*register.names, *declared} - {*typos}):
            if key.surname:
                surnames[key.surname[0]].append(key)
        return cls(
            persons=_persons(register, entries, holders, typos),
            entries=declared,
            holders=holders,
            typos=typos,
            by_surname={surname: tuple(keys) for surname, keys in surnames.items()},
            offices={entry.id: _offices(entry, register) for entry in entries},
        )

    def resolve(self, statement: Statement) -> Statement:
        """`statement` with `person` filled wherever it is sure, and null elsewhere."""
        page = _read_page(statement)
        turns = tuple(replace(turn, person=self._person(turn, page)) for turn in statement.turns)
        return replace(statement, turns=turns)

    def forms(self, person: str) -> tuple[str, ...]:
        """Every form of a person's name, in both scripts, for finding; empty for an unknown id."""
        known = self.persons.get(person)
        return known.forms if known else ()

    def all_forms(self) -> dict[str, tuple[str, ...]]:
        """`forms` of everybody, by id."""
        return {name: person.forms for name, person in self.persons.items()}

    def name(self, person: str) -> str:
        """The name to show for an id; the id itself when it is unknown."""
        known = self.persons.get(person)
        return known.name if known else person

    def _person(self, turn: Turn, page: _Page) -> str | None:
        if turn.speaker is None or turn.kind is not TurnKind.SPEECH:
            return None
        key = read_key(turn.speaker)
        if not key.whole:
            full = self._full(key, page) or self._by_office(key, page)
            return self._whose(full, page, key, turn.role) if full else None
        return self._whose(self.typos.get(key, key), page, key, turn.role)

    def _full(self, short: NameKey, page: _Page) -> NameKey | None:
        """The one full name that initials or a surname stand for.

        The page itself comes first; else, if nobody shares the surname, a person of the file,
        whose name is well known, or the only one in the corpus, if frequent and the surname is
        not of the commonest kind, made of a given name (Vasilyev of Vasily).
        """
        here = {key for key in page.full if short.may_be(key)}
        if here:
            return min(here) if len({key.words for key in here}) == 1 else None
        everywhere = self._everywhere(short)
        if not everywhere or self._is_shared(short.surname[0]):
            return None
        declared = [key for key in everywhere if key in self.entries]
        if len(declared) == 1:
            return declared[0]
        if is_from_given_name(short.surname[0]):
            return None
        known = [key for key in everywhere if key in self.holders]
        return (
            known[0] if len(known) == len(everywhere) == 1 and self._well_known(known[0]) else None
        )

    def _by_office(self, short: NameKey, page: _Page) -> NameKey | None:
        """The one person of the file whose office stands beside the initials."""
        roles = page.roles.get(short, frozenset())
        if not roles or any(short.may_be(key) for key in page.full):
            return None
        held = [
            key
            for key in self._everywhere(short)
            if any(entry.holds(roles) for entry in self.entries.get(key, ()))
        ]
        return held[0] if len(held) == 1 else None

    def _everywhere(self, short: NameKey) -> list[NameKey]:
        """The full names of the corpus and the file that a shortened one may stand for."""
        surname = short.surname[0] if short.surname else ""
        return [key for key in self.by_surname.get(surname, ()) if short.may_be(key)]

    def _well_known(self, key: NameKey) -> bool:
        return self.holders[key].established

    def _is_shared(self, surname: str) -> bool:
        """Whether several people bear a surname."""
        bearers = {self._bearer(key) for key in self.by_surname.get(surname, ())}
        return len(bearers) >= SHARED_FROM

    def _bearer(self, key: NameKey) -> str:
        entries = self.entries.get(key)
        return entries[0].id if entries else "".join(key.given)

    def _whose(self, key: NameKey, page: _Page, printed: NameKey, role: str | None) -> str | None:
        """Whose the full name `key` is on a page that prints `printed`, and `role` if with one."""
        roles = frozenset({role}) if role else page.roles.get(printed, frozenset())
        entries = self.entries.get(key, ())
        named = key.words in page.listed or (printed != key and key in page.full)
        if len(entries) == 1 and page.number not in entries[0].numbers:
            known = self.offices[entries[0].id]
            sure = named or not roles or entries[0].holds(roles) or hold_together(roles, known)
            return entries[0].id if sure else None
        if entries:
            return _choose(entries, roles, page.number)
        holder = self.holders.get(key)
        if holder is None:
            return None
        if printed == key or key in page.roles:
            return holder.person if page.id in holder.statements else None
        sure = named or not roles or hold_together(roles, holder.offices)
        return holder.person if sure else None


def _choose(
    entries: tuple[PersonEntry, ...], roles: frozenset[str], number: int | None
) -> str | None:
    """Which of the entries that share a name is meant: by number, by office, else the default."""
    by_number = [entry for entry in entries if number in entry.numbers]
    by_role = [entry for entry in entries if entry.holds(roles)]
    for found in (by_number, by_role):
        if len(found) == 1:
            return found[0].id
    if len(entries) == 1:
        return entries[0].id
    defaults = [entry for entry in entries if entry.default]
    return defaults[0].id if len(defaults) == 1 and not by_role and not roles else None


def _read_page(statement: Statement) -> _Page:
    names = (*statement.persons, *statement.cards)
    full = {key for name in names if (key := read_listed(name))}
    listed = frozenset(key.words for key in full)
    roles: defaultdict[NameKey, set[str]] = defaultdict(set)
    for turn in statement.turns:
        if turn.speaker is None or turn.kind is not TurnKind.SPEECH:
            continue
        key = read_key(turn.speaker)
        roles[key] |= {turn.role} if turn.role else set()
        if key.whole:
            full.add(key)
    held = {key: frozenset(printed) for key, printed in roles.items()}
    return _Page(statement.id, statement.number, frozenset(full), listed, held)


def _by_key(entries: Iterable[PersonEntry]) -> dict[NameKey, tuple[PersonEntry, ...]]:
    found: defaultdict[NameKey, list[PersonEntry]] = defaultdict(list)
    for entry in entries:
        for key in entry.keys:
            found[key].append(entry)
    return {key: tuple(sharing) for key, sharing in found.items()}


def _holders(
    register: NameRegister, declared: Mapping[NameKey, object], typos: Mapping[NameKey, NameKey]
) -> dict[NameKey, _Holder]:
    """Whose every full name is that no entry declares."""
    bearers: defaultdict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for key in register.names:
        bearers[key.surname].add(key.given)
    holders: dict[NameKey, _Holder] = {}
    for key, name in register.names.items():
        if key in declared or key in typos:
            continue
        common = len(bearers[key.surname]) >= COMMON_FROM
        where = one_person(name.appearances, common=common) if name.appearances else frozenset()
        shown = slug(_shown(name))
        offices = frozenset(
            role for one in name.appearances if one.statement in where for role in one.roles
        )
        holders[key] = _Holder(shown, where, name.turns >= ESTABLISHED_TURNS, offices)
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


def _shown(name: RegisteredName) -> str:
    """The spelling to show: Latin before Cyrillic, then the most frequent, then by alphabet."""
    spelt = name.spelt or name.listed_as
    return min(spelt, key=lambda form: (is_cyrillic(form), -spelt[form], form))


def _persons(
    register: NameRegister,
    entries: Iterable[PersonEntry],
    holders: Mapping[NameKey, _Holder],
    typos: Mapping[NameKey, NameKey],
) -> dict[str, Person]:
    """Every identity with its forms: as printed, as declared, and in the other script."""
    forms: defaultdict[str, dict[str, None]] = defaultdict(dict)
    owners: defaultdict[NameKey, list[str]] = defaultdict(list)
    for entry in entries:
        forms[entry.id].update(dict.fromkeys(entry.names))
        for key in entry.keys:
            owners[key].append(entry.id)
    for key, holder in holders.items():
        owners[key].append(holder.person)
        forms[holder.person].setdefault(_shown(register.names[key]))
    for key, name in sorted(register.names.items()):
        for person in owners.get(typos.get(key, key), ()):
            forms[person].update(dict.fromkeys(sorted({*name.spelt, *name.listed_as})))
    return {person: _person(person, tuple(known)) for person, known in forms.items()}


def _person(person: str, forms: tuple[str, ...]) -> Person:
    other = [to_latin(form) if is_cyrillic(form) else to_cyrillic(form) for form in forms]
    short = [_in_initials(form) for form in (forms[0], other[0]) if form]
    every = dict.fromkeys((*forms, *(form for form in (*other, *short) if form)))
    return Person(person, forms[0], tuple(every))


def _in_initials(name: str) -> str | None:
    """A name as labels shorten it («В.Путин», V.Putin); None for a name of one word."""
    given, _, rest = name.partition(" ")
    return f"{given[:1]}.{rest}" if rest else None
