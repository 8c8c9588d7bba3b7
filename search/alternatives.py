"""Very many words that a pattern stands for, as one node: an Or that knows them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whoosh.query import And, Or, Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from whoosh.query import Query


class Alternatives(Or):  # type: ignore[misc] # Whoosh has no types
    """Any of some words of one field; compared by these, not by a node for each of a thousand."""

    def __init__(self, field: str, words: Sequence[str]) -> None:
        super().__init__([Term(field, word) for word in words])
        self.fieldname = field
        self.words = tuple(words)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Alternatives):
            return False
        return self is other or (self.fieldname, self.words) == (other.fieldname, other.words)

    def __hash__(self) -> int:
        return hash((self.fieldname, self.words))


def holds_alternatives(tree: Query) -> bool:
    """Whether a pattern that stands for very many words is anywhere in a tree."""
    if isinstance(tree, Alternatives):
        return True
    return isinstance(tree, And | Or) and any(map(holds_alternatives, tree.subqueries))
