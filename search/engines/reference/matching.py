"""A query tree + a statement read → whether they match, and which places of it the words reach."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from whoosh.query import And, Every, Not, NullQuery, Or, Phrase, Term, TermRange

from search.engine import TEXT_FIELDS, TITLE_FIELDS
from search.engines.reference.trees import (
    in_range,
    is_condition,
    is_exclusion,
    neighbours,
    spoken,
    value_of,
)
from search.engines.reference.values import said
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from whoosh.query import Query

    from search.engine import Filters
    from search.engines.reference.places import Place, StatementReading
    from search.engines.reference.values import PersonNames
    from search.records import Turn

_TURN_FILTERS: Final = ("speaker", "role", "kind", "evidence")


@dataclass(frozen=True, slots=True)
class View:
    """What of a statement counts: which turns, and whether title, lead and labels do too.

    `only_title`: nothing but the title does, and there are no turns.
    """

    reading: StatementReading
    turns: frozenset[int]
    only_turns: bool = False
    only_title: bool = False


class Matcher:
    """Asks of one statement at a time; knows whom names mean."""

    def __init__(self, names: PersonNames) -> None:
        self._names = names

    def filtered(self, filters: Filters, reading: StatementReading) -> View | None:
        """What the filters leave of a statement; None when nothing."""
        one = reading.statement
        if filters.since and not (one.date and one.date >= filters.since):
            return None
        if filters.until and not (one.date and one.date <= filters.until):
            return None
        turns = set(range(len(one.turns)))
        for name, values in filters.values.items():
            if name in _TURN_FILTERS:
                turns = {
                    n for n in turns if any(self._turn_has(name, v, one.turns[n]) for v in values)
                }
            elif not any(said(name, value, one) for value in values):
                return None
        only_turns = any(name in _TURN_FILTERS for name in filters.values)
        return View(reading, frozenset(turns), only_turns) if turns or not only_turns else None

    def holds(self, node: Query, view: View) -> bool:
        """Whether the statement, as far as `view` shows it, matches `node`."""
        if is_condition(node):
            return bool(self.narrowed([node], view).turns)
        if isinstance(node, And):
            return self.holds_all(node.subqueries, view)
        if isinstance(node, Or):
            return any(self.holds(child, view) for child in node.subqueries)
        if isinstance(node, Not):
            return not self.holds(node.query, view)
        if isinstance(node, Every):
            return True
        if isinstance(node, type(NullQuery)):
            return False
        if isinstance(node, TermRange):
            return in_range(node, view.reading.statement)
        if node.fieldname in TEXT_FIELDS:
            return any(True for _ in self.places_of(node, view))
        return said(node.fieldname, value_of(node), view.reading.statement)

    def holds_all(self, children: Sequence[Query], view: View, *, worded: bool = False) -> bool:
        """Whether all of an And's children hold, its conditions on turns narrowing the rest."""
        conditions = [child for child in children if is_condition(child)]
        rest = [child for child in children if not is_condition(child)]
        inner = self.narrowed(conditions, view)
        worded = worded or any(True for child in rest for _ in spoken(child))
        if conditions and not inner.turns and (inner.only_turns or not worded):
            return False
        return bool(children) and all(self.holds(child, inner) for child in rest)

    def narrowed(self, conditions: Sequence[Query], view: View) -> View:
        """The view that is left of `view` by conditions on turns."""
        turns = view.reading.statement.turns
        left = frozenset(
            n for n in view.turns if all(self._fulfils(one, turns[n]) for one in conditions)
        )
        only_turns = view.only_turns or any(not is_exclusion(one) for one in conditions)
        return replace(view, turns=left, only_turns=only_turns)

    def _fulfils(self, condition: Query, turn: Turn) -> bool:
        if isinstance(condition, And):
            return all(self._fulfils(child, turn) for child in condition.subqueries)
        if isinstance(condition, Or):
            return any(self._fulfils(child, turn) for child in condition.subqueries)
        if isinstance(condition, Not):
            return not self._fulfils(condition.query, turn)
        return self._turn_has(condition.fieldname, value_of(condition), turn)

    def _turn_has(self, name: str, value: str, turn: Turn) -> bool:
        if name in ("speaker", "person"):
            return self._names.mean(value, turn, known=name == "person")
        return said(name, value, turn)

    def places_of(self, leaf: Query, view: View) -> Iterator[Place]:
        """Every place in view that holds `leaf`."""
        for place in view.reading.places():
            if view.only_title and place.part is not Part.TITLE:
                continue
            outside = place.turn is None or place.part is Part.LABELS
            if outside and view.only_turns and leaf.fieldname not in TITLE_FIELDS:
                continue
            if place.turn is not None and place.turn not in view.turns:
                continue
            if leaf.fieldname in TITLE_FIELDS and place.part is not Part.TITLE:
                continue
            if place.holds(leaf):
                yield place

    def reach(self, node: Query, view: View) -> Iterator[tuple[Query | None, View]]:
        """Every positive word of `node`, and every condition on turns (None), with its own view."""
        if is_condition(node):
            yield None, self.narrowed([node], view)
        elif isinstance(node, And):
            conditions = [child for child in node.subqueries if is_condition(child)]
            inner = self.narrowed(conditions, view)
            if conditions:
                yield None, inner
            for child in node.subqueries:
                if not is_condition(child):
                    yield from self.reach(child, inner)
        elif isinstance(node, Or):
            for child in node.subqueries:
                yield from self.reach(child, view)
        elif isinstance(node, (Term, Phrase)) and node.fieldname in TEXT_FIELDS:
            yield node, view

    def beside(self, node: Query, view: View) -> Iterator[tuple[Phrase, View]]:
        """Each two neighbouring words of an And as a phrase, with the view that the And gives."""
        if isinstance(node, Or):
            for child in node.subqueries:
                yield from self.beside(child, view)
        elif isinstance(node, And) and not is_condition(node):
            conditions = [child for child in node.subqueries if is_condition(child)]
            rest = [child for child in node.subqueries if not is_condition(child)]
            inner = self.narrowed(conditions, view)
            for pair in neighbours(rest):
                yield pair, inner
            for child in rest:
                yield from self.beside(child, inner)
