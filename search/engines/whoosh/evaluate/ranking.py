"""Scores and other keys of statements → their order, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from search.engine import Sort

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from search.engines.whoosh.format.columns import Columns

SCORE_DIGITS: Final = 6  # scores that differ by less are ties: sums depend on the order of adding
_KEY_BITS: Final = 63
_SEEN_FROM: Final = 16  # times as many rows as are asked for: looking at some of them pays
_SEEN_OF: Final = 16  # of so many rows one is looked at
_TIMES_SURE: Final = 4  # so many times more than are asked for are let through


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
        """Places `start` to `stop` of the statements: highest keys first, then by `sort`.

        `keys` have a row a statement and are not negative; the first one decides first.
        """
        ranks = self._ranks[sort][statements].astype(np.int64)
        found: NDArray[np.int32] = self._ordered[sort][top_ranks(ranks, keys, stop, start)]
        return found

    def first(
        self, statements: NDArray[np.integer], scores: NDArray[Any], count: int
    ) -> NDArray[np.integer]:
        """The first statements by score, then newest first; in the order they were given."""
        rows = best_rows(scores, count)
        if len(rows) > count:
            order = np.lexsort((self._ranks[Sort.NEWEST][statements[rows]], -scores[rows]))
            rows = np.sort(rows[order[:count]])
        found: NDArray[np.integer] = statements[rows]
        return found

    def best(
        self,
        statements: NDArray[np.int32],
        scores: NDArray[np.float64],
        span: tuple[int, int],
    ) -> NDArray[np.int32]:
        """Places of `span` (start, stop): highest scores first, then newest."""
        rows = best_rows(scores, span[1])
        some = statements[rows]
        order = np.lexsort((self._ranks[Sort.NEWEST][some], -scores[rows]))
        found: NDArray[np.int32] = some[order[slice(*span)]]
        return found


def best_rows(scores: NDArray[Any], count: int) -> NDArray[np.integer]:
    """The rows of the `count` highest scores and of all that tie with the last, ascending."""
    if len(scores) <= count:
        return np.arange(len(scores))
    least = np.partition(scores, len(scores) - count)[len(scores) - count]
    rows: NDArray[np.intp] = (scores >= least).nonzero()[0]
    return rows


def top_ranks(
    ranks: NDArray[np.int64], keys: Sequence[NDArray[np.int64]], stop: int, start: int = 0
) -> NDArray[np.int64]:
    """Places `start` to `stop` of rows in order: highest keys first, then lowest rank.

    A page, however deep, is found without ordering the rest. All that decides is packed into one
    whole number a row: in the lowest bits the rank, which identifies the row, and above it the
    difference of each key from its highest value, the weightiest key uppermost. So the first rows
    have the least numbers, and no two are alike: one partition, in time linear in the rows, finds
    those of the page, and their low bits are the ranks. Keys too great for one number are sorted.
    """
    stop = min(stop, len(ranks))
    if start >= stop:
        return np.empty(0, np.int64)
    rank_bits = int(ranks.max()).bit_length()
    highest = [int(key.max()) for key in keys]
    if rank_bits + sum(one.bit_length() for one in highest) > _KEY_BITS:
        return ranks[np.lexsort((ranks, *(-key for key in reversed(keys))))][start:stop]
    packed, shift = ranks, rank_bits
    for key, most in zip(reversed(keys), reversed(highest), strict=True):
        packed = packed | (most - key) << shift
        shift += most.bit_length()
    edges = [edge for edge in (start, stop) if 0 < edge < len(packed)]
    page = np.sort((np.partition(packed, edges) if edges else packed)[start:stop])
    return page & ((1 << rank_bits) - 1)


def leading(scores: NDArray[np.float64], count: int) -> NDArray[np.integer]:
    """Rows among which are the first `count` by score, with all that tie with the last of them.

    A sample of the scores shows about how high a row must stand; few rows do, and only they need be
    ordered. Where these are fewer than asked for, all rows are returned.
    """
    if count * _SEEN_FROM < len(scores):
        seen = np.sort(scores[::_SEEN_OF])
        least = seen[-1 - _TIMES_SURE * count // _SEEN_OF]
        rows = np.flatnonzero(scores >= least - 10**-SCORE_DIGITS)
        if len(rows) >= count:
            return rows
    return np.arange(len(scores))


def in_units(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Scores as whole numbers: one unit is the least difference that counts."""
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
