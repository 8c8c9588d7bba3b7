"""The port's query tree → the same as engines evaluate it: words apart from conditions.

Made once a search, so that what looks at the tree afterwards need not ask what a node means. The
words of an Or stand together in one leaf, for a prefix is an Or of up to a thousand words.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

from whoosh.query import And, Every, Not, NullQuery, Or, Phrase, Term, TermRange

from search.alternatives import Alternatives
from search.engine import MOST_PAIRS, TEXT_FIELDS, TITLE_FIELDS, TURN_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from whoosh.query import Query


class Leaf(NamedTuple):
    """Words of one of the text fields: any of them (`slop` 0), or all of them in order."""

    field: str
    words: tuple[str, ...]
    slop: int = 0

    @property
    def of_title(self) -> bool:
        """Whether it is looked for in titles alone."""
        return self.field in TITLE_FIELDS

    @property
    def size(self) -> int:
        """How many words stand where it stands: those of a phrase, or one."""
        return len(self.words) if self.slop else 1


@dataclass(frozen=True, slots=True)
class Condition:
    """A tree of turn fields alone: who speaks, in which office."""

    tree: Query
    key: Hashable  # equal for trees that mean the same
    excludes: bool  # it only leaves turns out


@dataclass(frozen=True, slots=True)
class Fixed:
    """A condition on statements; Every and NullQuery are two."""

    tree: Query


@dataclass(frozen=True, slots=True)
class All:
    """An And: conditions that narrow what the rest of its children see."""

    conditions: tuple[Condition, ...]
    rest: tuple[Node, ...]

    @property
    def worded(self) -> bool:
        """Whether a positive word that a turn may hold stands among the children."""
        return any(True for child in self.rest for _ in text_leaves(child))

    @property
    def pairs(self) -> tuple[Leaf, ...]:
        """Each two words of the text that are neighbours, as a phrase."""
        both = (
            Leaf("text", (*one.words, *other.words), slop=1)
            for one, other in pairwise(self.rest)
            if _is_word(one) and _is_word(other)
        )
        return tuple(islice(both, MOST_PAIRS))


@dataclass(frozen=True, slots=True)
class Either:
    """An Or."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """A Not."""

    node: Node


Node = Leaf | Condition | Fixed | All | Either | Without


def plan(tree: Query) -> Node:
    """The tree; `TypeError` for a node that the port does not list."""
    if type(tree) is Term and tree.fieldname in TEXT_FIELDS:  # most nodes are: no need to ask more
        return Leaf(tree.fieldname, (tree.text,))
    if is_condition(tree):
        return Condition(tree, _key(tree), _excludes(tree))
    if isinstance(tree, And):
        return _all(tree.subqueries)
    if isinstance(tree, Alternatives) and tree.fieldname in TEXT_FIELDS:
        return Leaf(tree.fieldname, tree.words)
    if isinstance(tree, Or):
        return _either(tree.subqueries)
    if isinstance(tree, Not):
        return Without(plan(tree.query))
    if isinstance(tree, Phrase) and tree.fieldname in TEXT_FIELDS:
        return Leaf(tree.fieldname, tuple(tree.words), max(tree.slop, 1))
    if isinstance(tree, Term) and tree.fieldname in TEXT_FIELDS:
        return Leaf(tree.fieldname, (tree.text,))
    if isinstance(tree, (Term, Phrase, TermRange, Every, type(NullQuery))):
        return Fixed(tree)
    raise TypeError(f"{type(tree).__name__} is no node of the engine's tree")


def bracket(required: Query | None) -> All:
    """The part of a query that almost-matches may not lack, as the bracket its words stand in."""
    if required is None:
        return All((), ())
    return _all(required.subqueries if type(required) is And else (required,))


def _all(children: Sequence[Query]) -> All:
    nodes = [plan(child) for child in children]
    return All(
        tuple(node for node in nodes if isinstance(node, Condition)),
        tuple(node for node in nodes if not isinstance(node, Condition)),
    )


def _either(children: Sequence[Query]) -> Node:
    """An Or with the words of each field in one leaf."""
    words: dict[str, list[str]] = {}
    others: list[Node] = []
    for child in children:
        if type(child) is Term and child.fieldname in TEXT_FIELDS:
            words.setdefault(child.fieldname, []).append(child.text)
        else:
            others.append(plan(child))
    leaves = [Leaf(field, tuple(texts)) for field, texts in words.items()]
    nodes = (*leaves, *others)
    return nodes[0] if len(nodes) == 1 else Either(nodes)


def _is_word(node: Node) -> TypeGuard[Leaf]:
    return (
        isinstance(node, Leaf) and node.field == "text" and not node.slop and len(node.words) == 1
    )


def telling(
    leaves: Iterable[Leaf], weightless: Iterable[Query], everywhere: Callable[[Leaf], bool]
) -> list[Leaf]:
    """The leaves that decide the order, each once: neither weightless ones nor those everywhere.

    Where these are all, they decide.
    """
    silent = frozenset(plan(one) for one in weightless)
    each = list(dict.fromkeys(leaves))
    spoken = [one for one in each if one not in silent]
    return [one for one in spoken if not everywhere(one)] or spoken or each


def text_leaves(node: Node) -> Iterator[Leaf]:
    """The positive words and phrases of a tree that a turn may hold: those not of titles."""
    if isinstance(node, Leaf):
        if not node.of_title:
            yield node
    elif isinstance(node, (All, Either)):
        for child in node.rest if isinstance(node, All) else node.nodes:
            yield from text_leaves(child)


def is_monotone(node: Node) -> bool:
    """Whether what matches still matches where there is more: nothing is left out."""
    if isinstance(node, (All, Either)):
        return all(map(is_monotone, node.rest if isinstance(node, All) else node.nodes))
    return not isinstance(node, Without)


def is_condition(tree: Query) -> bool:
    """Whether a tree asks about turns only (who, in which office), not about words."""
    if isinstance(tree, (And, Or)):
        return bool(tree.subqueries) and all(map(is_condition, tree.subqueries))
    if isinstance(tree, Not):
        return is_condition(tree.query)
    return isinstance(tree, (Term, Phrase)) and tree.fieldname in TURN_FIELDS


def _excludes(condition: Query) -> bool:
    """Whether a condition on turns only leaves some out."""
    if isinstance(condition, (And, Or)):
        return all(map(_excludes, condition.subqueries))
    return isinstance(condition, Not) and not _excludes(condition.query)


def _key(condition: Query) -> Hashable:
    if isinstance(condition, (And, Or)):
        return (isinstance(condition, And), *map(_key, condition.subqueries))
    if isinstance(condition, Not):
        return ("not", _key(condition.query))
    return (condition.fieldname, value_of(condition))


def value_of(node: Any) -> str:
    """The value that a Term or Phrase asks for in a field of names."""
    return " ".join(node.words) if isinstance(node, Phrase) else str(node.text)
