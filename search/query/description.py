"""Query tree (+ the form's choices) → the same in plain words, English or Russian.

From the tree, never from the string: what is said back is what was searched.
"""

from __future__ import annotations

import calendar
from datetime import date
from typing import TYPE_CHECKING

from whoosh.query import (
    And,
    Every,
    FuzzyTerm,
    Not,
    Or,
    Phrase,
    Prefix,
    Sequence,
    Term,
    TermRange,
    Wildcard,
)

from search.engine import EXACT_FIELDS, TEXT_FIELDS, TITLE_FIELDS, Filters
from search.query.description_wording import read_wording
from search.query.expansion import written, written_row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from whoosh.query import Query

    from search.query.description_wording import Wording


def describe(
    tree: Query,
    filters: Filters | None = None,
    labels: Mapping[tuple[str, str], str] | None = None,
    lang: str = "en",
) -> str:
    """The question in words; `labels` name values that are not read as they stand."""
    describer = _Describer(read_wording(lang), {} if labels is None else labels)
    filters = filters or Filters()
    parts = [] if isinstance(tree, Every) and _chosen(filters) else [describer.top(tree)]
    return ", ".join([*parts, *describer.choices(filters)])


def _chosen(filters: Filters) -> bool:
    return bool(filters.values or filters.since or filters.until)


class _Describer:
    """Describes trees in one language."""

    def __init__(self, wording: Wording, labels: Mapping[tuple[str, str], str]) -> None:
        self._wording, self._labels = wording, labels

    def top(self, tree: Query) -> str:
        """A whole query: what an And holds is listed with commas, words of a kind together."""
        if not isinstance(tree, And):
            return self.say(tree)
        forms = [one for one in tree.subqueries if _is_plain(one)]
        others = [self.say(one, inside=True) for one in tree.subqueries if not _is_plain(one)]
        if not forms:
            return ", ".join(others)
        quoted = [self._quoted(one) for one in forms]
        listed = self._wording.both.join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
        return ", ".join([self._wording.any_form.format(listed), *others])

    def choices(self, filters: Filters) -> list[str]:
        """The form's choices: one phrase a field, values of one as alternatives."""
        said = [
            self._wording.either.join(self._value(name, value) for value in values)
            for name, values in filters.values.items()
        ]
        if filters.since or filters.until:
            said.append(self._period(filters.since, filters.until))
        return said

    def say(self, query: Query, *, inside: bool = False) -> str:
        """One node; `inside` another, so that brackets are needed where it has several parts."""
        words = self._wording
        if isinstance(query, Sequence):
            return self._pattern(query.subqueries[-1], written_row(query))
        if isinstance(query, And):
            return self._bracketed(self.top(query), inside=inside)
        if isinstance(query, Or):
            sides = [self.say(one, inside=True) for one in query.subqueries]
            return self._bracketed(words.either.join(sides), inside=inside)
        if isinstance(query, Not):
            words_inside = not isinstance(query.query, Term) or query.query.fieldname in TEXT_FIELDS
            negated = words.neither if words_inside else words.not_so
            return negated.format(self.say(query.query, inside=True))
        if isinstance(query, TermRange):
            return self._period(_day(query.start), _day(query.end))
        if isinstance(query, Every):
            return words.everything
        if isinstance(query, Prefix | Wildcard | FuzzyTerm):
            return self._pattern(query, written(query))
        if isinstance(query, Term | Phrase):
            return self._leaf(query)
        return words.nothing

    def _leaf(self, query: Query) -> str:
        words, field = self._wording, query.fieldname
        if field in words.fields:
            return self._value(field, query.text)
        if isinstance(query, Phrase) and query.slop > 1:
            said = words.near.format(self._quoted(query), slop=query.slop)
        elif field in EXACT_FIELDS:
            said = words.exactly.format(self._quoted(query))
        else:
            said = words.any_form.format(self._quoted(query))
        return words.in_title.format(said) if field in TITLE_FIELDS else said

    def _pattern(self, query: Query, text: str) -> str:
        words = self._wording
        if isinstance(query, Prefix):
            said = words.prefix.format(self._marks(text.removesuffix("*")))
        elif isinstance(query, FuzzyTerm):
            near = words.one_letter if query.maxdist == 1 else words.two_letters
            said = near.format(self._marks(text.partition("~")[0]))
        else:
            said = words.wildcard.format(self._marks(text))
        return words.in_title.format(said) if query.fieldname in TITLE_FIELDS else said

    def _value(self, field: str, value: str) -> str:
        known = self._wording.values.get(f"{field}:{value}")
        plain = known or self._labels.get((field, value), value.removeprefix("="))
        return self._wording.fields[field].format(plain)

    def _period(self, first: date | None, last: date | None) -> str:
        """Days as the shortest that names them: a year, a month, a day or both ends."""
        words = self._wording
        if first is None or last is None:
            if first is not None:
                return words.since.format(self._written_day(first, opens=True))
            return words.until.format(self._written_day(last, opens=False)) if last else ""
        if first == last:
            return words.on_day.format(self._written_day(first, opens=True, whole=False))
        if (first.year, first.month) == (last.year, last.month) and _month_is_whole(first, last):
            return words.in_month.format(f"{words.months[first.month - 1]} {first.year}")
        if _opens_year(first) and _closes_year(last):
            if first.year == last.year:
                return words.in_year.format(first.year)
            return words.between.format(first.year, last.year)
        return words.between.format(
            self._written_day(first, opens=True, whole=False),
            self._written_day(last, opens=False, whole=False),
        )

    def _written_day(self, day: date, *, opens: bool, whole: bool = True) -> str:
        if whole and (_opens_year(day) if opens else _closes_year(day)):
            return str(day.year)
        months = self._wording.months_of
        return self._wording.day.format(day=day.day, month=months[day.month - 1], year=day.year)

    def _quoted(self, query: Query) -> str:
        """What a leaf asks for, as it was written."""
        plain = " ".join(query.words) if isinstance(query, Phrase) else str(query.text)
        return self._marks(getattr(query, "printed", plain))

    def _marks(self, text: str) -> str:
        return self._wording.quoted.format(text)

    def _bracketed(self, text: str, *, inside: bool) -> str:
        return f"({text})" if inside else text


def _is_plain(query: Query) -> bool:
    return isinstance(query, Term | Phrase) and query.fieldname == "text"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _opens_year(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def _closes_year(day: date) -> bool:
    return (day.month, day.day) == (12, 31)


def _month_is_whole(first: date, last: date) -> bool:
    return first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
