"""Matches → their order: scores of statements and turns, ties by date, pages of it.

How turns' scores make a statement's is in `docs/decisions/0003-score.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from search.engine import TITLE_FIELDS, Sort
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from search.engines.whoosh.columns import Columns
    from search.engines.whoosh.evaluator import Evaluator, Reached
    from search.engines.whoosh.leaves import Scored

SCORE_DIGITS: Final = 6  # scores that differ by less are ties: sums depend on the order of adding


@dataclass(frozen=True, slots=True)
class Worth:
    """What a tree finds, statement by statement and turn by turn."""

    scores: NDArray[np.float64]  # by statement
    parts: dict[Part, NDArray[np.bool_]]  # by statement
    turn_scores: NDArray[np.float64]  # by document
    turns: NDArray[np.bool_]  # by document: turns that matched

    def matching_turns(self, matched: NDArray[np.bool_], statement: NDArray[np.int32]) -> int:
        """Turns that matched in statements that did."""
        return int(np.count_nonzero(self.turns & matched[statement]))


def worth(
    reached: Sequence[Reached],
    evaluator: Evaluator,
    columns: Columns,
    filtered: NDArray[np.bool_] | None,
) -> Worth:
    """Scores of every statement: the sum over positive words of the best place in scope.

    Without words, the turns found are those that the conditions on turns leave, or else the
    filters on turns (`filtered`, None where there are none).
    """
    size, documents = len(columns.head), len(columns.statement)
    scores, turn_scores = np.zeros(size), np.zeros(documents)
    parts = {part: np.zeros(size, np.bool_) for part in Part}
    turns = np.zeros(documents, np.bool_)
    worded = False
    for leaf, scope in reached:
        if leaf is None:
            continue
        worded = worded or leaf.fieldname not in TITLE_FIELDS
        best = np.zeros(size)
        for part, places in evaluator.in_scope(leaf, scope, whole=True):
            owners, highest = _best(places, columns)
            best[owners] = np.maximum(best[owners], highest)
            parts[part][owners] = True
            if part is Part.TURNS:
                turn_scores[places.documents] += places.scores
                turns[places.documents] = True
        scores += best
    if not worded:
        turns = _conditioned(reached, filtered, turns)
        parts[Part.TURNS][columns.statement[turns]] = True
    return Worth(scores.round(SCORE_DIGITS), parts, turn_scores.round(SCORE_DIGITS), turns)


def _conditioned(
    reached: Sequence[Reached],
    filtered: NDArray[np.bool_] | None,
    none: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Turns that conditions leave; those of the filters where the tree has no condition."""
    conditions = [scope.turns for leaf, scope in reached if leaf is None]
    if conditions:
        return np.asarray(np.logical_or.reduce(conditions))
    return none if filtered is None else filtered


def _best(places: Scored, columns: Columns) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """The statements that places belong to, and the highest score in each."""
    owners = columns.statement[places.documents]
    if not len(owners):
        return owners, places.scores
    starts = np.flatnonzero(np.append(True, owners[1:] != owners[:-1]))
    return owners[starts], np.maximum.reduceat(places.scores, starts)


class Order:
    """The place of every statement among all, newest first and oldest first."""

    def __init__(self, columns: Columns) -> None:
        self._ranks = {
            Sort.NEWEST: _ranks(columns, sign=-1),
            Sort.OLDEST: _ranks(columns, sign=1),
        }
        self._ranks[Sort.RELEVANCE] = self._ranks[Sort.NEWEST]

    def newest(self, limit: int) -> NDArray[np.intp]:
        """Statements, newest first."""
        return np.argsort(self._ranks[Sort.NEWEST])[:limit]

    def arranged(
        self,
        statements: NDArray[np.intp],
        sort: Sort,
        keys: Sequence[NDArray[np.floating] | NDArray[np.integer] | NDArray[np.bool_]],
    ) -> NDArray[np.intp]:
        """The statements in order: by `keys` (first the weightiest), ties by date and so on."""
        ranks = self._ranks[sort][statements]
        return statements[np.lexsort((ranks, *reversed(keys)))]


def _ranks(columns: Columns, *, sign: int) -> NDArray[np.intp]:
    """Rank by date and time (unknown last), language, number (none last), id."""
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
    return np.argsort(np.lexsort(keys))
