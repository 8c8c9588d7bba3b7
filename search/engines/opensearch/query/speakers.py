"""Names of an index → whom a name given by a reader means, and everybody who speaks."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from search.analysis.tokenizer import folded, words
from search.engines.opensearch.layout.documents import name_key, person_key
from search.records import Role, SpeakerRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from search.engines.opensearch.layout.name_tables import NameTables, PrintedName


class NameMeaning(NamedTuple):
    """Whom a name means: identities, and printed names by their folded words."""

    persons: frozenset[str]
    names: frozenset[str]


class PrintGroup:
    """Printed texts that read alike, under the one that is printed most often."""

    def __init__(self, counts: Iterable[tuple[str, int]]) -> None:
        prints: dict[str, Counter[str]] = defaultdict(Counter)
        for text, often in counts:
            prints[folded(text)][text] += often
        self.prints: Mapping[str, str] = {
            key: min(seen, key=lambda text: (-seen[text], text)) for key, seen in prints.items()
        }

    def keys(self, value: str) -> frozenset[str]:
        """Keys of texts that have a value: as a whole (=), or its words side by side."""
        wanted = folded(value)
        if value.startswith("="):
            return frozenset({wanted} & set(self.prints))
        if not wanted:
            return frozenset()
        return frozenset(key for key in self.prints if f" {wanted} " in f" {key} ")


class PrintedSpeakers:
    """The names of an index; immutable, each table made at first use."""

    def __init__(self, tables: NameTables, forms: Mapping[str, Sequence[str]]) -> None:
        self._tables = tables
        self._more = forms

    def meant(self, value: str, *, known: bool) -> NameMeaning:
        """Whom `value` names; `known`: identities alone are named by "=" and a whole."""
        if value.startswith("="):
            whole = value.removeprefix("=")
            return NameMeaning(
                frozenset([whole]) if known else frozenset(), self._printed(whole, known)
            )
        if value in self._prints:
            return NameMeaning(frozenset([value]), frozenset())
        wanted = frozenset(words(value))
        if not wanted:
            return NameMeaning(frozenset(), frozenset())
        persons = (
            one for one, forms in self._forms.items() if any(wanted <= form for form in forms)
        )
        names = (name for name, its in self._name_words.items() if wanted <= its)
        return NameMeaning(frozenset(persons), frozenset(names))

    def _printed(self, whole: str, known: bool) -> frozenset[str]:
        return frozenset() if known else frozenset([folded(whole)])

    @cached_property
    def choices(self) -> Mapping[str, tuple[str, str]]:
        """Value and label of each choice of the speaker facet."""
        known = {person_key(one): (one, label) for one, label in self.labels.items()}
        strangers = self._strangers.prints.values()
        return known | {name_key(text): (f"={text}", text) for text in strangers}

    @cached_property
    def mixed(self) -> Sequence[str]:
        """Choices of strangers whose names are printed over turns of known persons as well.

        Such a name chooses all these turns, so that a voice of strangers lacks some of its words.
        """
        voices = self._tables.voices
        known = {folded(one.speaker) for one in voices if one.speaker and one.person}
        return [name_key(text) for name, text in self._strangers.prints.items() if name in known]

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """For each person the full name printed most often."""
        return {
            person: min(
                _full(counts) or counts,
                key=lambda name, counts=counts: (-counts[name], name),  # type: ignore[misc]
                default=person,
            )
            for person, counts in self._prints.items()
        }

    @cached_property
    def rows(self) -> tuple[SpeakerRow, ...]:
        """Everybody who speaks, most turns first; strangers by how they are printed."""
        said: dict[str, list[PrintedName]] = defaultdict(list)
        for voice in self._tables.voices:
            if voice.person:
                said[person_key(voice.person)].append(voice)
            elif voice.speaker:
                said[name_key(voice.speaker)].append(voice)
        rows = (self._row(key, voices) for key, voices in said.items())
        return tuple(sorted(rows, key=lambda row: (-row.turns, row.name, row.person or "")))

    def _row(self, key: str, voices: Sequence[PrintedName]) -> SpeakerRow:
        person = voices[0].person
        forms: Counter[str] = Counter()
        for voice in voices:
            if voice.speaker:
                forms[voice.speaker] += voice.turns
        return SpeakerRow(
            person=person,
            name=self.choices[key][1],
            forms=tuple(sorted(forms.items(), key=lambda form: (-form[1], form[0]))),
            roles=_roles(voices),
            statements=self._tables.spoken.get(key, 0),
            turns=sum(voice.turns for voice in voices),
            also=self._unprinted(person),
        )

    def _unprinted(self, person: str | None) -> tuple[str, ...]:
        """The names a person is found by that no label prints."""
        if person is None:
            return ()
        printed = self._prints[person]
        return tuple(dict.fromkeys(one for one in self._more.get(person, ()) if one not in printed))

    @cached_property
    def _prints(self) -> Mapping[str, Counter[str]]:
        """For each person the names printed and in how many turns."""
        prints: dict[str, Counter[str]] = defaultdict(Counter)
        for voice in self._tables.voices:
            if voice.person:
                printed = prints[voice.person]
                if voice.speaker:
                    printed[voice.speaker] += voice.turns
        return dict(prints)

    @cached_property
    def _strangers(self) -> PrintGroup:
        """Printed names of those without identity."""
        voices = self._tables.voices
        return PrintGroup(
            (one.speaker, one.turns) for one in voices if one.speaker and one.person is None
        )

    @cached_property
    def _forms(self) -> Mapping[str, Sequence[frozenset[str]]]:
        """For each person the words of every known form of the name."""
        return {
            person: [frozenset(words(form)) for form in (*counts, *self._more.get(person, ()))]
            for person, counts in self._prints.items()
        }

    @cached_property
    def _name_words(self) -> Mapping[str, frozenset[str]]:
        """The words of every printed name, by its key."""
        printed = {folded(one.speaker) for one in self._tables.voices if one.speaker}
        return {name: frozenset(name.split()) for name in printed}


def _roles(voices: Iterable[PrintedName]) -> tuple[Role, ...]:
    """The offices that labels print, by the first day each was seen on."""
    held: dict[str, list[PrintedName]] = defaultdict(list)
    for voice in voices:
        if voice.role is not None:
            held[folded(voice.role)].append(voice)
    return tuple(sorted(map(_role, held.values()), key=_by_first_day))


def _role(seen: Sequence[PrintedName]) -> Role:
    counts: Counter[str] = Counter()
    for voice in seen:
        counts[voice.role or ""] += voice.turns
    firsts = [voice.first for voice in seen if voice.first]
    lasts = [voice.last for voice in seen if voice.last]
    text = min(counts, key=lambda one: (-counts[one], one))
    return Role(text, min(firsts, default=None), max(lasts, default=None), counts.total())


def _by_first_day(role: Role) -> tuple[object, ...]:
    return (role.first is None, str(role.first), -role.count, role.text)


def _full(counts: Mapping[str, int]) -> Mapping[str, int]:
    """The names of two words and more."""
    return {name: count for name, count in counts.items() if len(words(name)) > 1}
