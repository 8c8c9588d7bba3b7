"""Pages of an order are the pieces of the whole order, however it is worked out."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest

from search.engine import Sort
from search.engines.whoosh.evaluate.ranking import StatementOrder, in_units, leading
from search.engines.whoosh.format.columns import read_columns


@pytest.fixture(scope="module")
def order(built: Any) -> StatementOrder:
    return StatementOrder(read_columns(built.folder))


def whole(
    order: StatementOrder, statements: np.ndarray, sort: Sort, keys: list[np.ndarray]
) -> list[int]:
    """The order by sorting rows: highest keys first, then as the order has all statements."""
    every = order._ordered[sort].tolist()
    rows = zip(statements.tolist(), *(key.tolist() for key in keys), strict=True)
    ordered = sorted(rows, key=lambda row: ([-key for key in row[1:]], every.index(row[0])))
    return [row[0] for row in ordered]


@pytest.mark.parametrize("largest", [0, 1, 9, 10**6, 2**40, 2**62], ids=str)
@pytest.mark.parametrize("sort", Sort)
def test_a_page_is_a_piece_of_the_whole_order(
    order: StatementOrder, sort: Sort, largest: int
) -> None:
    some = Random(largest)
    for count in (0, 1, 5, 149, 150, 151, 10_000):
        statements = np.array(sorted(some.sample(range(150), some.choice((0, 1, 40, 150)))))
        statements = statements.astype(np.int64)
        keys = [
            np.array([some.randint(0, most) for _ in statements], np.int64) for most in (1, largest)
        ]
        every = whole(order, statements, sort, keys)
        for start in (0, 1, count // 2, max(count - 20, 0), count):
            found = order.page(statements, sort, keys, count, start).tolist()
            assert found == every[start:count]


@pytest.mark.parametrize("spread", [1, 3, 10**9], ids=["all alike", "many alike", "all apart"])
def test_the_leading_rows_hold_the_first_few_and_all_that_tie_with_them(spread: int) -> None:
    some = Random(spread)
    for length in (0, 1, 200, 5_000):
        scores = np.array([some.randint(0, spread) / 7 for _ in range(length)])
        for count in (1, 10, 300, 6_000):
            kept = leading(scores, count).tolist()
            assert kept == sorted(set(kept))
            left = sorted(set(range(length)) - set(kept))
            ranked = sorted(scores.tolist(), reverse=True)
            assert len(kept) >= min(count, length)
            assert not left or scores[left].max() < ranked[count - 1] - 1e-6
    assert len(leading(np.arange(5_000.0), 10)) < 200  # which is what it is for


def test_scores_that_differ_in_the_sixth_place_are_told_apart() -> None:
    assert in_units(np.array([1.000001, 1.000002, 1.0000024, 0.0])).tolist() == [
        1_000_001,
        1_000_002,
        1_000_002,
        0,
    ]


@pytest.mark.parametrize("spread", [0, 3, 10**6], ids=["all alike", "many alike", "all apart"])
def test_the_first_by_score_are_those_of_the_whole_order(
    order: StatementOrder, spread: int
) -> None:
    some = Random(spread)
    for size in (0, 1, 40, 150):
        statements = np.array(sorted(some.sample(range(150), size)), np.int32)
        units = np.array([some.randint(0, spread) for _ in statements], np.int64)
        every = whole(order, statements, Sort.RELEVANCE, [units])
        for count in (1, 7, 149, 150, 200):
            found = order.first(statements, units, count).tolist()
            assert found == sorted(every[:count])
            for start in (0, count // 2):
                listed = order.best(statements, units / 10**6, (start, count)).tolist()
                assert listed == every[start:count]
