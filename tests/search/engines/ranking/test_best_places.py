"""Which places of a statement decide its order: near each other, whose words, title, question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from whoosh.query import And, Not, Or, Term

from asked_words import every, ids, word
from search.engine import Filters, Search, Sort
from search.records import TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from whoosh.query import Query

    from search.engine import SearchEngine
    from search.records import Statement, Turn

    Build = Callable[..., SearchEngine]
    MakeTurn = Callable[..., Turn]
    MakeStatement = Callable[..., Statement]


def test_words_near_each_other_in_one_turn_come_before_words_of_several(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    filler = "Nothing else is said in these many words. " * 40
    engine = build(
        make_statement(1, make_turn("A", "Grain."), make_turn("B", "Peace.")),
        make_statement(2, make_turn("A", f"{filler} Grain and peace. {filler}")),
        make_statement(3, make_turn("A", f"{filler} Grain. {filler} Peace. {filler}")),
        *[make_statement(n, make_turn("A", "Rain.")) for n in range(10, 20)],
    )
    found = engine.search(every("grain", "peace")).found
    assert ids(found)[0] == "en-2", "a long turn is no bar"
    assert found[1].score == pytest.approx(found[2].score), "far apart is as if in two turns"
    by_date = engine.search(Search(every("grain", "peace").tree, sort=Sort.OLDEST))
    assert ids(by_date.found) == ["en-1", "en-2", "en-3"]


def test_a_named_speakers_words_come_before_notes_and_these_before_a_bare_title(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    said = "We spoke of grain and of peace."
    engine = build(
        make_statement(1, make_turn(None, said, kind=TurnKind.NARRATIVE)),
        make_statement(2, make_turn("A", said)),
        make_statement(
            3,
            make_turn("A", "Rain."),
            title="Of grain, of bread and salt, of rivers and lakes, of peace",
        ),
        make_statement(4, make_turn(None, said, kind=TurnKind.ANONYMOUS)),
        *[make_statement(n, make_turn("A", "Rain.")) for n in range(10, 20)],
    )
    found = engine.search(every("grain", "peace")).found
    assert ids(found) == ["en-2", "en-4", "en-1", "en-3"]


def test_an_answer_comes_before_its_question_and_is_helped_by_it(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    engine = build(
        make_statement(
            1,
            make_turn(None, "What of grain and of peace?", kind=TurnKind.ANONYMOUS),
            make_turn("A", "Peace is near."),
        ),
        make_statement(2, make_turn("B", "Grain."), make_turn("A", "Peace is near.")),
        *[make_statement(n, make_turn("A", "Rain.")) for n in range(10, 20)],
    )
    found = engine.search(every("grain", "peace")).found
    assert ids(found) == ["en-1", "en-2"]
    assert [turn.speaker for turn in found[0].turns] == ["A", None]


def test_an_answer_without_a_word_that_decides_is_not_helped_by_its_question(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    engine = build(
        make_statement(
            1,
            make_turn(None, "What of grain?", kind=TurnKind.ANONYMOUS),
            make_turn("A", "Snow is near."),
        ),
        make_statement(
            2, make_turn("A", "Snow."), make_turn(None, "Grain.", kind=TurnKind.NARRATIVE)
        ),
        *[make_statement(n, make_turn("A", "Rain.")) for n in range(10, 20)],
    )
    search = replace(every("snow", "grain"), weightless=(word("snow"),))
    first, second = engine.search(search).found
    assert (first.score, second.score) == pytest.approx((first.score, first.score * 5 / 6))


def test_a_statement_with_that_very_title_comes_first(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    engine = build(
        make_statement(1, make_turn("A", "Grain and peace, grain and peace, grain and peace.")),
        make_statement(2, make_turn("A", "Rain."), title="Grain, peace"),
        make_statement(3, make_turn("A", "Grain."), title="Of grain, of bread, of salt and peace"),
        *[make_statement(n, make_turn("A", "Rain.")) for n in range(10, 20)],
    )
    assert ids(engine.search(every("grain", "peace")).found)[0] == "en-2"


def test_that_very_title_comes_before_one_like_it_over_a_longer_text(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    told = "The minister met bakers of Port Sorrel. Bakers of the port met the minister of bread."
    engine = build(
        make_statement(
            1,
            make_turn("A", told),
            title="Minister met millers of Port Sorrel",
            lead="Minister met millers and bakers of Port Sorrel",
        ),
        make_statement(2, make_turn("A", "Rain."), title="Minister met bakers of Port Sorrel"),
        *[make_statement(n, make_turn("A", "Rain.")) for n in range(10, 20)],
    )
    asked = ("minister", "met", "bakers", "of", "port", "sorrel")
    search = replace(every(*asked), by_passage=True)
    assert ids(engine.search(search).found)[0] == "en-2"
    shorter = ids(engine.search(every("minister", "port", "sorrel")).found)
    assert shorter[0] != "en-2", "half of a title is a subject"


@pytest.mark.parametrize(
    ("tree", "filters", "first"),
    [
        (And([word("grain"), word("peace")]), {}, "en-1"),
        (And([word("grain"), word("peace"), Term("lang", "en")]), {}, "en-1"),
        (And([word("grain"), word("peace"), Not(word("oats"))]), {}, "en-1"),
        (And([word("grain"), Or([word("peace"), word("oats")])]), {}, "en-1"),
        (And([word("grain"), word("peace"), Not(Term("speaker", "berg"))]), {}, "en-1"),
        # a title is nobody's words: what a speaker said counts alone
        (And([word("grain"), word("peace"), Term("speaker", "petrov")]), {}, "en-2"),
        (And([word("grain"), word("peace")]), {"speaker": ("petrov",)}, "en-2"),
    ],
    ids=str,
)
def test_a_title_that_matches_alone_ranks_as_a_turn_does_but_is_no_speakers_words(
    build: Build,
    make_statement: MakeStatement,
    make_turn: MakeTurn,
    tree: Query,
    filters: dict[str, tuple[str, ...]],
    first: str,
) -> None:
    said = [make_turn("Ivan Petrov", "Grain grain."), make_turn("Ivan Petrov", "Peace peace.")]
    filler = "Nothing else is said in these many words. " * 20
    engine = build(
        make_statement(1, *said, title="Grain and peace", date=date(2012, 5, 7)),
        make_statement(2, make_turn("Ivan Petrov", f"{filler} Grain, peace."), title="On peace"),
        make_statement(3, *said, title="On peace", date=date(2012, 5, 8)),
    )
    assert ids(engine.search(Search(tree, Filters(filters))).found)[0] == first
