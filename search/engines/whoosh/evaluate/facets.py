"""Matches → how many statements each value of a facet would leave if it alone were chosen."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from search.engine import FACETS
from search.engines.whoosh.evaluate.match_units import FacetUnits
from search.engines.whoosh.format.columns import NONE
from search.engines.whoosh.format.runs import distinct
from search.records import FacetValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from search.engines.whoosh.evaluate.field_values import CodedPrints, FieldValues
    from search.engines.whoosh.format.columns import CodeLists, Columns

OF_TURNS: Final = ("speaker", "role")
_FEW: Final = 8  # of so many times fewer units than all the values are sought one by one


class Choices(NamedTuple):
    """The values of a facet, and units of which each belongs to one value and one statement.

    Units stand value by value, so that those of a value that matched are counted in a row; values
    stand by label, so that a stable order leaves equally frequent ones so.
    """

    names: Sequence[tuple[str, str]]  # value, label
    units: FacetUnits
    starts: NDArray[np.intp]  # of each value: its first unit

    def summed(self, by_unit: NDArray[np.float64], asked: Sequence[str]) -> list[int]:
        """Of each value asked for the sum over its units; 0 for one that has none."""
        wanted = set(asked)
        places = {value: place for place, (value, _) in enumerate(self.names) if value in wanted}
        if not places:
            return [0] * len(asked)
        sums = np.add.reduceat(by_unit, self.starts)
        return [int(sums[places[value]]) if value in places else 0 for value in asked]

    def counted(self, matched: NDArray[np.bool_], most: int) -> tuple[FacetValue, ...]:
        """The values of the units that matched, the `most` frequent ones first."""
        if not self.names:
            return ()
        if np.count_nonzero(matched) * _FEW < len(matched):
            found = self.starts.searchsorted(matched.nonzero()[0], side="right") - 1
            counts = np.bincount(found, minlength=len(self.names))
        else:
            counts = np.add.reduceat(matched, self.starts, dtype=np.intp)
        held = counts.nonzero()[0]
        counts = counts[held]
        first = (-counts).argsort(kind="stable")[:most]
        names = self.names
        named = [names[number] for number in held[first].tolist()]
        rows = zip(named, counts[first].tolist(), strict=True)
        return tuple([FacetValue(value, label, count) for (value, label), count in rows])


class Facets:
    """The choices of every facet; immutable, each made at first use."""

    def __init__(self, columns: Columns, values: FieldValues) -> None:
        self._columns = columns
        self._values = values

    def choices(self, name: str) -> Choices:
        """The choices of one of `search.engine.FACETS`."""
        if name not in FACETS:
            raise ValueError(f"{name} is no facet; search.engine lists them")
        found: Choices = getattr(self, f"_{name}")
        return found

    def months(self, matched: NDArray[np.bool_]) -> Mapping[str, int]:
        """How many of the statements that matched are of each month; "" the undated."""
        written, ordered, starts = self._months
        if not written:
            return {}
        counts = np.add.reduceat(matched.take(ordered), starts, dtype=np.intp).tolist()
        return {month: count for month, count in zip(written, counts, strict=True) if count}

    @cached_property
    def _months(self) -> tuple[Sequence[str], NDArray[np.intp], NDArray[np.intp]]:
        """All months as they are written, ascending; statements by month; the first of each."""
        days, of_day = np.unique(self._columns.day, return_inverse=True)
        months = [date.fromordinal(day).isoformat()[:7] if day > 0 else "" for day in days.tolist()]
        written, place = np.unique(np.array(months, np.str_), return_inverse=True)
        ordered = np.argsort(place[of_day], kind="stable")
        return (
            written.tolist(),
            ordered,
            np.flatnonzero(np.diff(place[of_day][ordered], prepend=-1)),
        )

    @cached_property
    def _speaker(self) -> Choices:
        """People, then names of strangers; a turn is of one of them."""
        people, columns = self._values.people, self._columns
        known = [(person, people.names.labels[person]) for person in columns.texts.people]
        strangers = _named(people.names.strangers.prints.values())
        return self._of_turns("speaker", [*known, *strangers], people.voices)

    @cached_property
    def _role(self) -> Choices:
        """Offices, printed and inferred alike."""
        columns, roles = self._columns, self._values.roles
        groups = np.append(roles.groups, NONE)
        return self._of_turns(
            "role", _named(roles.prints), groups[columns.role], groups[columns.role_inferred]
        )

    @cached_property
    def _place(self) -> Choices:
        places = self._values.printed("place")
        groups = np.append(places.groups, NONE)
        return self._of_statements(_named(places.prints), groups[self._columns.place])

    @cached_property
    def _lang(self) -> Choices:
        langs = self._columns.texts.langs
        return self._of_statements([(lang, lang) for lang in langs], self._columns.lang)

    @cached_property
    def _year(self) -> Choices:
        years = distinct(self._columns.year[self._columns.year != NONE])
        codes = np.where(
            self._columns.year == NONE, NONE, np.searchsorted(years, self._columns.year)
        )
        return self._of_statements([(f"{year:d}", f"{year:d}") for year in years.tolist()], codes)

    @cached_property
    def _section(self) -> Choices:
        return self._of_lists(self._columns.sections, self._values.printed("section"))

    @cached_property
    def _topic(self) -> Choices:
        return self._of_lists(self._columns.topics, self._values.printed("topic"))

    def _of_turns(
        self, name: str, names: Sequence[tuple[str, str]], *codes: NDArray[np.integer]
    ) -> Choices:
        """A unit for each pair of statement and value; a turn may be of several."""
        size = max(len(self._columns.head), 1)
        place = np.append(_by_label(names), NONE)
        keys = [
            np.where(code == NONE, NONE, place[code] * size + self._columns.statement)
            for code in codes
        ]
        pairs = distinct(np.concatenate(keys))
        pairs = pairs[pairs != NONE]
        maps = [
            np.where(key == NONE, NONE, np.searchsorted(pairs, key)).astype(np.int32)
            for key in keys
        ]
        return _choices(
            names, FacetUnits(name, (pairs % size).astype(np.int32), maps), pairs // size
        )

    def _of_statements(
        self, names: Sequence[tuple[str, str]], codes: NDArray[np.integer]
    ) -> Choices:
        """Units of statements that have a single value."""
        having = np.flatnonzero(codes != NONE)
        return self._shared(names, having, codes[having])

    def _of_lists(self, lists: CodeLists, texts: CodedPrints) -> Choices:
        """Units of statements that have any number of values."""
        owners = np.repeat(np.arange(len(lists.starts) - 1), np.diff(lists.starts))
        return self._shared(_named(texts.prints), owners, texts.groups[lists.codes])

    def _shared(
        self,
        names: Sequence[tuple[str, str]],
        statements: NDArray[np.integer],
        codes: NDArray[np.integer],
    ) -> Choices:
        """Units of pairs of a statement and the code of a value."""
        size = max(len(self._columns.head), 1)
        pairs = distinct(_by_label(names)[codes] * size + statements)
        return _choices(names, FacetUnits("", (pairs % size).astype(np.int32), ()), pairs // size)


def _by_label(names: Sequence[tuple[str, str]]) -> NDArray[np.int64]:
    """The place of each value among all, by label."""
    order = sorted(range(len(names)), key=lambda one: names[one][::-1])
    places: NDArray[np.int64] = np.argsort(np.array(order, np.int64)).astype(np.int64)
    return places


def _choices(
    names: Sequence[tuple[str, str]], units: FacetUnits, places: NDArray[np.int64]
) -> Choices:
    """The values that any unit has; `places` are those by label of the units' own, ascending."""
    ordered = sorted(names, key=lambda one: one[::-1])
    starts = np.flatnonzero(np.diff(places, prepend=-1))
    return Choices([ordered[place] for place in places[starts].tolist()], units, starts)


def _named(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Values that are printed texts as a whole."""
    return [(f"={text}", text) for text in texts]
