"""Planned tree + scope → the turns that match it by themselves, and statements with one."""

from __future__ import annotations

from functools import cached_property, partial, reduce
from operator import or_
from typing import TYPE_CHECKING

import numpy as np

from search.engines.query_plan import All, Condition, Either, Fixed, Leaf, Without, is_monotone
from search.engines.whoosh.evaluate.match_units import TitleUnits
from search.engines.whoosh.evaluate.turn_bitset import TurnBitset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from search.engines.query_plan import Node
    from search.engines.scope import ScopedLeaf
    from search.engines.whoosh.evaluate.evaluator import Evaluator
    from search.engines.whoosh.evaluate.leaf_lookup import PostingLookup
    from search.engines.whoosh.evaluate.match_units import ChosenTurns, TurnScope
    from search.engines.whoosh.format.columns import Columns
    from search.engines.whoosh.read.byte_cache import ByteCache


class SameTurn:
    """Looks for what stands together in one turn; holds no state of a query."""

    def __init__(
        self, evaluator: Evaluator, columns: Columns, leaves: PostingLookup, cache: ByteCache
    ) -> None:
        self._evaluator = evaluator
        self._columns = columns
        self._leaves = leaves
        self._cache = cache
        self._titles = TitleUnits(columns.statement, np.zeros(len(columns.head), np.bool_))

    @cached_property
    def bits(self) -> TurnBitset:
        """Turns as bits."""
        return TurnBitset(self._columns.head, len(self._columns.statement))

    def statements(self, node: Node, scope: TurnScope) -> NDArray[np.bool_]:
        """Statements of which one turn in scope, or the title, matches the whole tree by itself.

        Exact for statements that match the tree; others may be among them. Not to be written to.
        """
        found = self._in_one_turn(node, scope._replace(only_turns=True))
        if scope.only_turns:
            return found
        return found | self._evaluator.holds(node, scope, self._titles)

    def _in_one_turn(self, node: Node, scope: TurnScope) -> NDArray[np.bool_]:
        """Statements that match the tree and of which one turn in scope does so by itself.

        What holds for a statement as a whole need not be looked for in its turns: conditions on
        statements, and a Not of words that stand nowhere in the statement.
        """
        if isinstance(node, All) and node.rest:
            inner = self._evaluator.narrowed(node.conditions, scope)
            asked = [one for one in node.rest if not _is_settled(one)]
            if len(asked) == 1:
                return self._in_one_turn(asked[0], inner)
            if asked:
                return self.bits.statements(self.turns(All((), tuple(asked)), inner))
        if isinstance(node, Leaf) and not node.of_title:
            return self._evaluator.holding(node, scope, self._evaluator.statements)
        if isinstance(node, Either) and all(isinstance(one, Leaf) for one in node.nodes):
            found = np.zeros(len(self._columns.head), np.bool_)
            for one in node.nodes:
                found |= self._in_one_turn(one, scope)
            return found
        return self.bits.statements(self.turns(node, scope))

    def turns(self, node: Node, scope: TurnScope) -> NDArray[np.uint64]:
        """Turns in scope that match the tree by themselves; not to be written to."""
        match node:
            case Leaf(of_title=True) | Fixed():
                units = self._evaluator.statements
                return self.bits.of_statements(self._evaluator.holds(node, scope, units))
            case Leaf():
                return self._in_scope(scope) & self._holders(node)
            case Condition():
                return self._in_scope(self._evaluator.narrowed((node,), scope))
            case All():
                inner = self._evaluator.narrowed(node.conditions, scope)
                found = self._in_scope(inner)
                for child in node.rest:
                    found = found & self.turns(child, inner)
                return found if node.conditions or node.rest else np.zeros_like(found)
            case Either():
                found = np.zeros_like(self.bits.every)
                for child in node.nodes:
                    found |= self.turns(child, scope)
                return found
            case Without():
                return self._in_scope(scope) & ~self.turns(node.node, scope)

    def count(self, leaves: Sequence[ScopedLeaf[ChosenTurns]], matched: NDArray[np.bool_]) -> int:
        """How many turns of statements that matched hold any of the leaves, each in its scope."""
        found = [self._in_scope(scope) & self._holders(leaf) for leaf, scope in leaves]
        return self.bits.count(reduce(or_, found), matched)

    def _in_scope(self, scope: TurnScope) -> NDArray[np.uint64]:
        turns, key = scope.turns
        if turns is None:
            return self.bits.every
        return self._cache.get(("bits", key), partial(self._flagged, turns))

    def _flagged(self, turns: NDArray[np.bool_]) -> NDArray[np.uint64]:
        return self.bits.of_documents(np.flatnonzero(turns))

    def _holders(self, leaf: Leaf) -> NDArray[np.uint64]:
        """Turns in which a leaf stands."""
        if leaf.of_title:
            return np.zeros_like(self.bits.every)
        return self._cache.get(("bits", leaf), partial(self._found, leaf))

    def _found(self, leaf: Leaf) -> NDArray[np.uint64]:
        """Turns in which any word of a leaf stands, or its phrase."""
        documents = list(self._leaves.documents(leaf, of_turns=True))
        if len(documents) == 1:
            return self.bits.of_documents(documents[0])
        flags = np.zeros(len(self._columns.statement), np.bool_)
        for one in documents:
            flags[one] = True
        return self._flagged(flags)


def _is_settled(node: Node) -> bool:
    """Whether a child of an And holds for each turn in scope of a statement that matches it."""
    return isinstance(node, Fixed) or (isinstance(node, Without) and is_monotone(node.node))
