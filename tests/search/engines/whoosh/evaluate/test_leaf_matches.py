"""Arrays of places against the same worked out with sets and loops."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from random import Random

import numpy as np
import pytest

from search.engines.whoosh.evaluate.leaf_matches import (
    Extents,
    LeafMatches,
    ScoredPostings,
    group_by_statement,
    member,
    places,
)
from search.engines.whoosh.format.runs import ranges
from search.records import Part

STATEMENT = np.repeat(np.arange(60, dtype=np.int32), 20)  # of 1,200 documents
EXTENTS = Extents(np.arange(0, 1_200, 20), 1_200)


def ascending(some: Random, most: int, below: int = len(STATEMENT)) -> np.ndarray:
    return np.array(sorted(some.sample(range(below), some.randint(0, most))), np.int32)


def rows_of(some: Random, words: int, *, counted: bool) -> list[ScoredPostings]:
    """Random rows for some words; counted ones have their scores by how often a word stands."""
    found = []
    for number in range(words):
        documents = ascending(some, some.choice((3, 300)))
        scores = np.array([some.choice((0.5, 1.25, 2.0, 3.5)) for _ in documents])
        if counted:
            counts = np.array([some.randint(1, 5) for _ in documents], np.uint8)
            found.append(ScoredPostings(documents, counts, partial(scores_by_count, number)))
        else:
            found.append(ScoredPostings(documents, scores))
    return found


def scores_by_count(number: int, documents: np.ndarray, counts: np.ndarray) -> np.ndarray:
    return counts * 0.75 + number + documents / 1_000


def grouped(words: list[ScoredPostings]) -> LeafMatches:
    """The matches of words, as they are looked up."""
    if len(words) == 1:
        return group_by_statement(words[0], None, STATEMENT)
    documents = np.concatenate([one.documents for one in words])
    scores = np.concatenate([one.scores for one in words])
    ends = np.cumsum([len(one.documents) for one in words])
    return group_by_statement(ScoredPostings(documents, scores), ends, STATEMENT)


def plain(rows: ScoredPostings) -> list[tuple[int, float]]:
    return list(zip(rows.documents.tolist(), rows.scores.tolist(), strict=True))


def sums(words: list[ScoredPostings]) -> dict[int, float]:
    """For each statement the sum over words of the word's best score in it."""
    found: dict[int, float] = defaultdict(float)
    for rows in words:
        best: dict[int, float] = {}
        for document, score in plain(rows):
            owner = document // 20
            best[owner] = max(best.get(owner, 0.0), score)
        for owner, score in best.items():
            found[owner] += score
    return dict(found)


def best_of(one: LeafMatches, statements: int = 60) -> dict[int, float]:
    scores = np.zeros(60)
    places({Part.TURNS: one}, statements).best.add_to(scores)
    return {owner: score for owner, score in enumerate(scores.tolist()) if score}


@pytest.mark.parametrize("counted", [False, True], ids=["plain", "counted"])
@pytest.mark.parametrize("words", [1, 2, 7])
def test_what_is_held_is_summed_shown_counted_and_listed(words: int, counted: bool) -> None:
    some = Random(words)
    for _ in range(40):
        given = rows_of(some, words, counted=counted)
        one = grouped(given)
        assert best_of(one) == pytest.approx(sums(given))
        assert best_of(one, 10_000) == pytest.approx(sums(given))  # as rows of few statements
        every = sorted({document for rows in given for document, _ in plain(rows)})
        assert one.documents.tolist() == every
        turns = np.array([some.random() < 0.4 for _ in STATEMENT])
        left = [rows.kept(turns[rows.documents]) for rows in given]
        shown = one.shown(turns)
        assert best_of(shown) == pytest.approx(sums(left))
        assert shown.documents.tolist() == [document for document in every if turns[document]]
        matched = np.array([some.random() < 0.5 for _ in range(60)])
        within = [document for document in every if matched[document // 20]]
        assert one.count_within(matched, STATEMENT) == len(within)
        asked = np.array(sorted(some.sample(range(60), 5)), np.int32)
        inside = [document for document in every if document // 20 in asked]
        assert one.documents_in(EXTENTS.among(asked)).tolist() == inside
        holding = sorted({document // 20 for document in inside})
        assert asked[one.places_among(asked)].tolist() == holding


@pytest.mark.parametrize("words", [1, 3])
def test_a_statement_takes_the_best_part_of_each_word(words: int) -> None:
    some = Random(3)
    for _ in range(40):
        title, turns = rows_of(some, words, counted=False), rows_of(some, words, counted=True)
        parts = {
            Part.TITLE: grouped(title),
            Part.TURNS: grouped(turns),
        }
        expected: dict[int, float] = defaultdict(float)
        for one, other in zip(title, turns, strict=True):
            both, more = sums([one]), sums([other])
            for owner in {*both, *more}:
                expected[owner] += max(both.get(owner, 0.0), more.get(owner, 0.0))
        for statements in (60, 10_000):
            scores = np.zeros(60)
            places(parts, statements).best.add_to(scores)
            found = {owner: score for owner, score in enumerate(scores.tolist()) if score}
            assert found == pytest.approx(expected)


@pytest.mark.parametrize("most", [0, 5, 700])
def test_membership_by_flags_and_without(most: int) -> None:
    some = Random(most)
    for _ in range(60):
        one, other = ascending(some, most), ascending(some, 600)
        expected = [number in set(other.tolist()) for number in one.tolist()]
        assert member(one, other, len(STATEMENT)).tolist() == expected


def test_ranges_are_laid_end_to_end() -> None:
    starts, ends = np.array([3, 7, 7, 20]), np.array([5, 7, 10, 21])
    assert ranges(starts, ends).tolist() == [3, 4, 7, 8, 9, 20]
    assert ranges(starts[:0], ends[:0]).tolist() == []
