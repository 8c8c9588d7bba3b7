"""Matches → how many statements each value of a facet would leave if it alone were chosen."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from search.engine import FACETS
from search.engines.whoosh.held import distinct
from search.engines.whoosh.people import NONE
from search.engines.whoosh.units import Shares
from search.records import FacetValue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from search.engines.whoosh.columns import Columns, Lists
    from search.engines.whoosh.people import Alike
    from search.engines.whoosh.values import Values

MOST_VALUES: Final = 100  # listed of one facet, the most frequent first
OF_TURNS: Final = ("speaker", "role")


class Choices(NamedTuple):
    """The values of a facet, and units of which each belongs to one value and one statement."""

    names: Sequence[tuple[str, str]]  # value, label
    units: Shares
    value: NDArray[np.int64]  # by unit
    rank: NDArray[np.intp]  # of each value by label

    def counted(self, matched: NDArray[np.bool_]) -> tuple[FacetValue, ...]:
        """The values of the units that matched, most frequent first."""
        counts = np.bincount(self.value[matched], minlength=len(self.names))
        found = np.flatnonzero(counts)
        first = found[np.lexsort((self.rank[found], -counts[found]))[:MOST_VALUES]]
        rows = zip(first.tolist(), counts[first].tolist(), strict=True)
        named = ((*self.names[number], count) for number, count in rows)
        return tuple(FacetValue(value, label, count) for value, label, count in named)


class Facets:
    """The choices of every facet; immutable, each made at first use."""

    def __init__(self, columns: Columns, values: Values) -> None:
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
        written, place = self._months
        counts = np.bincount(place[matched], minlength=len(written)).tolist()
        return {month: count for month, count in zip(written, counts, strict=True) if count}

    @cached_property
    def _months(self) -> tuple[Sequence[str], NDArray[np.intp]]:
        """All months as they are written, ascending, and the place of each statement's."""
        days, of_day = np.unique(self._columns.day, return_inverse=True)
        months = [date.fromordinal(day).isoformat()[:7] if day > 0 else "" for day in days.tolist()]
        written, place = np.unique(np.array(months, np.str_), return_inverse=True)
        return written.tolist(), place[of_day]

    @cached_property
    def _speaker(self) -> Choices:
        """People, then names of strangers; such a name chooses all turns it is printed over."""
        people, columns = self._values.people, self._columns
        known = list(zip(columns.texts.people, people.labels, strict=True))
        groups = np.append(people.strangers.groups, NONE)[columns.speaker]
        printed = distinct(groups[(columns.person == NONE) & (columns.speaker != NONE)])
        place = np.full(len(people.strangers.prints) + 1, NONE)
        place[printed] = len(known) + np.arange(len(printed))
        names = [people.strangers.prints[group] for group in printed.tolist()]
        return self._of_turns("speaker", [*known, *_named(names)], columns.person, place[groups])

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
        groups = np.append(self._values.places.groups, NONE)
        return self._of_statements(_named(self._values.places.prints), groups[self._columns.place])

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
        return self._of_lists(self._columns.sections, self._values.sections)

    @cached_property
    def _topic(self) -> Choices:
        return self._of_lists(self._columns.topics, self._values.topics)

    def _of_turns(
        self, name: str, names: Sequence[tuple[str, str]], *codes: NDArray[np.integer]
    ) -> Choices:
        """A unit for each pair of statement and value; a turn may be of several."""
        size = max(len(names), 1)
        keys = [
            np.where(code == NONE, NONE, self._columns.statement.astype(np.int64) * size + code)
            for code in codes
        ]
        pairs = distinct(np.concatenate(keys))
        pairs = pairs[pairs != NONE]
        maps = [
            np.where(key == NONE, NONE, np.searchsorted(pairs, key)).astype(np.int32)
            for key in keys
        ]
        units = Shares(name, (pairs // size).astype(np.int32), maps)
        return _choices(names, units, pairs % size)

    def _of_statements(
        self, names: Sequence[tuple[str, str]], codes: NDArray[np.integer]
    ) -> Choices:
        """Units of statements that have a single value."""
        having = np.flatnonzero(codes != NONE)
        units = Shares("", having.astype(np.int32), ())
        return _choices(names, units, codes[having].astype(np.int64))

    def _of_lists(self, lists: Lists, texts: Alike) -> Choices:
        """Units of statements that have any number of values."""
        owners = np.repeat(np.arange(len(lists.starts) - 1), np.diff(lists.starts))
        size = max(len(texts.prints), 1)
        pairs = distinct(owners * size + texts.groups[lists.codes])
        units = Shares("", (pairs // size).astype(np.int32), ())
        return _choices(_named(texts.prints), units, pairs % size)


def _choices(names: Sequence[tuple[str, str]], units: Shares, value: NDArray[np.int64]) -> Choices:
    """Choices with their rank by label."""
    order = sorted(range(len(names)), key=lambda one: names[one][::-1])
    return Choices(names, units, value, np.argsort(np.array(order, np.intp)))


def _named(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Values that are printed texts as a whole."""
    return [(f"={text}", text) for text in texts]
