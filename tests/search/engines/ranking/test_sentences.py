"""A sentence or a subject in plain words → the passage that says it comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from whoosh.query import And, Term

from asked_words import every, ids, word
from search.analysis.tokenizer import stem, words
from search.engine import ContextWord, Search, Sort
from search.records import TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engine import SearchEngine
    from search.records import Statement, Turn

    Build = Callable[..., SearchEngine]
    MakeTurn = Callable[..., Turn]
    MakeStatement = Callable[..., Statement]


def test_a_search_by_passage_lists_near_and_full_matches_in_one_order(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    far = "Nothing else is said in these many words. " * 40
    words = ("grain", "peace", "rivers", "bread")
    engine = build(
        make_statement(1, make_turn("A", f"Grain. {far} Peace. {far} Rivers. {far} Bread.")),
        make_statement(2, make_turn("A", "Grain and peace and rivers.")),
        make_statement(3, make_turn("A", "Grain.")),
        *[make_statement(n, make_turn("A", "Rain.")) for n in range(10, 20)],
    )
    tree = every(*words).tree
    plain = tuple(Term("text", stem(word)) for word in words)
    search = Search(tree, plain=plain, by_passage=True)
    hits = engine.search(search)
    assert ids(hits.found) == ["en-2", "en-1"]
    assert [one.missing for one in hits.found] == [(3,), ()]
    assert (hits.total.statements, hits.total.partial) == (1, 1)
    newest = engine.search(replace(search, sort=Sort.NEWEST))
    assert ids(newest.found) == ["en-1", "en-2"], "under a date full matches come first"


def test_a_year_and_a_place_in_plain_words_are_answered_by_date_and_place(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    engine = build(
        make_statement(1, make_turn("A", "Grain in 2012."), date=date(2019, 3, 1)),
        make_statement(2, make_turn("A", "Grain again."), date=date(2012, 5, 7), place="Aldermoor"),
        make_statement(3, make_turn("A", "Grain."), date=date(2012, 6, 7)),
        *[make_statement(n, make_turn("A", "Rain."), date=date(2000, 1, 1)) for n in range(10, 20)],
    )
    leaves = [Term("text", stem(word)) for word in ("grain", "2012", "may", "aldermoor")]
    context = (
        ContextWord(leaves[1], "2012", year=2012),
        ContextWord(leaves[2], "may", month=5),
        ContextWord(leaves[3], "aldermoor"),
    )
    search = Search(And(leaves), plain=tuple(leaves), by_passage=True, context=context)
    hits = engine.search(search)
    assert ids(hits.found) == ["en-2", "en-3", "en-1"]
    assert hits.total.statements == 0


def test_a_sentence_typed_word_for_word_is_first_whosever_it_is(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    asked = ("guests", "thanked", "bakers", "for", "bread", "and", "salt")
    spoken = "Guests came. Bakers came too. They thanked us for salt and bread, and for bread."
    note = make_turn(None, "Guests thanked bakers for bread and salt.", kind=TurnKind.NARRATIVE)
    engine = build(
        make_statement(1, make_turn("A", spoken), make_turn("A", spoken)),
        make_statement(2, note),
        *[make_statement(n, make_turn("A", "Rain.")) for n in range(10, 30)],
    )
    assert ids(engine.search(every(*asked)).found) == ["en-2", "en-1"]
    assert ids(engine.search(every("bakers", "bread", "salt")).found) == ["en-1", "en-2"]


def test_a_sentence_word_for_word_comes_before_one_that_says_its_words_again_and_again(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    said = "The guests of Port Sorrel thanked the bakers of this town for bread and salt."
    again = "Bakers of bread and salt! Port Sorrel, port of guests, thanked bakers for salt, bread."
    engine = build(
        make_statement(
            1,
            make_turn("A", f"{again} {again}"),
            title="Bakers thanked, guests of Port Sorrel: bread and salt",
            lead="Bakers of this town thanked guests of Port Sorrel for bread and salt",
        ),
        make_statement(2, make_turn(None, said, kind=TurnKind.NARRATIVE)),
        *[make_statement(n, make_turn("A", "Rain in this town.")) for n in range(10, 30)],
    )
    asked = [word(text) for text in words(said)]
    search = Search(And(asked), plain=tuple(asked), by_passage=True)
    assert ids(engine.search(search).found)[:2] == ["en-2", "en-1"]


def test_a_sentence_with_a_word_changed_is_first_whosever_it_is(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    asked = ("guests", "thanked", "bakers", "of", "port", "sorrel", "for", "bread", "and", "SUGAR")
    spoken = "Guests came to Port Sorrel. They thanked us for bread, and the bakers for sugar."
    note = "Guests thanked bakers of Port Sorrel for bread and salt."
    others = [make_statement(n, make_turn("A", "Rain.")) for n in range(10, 30)]
    engine = build(
        make_statement(1, make_turn("A", spoken)),
        make_statement(2, make_turn(None, note, kind=TurnKind.NARRATIVE)),
        *others,
    )
    sentence = And([word(one.lower()) for one in asked])
    search = Search(sentence, plain=tuple(sentence.subqueries), by_passage=True)
    assert ids(engine.search(search).found) == ["en-2", "en-1"]
    topic = ("bakers", "bread", "guests", "port", "sorrel", "sugar", "salt", "and", "of", "came")
    fewer = And([word(one) for one in topic])
    search = Search(fewer, plain=tuple(fewer.subqueries), by_passage=True)
    assert ids(engine.search(search).found) == ["en-1", "en-2"], "words of it in no order"


def test_what_is_titled_so_is_meant_in_the_year_asked_for(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    engine = build(
        make_statement(
            1, make_turn("A", "The grain report."), title="Grain report", date=date(2011, 3, 1)
        ),
        make_statement(
            2, make_turn("A", "Rain."), title="Yearly grain report", date=date(2012, 5, 7)
        ),
        *[make_statement(n, make_turn("A", "Rain."), date=date(2000, 1, 1)) for n in range(10, 30)],
    )
    leaves = [word(text) for text in ("grain", "report", "2012")]
    context = (ContextWord(leaves[2], "2012", year=2012),)
    search = Search(And(leaves), plain=tuple(leaves), by_passage=True, context=context)
    assert ids(engine.search(search).found) == ["en-2", "en-1"]
