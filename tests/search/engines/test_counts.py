"""How often words stand in turns, and how many words are spoken, by year: exactly."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from whoosh.query import And, Every, Not, Or, Phrase, Term

from asked_words import word
from search.engine import Filters, Search
from search.engines.said import said_one_by_one

if TYPE_CHECKING:
    from collections.abc import Callable

    from whoosh.query import Query

    from search.engine import SearchEngine

    Build = Callable[..., Any]


@pytest.fixture
def engine(
    build: Callable[..., SearchEngine], make_statement: Build, make_turn: Build
) -> SearchEngine:
    anna = make_turn("Anna Berg", "Peace and peace again.", "No grain, no peace.")
    ivan = make_turn("Ivan Petrov", "Grain. Peace treaty, peace treaties.")
    told = make_turn(None, "They spoke of peace.")
    return build(
        make_statement(1, anna, ivan, title="Peace", lead="Peace", date=date(2012, 5, 7)),
        make_statement(2, told, ivan, date=date(2014, 1, 2)),
        make_statement(3, make_turn("Anna Berg", "Grain."), date=date(2014, 1, 3)),
        make_statement(4, make_turn("Anna Berg", "Peace.")),
    )


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (word("peace"), {0: 1, 2012: 5, 2014: 3}),
        (Term("exact", "treaties"), {2012: 1, 2014: 1}),
        (word("treaty"), {2012: 2, 2014: 2}),
        (Phrase("exact", ["peace", "treaty"], 1), {2012: 1, 2014: 1}),
        (Phrase("exact", ["peace", "treaty"], 4), {2012: 1, 2014: 1}),
        (And([word("peace"), word("treaty")]), {2012: 7, 2014: 5}),
        (Or([word("treaty"), word("grain")]), {2012: 4, 2014: 4}),
        (And([word("grain"), Not(word("peace"))]), {2014: 1}),
        (And([word("peace"), Term("speaker", "Anna")]), {0: 1, 2012: 3}),
        (Term("title", "peac"), {}),
        (word("nothing"), {}),
    ],
    ids=str,
)
def test_every_place_counts_once(
    engine: SearchEngine, tree: Query, expected: dict[int, int]
) -> None:
    assert dict(engine.occurrences(Search(tree))) == expected

    for filters in (Filters(), Filters({"kind": ("speech",)}), Filters({"year": ("2012", "2014")})):
        search = Search(tree, filters, facets=("speaker",))
        voices = [one.value for one in engine.search(Search(Every())).facets["speaker"]]
        assert len(voices) == 2
        asked = [*voices, "nobody"]
        assert engine.said_by(search, asked) == said_one_by_one(engine, search, asked)


def test_filters_on_turns_leave_the_words_of_others_out(engine: SearchEngine) -> None:
    filters = Filters({"kind": ("narrative",)})
    assert dict(engine.occurrences(Search(word("peace"), filters))) == {2014: 1}
    filters = Filters({"year": ("2012",)})
    assert dict(engine.occurrences(Search(word("peace"), filters))) == {2012: 5}


@pytest.mark.parametrize(
    ("tree", "filters", "expected"),
    [
        (word("peace"), Filters(), [("", 1), ("2012-05", 1), ("2014-01", 1)]),
        (word("grain"), Filters(), [("2012-05", 1), ("2014-01", 2)]),
        (word("peace"), Filters({"year": ("2014", "2012")}), [("2012-05", 1), ("2014-01", 1)]),
        (word("grain"), Filters(since=date(2014, 1, 3)), [("2014-01", 1)]),
        (And([word("grain"), word("treaty"), word("rye")]), Filters(), []),
    ],
    ids=str,
)
def test_full_matches_are_counted_by_month_and_come_to_their_total(
    engine: SearchEngine, tree: Query, filters: Filters, expected: list[tuple[str, int]]
) -> None:
    plain = tuple(tree.subqueries) if isinstance(tree, And) else ()
    hits = engine.search(Search(tree, filters, plain=plain, limit=1, histogram=True))
    assert list(hits.months.items()) == expected
    assert sum(hits.months.values()) == hits.total.statements
    assert engine.search(Search(tree, filters)).months == {}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {0: 1, 2012: 13, 2014: 10}),
        (Filters({"speaker": ("Berg",)}), {0: 1, 2012: 8, 2014: 1}),
        (Filters({"kind": ("speech",), "year": ("2014",)}), {2014: 6}),
        (Filters({"speaker": ("Nobody",)}), {}),
    ],
    ids=str,
)
def test_words_are_counted_exactly(
    engine: SearchEngine, filters: Filters, expected: dict[int, int]
) -> None:
    assert dict(engine.words_spoken(filters)) == expected
