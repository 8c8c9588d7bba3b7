"""Query tree + scope → which units match, as arrays of flags.

One algebra serves several kinds of unit. A unit is a set of turns that are looked at as if they
were all there is: the statement (with its title, lead and labels), one turn (does one turn hold it
all?), or the turns of one statement that one facet value chooses (how many statements would that
choice leave?). The contract is in `search.engine`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from whoosh.query import And, Every, Not, NullQuery, Or, Phrase, Term, TermRange

from search.engine import TEXT_FIELDS, TITLE_FIELDS, TURN_FIELDS
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from whoosh.query import Query

    from search.engines.whoosh.columns import Columns
    from search.engines.whoosh.leaves import Leaves, Scored
    from search.engines.whoosh.values import Values


@dataclass(frozen=True, slots=True)
class Scope:
    """Which turns count; `only_turns`: title, lead and labels do not."""

    turns: NDArray[np.bool_]  # by document
    only_turns: bool = False


@dataclass(frozen=True, slots=True)
class Units:
    """What is asked whether it matches: `maps` tell the unit (-1: none) of every document."""

    count: int
    maps: Sequence[NDArray[np.int32]]
    statement: NDArray[np.int32]  # by unit
    whole: bool = False  # units are whole statements: title and lead count too


class Reached(NamedTuple):
    """A positive word of the tree, or (None) a condition on turns, and the scope it stands in."""

    leaf: Query | None
    scope: Scope


class Evaluator:
    """Evaluates trees over one generation; holds no state of a query."""

    def __init__(self, columns: Columns, values: Values, leaves: Leaves) -> None:
        self._columns = columns
        self._values = values
        self._leaves = leaves
        numbers = np.arange(len(columns.head), dtype=np.int32)
        self.statements = Units(len(numbers), (columns.statement,), numbers, whole=True)
        alone = np.where(values.is_turn, np.arange(len(columns.statement)), -1).astype(np.int32)
        self.turns = Units(len(alone), (alone,), columns.statement)

    def holds(self, node: Query, scope: Scope, units: Units) -> NDArray[np.bool_]:
        """Units that match `node`, as far as `scope` shows them."""
        if is_condition(node):
            return self.with_turns(self._narrowed([node], scope), units)
        if isinstance(node, And):
            return self.holds_all(node.subqueries, scope, units)
        if isinstance(node, Or):
            found = np.zeros(units.count, np.bool_)
            words, others = _worded(node.subqueries)
            for alternatives in words:
                found |= self._holding(alternatives, scope, units)
            for child in others:
                found |= self.holds(child, scope, units)
            return found
        if isinstance(node, Not):
            return ~self.holds(node.query, scope, units)
        if isinstance(node, Every):
            return np.ones(units.count, np.bool_)
        if isinstance(node, (Term, Phrase)) and node.fieldname in TEXT_FIELDS:
            return self._holding(node, scope, units)
        return self._of_statements(node)[units.statement]

    def holds_all(
        self, children: Sequence[Query], scope: Scope, units: Units, *, worded: bool = False
    ) -> NDArray[np.bool_]:
        """Units that match all children, the conditions on turns narrowing what the rest sees.

        A unit that the conditions leave no turn of can match only by words outside of turns:
        `worded` tells that there are positive words beside `children`.
        """
        if not children:
            return np.zeros(units.count, np.bool_)
        conditions, rest = _parted(children)
        inner = self._narrowed(conditions, scope)
        worded = worded or any(True for child in rest for _ in spoken(child))
        found = np.ones(units.count, np.bool_)
        if conditions and (inner.only_turns or not worded):
            found = self.with_turns(inner, units)
        for child in rest:
            found &= self.holds(child, inner, units)
        return found

    def with_turns(self, scope: Scope, units: Units) -> NDArray[np.bool_]:
        """Units with at least one turn in scope."""
        return _marked(np.flatnonzero(scope.turns), units)

    def narrowed(self, children: Sequence[Query], scope: Scope) -> Scope:
        """The scope that an And's children share."""
        return self._narrowed(_parted(children)[0], scope)

    def _narrowed(self, conditions: Sequence[Query], scope: Scope) -> Scope:
        if not conditions:
            return scope
        turns = scope.turns
        for condition in conditions:
            turns = turns & self._fulfilling(condition)
        only_turns = scope.only_turns or any(not is_exclusion(one) for one in conditions)
        return replace(scope, turns=turns, only_turns=only_turns)

    def _fulfilling(self, condition: Query) -> NDArray[np.bool_]:
        """Documents that fulfil a condition on turns."""
        if isinstance(condition, (And, Or)):
            join = np.logical_and if isinstance(condition, And) else np.logical_or
            flags = [self._fulfilling(child) for child in condition.subqueries]
            return np.asarray(join.reduce(flags))
        if isinstance(condition, Not):
            return ~self._fulfilling(condition.query)
        return self._values.turns(condition.fieldname, value_of(condition))

    def _holding(self, leaf: Query, scope: Scope, units: Units) -> NDArray[np.bool_]:
        """Units in which a word or phrase stands somewhere in scope."""
        found = np.zeros(units.count, np.bool_)
        for part, places in self.in_scope(leaf, scope, whole=units.whole):
            if part in (Part.TITLE, Part.LEAD):
                has = np.zeros(len(self._columns.head), np.bool_)
                has[self._columns.statement[places.documents]] = True
                found |= has[units.statement]
            else:
                found |= _marked(places.documents, units)
        return found

    def in_scope(self, leaf: Query, scope: Scope, *, whole: bool) -> Iterator[tuple[Part, Scored]]:
        """The places of a leaf that count; `whole`: those outside of turns' words may."""
        outside = whole and not scope.only_turns
        term = leaf.subqueries[0] if isinstance(leaf, Or) else leaf
        of_title = term.fieldname in TITLE_FIELDS
        for part, places in self._leaves.places(leaf).items():
            if part is Part.TURNS or (part is Part.LABELS and outside):
                shown = scope.turns[places.documents]
                yield part, type(places)(places.documents[shown], places.scores[shown])
            elif part is not Part.LABELS and (outside or of_title):
                yield part, places

    def _of_statements(self, node: Query) -> NDArray[np.bool_]:
        """Statements that a condition on statements leaves."""
        if isinstance(node, TermRange):
            return self._values.days(
                node.start, node.end, after=node.startexcl, before=node.endexcl
            )
        if isinstance(node, (Term, Phrase)):
            return self._values.statements(node.fieldname, value_of(node))
        if isinstance(node, type(NullQuery)):
            return np.zeros(len(self._columns.head), np.bool_)
        raise TypeError(f"{type(node).__name__} is no node of the engine's tree")

    def reached(self, node: Query, scope: Scope) -> Iterator[Reached]:
        """Every positive word and every condition on turns, each with its own scope."""
        if is_condition(node):
            yield Reached(None, self._narrowed([node], scope))
        elif isinstance(node, And):
            conditions, rest = _parted(node.subqueries)
            inner = self._narrowed(conditions, scope)
            if conditions:
                yield Reached(None, inner)
            for child in rest:
                yield from self.reached(child, inner)
        elif isinstance(node, Or):
            for child in node.subqueries:
                yield from self.reached(child, scope)
        elif isinstance(node, (Term, Phrase)) and node.fieldname in TEXT_FIELDS:
            yield Reached(node, scope)


def is_condition(node: Query) -> bool:
    """Whether a tree asks about turns only (who, in which office), not about words."""
    if isinstance(node, (And, Or)):
        return bool(node.subqueries) and all(map(is_condition, node.subqueries))
    if isinstance(node, Not):
        return is_condition(node.query)
    return isinstance(node, (Term, Phrase)) and node.fieldname in TURN_FIELDS


def is_exclusion(condition: Query) -> bool:
    """Whether a condition on turns only leaves some out."""
    if isinstance(condition, (And, Or)):
        return all(map(is_exclusion, condition.subqueries))
    return isinstance(condition, Not) and not is_exclusion(condition.query)


def spoken(node: Query) -> Iterator[Query]:
    """The positive words and phrases of a tree that a turn may hold."""
    if isinstance(node, (And, Or)):
        for child in node.subqueries:
            yield from spoken(child)
    elif isinstance(node, (Term, Phrase)) and node.fieldname in ("text", "exact"):
        yield node


def value_of(node: Query) -> str:
    """The value that a Term or Phrase asks for in a field of names."""
    return " ".join(node.words) if isinstance(node, Phrase) else str(node.text)


def _parted(children: Sequence[Query]) -> tuple[list[Query], list[Query]]:
    """An And's conditions on turns, and the rest of it."""
    conditions = [child for child in children if is_condition(child)]
    return conditions, [child for child in children if not is_condition(child)]


def _worded(children: Sequence[Query]) -> tuple[list[Query], list[Query]]:
    """An Or's words, those of one field together (a prefix stands for a thousand), and its rest."""
    words: dict[str, list[Query]] = {}
    rest: list[Query] = []
    for child in children:
        if isinstance(child, Term) and child.fieldname in TEXT_FIELDS:
            words.setdefault(child.fieldname, []).append(child)
        else:
            rest.append(child)
    return [Or(terms) for terms in words.values()], rest


def _marked(documents: NDArray[np.integer], units: Units) -> NDArray[np.bool_]:
    """Units that any of the documents belongs to."""
    found = np.zeros(units.count + 1, np.bool_)  # the last one takes the -1 of "none"
    for unit in units.maps:
        found[unit[documents]] = True
    return found[:-1]
