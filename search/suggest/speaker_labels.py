"""Everybody who speaks + the reader's language → one label for each, no two of them alike.

A label is the name in that language, where a form of it is known in it. Those who share a name are
called by name and office, the one most often printed that the others have not; never by an id.
"""

from __future__ import annotations

import weakref
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import folded, words
from search.query.description_wording import read_wording
from search.suggest.speaker_names import is_cyrillic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from search.engine import SearchEngine
    from search.records import Role, SpeakerRow

_FIELDS: Final = ("speaker", "person")


_MADE: weakref.WeakKeyDictionary[SearchEngine, dict[str, SpeakerLabels]] = (
    weakref.WeakKeyDictionary()
)


def speaker_labels(engine: SearchEngine, lang: str) -> SpeakerLabels:
    """What the speakers of an engine's generation are called in a language; made once."""
    made = _MADE.setdefault(engine, {})
    if lang not in made:
        made[lang] = SpeakerLabels(engine.speakers(), lang)
    return made[lang]


class LabelsByField(Mapping[tuple[str, str], str]):
    """The labels of an engine by field and value, made when the first of them is asked for."""

    def __init__(self, engine: SearchEngine, lang: str) -> None:
        self._engine, self._lang = engine, lang

    @property
    def _made(self) -> Mapping[tuple[str, str], str]:
        return speaker_labels(self._engine, self._lang).by_field

    def __getitem__(self, key: tuple[str, str]) -> str:
        if key[0] not in _FIELDS:
            raise KeyError(key)
        return self._made[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


class SpeakerLabels:
    """What the speakers of one index are called in one language; immutable."""

    def __init__(self, rows: Iterable[SpeakerRow], lang: str) -> None:
        self._lang = lang
        self.rows: Mapping[str, SpeakerRow] = {value_of(row): row for row in rows}
        """By the value of the speaker facet"""
        self.names: Mapping[str, str] = {
            value: name_in(row, lang) for value, row in self.rows.items()
        }
        """The same, by name alone: two may share one"""
        self.labels: Mapping[str, str] = {**self.names, **dict(self._told_apart())}
        self.by_field: Mapping[tuple[str, str], str] = {
            (field, value): label for value, label in self.labels.items() for field in _FIELDS
        }
        """The labels by field and value, as a query is said back with them"""
        self._labelled = {folded(label): value for value, label in self.labels.items()}

    def labelled(self, text: str) -> str | None:
        """The value whose label a text is; None where it is nobody's."""
        return self._labelled.get(folded(text))

    def namesake(self, text: str) -> str | None:
        """The value whose label a text is, where the name alone would mean others too."""
        value = self.labelled(text)
        return value if value and self.names[value] != self.labels[value] else None

    def _told_apart(self) -> Iterator[tuple[str, str]]:
        """A longer label for everybody who shares a name with somebody."""
        alike: dict[str, list[str]] = defaultdict(list)
        for value, name in self.names.items():
            alike[folded(name)].append(value)
        for values in alike.values():
            if len(values) > 1:
                yield from self._by_office(sorted(values))

    def _by_office(self, values: Sequence[str]) -> Iterator[tuple[str, str]]:
        offices = {value: self._offices(self.rows[value]) for value in values}
        held = Counter(key for one in offices.values() for key in one)
        told: Counter[str] = Counter()
        for value in values:
            own = offices[value]
            office = next((text for key, text in own.items() if held[key] == 1), "")
            office = office or next(iter(own.values()), read_wording(self._lang).no_office)
            told[folded(office)] += 1
            again = f" ({told[folded(office)]})" if told[folded(office)] > 1 else ""
            yield value, f"{self.names[value]}, {office}{again}"

    def _offices(self, row: SpeakerRow) -> dict[str, str]:
        """The offices by their folded words, those in the reader's language first."""

        def rank(role: Role) -> tuple[bool, int]:
            return is_cyrillic(role.text) != (self._lang == "ru"), -role.count

        return {folded(role.text): role.text for role in sorted(row.roles, key=rank)}


def value_of(row: SpeakerRow) -> str:
    """The value of the speaker facet that is this speaker."""
    return row.person or f"={row.name}"


def name_in(row: SpeakerRow, lang: str) -> str:
    """The speaker's full name in a language; as it is printed most where no form is in it."""

    def fits(name: str) -> bool:
        return is_cyrillic(name) == (lang == "ru")

    if fits(row.name):
        return row.name
    known = (*(form for form, _ in row.forms), *row.also)
    return next((name for name in known if fits(name) and _is_full(name)), row.name)


def _is_full(name: str) -> bool:
    """Whether a form is a whole name: two words and more, none of them an initial."""
    given = words(name)
    return len(given) > 1 and all(len(word) > 1 for word in given)
