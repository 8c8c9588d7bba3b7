"""Planned tree + scope → which units match, as arrays of flags.

One algebra serves every kind of unit (`match_units`); words are looked up as
`leaf_lookup` holds them. The contract is in `search.engine`.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Final

import numpy as np
from whoosh.query import And, Every, Not, Or, Phrase, Term, TermRange

from search.engines.query_plan import All, Condition, Either, Fixed, Leaf, Without, value_of
from search.engines.scope import ScopeVisitor
from search.engines.whoosh.evaluate.leaf_matches import Extents, places
from search.engines.whoosh.evaluate.match_units import (
    WHOLE,
    ChosenTurns,
    StatementUnits,
    shows_all,
)
from search.engines.whoosh.read.postings import Postings
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from numpy.typing import NDArray
    from whoosh.query import Query

    from search.engines.query_plan import Node
    from search.engines.whoosh.evaluate.field_values import FieldValues
    from search.engines.whoosh.evaluate.leaf_lookup import PostingLookup
    from search.engines.whoosh.evaluate.leaf_matches import LeafMatches, MatchedPlaces
    from search.engines.whoosh.evaluate.match_units import TurnScope, Units
    from search.engines.whoosh.format.columns import Columns
    from search.engines.whoosh.read.byte_cache import ByteCache

_OF_HEADS: Final = (Part.TITLE, Part.LEAD)


class Evaluator(ScopeVisitor[ChosenTurns]):
    """Evaluates trees over one generation; holds no state of a query."""

    def __init__(
        self, columns: Columns, values: FieldValues, leaves: PostingLookup, cache: ByteCache
    ) -> None:
        self.statement = columns.statement
        """Of each document its statement"""
        self._values = values
        self._leaves = leaves
        self._cache = cache
        has_turns = np.zeros(len(columns.head), np.bool_)
        has_turns[columns.statement[values.is_turn]] = True
        self.statements = StatementUnits(columns.statement, has_turns)
        self.extents = Extents(columns.head, len(columns.statement))
        """Where documents of statements lie"""

    # -- which units match

    def holds(self, node: Node, scope: TurnScope, units: Units) -> NDArray[np.bool_]:
        """Units that match `node`, as far as `scope` shows them; not to be written to."""
        match node:
            case Leaf():
                return self.holding(node, scope, units)
            case Condition():
                return self.with_turns(self.narrowed((node,), scope), units)
            case All():
                return self.holds_all(node, scope, units, worded=node.worded)
            case Either():
                found = np.zeros(units.count, np.bool_)
                for one in node.nodes:
                    found |= self.holds(one, scope, units)
                return found
            case Without(Leaf() as leaf) if units is self.statements and shows_all(scope):
                return ~self._anywhere(leaf)
            case Without():
                return ~self.holds(node.node, scope, units)
            case Fixed():
                found = self._cache.get(
                    ("fixed", _key(node.tree)), lambda: self.fulfilling_statements(node.tree)
                )
                return units.of_statements(found)

    def holds_all(
        self, node: All, scope: TurnScope, units: Units, *, worded: bool
    ) -> NDArray[np.bool_]:
        """Units that match all children, the conditions on turns narrowing what the rest sees.

        A unit that the conditions leave no turn of can match only by words outside of turns:
        `worded`: positive words stand in the bracket.
        """
        if not (node.conditions or node.rest):
            return np.zeros(units.count, np.bool_)
        inner = self.narrowed(node.conditions, scope)
        found = [self.holds(child, inner, units) for child in node.rest]
        if node.conditions and (inner.only_turns or not worded):
            found.append(self.with_turns(inner, units))
        return reduce(and_, found) if found else np.ones(units.count, np.bool_)

    def with_turns(self, scope: TurnScope, units: Units) -> NDArray[np.bool_]:
        """Units with at least one turn in scope."""
        return self._cache.get(
            (units.name, scope.turns.key), lambda: units.of_turns(scope.turns.flags)
        )

    # -- conditions

    def fulfilling(self, turns: ChosenTurns, condition: Condition) -> ChosenTurns:
        """Those of the turns that fulfil the condition."""
        flags = self._cache.get(("turns", condition.key), lambda: self._turns_that(condition.tree))
        both = flags if turns.flags is None else turns.flags & flags
        return ChosenTurns(both, (*turns.key, condition.key))

    def _turns_that(self, condition: Query) -> NDArray[np.bool_]:
        """Turns that fulfil a condition."""
        if isinstance(condition, (And, Or)):
            join = np.logical_and if isinstance(condition, And) else np.logical_or
            flags = [self._turns_that(child) for child in condition.subqueries]
            return np.asarray(join.reduce(flags))
        if isinstance(condition, Not):
            return self._values.is_turn & ~self._turns_that(condition.query)
        return self._values.turns(condition.fieldname, value_of(condition))

    # -- words

    def holding(self, leaf: Leaf, scope: TurnScope, units: Units) -> NDArray[np.bool_]:
        """Units in which a leaf stands somewhere in scope; not to be written to."""
        key = (units.name, leaf, scope.turns.key, scope.only_turns)
        return self._cache.get(key, lambda: self._standing(leaf, scope, units))

    def _anywhere(self, leaf: Leaf) -> NDArray[np.bool_]:
        """Statements in which a leaf stands at all, without scores: for what a Not leaves out."""

        def made() -> NDArray[np.bool_]:
            found = np.zeros(self.statements.count, np.bool_)
            for documents in self._leaves.documents(leaf):
                found[self.statement[documents]] = True
            return found

        return self._cache.get((self.statements.name, leaf, (), False), made)

    def _standing(self, leaf: Leaf, scope: TurnScope, units: Units) -> NDArray[np.bool_]:
        if units is self.statements:
            standing: NDArray[np.bool_] = self.in_scope(leaf, scope).bits != 0
            return standing
        found = [
            units.of_statements(self.statements.holding(matches))
            if part in _OF_HEADS
            else units.holding(matches)
            for part, matches in self._parts(leaf, scope, units.parts).items()
        ]
        return reduce(or_, found) if found else np.zeros(units.count, np.bool_)

    def in_scope(
        self, leaf: Leaf, scope: TurnScope, parts: frozenset[Part] = WHOLE
    ) -> MatchedPlaces:
        """The places of a leaf that count: of some parts, as far as `scope` shows them."""
        if scope.turns.flags is None:
            if parts is WHOLE and shows_all(scope):
                return self._leaves.places(leaf)
            parts_shown = self._parts(leaf, scope, parts)  # nothing is copied
            return places(parts_shown, self.statements.count)
        return self._leaves.kept(
            (leaf, scope.turns.key, scope.only_turns, parts),
            lambda: places(dict(self._shown(leaf, scope, parts)), self.statements.count),
        )

    def _parts(
        self, leaf: Leaf, scope: TurnScope, parts: frozenset[Part]
    ) -> Mapping[Part, LeafMatches]:
        """The places of `in_scope` part by part, without the scores of statements."""
        if scope.turns.flags is None:
            return dict(self._shown(leaf, scope, parts))
        return self.in_scope(leaf, scope, parts).parts

    def _shown(
        self, leaf: Leaf, scope: TurnScope, parts: frozenset[Part]
    ) -> Iterator[tuple[Part, LeafMatches]]:
        for part, matches in self._leaves.places(leaf).parts.items():
            if leaf.of_title:
                yield part, matches
            elif part in parts and (part is Part.TURNS or not scope.only_turns):
                turns = None if part in _OF_HEADS else scope.turns.flags
                yield part, matches if turns is None else matches.shown(turns)

    def counted(self, node: Node, scope: TurnScope) -> Iterator[Postings]:
        """How often each positive word, or phrase, stands in turns in its scope."""
        for leaf, inner in self.positive_leaves(node, scope):
            if leaf.of_title:
                continue
            found = self._leaves.counted(leaf)
            if inner.turns.flags is None:
                yield found
            else:
                shown = inner.turns.flags[found.documents]
                yield Postings(found.documents[shown], found.counts[shown])

    def left(self, node: Node, scope: TurnScope) -> NDArray[np.bool_]:
        """The turns that a tree without words of the text leaves of a scope; by document."""
        scopes = list(self.condition_scopes(node, scope)) or [scope]
        chosen = [one.turns.flags for one in scopes if one.turns.flags is not None]
        return np.logical_or.reduce(chosen) if chosen else self._values.is_turn

    # -- statements

    def fulfilling_statements(self, node: Query) -> NDArray[np.bool_]:
        """Statements that a condition on statements leaves."""
        if isinstance(node, Every):
            return np.ones(self.statements.count, np.bool_)
        if isinstance(node, TermRange):
            return self._values.days(
                node.start, node.end, after=node.startexcl, before=node.endexcl
            )
        if isinstance(node, (Term, Phrase)):
            return self._values.statements(node.fieldname, value_of(node))
        return np.zeros(self.statements.count, np.bool_)


def _key(condition: Query) -> Hashable:
    """Equal for conditions on statements that mean the same."""
    if isinstance(condition, TermRange):
        ends = (condition.start, condition.end, condition.startexcl, condition.endexcl)
        return (condition.fieldname, *ends)
    if isinstance(condition, (Term, Phrase)):
        return condition.fieldname, value_of(condition)
    return isinstance(condition, Every)
