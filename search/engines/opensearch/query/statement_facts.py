"""A planned tree → its cases: which facts of the statement hold, and what the tree is then.

A nested document does not know the statement it is in: its day, its topics, its title. Where a
tree is matched by single turns, or by the turns of one choice of a facet, its parts that are about
the statement ("facts") are decided first, one after the other, as in Shannon's expansion of a
formula: each case is a set of facts that hold or do not, and a tree of words and conditions alone.

A case costs a clause and an aggregation, and there may be two to the power of the facts. Copies of
the day, title and topics in every turn would need no cases, but make the index grow with what
readers filter by; a search for each choice of a facet would be thousands of searches. Of the 300
recorded queries (`benchmarks.answers`) 298 have one case and two have two: a fact that the whole
tree needs (`treaty AND date:2012`) makes only one, since nothing matches where it does not hold.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from whoosh.query import Every, NullQuery

from search.engines.query_plan import All, Condition, Either, Fixed, Leaf, Without

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.engines.query_plan import Node

MOST_CASES: Final = 64

ALWAYS: Final = Fixed(Every())
NEVER: Final = Fixed(NullQuery)


class TruthAssignment(NamedTuple):
    """Facts that hold, others that do not, and what the tree comes to then."""

    true: tuple[Node, ...]
    false: tuple[Node, ...]
    tree: Node


def is_fact(node: Node) -> bool:
    """Whether a tree is about whole statements only."""
    match node:
        case Fixed():
            return True
        case Leaf():
            return node.of_title
        case Condition():
            return False
        case All():
            return not node.conditions and all(map(is_fact, node.rest))
        case _:
            return all(map(is_fact, _children(node)))


def truth_assignments(tree: Node) -> Sequence[TruthAssignment] | None:
    """The cases in which a tree may match, no two of which can be true of one statement.

    None where there would be more than `MOST_CASES`.
    """
    found: list[TruthAssignment] = []
    undecided = [TruthAssignment((), (), tree)]
    while undecided:
        true, false, rest = undecided.pop()
        fact = _first_fact(rest)
        if fact is None:
            found.append(TruthAssignment(true, false, rest))
        else:
            undecided.append(TruthAssignment(true, (*false, fact), _decided(rest, fact, NEVER)))
            undecided.append(TruthAssignment((*true, fact), false, _decided(rest, fact, ALWAYS)))
        undecided = [case for case in undecided if case.tree != NEVER]
        if len(found) + len(undecided) > MOST_CASES:
            return None
    return found


def _children(node: Node) -> tuple[Node, ...]:
    match node:
        case All():
            return node.rest
        case Either():
            return node.nodes
        case Without():
            return (node.node,)
        case _:
            return ()


def _first_fact(tree: Node) -> Node | None:
    """A fact of a tree that is not decided, as large as it is; None where there is none."""
    if tree in (ALWAYS, NEVER):
        return None
    if is_fact(tree):
        return tree
    facts: Iterator[Node | None] = map(_first_fact, _children(tree))
    return next((fact for fact in facts if fact is not None), None)


def _decided(tree: Node, fact: Node, truth: Fixed) -> Node:
    """The tree where a fact holds always or never, without what no longer matters."""
    if tree == fact:
        return truth
    children = tuple(_decided(child, fact, truth) for child in _children(tree))
    match tree:
        case All():
            if NEVER in children:
                return NEVER
            is_true = not tree.conditions and all(child == ALWAYS for child in children)
            return ALWAYS if is_true and children else replace(tree, rest=children)
        case Either():
            if ALWAYS in children:
                return ALWAYS
            return NEVER if all(child == NEVER for child in children) else Either(children)
        case Without():
            (child,) = children
            return NEVER if child == ALWAYS else ALWAYS if child == NEVER else Without(child)
        case _:
            return tree
