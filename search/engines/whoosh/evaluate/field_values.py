"""Fields and the values readers give → which turns or statements have them, as masks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from search.analysis.tokenizer import folded
from search.engine import TURN_FIELDS
from search.engines.whoosh.evaluate.speakers import NONE, PrintGroups, print_groups
from search.engines.whoosh.format.columns import EVIDENCES, KINDS, CodeLists

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from search.engine import Filters
    from search.engines.whoosh.evaluate.speakers import SpeakerTable
    from search.engines.whoosh.format.columns import Columns


class FieldValues:
    """Answers which rows have a value; immutable, tables made at first use."""

    def __init__(self, columns: Columns, people: SpeakerTable) -> None:
        self._columns = columns
        self.people = people

    # -- of turns

    def turns(self, field: str, value: str) -> NDArray[np.bool_]:
        """Documents of turns that have `value` in one of the turn fields."""
        columns = self._columns
        if field in ("speaker", "person"):
            return self.people.turns(value, known=field == "person")
        if field == "role":
            has = _has(self.roles, value)
            return has[columns.role] | has[columns.role_inferred]
        known: Sequence[str] = KINDS if field == "kind" else EVIDENCES
        codes = columns.kind if field == "kind" else columns.evidence
        plain = value.removeprefix("=").casefold()
        said: NDArray[np.bool_] = codes == (known.index(plain) if plain in known else -2)
        return said

    def chosen_turns(self, chosen: Iterable[tuple[str, Sequence[str]]]) -> NDArray[np.bool_]:
        """Turns that choices of turn fields leave: of each field any of its values."""
        left = self.is_turn
        for name, values in chosen:
            left = left & np.logical_or.reduce([self.turns(name, value) for value in values])
        return left

    # -- of statements

    def statements(self, field: str, value: str) -> NDArray[np.bool_]:
        """Statements that have `value` in one of the statement fields."""
        columns, plain = self._columns, value.removeprefix("=").casefold()
        if field == "year":
            in_year: NDArray[np.bool_] = columns.year == _year(plain)
            return in_year
        if field == "lang":
            codes = [n for n, lang in enumerate(columns.texts.langs) if lang.casefold() == plain]
            return np.isin(columns.lang, codes)
        if field == "place":
            return _has(self.places, value)[columns.place]
        if field == "date":
            return self.days(plain, plain)
        if field == "section":
            return self._any(columns.sections, _has(self.sections, value))
        if field == "topic":
            return self._any(columns.topics, _has(self.topics, value))
        raise ValueError(f"{field} is no field of statements; search.engine lists them")

    def filtered_statements(self, filters: Filters, *, but: str = "") -> NDArray[np.bool_]:
        """Statements that the filters' choices and days leave; not to be written to."""
        left = self._between(filters.since, filters.until)
        for name, values in filters.values.items():
            if name not in TURN_FIELDS and name != but:
                left = left & np.logical_or.reduce([self.statements(name, v) for v in values])
        return left

    def days(
        self, start: str | None, end: str | None, *, after: bool = False, before: bool = False
    ) -> NDArray[np.bool_]:
        """Statements of a day between two ISO days; `after`, `before`: the ends left out.

        ISO days are compared as they are written, so that any text is some place in the order.
        """
        written, place = self._days
        low = bisect_left(written, start or "")
        if start and after:
            low = bisect_right(written, start)
        high = len(written)
        if end:
            high = bisect_left(written, end) if before else bisect_right(written, end)
        return (place >= low) & (place < high)

    def _between(self, since: date | None, until: date | None) -> NDArray[np.bool_]:
        day, left = self._columns.day, self._everything
        if since:
            left = left & (day >= since.toordinal())
        if until:
            left = left & (day <= until.toordinal()) & (day != NONE)
        return left

    def _any(self, lists: CodeLists, has: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Statements whose list holds any code that has the value."""
        found = np.zeros(len(lists.starts) - 1, np.bool_)
        owners = np.repeat(np.arange(len(found)), np.diff(lists.starts))
        found[owners[has[lists.codes]]] = True
        return found

    # -- tables

    @cached_property
    def _everything(self) -> NDArray[np.bool_]:
        """All statements; not to be written to."""
        return np.ones(len(self._columns.day), np.bool_)

    @cached_property
    def is_turn(self) -> NDArray[np.bool_]:
        """Which documents are turns."""
        return self._columns.is_turn

    @cached_property
    def _days(self) -> tuple[Sequence[str], NDArray[np.intp]]:
        """All days as they are written, ascending, and the place of each statement's among them."""
        days, place = np.unique(self._columns.day, return_inverse=True)
        undated = int(np.count_nonzero(days == NONE))
        written = [date.fromordinal(day).isoformat() for day in days[undated:].tolist()]
        return written, place - undated

    @cached_property
    def roles(self) -> PrintGroups:
        """Offices, those inferred with those printed."""
        columns = self._columns
        counts = _counts(columns.texts.roles, columns.role)
        other = columns.role_inferred[columns.role_inferred != columns.role]
        return print_groups(columns.texts.roles, counts + _counts(columns.texts.roles, other))

    @cached_property
    def places(self) -> PrintGroups:
        """Places."""
        return print_groups(
            self._columns.texts.places, _counts(self._columns.texts.places, self._columns.place)
        )

    @cached_property
    def sections(self) -> PrintGroups:
        """Sections."""
        columns = self._columns
        return print_groups(
            columns.texts.sections, _counts(columns.texts.sections, columns.section_codes)
        )

    @cached_property
    def topics(self) -> PrintGroups:
        """Topics."""
        columns = self._columns
        return print_groups(
            columns.texts.topics, _counts(columns.texts.topics, columns.topic_codes)
        )


def _has(texts: PrintGroups, value: str) -> NDArray[np.bool_]:
    """Which codes have the value: as a whole (=), or its words side by side; a last False."""
    wanted = folded(value)
    if value.startswith("="):
        groups = [group for key, group in texts.keys.items() if key == wanted]
    else:
        groups = [
            group for key, group in texts.keys.items() if wanted and f" {wanted} " in f" {key} "
        ]
    return np.append(np.isin(texts.groups, groups), False)


def _counts(texts: Sequence[str], codes: NDArray[np.integer]) -> NDArray[np.int64]:
    return np.bincount(codes[codes != NONE], minlength=len(texts)).astype(np.int64)


def _year(text: str) -> int:
    """The year a text names; -2, which no statement has, when it names none."""
    return int(text) if re.fullmatch("[0-9]{1,4}", text) else -2
