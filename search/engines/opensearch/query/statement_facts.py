"""A planned tree → the same with what is a matter of the whole statement taken out of it.

A nested document does not know the statement it is in: its day, its topics, its title. Where a
tree is put to single turns, or to the turns of one choice of a facet, the parts that speak of these
("facts") are decided apart: each case of which facts hold is a tree of words and conditions alone.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from whoosh.query import Every, NullQuery

from search.engines.query_plan import All, Condition, Either, Fixed, Leaf, Without

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.engines.query_plan import Node

MOST_CASES: Final = 64  # of a tree whose facts stand scattered in it

ALWAYS: Final = Fixed(Every())
NEVER: Final = Fixed(NullQuery)


class TruthAssignment(NamedTuple):
    """Facts that hold, others that do not, and what the tree comes to then."""

    true: tuple[Node, ...]
    false: tuple[Node, ...]
    tree: Node


def is_fact(node: Node) -> bool:
    """Whether a tree speaks of whole statements only."""
    match node:
        case Fixed():
            return True
        case Leaf():
            return node.of_title
        case All():
            return not node.conditions and all(map(is_fact, node.rest))
        case Either():
            return all(map(is_fact, node.nodes))
        case Without():
            return is_fact(node.node)
        case Condition():
            return False


def truth_assignments(tree: Node) -> Sequence[TruthAssignment] | None:
    """Every case of a tree, no two of which can be true of one statement.

    None where there would be more than `MOST_CASES`.
    """
    certain, rest = _pulled(tree)
    open_facts = _distinct(rest)
    if 1 << len(open_facts) > MOST_CASES:
        return None
    return [
        TruthAssignment(
            certain + tuple(fact for fact, holds in pairs if holds),
            tuple(fact for fact, holds in pairs if not holds),
            _assuming(rest, pairs),
        )
        for truths in product((True, False), repeat=len(open_facts))
        for pairs in [list(zip(open_facts, truths, strict=True))]
    ]


def _pulled(tree: Node) -> tuple[tuple[Node, ...], Node]:
    """The facts that must hold whatever else does, and the rest of the tree."""
    if is_fact(tree):
        return (tree,), ALWAYS
    if not isinstance(tree, All):
        return (), tree
    facts = tuple(one for one in tree.rest if is_fact(one))
    return facts, replace(tree, rest=tuple(one for one in tree.rest if not is_fact(one)))


def _distinct(tree: Node) -> list[Node]:
    """The facts of a tree, the largest that are facts as a whole, each once."""
    found: list[Node] = []
    for fact in _facts(tree):
        if fact not in found and fact not in (ALWAYS, NEVER):
            found.append(fact)
    return found


def _facts(tree: Node) -> Iterator[Node]:
    if is_fact(tree):
        yield tree
        return
    match tree:
        case All():
            children: Sequence[Node] = tree.rest
        case Either():
            children = tree.nodes
        case Without():
            children = (tree.node,)
        case _:
            children = ()
    for child in children:
        yield from _facts(child)


def _assuming(tree: Node, pairs: Sequence[tuple[Node, bool]]) -> Node:
    """The tree with its facts decided."""
    for fact, holds in pairs:
        if tree == fact:
            return ALWAYS if holds else NEVER
    match tree:
        case All():
            return replace(tree, rest=tuple(_assuming(one, pairs) for one in tree.rest))
        case Either():
            return Either(tuple(_assuming(one, pairs) for one in tree.nodes))
        case Without():
            return Without(_assuming(tree.node, pairs))
        case _:
            return tree
