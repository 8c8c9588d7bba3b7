"""A planned tree, asked in a scope → its positive words and conditions, each in a scope of its own.

A scope is what a bracket of the query sees of the index. A condition on turns narrows what the
other children of its And see; each side of an Or keeps a scope of its own.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from search.engines.query_plan import All, Condition, Either, Leaf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.engines.query_plan import Node

Turns = TypeVar("Turns")  # a choice of turns as an engine keeps it: an array of flags, clauses


class Scope(NamedTuple, Generic[Turns]):
    """Which turns count; `only_turns`: title, lead and labels do not."""

    turns: Turns
    only_turns: bool = False


class ScopedLeaf(NamedTuple, Generic[Turns]):
    """A word or phrase, and the scope that it is looked for in."""

    leaf: Leaf
    scope: Scope[Turns]


class ScopeVisitor(ABC, Generic[Turns]):
    """Walks through planned trees; an engine says what a condition leaves of a choice of turns."""

    @abstractmethod
    def fulfilling(self, turns: Turns, condition: Condition) -> Turns:
        """Those of the turns that fulfil the condition."""

    def narrowed(self, conditions: Sequence[Condition], scope: Scope[Turns]) -> Scope[Turns]:
        """The scope that the children of an And with these conditions share."""
        for condition in conditions:
            turns = self.fulfilling(scope.turns, condition)
            scope = Scope(turns, scope.only_turns or not condition.excludes)
        return scope

    def positive_leaves(self, node: Node, scope: Scope[Turns]) -> Iterator[ScopedLeaf[Turns]]:
        """Every word and phrase that is not under a Not."""
        match node:
            case Leaf():
                yield ScopedLeaf(node, scope)
            case All():
                inner = self.narrowed(node.conditions, scope)
                for child in node.rest:
                    yield from self.positive_leaves(child, inner)
            case Either():
                for child in node.nodes:
                    yield from self.positive_leaves(child, scope)

    def adjacent_pairs(self, node: Node, scope: Scope[Turns]) -> Iterator[ScopedLeaf[Turns]]:
        """Each two neighbouring words of an And, as a phrase."""
        match node:
            case All():
                inner = self.narrowed(node.conditions, scope)
                for pair in node.pairs:
                    yield ScopedLeaf(pair, inner)
                for child in node.rest:
                    yield from self.adjacent_pairs(child, inner)
            case Either():
                for child in node.nodes:
                    yield from self.adjacent_pairs(child, scope)

    def condition_scopes(self, node: Node, scope: Scope[Turns]) -> Iterator[Scope[Turns]]:
        """What conditions on turns that are not under a Not leave of the scope."""
        match node:
            case Condition():
                yield self.narrowed((node,), scope)
            case All():
                inner = self.narrowed(node.conditions, scope)
                if node.conditions:
                    yield inner
                for child in node.rest:
                    yield from self.condition_scopes(child, inner)
            case Either():
                for child in node.nodes:
                    yield from self.condition_scopes(child, scope)
