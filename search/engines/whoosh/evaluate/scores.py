"""A planned tree in a scope → where its words stand: scores of statements, turns and parts.

How scores of words in places make a statement's is in `docs/decisions/0003-score.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from search.engines.whoosh.evaluate.leaf_matches import PART_BITS, FoundTurns
from search.engines.whoosh.format.runs import distinct, ranges
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from search.engines.query_plan import Leaf, Node
    from search.engines.scope import ScopedLeaf
    from search.engines.whoosh.evaluate.evaluator import Evaluator
    from search.engines.whoosh.evaluate.leaf_matches import (
        Extents,
        LeafMatches,
        MatchedPlaces,
    )
    from search.engines.whoosh.evaluate.match_units import ChosenTurns, TurnScope
    from search.engines.whoosh.evaluate.turn_counter import TurnCounter

_PARTS: Final = tuple(
    tuple(part for part in Part if bits & PART_BITS[part]) for bits in range(1 << len(Part))
)
_NONE: Final = np.empty(0, np.int32)
_FEW: Final = 40  # statements: turns of fewer are counted sooner than sets of bits are made


class FoundWords(NamedTuple):
    """What a tree finds: where its words stand, and turns for those who ask for them."""

    leaves: Sequence[ScopedLeaf[ChosenTurns]]  # the positive ones
    places: Sequence[MatchedPlaces]  # of each of these, in its scope
    deciding: frozenset[Leaf]  # those that decide the order
    wordless: NDArray[np.bool_] | None  # of a tree without words of text: the turns it leaves
    statement: NDArray[np.int32]  # by document
    statements: int  # how many the index has
    extents: Extents

    def scores(self, statements: NDArray[np.integer]) -> NDArray[np.float64]:
        """Of some statements the sum over deciding words of the best place, not rounded."""
        best = [
            one.best
            for (leaf, _), one in zip(self.leaves, self.places, strict=True)
            if leaf in self.deciding
        ]
        if len(best) == 1 and best[0].statements is None:
            every = best[0].scores
        else:
            every = np.zeros(self.statements)
            for one in best:
                one.add_to(every)
        found: NDArray[np.float64] = every[statements]
        return found

    def matching_turns(self, matched: NDArray[np.bool_], counter: TurnCounter) -> int:
        """How many turns matched in statements that did."""
        if self.wordless is not None:
            turns = np.flatnonzero(self.wordless)
            return int(np.count_nonzero(matched[self.statement[turns]]))
        found = _in_turns(self.places)
        if len(found) < 2:
            return sum(one.count_within(matched, self.statement) for one in found)
        if np.count_nonzero(matched) > _FEW:
            return counter.count(self.leaves, matched)
        among = self.extents.among(matched.nonzero()[0].astype(np.int32))
        return len(distinct(np.concatenate([one.documents_in(among) for one in found])))

    def turns_of(self, statements: NDArray[np.int32]) -> FoundTurns:
        """The turns of some statements that matched."""
        if self.wordless is not None:
            found = [np.flatnonzero(self.wordless).astype(np.int32)]
        else:
            found = [one.documents for one in _in_turns(self.places)]
        among = self.extents.among(statements)
        if len(found) != 1:
            inside = [documents[ranges(*among.rows(documents))] for documents in found]
            found = [distinct(np.concatenate([_NONE, *inside]))]
        return FoundTurns.within(found[0], among)

    def parts_of(
        self, statements: NDArray[np.int32], turns: Sequence[int]
    ) -> list[tuple[Part, ...]]:
        """For each statement the parts that hold a word; `turns`: how many of its turns matched."""
        bits = np.zeros(len(statements), np.uint8)
        for one in self.places:
            bits |= one.bits[statements]
        of_turns = int(PART_BITS[Part.TURNS])
        return [
            _PARTS[one | of_turns if count else one & ~of_turns]
            for one, count in zip(bits.tolist(), turns, strict=True)
        ]


def find_words(
    evaluator: Evaluator,
    tree: Node,
    scope: TurnScope,
    decide: Callable[[Sequence[Leaf]], Sequence[Leaf]],
) -> FoundWords:
    """Where the positive words of a tree stand; `decide` says which of them decide the order.

    Of a tree without words in the text the turns found are those that its conditions on turns
    leave, or else the filters on turns.
    """
    leaves = list(evaluator.positive_leaves(tree, scope))
    places = [evaluator.in_scope(*one) for one in leaves]
    deciding = frozenset(decide([leaf for leaf, _ in leaves]))
    wordless = None
    if all(leaf.of_title for leaf, _ in leaves):
        scopes = list(evaluator.condition_scopes(tree, scope)) or [scope]
        chosen = [one.turns.flags for one in scopes if one.turns.flags is not None]
        wordless = np.asarray(np.logical_or.reduce(chosen)) if chosen else None
    return FoundWords(
        leaves,
        places,
        deciding,
        wordless,
        evaluator.statement,
        evaluator.statements.count,
        evaluator.extents,
    )


def _in_turns(found: Sequence[MatchedPlaces]) -> list[LeafMatches]:
    return [one.parts[Part.TURNS] for one in found if Part.TURNS in one.parts]
