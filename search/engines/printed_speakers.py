"""Names as labels print them → whom a name given by a reader means, and everybody who speaks."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from search.analysis.initials import bears
from search.analysis.tokenizer import folded, words
from search.records import Role, SpeakerRow
from search.site_names import PAIRED_FIELDS, both_names, value_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date


class PrintedName(NamedTuple):
    """A name as printed, for whom, in which office: in how many turns, on which days."""

    person: str | None
    speaker: str | None
    role: str | None
    role_inferred: str | None
    turns: int
    first: date | None
    last: date | None


class NameMeaning(NamedTuple):
    """Whom a name means: identities, and printed names by their folded words."""

    persons: frozenset[str]
    names: frozenset[str]


class PrintGroups:
    """Printed texts in groups that read alike; the key of a group are its folded words.

    Names of one thing in two languages are a group too (`search.site_names`), for fields that have
    such.
    """

    def __init__(self, counts: Iterable[tuple[str, int]], field: str = "") -> None:
        """`counts`: texts, and how often each is printed; `field` is what they are values of."""
        printed = Counter[str]()
        for text, count in counts:
            printed[text] += count
        self._field = field
        self.key_of: Mapping[str, str] = {text: self._key(text) for text in printed}
        self._by_word: dict[str, set[tuple[str, str]]] = defaultdict(set)  # form, key
        for text, key in self.key_of.items():
            for name in both_names(field, text):
                form = folded(name)
                for word in form.split(" "):
                    self._by_word[word].add((form, key))
        alike: dict[str, dict[str, int]] = defaultdict(dict)
        for text, key in self.key_of.items():
            alike[key][text] = printed[text]
        self.prints: Mapping[str, str] = {key: most_printed(seen) for key, seen in alike.items()}
        """Of each group the text that is printed most often"""

    def keys(self, value: str) -> frozenset[str]:
        """Groups that have a value: as a whole (=), or its words side by side."""
        if value.startswith("="):
            return frozenset({self._key(value.removeprefix("="))} & set(self.prints))
        wanted = folded(value)
        if not wanted:
            return frozenset()
        those = self._by_word.get(wanted.partition(" ")[0], ())
        return frozenset(key for form, key in those if f" {wanted} " in f" {form} ")

    def _key(self, text: str) -> str:
        return value_key(self._field, text) if self._field in PAIRED_FIELDS else folded(text)


class PrintedNames:
    """The names of an index; immutable, each table made at first use."""

    def __init__(self, printed: Sequence[PrintedName], forms: Mapping[str, Sequence[str]]) -> None:
        """`forms`: further names of persons, beside those that are printed."""
        self.printed = printed
        self._more = forms

    def meant(self, value: str, *, known: bool) -> NameMeaning:
        """Whom `value` names; `known`: identities alone are named by "=" and a whole."""
        nobody: frozenset[str] = frozenset()
        if value.startswith("="):
            whole = value.removeprefix("=")
            if known:
                return NameMeaning(frozenset([whole]), nobody)
            return NameMeaning(nobody, frozenset([folded(whole)]))
        if value in self._prints:
            return NameMeaning(frozenset([value]), nobody)
        wanted = words(value)
        if not wanted:
            return NameMeaning(nobody, nobody)
        forms = self._form_words.items()
        persons = (one for one, known_by in forms if any(bears(form, wanted) for form in known_by))
        names = (name for name, its in self._name_words.items() if bears(its, wanted))
        return NameMeaning(frozenset(persons), frozenset(names))

    def means_strangers(self, value: str) -> bool:
        """Whether a value names strangers alone, though the name is printed over persons too.

        Of a name that only persons or only strangers bear, "=" and the name mean whoever is printed
        so.
        """
        return value.startswith("=") and folded(value) in self._shared

    @cached_property
    def _shared(self) -> frozenset[str]:
        """Folded names that are printed over persons and over strangers."""
        known = {folded(one.speaker) for one in self.printed if one.speaker and one.person}
        return frozenset(known & set(self.strangers.prints))

    def rows(self, statements: Callable[[str | None, str], int]) -> tuple[SpeakerRow, ...]:
        """Everybody who speaks, most turns first; strangers by how they are printed.

        `statements` tells in how many statements a person, or else a folded name, speaks.
        """
        groups: dict[tuple[str | None, str], list[PrintedName]] = defaultdict(list)
        for one in self.printed:
            if one.person or one.speaker:
                groups[one.person, "" if one.person else folded(one.speaker or "")].append(one)
        rows = (self._row(*key, seen, statements(*key)) for key, seen in groups.items())
        return tuple(sorted(rows, key=lambda row: (-row.turns, row.name, row.person or "")))

    def _row(
        self, person: str | None, name: str, seen: Sequence[PrintedName], statements: int
    ) -> SpeakerRow:
        forms = _counted((one.speaker, one.turns) for one in seen)
        more = self._more.get(person, ()) if person else ()
        return SpeakerRow(
            person=person,
            name=self.labels[person] if person else self.strangers.prints[name],
            forms=tuple(sorted(forms.items(), key=lambda form: (-form[1], form[0]))),
            roles=_roles(seen),
            statements=statements,
            turns=sum(one.turns for one in seen),
            also=tuple(dict.fromkeys(one for one in more if one not in forms)),
        )

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """For each person the full name printed most often; the id where none is printed."""
        return {
            person: most_printed(_full(counts) or counts) or person
            for person, counts in self._prints.items()
        }

    @cached_property
    def strangers(self) -> PrintGroups:
        """Printed names of those without identity."""
        strangers = (one for one in self.printed if one.person is None)
        return PrintGroups((one.speaker, one.turns) for one in strangers if one.speaker)

    @cached_property
    def _prints(self) -> Mapping[str, Counter[str]]:
        """For each person the names printed and in how many turns."""
        seen: dict[str, list[PrintedName]] = defaultdict(list)
        for one in self.printed:
            if one.person:
                seen[one.person].append(one)
        return {
            person: _counted((one.speaker, one.turns) for one in names)
            for person, names in seen.items()
        }

    @cached_property
    def _form_words(self) -> Mapping[str, Sequence[Sequence[str]]]:
        """For each person the words of every known form of the name."""
        return {
            person: [words(form) for form in (*counts, *self._more.get(person, ()))]
            for person, counts in self._prints.items()
        }

    @cached_property
    def _name_words(self) -> Mapping[str, Sequence[str]]:
        """The words of every printed name, by the name's folded words."""
        names = {folded(one) for one in {one.speaker for one in self.printed} if one}
        return {name: name.split() for name in names}


def most_printed(counts: Mapping[str, int]) -> str:
    """The text with the highest count, of equal ones the first by letters; "" of none."""
    return min(counts, key=lambda text: (-counts[text], text), default="")


def _counted(given: Iterable[tuple[str | None, int]]) -> Counter[str]:
    """How often each text is printed."""
    counts: Counter[str] = Counter()
    for text, often in given:
        if text:
            counts[text] += often
    return counts


def _roles(seen: Iterable[PrintedName]) -> tuple[Role, ...]:
    """The offices that labels print, by the first day each was seen on."""
    alike: dict[str, list[PrintedName]] = defaultdict(list)
    for one in seen:
        if one.role is not None:
            alike[folded(one.role)].append(one)
    return tuple(sorted(map(_role, alike.values()), key=_by_first_day))


def _role(seen: Sequence[PrintedName]) -> Role:
    counts = _counted((one.role, one.turns) for one in seen)
    first = min((one.first for one in seen if one.first), default=None)
    last = max((one.last for one in seen if one.last), default=None)
    return Role(most_printed(counts), first, last, counts.total())


def _by_first_day(role: Role) -> tuple[object, ...]:
    return (role.first is None, str(role.first), -role.count, role.text)


def _full(counts: Mapping[str, int]) -> Mapping[str, int]:
    """The names of two words and more."""
    return {name: count for name, count in counts.items() if len(words(name)) > 1}
