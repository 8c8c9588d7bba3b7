"""Statements → the same with `person` on every turn whose speaker is known for sure.

`PersonResolver.learn` reads all statements once, then `resolve` fills each. Learning does not
depend on order, so a rebuild gives the same ids. For every turn there are candidates, the full
names that the printed one may stand for, each with its evidence; the first is chosen, and then the
person who bears it on this page, if that is sure. What rules cannot tell stands in
`index/data/people.toml` and in the user's own file (`docs/people.md`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from index.people.aliases import read_entries
from index.people.appearances import read_names, read_register, speaker_key
from index.people.identity import NameKey, is_from_given_name
from index.people.known_names import learn_names
from index.people.offices import hold_together
from index.people.translit import is_cyrillic, to_cyrillic, to_latin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from index.people.aliases import PersonEntry
    from index.people.appearances import NameRegister, NamesOnPage
    from index.people.known_names import KnownNames
    from search.records import Statement, StatementId, Turn

    Paired = Mapping[StatementId, frozenset[NameKey]]


_OTHER_LANGUAGE: Final = "the same page in another language has the name in full"


class FullName(NamedTuple):
    """A full name that a printed one may stand for, and what says so."""

    key: NameKey
    evidence: str


@dataclass(frozen=True, slots=True)
class PersonResolver:
    """Everybody who speaks.

    `forms` are by id every form of a person's name, in both scripts, the one to show first.
    """

    forms: Mapping[str, tuple[str, ...]]
    names: KnownNames
    register: NameRegister

    @classmethod
    def learn(cls, statements: Iterable[Statement], own: Path | None = None) -> PersonResolver:
        """The people of `statements`, with the aliases of the project and of the file `own`.

        Raises SourceError where `own` cannot be read as a file of people.
        """
        register, entries = read_register(statements), read_entries(own)
        names = learn_names(register, entries)
        return cls(_forms(register, entries, names), names, register)

    def resolve(self, statement: Statement) -> Statement:
        """`statement` with `person` filled wherever it is sure, and null elsewhere."""
        page, paired = read_names(statement), self.register.paired(statement)
        turns = tuple(
            replace(turn, person=self._person(turn, page, paired)) for turn in statement.turns
        )
        return replace(statement, turns=turns)

    def _person(self, turn: Turn, page: NamesOnPage, paired: Paired) -> str | None:
        printed = speaker_key(turn)
        if printed is None:
            return None
        name = next(_candidates(printed, page, paired, self.names), None)
        if name is None:
            return None
        if name.evidence == _OTHER_LANGUAGE and name.key not in self.names.entries:
            return _bearer_there(name.key, paired, self.names)
        roles = frozenset({turn.role}) if turn.role else page.roles[printed]
        return _bearer(name.key, printed, roles, page, self.names)


def _candidates(
    printed: NameKey, page: NamesOnPage, paired: Paired, names: KnownNames
) -> Iterator[FullName]:
    """The full names that a printed one may stand for, the surest first.

    Those of the page shut out all others, and several of them one another; so do those of the same
    page in another language, which prints in full what Russian labels shorten. Else, if nobody
    shares the surname, it is a person of the file, whose name is well known, or the only one in the
    corpus, if the surname is not of the commonest kind, made of a given name (Vasilyev of Vasily);
    or the person of the file whose office stands beside the initials.
    """
    if printed.whole:
        yield FullName(
            names.misprints.get(printed, printed), "printed in full, or a misprint of it"
        )
        return
    if here := {key for key in page.full if _fits(printed, key, page)}:
        if len({key.words for key in here}) == 1:
            yield FullName(min(here), "the page has the name in full")
        return
    if there := {key for full in paired.values() for key in full if _fits(printed, key, page)}:
        if len({key.words for key in there}) == 1:
            yield FullName(min(there), _OTHER_LANGUAGE)
        return
    fitting = names.fitting(printed)
    declared = [key for key in fitting if key in names.entries]
    if fitting and not names.is_shared(printed.surname[0]):
        if len(declared) == 1:
            yield FullName(declared[0], "a person of the file")
        elif len(fitting) == 1 and not is_from_given_name(printed.surname[0]):
            yield FullName(fitting[0], "the only bearer of the surname")
    roles = page.roles[printed]
    held = [key for key in declared if any(entry.holds(roles) for entry in names.entries[key])]
    if len(held) == 1:
        yield FullName(held[0], "the office is that of a person of the file")


def _fits(printed: NameKey, key: NameKey, page: NamesOnPage) -> bool:
    """Whether initials fit a full name of the page, a second one the father's name it lists."""
    father = page.fathers.get(key)
    second = printed.given[1:2]
    apart = bool(father and second) and second[0] != father
    return printed.may_be(key) and not (apart and len(key.given) == 1)


def _bearer(
    key: NameKey, printed: NameKey, roles: frozenset[str], page: NamesOnPage, names: KnownNames
) -> str | None:
    """The person who bears the full name `key` on a page that prints `printed`, with `roles`."""
    entries, holder = names.entries.get(key, ()), names.holders.get(key)
    if len(entries) > 1 or any(page.number in entry.numbers for entry in entries):
        return _choose(entries, roles, page.number)
    named = key.words in page.listed or (printed != key and key in page.full)
    if entries:
        known = names.offices[entries[0].id]
        sure = named or not roles or entries[0].holds(roles) or hold_together(roles, known)
        return entries[0].id if sure else None
    if holder is None:
        return None
    if printed == key or key in page.roles:
        return holder.person if page.id in holder.statements else None
    sure = named or not roles or hold_together(roles, holder.offices)
    return holder.person if sure else None


def _bearer_there(key: NameKey, paired: Paired, names: KnownNames) -> str | None:
    """The person whom a full name means on the same page in another language."""
    holder = names.holders.get(key)
    return holder.person if holder and not holder.statements.isdisjoint(paired) else None


def _choose(
    entries: Sequence[PersonEntry], roles: frozenset[str], number: int | None
) -> str | None:
    """Which of the entries that share a name is meant: by number, by office, else the default."""
    by_number = [entry for entry in entries if number in entry.numbers]
    by_role = [entry for entry in entries if entry.holds(roles)]
    for found in (by_number, by_role):
        if len(found) == 1:
            return found[0].id
    defaults = [entry for entry in entries if entry.default]
    return defaults[0].id if len(defaults) == 1 and not by_role and not roles else None


def _forms(
    register: NameRegister, entries: Iterable[PersonEntry], names: KnownNames
) -> dict[str, tuple[str, ...]]:
    """Every identity with its forms: as printed, as declared, and in the other script."""
    forms: defaultdict[str, dict[str, None]] = defaultdict(dict)
    owners: defaultdict[NameKey, list[str]] = defaultdict(list)
    for entry in entries:
        forms[entry.id].update(dict.fromkeys(entry.names))
        for key in entry.keys:
            owners[key].append(entry.id)
    for key, holder in names.holders.items():
        owners[key].append(holder.person)
        forms[holder.person].setdefault(register.names[key].shown)
    for key, name in sorted(register.names.items()):
        for person in owners.get(names.misprints.get(key, key), ()):
            forms[person].update(dict.fromkeys(sorted({*name.spelt, *name.listed_as})))
    return {person: _in_both_scripts(tuple(known)) for person, known in forms.items()}


def _in_both_scripts(forms: tuple[str, ...]) -> tuple[str, ...]:
    other = [to_latin(form) if is_cyrillic(form) else to_cyrillic(form) for form in forms]
    short = [_in_initials(form) for form in (forms[0], other[0]) if form]
    return tuple(dict.fromkeys(form for form in (*forms, *other, *short) if form))


def _in_initials(name: str) -> str | None:
    """A name as labels shorten it («В.Путин», V.Putin); None for a name of one word."""
    given, _, rest = name.partition(" ")
    return f"{given[:1]}.{rest}" if rest else None
