"""What a tree reached → scores of statements and turns, and the order of statements.

How turns' scores make a statement's is in `docs/decisions/0003-score.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from search.engine import Sort
from search.engines.whoosh.evaluate.leaf_matches import PickedPostings, changes, member
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from search.engines.query_plan import Node
    from search.engines.scope import ScopedLeaf
    from search.engines.whoosh.evaluate.evaluator import Evaluator
    from search.engines.whoosh.evaluate.leaf_lookup import PostingLookup
    from search.engines.whoosh.evaluate.leaf_matches import LeafMatches, MatchedPlaces
    from search.engines.whoosh.evaluate.match_units import ChosenTurns, TurnScope
    from search.engines.whoosh.evaluate.same_turn import SameTurn
    from search.engines.whoosh.format.columns import Columns

SCORE_DIGITS: Final = 6  # scores that differ by less are ties: sums depend on the order of adding
_KEY_BITS: Final = 63
_UNIT_BITS: Final = 44  # of scores in units: a thousand words of a prefix come to 35 bits
_SEEN_FROM: Final = 16  # times as many rows as are asked for: looking at some of them pays
_SEEN_OF: Final = 16  # of so many rows one is looked at
_TIMES_SURE: Final = 4  # so many times more than are asked for are let through
_BIT: Final = {part: np.uint8(1 << place) for place, part in enumerate(Part)}
_PARTS: Final = tuple(
    tuple(part for part in Part if bits & _BIT[part]) for bits in range(1 << len(Part))
)


@dataclass(frozen=True, slots=True)
class Scores:
    """What a tree finds: scores by statement, and turns for those who ask for them."""

    scores: NDArray[np.float64]  # by statement, not rounded
    leaves: Sequence[ScopedLeaf[ChosenTurns]]  # the positive ones
    found: Sequence[MatchedPlaces]  # of each of these, in its scope
    beside: Sequence[MatchedPlaces]  # of neighbouring words, where they stand side by side
    conditioned: NDArray[np.bool_] | None  # of a tree without words: turns that conditions leave
    statement: NDArray[np.int32]  # by document

    def matching_turns(self, matched: NDArray[np.bool_], together: SameTurn) -> int:
        """Turns that matched in statements that did."""
        if self.conditioned is not None:
            turns = np.flatnonzero(self.conditioned)
            return int(np.count_nonzero(matched[self.statement[turns]]))
        spoken = self._spoken()
        if len(spoken) < 2:
            return sum(one.count_within(matched, self.statement) for one in spoken)
        return together.count(self.leaves, matched)

    def turns_of(self, statements: NDArray[np.int32]) -> list[list[int]]:
        """For each statement the documents of its turns that matched, the best first."""
        if self.conditioned is not None:
            bounds = self.statement.searchsorted(statements).tolist()
            ends = self.statement.searchsorted(statements, side="right").tolist()
            return [
                (first + np.flatnonzero(self.conditioned[first:end])).tolist()
                for first, end in zip(bounds, ends, strict=True)
            ]
        held = (*self._spoken(), *_in_turns(self.beside))
        found = [one.of(statements) for one in held]
        if len(held) == 1 and held[0].documents is held[0].rows.documents:
            return _best_first(len(statements), found[0])
        return _best_first(len(statements), _summed(found))

    def parts_of(
        self, statements: NDArray[np.int32], turns: Sequence[Sequence[int]]
    ) -> list[tuple[Part, ...]]:
        """For each statement the parts that hold a word; `turns` are what `turns_of` gave."""
        bits = np.array(list(map(bool, turns)), np.bool_) * _BIT[Part.TURNS]
        for one in self.found:
            for part, held in one.parts.items():
                if part is not Part.TURNS:
                    bits |= member(statements, held.statements, len(self.scores)) * _BIT[part]
        return [_PARTS[one] for one in bits.tolist()]

    def _spoken(self) -> list[LeafMatches]:
        return _in_turns(self.found)


def _in_turns(found: Sequence[MatchedPlaces]) -> list[LeafMatches]:
    return [one.parts[Part.TURNS] for one in found if Part.TURNS in one.parts]


def _summed(found: Sequence[PickedPostings]) -> PickedPostings:
    """Each document once, with the sum of its scores."""
    if not found:
        return PickedPostings(np.empty(0, np.int32), np.empty(0), np.empty(0, np.int64))
    documents = np.concatenate([one.documents for one in found])
    order = documents.argsort(kind="stable")
    starts = changes(documents[order])
    if not len(starts):
        return found[0]
    scores = np.concatenate([one.scores for one in found])[order]
    owners = np.concatenate([one.owners for one in found])
    first = order[starts]
    return PickedPostings(documents[first], np.add.reduceat(scores, starts), owners[first])


def _best_first(count: int, found: PickedPostings) -> list[list[int]]:
    """For each of so many statements its documents by score, ties in the order spoken."""
    keys = (found.owners << _UNIT_BITS) - in_units(found.scores)
    listed = found.documents[np.lexsort((found.documents, keys))].tolist()
    ends = np.bincount(found.owners, minlength=count).cumsum().tolist()
    return [listed[first:end] for first, end in pairwise((0, *ends))]


def score_statements(
    evaluator: Evaluator, columns: Columns, leaves: PostingLookup, tree: Node, scope: TurnScope
) -> Scores:
    """Scores of every statement: the sum over positive words of the best place in scope.

    Neighbouring words that stand side by side count once more, in their best place. Without words,
    the turns found are those that the conditions on turns leave, or else the filters on turns.
    """
    reached = list(evaluator.positive_leaves(tree, scope))
    pairs = (
        one
        for one in evaluator.adjacent_pairs(tree, scope)
        if not any(map(leaves.is_everywhere, one.leaf.words))
    )
    found = [evaluator.in_scope(*one) for one in reached]
    beside = [evaluator.in_scope(*one) for one in pairs]
    scores = np.zeros(len(columns.head))
    for one in (*found, *beside):
        one.best.add_to(scores)
    conditioned = None
    if all(leaf.of_title for leaf, _ in reached):
        scopes = list(evaluator.condition_scopes(tree, scope)) or [scope]
        left = [one.turns.flags for one in scopes if one.turns.flags is not None]
        conditioned = np.asarray(np.logical_or.reduce(left)) if left else None
    return Scores(scores, reached, found, beside, conditioned, columns.statement)


class StatementOrder:
    """The place of every statement among all, newest, oldest and newest indexed first."""

    def __init__(self, columns: Columns) -> None:
        newest, oldest = _ordered(columns, sign=-1), _ordered(columns, sign=1)
        indexed = newest[np.argsort(-columns.indexed[newest], kind="stable")]
        self._ordered = {
            Sort.NEWEST: newest,
            Sort.RELEVANCE: newest,
            Sort.OLDEST: oldest,
            Sort.INDEXED: indexed,
        }
        self._ranks = {sort: np.argsort(every) for sort, every in self._ordered.items()}

    def newest(self, limit: int) -> NDArray[np.int32]:
        """Statements, newest first."""
        return self._ordered[Sort.NEWEST][:limit]

    def page(
        self,
        statements: NDArray[np.integer],
        sort: Sort,
        keys: Sequence[NDArray[np.int64]],
        stop: int,
        start: int = 0,
    ) -> NDArray[np.int32]:
        """Places `start` to `stop` of the statements: highest `keys` (none negative), then by date.

        All that decides is packed into one number a statement, the weightiest above and no two
        alike, so that one partition finds a page, however deep, without ordering the rest.
        """
        stop = min(stop, len(statements))
        if start >= stop:
            return np.empty(0, np.int32)
        packed = self._ranks[sort][statements].astype(np.int64)
        shift = rank_bits = len(self._ordered[sort]).bit_length()
        highest = [int(key.max()) for key in keys]
        if rank_bits + sum(one.bit_length() for one in highest) > _KEY_BITS:
            order = np.lexsort((packed, *(-key for key in reversed(keys))))
            return statements[order[start:stop]].astype(np.int32)
        for key, most in zip(reversed(keys), reversed(highest), strict=True):
            packed |= (most - key) << shift
            shift += most.bit_length()
        edges = [edge for edge in (start, stop) if 0 < edge < len(packed)]
        packed = (np.partition(packed, edges) if edges else packed)[start:stop]
        packed.sort()
        packed &= (1 << rank_bits) - 1
        found: NDArray[np.int32] = self._ordered[sort][packed]
        return found


def leading(scores: NDArray[np.float64], count: int) -> NDArray[np.integer]:
    """Rows among which are the first `count` by score, with all that tie with the last of them.

    Some of the scores tell about how high a row must stand; few do, and only they need be ordered.
    Where fewer are than were asked for, nothing is gained, and all are taken.
    """
    if count * _SEEN_FROM < len(scores):
        seen = np.sort(scores[::_SEEN_OF])
        least = seen[-1 - _TIMES_SURE * count // _SEEN_OF]
        rows = np.flatnonzero(scores >= least - 10**-SCORE_DIGITS)
        if len(rows) >= count:
            return rows
    return np.arange(len(scores))


def in_units(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Scores as whole numbers, a unit for the least that tells two apart."""
    return np.rint(scores * 10**SCORE_DIGITS).astype(np.int64)


def _ordered(columns: Columns, *, sign: int) -> NDArray[np.int32]:
    """All statements by date and time (unknown last), language, number (none last), id."""
    texts = columns.texts
    langs = np.argsort(np.argsort(np.array(texts.langs, np.str_)))
    ids = np.argsort(np.argsort(np.array(texts.ids, np.str_)))
    keys = (
        ids,
        columns.number,
        columns.number < 0,
        langs[columns.lang],
        sign * columns.minute,
        columns.minute < 0,
        sign * columns.day,
        columns.day < 0,
    )
    return np.lexsort(keys).astype(np.int32)
