"""Speakers as printed and as persons → what a name given by a reader means, and who speaks."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from search.analysis.tokenizer import folded, words
from search.engines.whoosh.evaluate.leaf_matches import distinct
from search.records import Role, SpeakerRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from search.engines.whoosh.format.columns import Columns

NONE = -1


class PrintGroups(NamedTuple):
    """Printed texts that read alike share a group: a group for each code, and its best print."""

    groups: NDArray[np.int32]  # by code
    prints: Sequence[str]  # by group: the text printed most often
    keys: Mapping[str, int]  # folded text → group


def print_groups(texts: Sequence[str], counts: NDArray[np.int64]) -> PrintGroups:
    """Group texts by their folded words; `counts` tell how often each is printed."""
    keys: dict[str, int] = {}
    groups = np.array([keys.setdefault(folded(text), len(keys)) for text in texts], np.int32)
    best: dict[int, tuple[int, str]] = {}
    for text, group, count in zip(texts, groups.tolist(), counts.tolist(), strict=True):
        best[group] = min(best.get(group, (1, "")), (-count, text))
    return PrintGroups(groups, [best[group][1] for group in range(len(keys))], keys)


class SpeakerTable:
    """The names of an index; immutable, each table made at first use."""

    def __init__(self, columns: Columns, forms: Mapping[str, Sequence[str]]) -> None:
        self._columns = columns
        self._more = forms

    @cached_property
    def pairs(self) -> NDArray[np.int64]:
        """Rows of person, speaker, turns: which name was printed for whom, how often."""
        columns = self._columns
        turns = np.flatnonzero((columns.speaker != NONE) | (columns.person != NONE))
        both = np.stack([columns.person[turns], columns.speaker[turns]])
        unique, counts = np.unique(both, axis=1, return_counts=True)
        pairs: NDArray[np.int64] = np.column_stack([unique.T.astype(np.int64), counts])
        return pairs

    @cached_property
    def strangers(self) -> PrintGroups:
        """Speakers grouped by reading alike; a group's print is the one most used of strangers."""
        texts = self._columns.texts.speakers
        counts = np.zeros(len(texts), np.int64)
        for person, speaker, turns in self.pairs.tolist():
            if person == NONE:
                counts[speaker] += turns
        return print_groups(texts, counts)

    @cached_property
    def labels(self) -> Sequence[str]:
        """For each person the full name printed most often."""
        people = self._columns.texts.people
        return [
            min(_full(counts) or counts, key=lambda name: (-counts[name], name), default=person)
            for person, counts in zip(people, self.prints, strict=True)
        ]

    @cached_property
    def prints(self) -> Sequence[Counter[str]]:
        """For each person the names printed and in how many turns."""
        prints: list[Counter[str]] = [Counter() for _ in self._columns.texts.people]
        for person, speaker, turns in self.pairs.tolist():
            if person != NONE and speaker != NONE:
                prints[person][self._columns.texts.speakers[speaker]] = turns
        return prints

    @cached_property
    def _person_words(self) -> Sequence[Sequence[frozenset[str]]]:
        """For each person the words of every known form of the name."""
        return [
            [frozenset(words(form)) for form in (*counts, *self._more.get(person, ()))]
            for person, counts in zip(self._columns.texts.people, self.prints, strict=True)
        ]

    @cached_property
    def _speaker_words(self) -> Sequence[frozenset[str]]:
        return [frozenset(words(text)) for text in self._columns.texts.speakers]

    @cached_property
    def _person_codes(self) -> Mapping[str, int]:
        return {person: code for code, person in enumerate(self._columns.texts.people)}

    def turns(self, value: str, *, known: bool) -> NDArray[np.bool_]:
        """Documents whose speaker `value` names; `known`: only those with an identity."""
        columns = self._columns
        if value.startswith("="):
            whole = value.removeprefix("=")
            return self._is(whole) if known else self._printed(whole)
        if value in self._person_codes:
            return self._is(value)
        wanted = frozenset(words(value))
        if not wanted:
            return np.zeros(len(columns.person), np.bool_)
        # one place more, for the code -1 of "none"
        by_person = _flags(any(wanted <= form for form in forms) for forms in self._person_words)
        by_name = _flags(wanted <= form for form in self._speaker_words)
        named = by_person[columns.person] | by_name[columns.speaker]
        return named & (columns.person != NONE) if known else named

    def _is(self, person: str) -> NDArray[np.bool_]:
        """Documents of one person."""
        said: NDArray[np.bool_] = self._columns.person == self._person_codes.get(person, -2)
        return said

    def _printed(self, whole: str) -> NDArray[np.bool_]:
        """Documents whose speaker is printed so, letter case and the like apart."""
        group = self.strangers.keys.get(folded(whole), -2)
        by_name = _flags(self.strangers.groups == group)
        return by_name[self._columns.speaker]

    def rows(self) -> tuple[SpeakerRow, ...]:
        """Everybody who speaks, most turns first; strangers by how they are printed."""
        columns, texts = self._columns, self._columns.texts
        groups = np.append(self.strangers.groups, NONE)
        spoken = np.flatnonzero((columns.speaker != NONE) | (columns.person != NONE))
        known = columns.person[spoken] != NONE
        keys = np.where(known, columns.person[spoken], -2 - groups[columns.speaker[spoken]])
        order = np.argsort(keys, kind="stable")
        each, starts = np.unique(keys[order], return_index=True)
        rows = []
        for key, turns in zip(each.tolist(), np.split(spoken[order], starts[1:]), strict=False):
            codes = Counter(columns.speaker[turns].tolist())
            forms = [(texts.speakers[code], n) for code, n in codes.items() if code != NONE]
            person = texts.people[key] if key >= 0 else None
            rows.append(
                SpeakerRow(
                    person=person,
                    name=self.labels[key] if key >= 0 else self.strangers.prints[-2 - key],
                    forms=tuple(sorted(forms, key=lambda form: (-form[1], form[0]))),
                    roles=self._roles(turns),
                    statements=len(distinct(columns.statement[turns])),
                    turns=len(turns),
                    also=self._unprinted(person),
                )
            )
        return tuple(sorted(rows, key=lambda row: (-row.turns, row.name, row.person or "")))

    def _unprinted(self, person: str | None) -> tuple[str, ...]:
        """The names a person is found by that no label prints."""
        if person is None:
            return ()
        printed = self.prints[self._person_codes[person]]
        return tuple(dict.fromkeys(one for one in self._more.get(person, ()) if one not in printed))

    def _roles(self, turns: NDArray[np.intp]) -> tuple[Role, ...]:
        """The offices that labels of these turns print, by the first day each was seen on."""
        columns = self._columns
        held: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for turn in turns[columns.role[turns] != NONE].tolist():
            text = columns.texts.roles[columns.role[turn]]
            held[folded(text)].append((text, int(columns.day[columns.statement[turn]])))
        roles = []
        for seen in held.values():
            days = sorted(date.fromordinal(day) for _, day in seen if day != NONE)
            counts = Counter(text for text, _ in seen)
            text = min(counts, key=lambda one: (-counts[one], one))
            roles.append(
                Role(text, days[0] if days else None, days[-1] if days else None, len(seen))
            )
        return tuple(sorted(roles, key=_by_first_day))


def _by_first_day(role: Role) -> tuple[object, ...]:
    return (role.first is None, str(role.first), -role.count, role.text)


def _full(counts: Mapping[str, int]) -> Mapping[str, int]:
    """The names of two words and more."""
    return {name: count for name, count in counts.items() if len(words(name)) > 1}


def _flags(given: Iterable[bool]) -> NDArray[np.bool_]:
    """One flag a code, and a last False that the code -1 finds."""
    return np.array([*given, False], np.bool_)
