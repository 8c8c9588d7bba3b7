"""Columns of speakers and persons → the turns that a name means, and who speaks."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from search.analysis.tokenizer import folded
from search.engines.printed_speakers import PrintedName, PrintedNames
from search.engines.whoosh.format.columns import NONE
from search.engines.whoosh.format.runs import distinct

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from search.engines.whoosh.format.columns import Columns
    from search.records import SpeakerRow

_FEW: Final = 8  # codes


class SpeakerTable:
    """The speakers of an index; immutable, each table made at first use."""

    def __init__(self, columns: Columns, forms: Mapping[str, Sequence[str]]) -> None:
        """`forms`: further names of persons, beside those that labels print."""
        self._columns = columns
        self._forms = forms

    def further_names(self) -> Iterator[str]:
        """Names of persons beside those that labels print."""
        return chain.from_iterable(self._forms.values())

    @cached_property
    def names(self) -> PrintedNames:
        """The names printed, and those of `forms`."""
        return PrintedNames(list(self._printed()), self._forms)

    @cached_property
    def voices(self) -> NDArray[np.int64]:
        """Of each document who speaks: a person, else a stranger (numbered after persons), or -1.

        A known person's turn is that person's alone, whatever name is printed over it.
        """
        first = len(self._columns.texts.people)
        numbers = {name: first + at for at, name in enumerate(self.names.strangers.prints)}
        by_code = np.array([*(numbers.get(key, NONE) for key in self._keys), NONE], np.int64)
        person = self._columns.person
        return np.where(person == NONE, by_code[self._columns.speaker], person)

    def turns(self, value: str, *, known: bool) -> NDArray[np.bool_]:
        """Documents whose speaker `value` names; `known`: only those with an identity."""
        columns = self._columns
        meant = self.names.meant(value, known=known)
        named = _coded(columns.person, columns.texts.people, meant.persons)
        named |= _coded(columns.speaker, self._keys, meant.names)
        if known:
            named &= columns.person != NONE
        elif self.names.means_strangers(value):
            named &= columns.person == NONE
        return named

    def rows(self) -> tuple[SpeakerRow, ...]:
        """Everybody who speaks, most turns first; strangers by how they are printed."""
        columns = self._columns
        people, statements = columns.texts.people, max(len(columns.head), 1)
        pairs = distinct(self.voices * statements + columns.statement)
        counts = np.bincount(pairs[pairs >= 0] // statements).tolist()
        keys: list[tuple[str | None, str]] = [(person, "") for person in people]
        keys += [(None, name) for name in self.names.strangers.prints]
        found = dict(zip(keys, counts, strict=True))
        return self.names.rows(lambda person, name: found[person, name])

    @cached_property
    def _keys(self) -> Sequence[str]:
        """The folded words of each printed name, by its code."""
        return [folded(text) for text in self._columns.texts.speakers]

    def _printed(self) -> Iterator[PrintedName]:
        """Each combination of person, name and offices that occurs, by the turns it occurs in."""
        columns, texts = self._columns, self._columns.texts
        turns = np.flatnonzero((columns.speaker != NONE) | (columns.person != NONE))
        fields = (columns.person, columns.speaker, columns.role, columns.role_inferred)
        turns = turns[np.lexsort([codes[turns] for codes in fields])]
        rows = np.array([codes[turns] for codes in fields])
        new = np.ones(len(turns), np.bool_)
        new[1:] = (rows[:, 1:] != rows[:, :-1]).any(axis=0)
        days = columns.day[columns.statement[turns]]
        for start, end in pairwise([*np.flatnonzero(new).tolist(), len(turns)]):
            person, speaker, role, inferred = rows[:, start].tolist()
            dated = days[start:end][days[start:end] != NONE]
            yield PrintedName(
                person=texts.people[person] if person != NONE else None,
                speaker=texts.speakers[speaker] if speaker != NONE else None,
                role=texts.roles[role] if role != NONE else None,
                role_inferred=texts.roles[inferred] if inferred != NONE else None,
                turns=end - start,
                first=date.fromordinal(int(dated.min())) if len(dated) else None,
                last=date.fromordinal(int(dated.max())) if len(dated) else None,
            )


def _coded(
    codes: NDArray[np.integer], values: Sequence[str], wanted: Collection[str]
) -> NDArray[np.bool_]:
    """Where a code stands for any of the values wanted.

    Few codes are compared one by one, which is quicker than to look the flag of each row up.
    """
    numbers = [number for number, value in enumerate(values) if value in wanted]
    if len(numbers) > _FEW:
        flags = np.zeros(len(values) + 1, np.bool_)  # a last False that the code -1 finds
        flags[numbers] = True
        return flags.take(codes)
    found = np.zeros(len(codes), np.bool_)
    for number in numbers:
        found |= codes == number
    return found
