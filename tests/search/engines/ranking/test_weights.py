"""What a word weighs: how rare it is, how often it stands, beside which, in which of its places."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from whoosh.query import And, Not, Or, Term

from asked_words import every, ids, word
from search.engine import Search
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from whoosh.query import Query

    from search.engine import SearchEngine
    from search.records import Statement, Turn

    Build = Callable[..., SearchEngine]
    MakeTurn = Callable[..., Turn]
    MakeStatement = Callable[..., Statement]


def test_words_of_most_documents_and_weightless_ones_decide_no_order(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    engine = build(
        make_statement(1, make_turn("A", "Rain, rain, rain and grain.")),
        make_statement(2, make_turn("A", "Grain, grain. It rains. Snow.")),
        make_statement(3, make_turn("A", "Snow, snow. Rain and grain.")),
        *[
            make_statement(n, make_turn("A", "Rain."), make_turn("A", "Rain."))
            for n in range(4, 20)
        ],
    )
    assert ids(engine.search(every("rain", "grain")).found)[:3] == ["en-2", "en-1", "en-3"]
    snow = replace(every("snow", "grain"), weightless=(word("snow"),))
    assert ids(engine.search(snow).found)[:2] == ["en-2", "en-3"]
    assert ids(engine.search(every("snow", "grain")).found)[:2] == ["en-3", "en-2"]
    alone = engine.search(replace(every("rain"), weightless=(word("rain"),)))
    assert alone.found[0].score > 0, "where there is nothing else they decide"


def test_alternatives_count_where_they_stand_in_the_statements_that_are_ranked(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    engine = build(
        make_statement(1, *[make_turn("A", "Grain, bread.")] * 6),
        make_statement(2, make_turn("A", "Grain and bread, peace.")),
        make_statement(3, make_turn("A", "Bread."), make_turn("A", "Peace.")),
        *[make_statement(n, make_turn("A", "Peace.")) for n in range(10, 14)],
        *[make_statement(n, make_turn("A", "Bread.")) for n in range(14, 24)],
    )
    search = Search(And([Or([word("grain"), word("bread")]), word("peace")]))
    assert ids(engine.search(search).found) == ["en-2", "en-3"]


def test_a_word_said_more_often_or_in_the_title_too_weighs_more(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    engine = build(
        make_statement(1, make_turn("A", "Grain came and went away again.")),
        make_statement(2, make_turn("A", "Grain came, grain went away.")),
        make_statement(3, make_turn("A", "Grain came and went away again."), title="On grain"),
    )
    found = engine.search(every("grain")).found
    assert ids(found) == ["en-3", "en-2", "en-1"]
    assert found[0].score > found[1].score > found[2].score > 0
    assert found[0].matched_in == (Part.TITLE, Part.TURNS)


@pytest.mark.parametrize(
    ("tree", "first"),
    [
        (And([word("grain"), word("treaty")]), "en-1"),
        (And([word("treaty"), word("grain")]), "en-2"),
        (And([word("grain"), word("treaty"), Term("speaker", "berg")]), "en-1"),
        (And([word("grain"), Term("speaker", "berg"), word("treaty")]), "en-1"),
        (And([word("treaty"), word("grain"), Not(Term("speaker", "nobody"))]), "en-2"),
        (Or([And([word("treaty"), word("grain")]), word("rye")]), "en-2"),
        # "and" is everywhere: beside it nothing is worth more, and what is new comes first
        (And([word("treaty"), word("and")]), "en-3"),
        # no neighbours: an Or, one word as it is written, one of the title
        (Or([word("grain"), word("treaty")]), "en-3"),
        (And([Term("exact", "grain"), word("treaty")]), "en-3"),
    ],
    ids=str,
)
def test_words_that_stand_side_by_side_as_they_were_typed_count_once_more(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn, tree: Query, first: str
) -> None:
    said = (
        "The grain treaty came and stayed and went",
        "The treaty grain came and stayed and went",
        "The grain came and stayed and treaty went",
    )
    engine = build(
        *[
            make_statement(n, make_turn("Anna Berg", text), date=date(2012, 5, n))
            for n, text in enumerate(said, start=1)
        ],
        *[make_statement(n, *[make_turn("Anna Berg", "and so on")] * 9) for n in (4, 5)],
    )
    found = engine.search(Search(tree)).found
    assert ids(found)[0] == first
    scores = {one.statement.id: one.score for one in found}
    assert (scores["en-3"] < scores[first]) == (first != "en-3")


def test_a_word_counts_with_its_best_place_alone(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    grain = "Grain is good."
    engine = build(
        make_statement(1, make_turn("A", grain)),
        make_statement(2, make_turn("A", grain), make_turn("B", grain), make_turn("C", grain)),
    )
    first, second = engine.search(every("grain")).found
    assert first.score == second.score
