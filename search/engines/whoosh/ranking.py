"""What a tree reached → scores of statements and turns, and the order of statements.

How turns' scores make a statement's is in `docs/decisions/0003-score.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from search.engine import Sort
from search.engines.whoosh.held import changes, count_distinct, member
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from search.engines.whoosh.columns import Columns
    from search.engines.whoosh.evaluator import Evaluator
    from search.engines.whoosh.held import Held, Places, Scored
    from search.engines.whoosh.scope import Reached

SCORE_DIGITS: Final = 6  # scores that differ by less are ties: sums depend on the order of adding
_KEY_BITS: Final = 63
_BIT: Final = {part: np.uint8(1 << place) for place, part in enumerate(Part)}
_PARTS: Final = tuple(
    tuple(part for part in Part if bits & _BIT[part]) for bits in range(1 << len(Part))
)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a tree finds: scores by statement, and turns for those who ask for them."""

    scores: NDArray[np.float64]  # by statement, not rounded
    found: Sequence[Places]  # of each positive leaf, in its scope
    beside: Sequence[Places]  # of neighbouring words, where they stand side by side
    conditioned: NDArray[np.bool_] | None  # of a tree without words: turns that conditions leave
    statement: NDArray[np.int32]  # by document

    def matching_turns(self, matched: NDArray[np.bool_]) -> int:
        """Turns that matched in statements that did."""
        if self.conditioned is not None:
            turns = np.flatnonzero(self.conditioned)
            return int(np.count_nonzero(matched[self.statement[turns]]))
        return count_distinct(self._spoken(), matched, self.statement)

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
        return self._best_first(statements, [one.of(statements) for one in held])

    def _best_first(self, statements: NDArray[np.int32], rows: Sequence[Scored]) -> list[list[int]]:
        """For each statement the documents among the rows, by score, ties in the order spoken."""
        if not rows:
            return [[] for _ in statements]
        documents = np.concatenate([one.documents for one in rows])
        order = np.argsort(documents, kind="stable")
        documents = documents[order]
        starts = changes(documents)
        documents = documents[starts]
        scores = np.concatenate([one.scores for one in rows])[order]
        units = in_units(np.add.reduceat(scores, starts)) if len(starts) else starts
        place = np.argsort(statements)  # of the asked ones, in the order of their documents
        owner = place[statements[place].searchsorted(self.statement[documents])]
        ranked = np.lexsort((documents, -units, owner))
        bounds = owner[ranked].searchsorted(np.arange(len(statements) + 1)).tolist()
        listed = documents[ranked].tolist()
        return [listed[one:end] for one, end in pairwise(bounds)]

    def parts_of(self, statements: NDArray[np.int32]) -> list[tuple[Part, ...]]:
        """For each statement the parts that hold a word."""
        bits = np.zeros(len(statements), np.uint8)
        for one in self.found:
            for part, held in one.parts.items():
                bits |= member(statements, held.statements, len(self.scores)) * _BIT[part]
        if self.conditioned is not None:
            having = np.array(list(map(bool, self.turns_of(statements))), np.bool_)
            bits |= having * _BIT[Part.TURNS]
        return [_PARTS[one] for one in bits.tolist()]

    def _spoken(self) -> list[Held]:
        return _in_turns(self.found)


def _in_turns(found: Sequence[Places]) -> list[Held]:
    return [one.parts[Part.TURNS] for one in found if Part.TURNS in one.parts]


def worth(
    reached: Sequence[Reached],
    beside: Sequence[Places],
    evaluator: Evaluator,
    columns: Columns,
    filtered: NDArray[np.bool_] | None,
) -> Worth:
    """Scores of every statement: the sum over positive words of the best place in scope.

    What stands `beside` each other counts once more, in its best place. Without words, the turns
    found are those that the conditions on turns leave, or else the filters on turns (`filtered`,
    None where there are none).
    """
    leaves = [(leaf, scope) for leaf, scope in reached if leaf is not None]
    found = [evaluator.in_scope(leaf, scope) for leaf, scope in leaves]
    scores = np.zeros(len(columns.head))
    for one in (*found, *beside):
        scores[one.best.statements] += one.best.scores
    conditioned = None
    if all(leaf.of_title for leaf, _ in leaves):
        conditions = [one.scope.turns for one in reached if one.leaf is None]
        left = [turns for turns in conditions if turns is not None]
        conditioned = np.asarray(np.logical_or.reduce(left)) if left else filtered
    return Worth(scores, found, beside, conditioned, columns.statement)


class Order:
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

    def first(
        self,
        statements: NDArray[np.integer],
        sort: Sort,
        keys: Sequence[NDArray[np.int64]],
        count: int,
    ) -> NDArray[np.int32]:
        """The first `count` of the statements: highest `keys` (none negative), then by date etc.

        All that decides is packed into one number a statement, the weightiest above, so that one
        partition finds the first few without ordering the rest.
        """
        if not len(statements):
            return np.empty(0, np.int32)
        ranks = self._ranks[sort][statements]
        widths = [int(len(self._ranks[sort]) - 1).bit_length()]
        widths += [int(key.max()).bit_length() for key in reversed(keys)]
        if sum(widths) > _KEY_BITS:
            order = np.lexsort((ranks, *(-key for key in reversed(keys))))
            return statements[order[:count]].astype(np.int32)
        packed = ranks.astype(np.int64)
        for key, shift in zip(reversed(keys), np.cumsum(widths).tolist(), strict=False):
            packed |= (int(key.max()) - key) << shift
        if count < len(packed):
            packed = np.partition(packed, count)[:count]
        packed.sort()
        packed &= (1 << widths[0]) - 1
        found: NDArray[np.int32] = self._ordered[sort][packed]
        return found


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
