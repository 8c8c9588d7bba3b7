"""Fields and the values readers give → which turns or statements have them, as masks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Final

import numpy as np

from search.analysis.tokenizer import words
from search.engine import TURN_FIELDS
from search.engines.printed_speakers import PrintGroups
from search.engines.whoosh.format.columns import EVIDENCES, KINDS, NONE, CodeLists
from search.site_names import words_of_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from search.engine import Filters
    from search.engines.whoosh.evaluate.speakers import SpeakerTable
    from search.engines.whoosh.format.columns import Columns

_PRINTED: Final = ("place", "section", "topic")
_VALUES_KNOWN: Final = 1_024


class CodedPrints:
    """Printed texts by code, in groups that read alike."""

    def __init__(self, texts: Sequence[str], counts: NDArray[np.int64], field: str) -> None:
        """`counts`: how often each of the texts, values of `field`, is printed."""
        alike = PrintGroups(zip(texts, counts.tolist(), strict=True), field)
        numbers = {key: number for number, key in enumerate(alike.prints)}
        self._alike, self._numbers = alike, numbers
        self.has = lru_cache(maxsize=_VALUES_KNOWN)(partial(_is_printed, alike))
        """Whether any text has a value; a search asks for each of its words several times"""
        self.prints = list(alike.prints.values())
        """Of each group the text printed most often"""
        self.groups = np.array([numbers[alike.key_of[text]] for text in texts], np.int32)
        """Of each code the number of its group"""

    def having(self, value: str) -> NDArray[np.bool_]:
        """Which codes have the value: as a whole (=), or its words side by side; a last False."""
        groups = [self._numbers[key] for key in self._alike.keys(value)]
        return np.append(np.isin(self.groups, groups), False)


class FieldValues:
    """Answers which rows have a value; immutable, tables made at first use."""

    def __init__(self, columns: Columns, people: SpeakerTable) -> None:
        self._columns = columns
        self.people = people
        self._printed: dict[str, CodedPrints] = {}
        self._words: dict[str, frozenset[str]] = {}

    # -- of turns

    def turns(self, field: str, value: str) -> NDArray[np.bool_]:
        """Documents of turns that have `value` in one of the turn fields."""
        columns = self._columns
        if field in ("speaker", "person"):
            return self.people.turns(value, known=field == "person")
        if field == "role":
            has = self.roles.having(value)
            return has.take(columns.role) | has.take(columns.role_inferred)
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
        if field == "date":
            return self.days(plain, plain)
        if field not in _PRINTED:
            raise ValueError(f"{field} is no field of statements; search.engine lists them")
        having = self.printed(field).having(value)
        if field == "place":
            return having[columns.place]
        return self._any(columns.sections if field == "section" else columns.topics, having)

    def is_printed(self, field: str, value: str) -> bool:
        """Whether any statement has `value` in a field of printed texts."""
        if field in self._printed or value.startswith("="):
            return self.printed(field).has(value)
        # most words are in no place: to make the table takes twenty times as long as to see that
        known = self._words.get(field)
        if known is None:
            known = self._words[field] = words_of_names(field, self._texts(field))
        return known.issuperset(words(value)) and self.printed(field).has(value)

    def in_month(self, month: int) -> NDArray[np.bool_]:
        """Statements of a month (1 to 12) of any year."""
        found: NDArray[np.bool_] = self._months == month
        return found

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
    def _months(self) -> NDArray[np.int8]:
        """The month of each statement, 0 of one without a date."""
        days = self._columns.day.tolist()
        return np.array(
            [0 if one == NONE else date.fromordinal(one).month for one in days], np.int8
        )

    @cached_property
    def is_turn(self) -> NDArray[np.bool_]:
        """Which documents are turns."""
        return self._columns.is_turn

    @cached_property
    def _days(self) -> tuple[Sequence[str], NDArray[np.int32]]:
        """All days as they are written, ascending, and the place of each statement's among them."""
        days, place = np.unique(self._columns.day, return_inverse=True)
        undated = int(np.count_nonzero(days == NONE))
        written = [date.fromordinal(day).isoformat() for day in days[undated:].tolist()]
        return written, (place - undated).astype(np.int32)

    @cached_property
    def roles(self) -> CodedPrints:
        """Offices, those inferred with those printed."""
        columns, texts = self._columns, self._columns.texts.roles
        other = columns.role_inferred[columns.role_inferred != columns.role]
        counts = _counts(texts, columns.role) + _counts(texts, other)
        return CodedPrints(texts, counts, "role")

    def printed(self, field: str) -> CodedPrints:
        """Places, sections or topics, each worked out at first use."""
        found = self._printed.get(field)
        if found is None:
            columns, known = self._columns, self._texts(field)
            codes: Mapping[str, NDArray[np.integer]] = {
                "place": columns.place,
                "section": columns.section_codes,
                "topic": columns.topic_codes,
            }
            counts = _counts(known, codes[field])
            found = self._printed[field] = CodedPrints(known, counts, field)
        return found

    def _texts(self, field: str) -> Sequence[str]:
        """Places, sections or topics as they are printed."""
        texts = self._columns.texts
        return {"place": texts.places, "section": texts.sections, "topic": texts.topics}[field]


def _is_printed(alike: PrintGroups, value: str) -> bool:
    return bool(alike.keys(value))


def _counts(texts: Sequence[str], codes: NDArray[np.integer]) -> NDArray[np.int64]:
    return np.bincount(codes[codes != NONE], minlength=len(texts)).astype(np.int64)


def _year(text: str) -> int:
    """The year a text names; -2, which no statement has, when it names none."""
    return int(text) if re.fullmatch("[0-9]{1,4}", text) else -2
