"""Each positive word and condition of a tree comes with what its bracket sees of the index."""

from __future__ import annotations

import pytest
from whoosh.query import And, Not, Or, Query, Term

from search.engines.query_plan import Condition, Leaf, plan
from search.engines.scope import Scope, ScopeVisitor

A, B, C = (Term("text", one) for one in "abc")
ANNA, NOT_IVAN = Term("speaker", "anna"), Not(Term("speaker", "ivan"))
SPOKEN = ("anna",)  # a scope that only turns are in


class Visitor(ScopeVisitor[tuple[str, ...]]):
    """Keeps of a choice of turns the names that conditions ask for."""

    def fulfilling(self, turns: tuple[str, ...], condition: Condition) -> tuple[str, ...]:
        tree = condition.tree
        return (*turns, f"not {tree.query.text}" if isinstance(tree, Not) else tree.text)


EVERYTHING: Scope[tuple[str, ...]] = Scope(())


def shown(leaf: Leaf, scope: Scope[tuple[str, ...]]) -> str:
    """`words@turns`, a `!` behind where nothing but turns counts."""
    return f"{' '.join(leaf.words)}@{','.join(scope.turns)}{'!' * scope.only_turns}"


@pytest.mark.parametrize(
    ("tree", "leaves", "pairs", "conditions"),
    [
        (A, ["a@"], [], []),
        (And([A, B, Not(C)]), ["a@", "b@"], ["a b@"], []),
        (And([ANNA, A, B]), ["a@anna!", "b@anna!"], ["a b@anna!"], [SPOKEN]),
        (And([NOT_IVAN, A]), ["a@not ivan"], [], [("not ivan",)]),
        (Or([And([ANNA, A, B]), And([B, C])]), ["a@anna!", "b@anna!", "b@", "c@"],
         ["a b@anna!", "b c@"], [SPOKEN]),
        (And([NOT_IVAN, A, And([ANNA, B, C])]), ["a@not ivan", "b@not ivan,anna!",
         "c@not ivan,anna!"], ["b c@not ivan,anna!"], [("not ivan",), ("not ivan", "anna")]),
        (ANNA, [], [], [SPOKEN]),
        (Not(And([ANNA, A])), [], [], []),
    ],
    ids=str,
)  # fmt: skip
def test_leaves_pairs_and_conditions_stand_in_the_scope_of_their_bracket(
    tree: Query, leaves: list[str], pairs: list[str], conditions: list[tuple[str, ...]]
) -> None:
    node, visitor = plan(tree), Visitor()
    assert [shown(*one) for one in visitor.positive_leaves(node, EVERYTHING)] == leaves
    assert [shown(*one) for one in visitor.adjacent_pairs(node, EVERYTHING)] == pairs
    assert [one.turns for one in visitor.condition_scopes(node, EVERYTHING)] == conditions
