"""Fields and the values readers give → clauses on turns and statements; choices of facets."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

from whoosh.query import And, Not, Or, Phrase, Term, TermRange

from search.engine import TURN_FIELDS
from search.engines.opensearch.layout.documents import value_key
from search.engines.opensearch.layout.mapping import TURNS
from search.engines.opensearch.query.dsl import any_of, every, has, nothing, some, without
from search.engines.opensearch.query.speakers import PrintedSpeakers
from search.engines.printed_speakers import PrintGroups
from search.engines.query_plan import value_of
from search.records import Evidence, TurnKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from whoosh.query import Query

    from search.engine import Filters
    from search.engines.opensearch.layout.name_tables import NameTables
    from search.engines.opensearch.query.dsl import Clause

_KNOWN: Final = {"kind": frozenset(TurnKind), "evidence": frozenset(Evidence)}


class ValueClauses:
    """The clauses of fields and values in one generation; immutable."""

    def __init__(self, tables: NameTables, forms: Mapping[str, Sequence[str]]) -> None:
        self._tables = tables
        self._forms = forms
        self.people = PrintedSpeakers(tables, forms)

    def texts(self, field: str) -> Iterable[str]:
        """Every text printed as a speaker, with ids and further names, as an office or a place."""
        if field == "place":
            return self._tables.printed["place"]
        names = ("speaker", "person") if field == "speaker" else ("role", "role_inferred")
        found = {getattr(voice, name) for voice in self._tables.voices for name in names}
        more = chain.from_iterable(self._forms.values()) if field == "speaker" else ()
        return (text for text in (*found, *more) if text)

    # -- of turns

    def turns(self, condition: Query) -> Clause:
        """Turns that fulfil a condition on turns."""
        if isinstance(condition, And):
            return every(map(self.turns, condition.subqueries))
        if isinstance(condition, Or):
            return some(map(self.turns, condition.subqueries))
        if isinstance(condition, Not):
            return without(self.turns(condition.query))
        return self._turns_with(condition.fieldname, value_of(condition))

    def chosen_turns(self, filters: Filters, but: str = "") -> tuple[Clause, ...]:
        """Conditions on turns that a form's choices make, `but` those of one field."""
        return tuple(
            some(self._turns_with(name, value) for value in values)
            for name, values in filters.values.items()
            if name in TURN_FIELDS and name != but
        )

    def _turns_with(self, field: str, value: str) -> Clause:
        if field in ("speaker", "person"):
            known = field == "person"
            meant = self.people.names.meant(value, known=known)
            persons = any_of(f"{TURNS}.person", meant.persons)
            named = any_of(f"{TURNS}.speaker", set(map(value_key, meant.names)))
            if known:
                return some([persons, every([has(f"{TURNS}.person"), named])])
            if self.people.names.means_strangers(value):
                return every([named, without(has(f"{TURNS}.person"))])
            return some([persons, named])
        if field == "role":
            return any_of(f"{TURNS}.role", self.roles.keys(value))
        plain = value.removeprefix("=").casefold()
        return any_of(f"{TURNS}.{field}", {plain} & {str(one) for one in _KNOWN[field]})

    # -- of statements

    def statements(self, condition: Query) -> Clause:
        """Statements that have the value, or the day, a condition asks for."""
        if isinstance(condition, TermRange):
            start, end = condition.start, condition.end
            return _days(start, end, after=condition.startexcl, before=condition.endexcl)
        if isinstance(condition, (Term, Phrase)):
            return self._statements_with(condition.fieldname, value_of(condition))
        return nothing()

    def filtered(self, filters: Filters, but: str = "") -> Clause:
        """Statements that a form's choices and days leave, `but` the choices of one field."""
        chosen = [
            some(self._statements_with(name, value) for value in values)
            for name, values in filters.values.items()
            if name not in TURN_FIELDS and name != but
        ]
        if filters.since or filters.until:
            chosen.append(_days(_iso(filters.since), _iso(filters.until)))
        return every(chosen)

    def in_month(self, month: int) -> Clause:
        """Statements of a month (1 to 12) of any year."""
        return any_of("month", [f"{year}-{month:02}" for year in self._tables.years])

    def _statements_with(self, field: str, value: str) -> Clause:
        plain = value.removeprefix("=").casefold()
        if field == "year":
            year = str(int(plain)) if re.fullmatch("[0-9]{1,4}", plain) else ""
            return any_of("year", [year] if year else [])
        if field == "lang":
            return any_of("lang", [one for one in self._tables.langs if one.casefold() == plain])
        if field == "date":
            return _days(plain, plain)
        if field not in self.printed:
            raise ValueError(f"{field} is no field of statements; search.engine lists them")
        return any_of(field, self.printed[field].keys(value))

    # -- choices of facets

    def choices(self, facet: str) -> Mapping[str, tuple[str, str]]:
        """Value and label of each choice of a facet, by its key in the cluster."""
        if facet == "speaker":
            return self.people.choices
        if facet in ("lang", "year"):
            known = self._tables.langs if facet == "lang" else self._tables.years
            return {one: (one, one) for one in known}
        alike = self.roles if facet == "role" else self.printed[facet]
        return {key: (f"={text}", text) for key, text in alike.prints.items()}

    @cached_property
    def roles(self) -> PrintGroups:
        """Offices, those inferred with those printed."""
        voices = self._tables.voices
        inferred = (one for one in voices if one.role_inferred != one.role)
        return PrintGroups(
            [
                *((one.role, one.turns) for one in voices if one.role is not None),
                *((one.role_inferred, one.turns) for one in inferred if one.role_inferred),
            ]
        )

    @cached_property
    def printed(self) -> Mapping[str, PrintGroups]:
        """Places, sections and topics."""
        printed = self._tables.printed.items()
        return {name: PrintGroups(counts.items(), name) for name, counts in printed}


def _days(
    start: str | None, end: str | None, *, after: bool = False, before: bool = False
) -> Clause:
    """Statements of a day between two ISO days; `after`, `before`: the ends left out.

    ISO days are compared as they are written, so that any text is some place in the order.
    """
    bounds = {}
    if start:
        bounds["gt" if after else "gte"] = start
    if end:
        bounds["lt" if before else "lte"] = end
    return {"range": {"date": bounds}} if bounds else has("date")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
