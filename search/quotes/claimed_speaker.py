"""A name somebody gave → the speakers it means: any form, script, case or initials of the name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.analysis.tokenizer import folded, stem, words
from search.suggest.speaker_names import known_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.records import SpeakerRow, Turn


@dataclass(frozen=True, slots=True)
class ClaimedSpeaker:
    """Whom a name means: identities, and printed names of those without one, folded."""

    given: str
    persons: frozenset[str]
    names: frozenset[str]

    @property
    def is_known(self) -> bool:
        """Whether the index has anybody of that name."""
        return bool(self.persons or self.names)

    def spoke(self, turn: Turn | None) -> bool:
        """Whether a turn is theirs."""
        if turn is None:
            return False
        if turn.person:
            return turn.person in self.persons
        return bool(turn.speaker) and folded(turn.speaker or "") in self.names


class SpeakerIndex:
    """The speakers of an index by the words of their names; immutable, safe to share."""

    def __init__(self, rows: Sequence[SpeakerRow]) -> None:
        self._rows = rows
        self._forms = [[words(form) for form in known_forms(row)] for row in rows]
        self._stems = [
            [frozenset(map(stem, form)) for form in forms if form] for forms in self._forms
        ]
        self.words = frozenset(word for forms in self._forms for form in forms for word in form)
        """Every word of a name"""
        self._by_stem: dict[str, set[int]] = {}
        for number, forms in enumerate(self._stems):
            for form in forms:
                for one in form:
                    self._by_stem.setdefault(one, set()).add(number)

    def meant(self, name: str) -> ClaimedSpeaker:
        """Whom a name means: all its words are in one form of theirs, or initials of it.

        Words that are in no name at all (an office before it) are left aside.
        """
        rows = self.rows_of(name)
        return ClaimedSpeaker(
            name,
            frozenset(row.person for row in rows if row.person),
            frozenset(folded(form) for row in rows if not row.person for form, _ in row.forms),
        )

    def rows_of(self, name: str) -> list[SpeakerRow]:
        """The speakers a name means, most turns first."""
        person = [row for row in self._rows if row.person and row.person == name]
        if person:
            return person
        given = words(name.removeprefix("="))
        whole = [one for one in given if len(one) > 1 and stem(one) in self._by_stem]
        initials = [one for one in given if len(one) == 1]
        if not whole:
            return []
        wanted = frozenset(map(stem, whole))
        candidates = set.intersection(*(self._by_stem[one] for one in wanted))
        named = [
            number
            for number in sorted(candidates)
            if any(
                wanted <= form and _has_initials(initials, self._forms[number])
                for form in self._stems[number]
            )
        ]
        as_given = [one for one in named if any(set(whole) <= {*form} for form in self._forms[one])]
        return [self._rows[number] for number in as_given or named]

    def is_surname(self, word: str, row: SpeakerRow) -> bool:
        """Whether a folded word, in any case, is the last of a name of a speaker."""
        return any(form and stem(form[-1]) == stem(word) for form in map(words, known_forms(row)))

    def is_name(self, word: str) -> bool:
        """Whether a folded word stands in a name, in any case."""
        return word in self.words or stem(word) in self._by_stem


def _has_initials(initials: Sequence[str], forms: Sequence[Sequence[str]]) -> bool:
    return all(
        any(word.startswith(letter) for form in forms for word in form) for letter in initials
    )
