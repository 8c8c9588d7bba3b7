"""Where segments end follows from the statements, and a change of one moves hardly any end."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from search.engine import Offer
from search.engines.whoosh.write.segment_partition import partition
from search.records import Statement, StatementId

USUAL = 15_000


def never() -> Statement:
    raise AssertionError("cutting loads nothing")


def offers(sizes: list[int]) -> list[Offer]:
    return [
        Offer(StatementId(f"en-{number}"), f"digest {size}", never, None, size)
        for number, size in enumerate(sizes)
    ]


def sizes_by_chance(seed: int, count: int = 300) -> list[int]:
    some = Random(seed)
    return [int(some.lognormvariate(5.5, 1.0)) + 1 for _ in range(count)]


@pytest.mark.parametrize("seed", range(20))
def test_segments_hold_every_statement_once_and_keep_to_their_size(seed: int) -> None:
    given = offers(sizes_by_chance(seed))
    Random(seed).shuffle(given)
    cuts = list(partition(given, USUAL))
    held = [offer.id for one in cuts for offer in one.offers]
    assert held == [f"en-{number}" for number in range(300)]
    assert all(one.chars <= 2 * USUAL for one in cuts)
    assert all(one.chars >= USUAL // 2 for one in cuts[:-1])
    assert len({one.name for one in cuts}) == len(cuts)


def test_a_statement_larger_than_a_segment_has_one_to_itself() -> None:
    cuts = list(partition(offers([100] * 40 + [5 * USUAL] + [100] * 40), USUAL))
    assert [len(one.offers) for one in cuts if one.chars > 2 * USUAL] == [1]


def test_a_changed_statement_alters_its_segment_and_hardly_ever_another() -> None:
    altered: Counter[int] = Counter()
    for seed in range(30):
        sizes = sizes_by_chance(seed, 2000)
        cuts = list(partition(offers(sizes), 6 * USUAL))
        before = {one.name for one in cuts}
        greatest = max(cuts, key=lambda one: one.chars)  # its end may be where it got too large
        inside = greatest.offers[len(greatest.offers) // 3]
        number = int(inside.id.removeprefix("en-"))
        changed = offers([*sizes[:number], sizes[number] + 400, *sizes[number + 1 :]])
        altered[len({one.name for one in partition(changed, 6 * USUAL)} - before)] += 1
    assert altered[0] == 0
    assert altered[1] >= 0.9 * altered.total(), altered
