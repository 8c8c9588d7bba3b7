"""Every full match is given once, in order, in as few searches as memory allows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from search.answers import every_match as module
from search.answers.every_match import every_match
from search.answers.searcher import EVERY_TURN, Searcher
from search.engine import Search, Sort
from search.engines.reference import ReferenceEngine
from search.query.request import Request
from search.records import (
    SCHEMA_VERSION,
    Coverage,
    Evidence,
    Manifest,
    Statement,
    StatementId,
    Turn,
    TurnKind,
)

if TYPE_CHECKING:
    from search.engine import Hits

WORDS = "the treaty on the lake will not wait for another winter".split()  # noqa: SIM905


def statement(number: int, paragraphs: int) -> Statement:
    words = [WORDS[(number + at) % len(WORDS)] for at in range(8)]
    turns = tuple(
        Turn(at + 1, (" ".join(words),), TurnKind.SPEECH, Evidence.LABEL, label="Ilya Tarn")
        for at in range(paragraphs)
    )
    return Statement(StatementId(f"en-{number}"), "en", f"Meeting {number}", turns, number=number)


class CountingEngine(ReferenceEngine):
    """Counts the searches, and the most turns that one of them gave."""

    searches = 0
    most_turns = 0

    def search(self, search: Search) -> Hits:
        found = super().search(search)
        self.searches += 1
        self.most_turns = max(self.most_turns, sum(len(one.turns) for one in found.found))
        return found


def engine(sizes: list[int]) -> CountingEngine:
    held = [statement(number, many) for number, many in enumerate(sizes, 1)]
    coverage = Coverage(len(held), sum(sizes), None, None, len(held), 0, 0, {"en": len(held)})
    manifest = Manifest(
        "g", SCHEMA_VERSION, "1", "reference", "2026-01-01T00:00:00+00:00", coverage
    )
    return CountingEngine(held, manifest)


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST, Sort.RELEVANCE])
@pytest.mark.parametrize("q", ["", "lake", '"will not"', "treaty OR winter", "zeppelin"])
def test_it_is_the_whole_list_whichever_its_pieces(
    monkeypatch: pytest.MonkeyPatch, q: str, sort: Sort
) -> None:
    held = engine([1 + number % 5 for number in range(137)])
    request = Request(q, sort=sort)
    whole = Searcher(held).search(
        replace(request, limit=1_000), turns_per_hit=EVERY_TURN, facets=(), nearly=False
    )
    for first, chars in ((1, 50), (7, 2_000), (100, 2_000_000)):
        monkeypatch.setattr(module, "AT_A_TIME", first)
        monkeypatch.setattr(module, "CHARS", chars)
        found = list(every_match(Searcher(held), request))
        assert [one.statement.id for one in found] == [one.statement.id for one in whole.hits]
        for one, other in zip(found, whole.hits, strict=True):
            assert sorted(one.turns, key=lambda turn: turn.turn.n) == list(one.turns)
            assert set(one.turns) == set(other.turns)
            assert one.link == other.link


def test_short_statements_need_few_searches_and_long_ones_little_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "AT_A_TIME", 10)
    short = engine([1] * 500)
    assert len(list(every_match(Searcher(short), Request("the OR will")))) == 500
    assert short.searches <= 6
    monkeypatch.setattr(module, "CHARS", 2_000)
    long = engine([40] * 60)
    assert len(list(every_match(Searcher(long), Request("the OR will")))) == 60
    assert long.most_turns <= 40 * 10
