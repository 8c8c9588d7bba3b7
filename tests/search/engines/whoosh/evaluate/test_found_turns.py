"""Turns of a page, values of a facet and places of words against the same with lists and sets."""

from __future__ import annotations

from collections import Counter
from random import Random

import numpy as np
import pytest

from search.engines.whoosh.evaluate.facets import Choices
from search.engines.whoosh.evaluate.kept_scores import PassageScored
from search.engines.whoosh.evaluate.leaf_matches import Extents, FoundTurns
from search.engines.whoosh.evaluate.match_units import FacetUnits
from search.engines.whoosh.format.runs import in_both
from search.engines.whoosh.read.byte_cache import ByteCache

STATEMENTS, SIZE = 40, 25
EXTENTS = Extents(np.arange(0, STATEMENTS * SIZE, SIZE), STATEMENTS * SIZE)


def some_of(random: Random, most: int, below: int) -> np.ndarray:
    return np.array(sorted(random.sample(range(below), random.randint(0, most))), np.int32)


@pytest.mark.parametrize("most", [0, 1, 2, 100])
def test_turns_of_a_page_come_best_first_and_equal_ones_as_spoken(most: int) -> None:
    random = Random(most)
    for _ in range(50):
        documents = some_of(random, 300, STATEMENTS * SIZE)
        asked = random.sample(range(STATEMENTS), random.randint(0, 10))
        given = [[one for one in documents.tolist() if one // SIZE == own] for own in asked]
        told = some_of(random, 300, STATEMENTS * SIZE)
        scores = {one: random.choice((0.5, 1.0, 2.0)) for one in told.tolist()}
        by_turn = np.array(list(scores.values()), np.float64)
        passages = PassageScored(np.empty(0, np.int32), np.empty(0), told, by_turn)
        found = FoundTurns.within(documents, EXTENTS.among(np.array(asked, np.int32)))
        assert found.documents.tolist() == [one for turns in given for one in turns]
        assert found.counts.tolist() == [len(turns) for turns in given]
        best = [sorted(turns, key=lambda one: -scores.get(one, 0.0)) for turns in given]
        shown, sizes = passages.best_first(found).first(most)
        assert shown == [one for turns in best for one in turns[:most]]
        assert sizes == [len(turns[:most]) for turns in best]


@pytest.mark.parametrize("share", [0.0, 0.01, 0.1, 0.5, 1.0])
def test_values_of_few_matches_are_counted_as_those_of_many(share: float) -> None:
    random = Random(7)
    for _ in range(20):
        sizes = [random.randint(1, 30) for _ in range(25)]
        starts = np.cumsum([0, *sizes[:-1]])
        units = FacetUnits("", np.zeros(sum(sizes), np.int32), ())
        choices = Choices([(f"={n:02}", f"{n:02}") for n in range(25)], units, starts)
        values = [n for n, size in enumerate(sizes) for _ in range(size)]
        matched = np.array([random.random() < share for _ in values])
        counts = Counter(value for value, held in zip(values, matched, strict=True) if held)
        expected = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:10]
        found = choices.counted(matched, 10)
        assert [(int(one.label), one.count) for one in found] == expected


def test_numbers_in_both_of_two_rows() -> None:
    random = Random(3)
    for most in (0, 1, 5, 200):
        some, others = some_of(random, most, 300), some_of(random, most, 300)
        assert in_both(some, others).tolist() == sorted({*some.tolist()} & {*others.tolist()})


def test_a_cache_holds_the_bytes_of_what_it_kept_whatever_was_put_and_let_go() -> None:
    random = Random(5)
    cache: ByteCache = ByteCache(20_000)
    kept: dict[int, np.ndarray] = {}
    for _ in range(500):
        key = random.randint(0, 30)
        kept[key] = np.zeros(random.randint(0, 3_000), np.uint8)
        cache.put(key, kept[key])
        left = [key for key in kept if cache.find(key) is not None]
        assert all(cache.find(key) is kept[key] for key in left)
        assert cache.nbytes <= 20_000
        assert cache.nbytes == sum(kept[key].nbytes + 400 for key in left)
