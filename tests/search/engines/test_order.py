"""In which order statements come, page by page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from whoosh.query import And, Every, Not, Or, Term

from search.analysis.tokenizer import stem, words
from search.engine import ContextWord, Filters, Search, Sort
from search.errors import NotFound
from search.records import Part, StatementId, TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from whoosh.query import Query

    from search.engine import Found, SearchEngine
    from search.records import Statement, Turn

    Build = Callable[..., SearchEngine]
    MakeTurn = Callable[..., Turn]
    MakeStatement = Callable[..., Statement]


def word(text: str) -> Query:
    return Term("text", stem(text))


def every(*texts: str) -> Search:
    """What `a b c` asks for: all of the words, some of which may be missing where few match."""
    plain = tuple(word(text) for text in texts)
    return Search(And(list(plain)), plain=plain)


def ids(found: tuple[Found, ...]) -> list[str]:
    return [one.statement.id for one in found]


DATED = {
    "en-9": {"date": date(2012, 5, 7), "time": "10:00"},
    "en-10": {"date": date(2012, 5, 7), "time": "10:00"},
    "ru-9": {"date": date(2012, 5, 7), "time": "10:00"},
    "en-1": {"date": date(2012, 5, 7), "time": "09:00"},
    "en-2": {"date": date(2012, 5, 7)},
    "en-3": {"date": date(2013, 1, 1)},
    "en-4": {},
}


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.NEWEST, ["en-3", "en-9", "en-10", "ru-9", "en-1", "en-2", "en-4"]),
        (Sort.RELEVANCE, ["en-3", "en-9", "en-10", "ru-9", "en-1", "en-2", "en-4"]),
        (Sort.OLDEST, ["en-1", "en-9", "en-10", "ru-9", "en-2", "en-3", "en-4"]),
    ],
)
def test_ties_go_by_date_time_language_and_number_what_is_unknown_last(
    build: Build, make_statement: MakeStatement, sort: Sort, expected: list[str]
) -> None:
    engine = build(
        *[
            make_statement(int(name[3:]), lang=name[:2], **facts)
            for name, facts in sorted(DATED.items())
        ]
    )
    assert ids(engine.search(Search(Every(), sort=sort)).found) == expected
    if sort is Sort.NEWEST:
        assert list(engine.newest(100)) == expected
        assert list(engine.newest(2)) == expected[:2]
        assert [one for one, _ in engine.titles()] == expected


def test_newest_indexed_first_then_newest_and_unknown_moments_last(
    build: Build, make_statement: MakeStatement
) -> None:
    monday = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    engine = build(
        make_statement(1, date=date(2012, 5, 7), indexed=monday),
        make_statement(2, date=date(2001, 1, 1), indexed=monday + timedelta(seconds=1)),
        make_statement(3, date=date(2020, 1, 1)),
        make_statement(4, date=date(2012, 5, 8), indexed=monday),
    )
    found = engine.search(Search(Every(), sort=Sort.INDEXED)).found
    assert ids(found) == ["en-2", "en-4", "en-1", "en-3"]
    assert [one.statement.indexed for one in found[1:]] == [monday, monday, None]
    assert engine.statement(StatementId("en-2")).indexed == monday + timedelta(seconds=1)


def test_pages_neither_overlap_nor_skip(build: Build, make_statement: MakeStatement) -> None:
    engine = build(*[make_statement(n) for n in range(1, 24)])
    pages = [engine.search(Search(Every(), offset=at, limit=5)) for at in range(0, 30, 5)]
    assert [one for page in pages for one in ids(page.found)] == [f"en-{n}" for n in range(1, 24)]
    assert {page.total.statements for page in pages} == {23}


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


def test_the_best_turns_come_with_a_statement(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    said = ("Rain.", "Grain, they said.", "Grain, grain!", "Rye, they said.", "Grain and rye.")
    engine = build(make_statement(1, *[make_turn("A", text) for text in said]))
    one = engine.search(Search(And([word("grain"), word("rye")]), turns_per_hit=2)).found[0]
    assert [turn.paragraphs[0] for turn in one.turns] == ["Grain and rye.", "Grain, grain!"]
    assert one.matching_turns == 4
    assert one.statement.turns == ()


def test_a_statement_comes_back_whole(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    given = make_statement(
        7, make_turn("A", "One.", "", "Two\n\nand three."), make_turn(None), lead="Lead", time="x"
    )
    engine = build(given, make_statement(7, lang="ru"), make_statement(8))
    assert engine.statement(given.id) == given
    assert engine.statements(7) == ("en-7", "ru-7")
    assert engine.statements(70) == engine.statements(-1) == ()
    with pytest.raises(NotFound, match="en-9"):
        engine.statement(StatementId("en-9"))


def test_the_lexicon_counts_places_that_hold_a_word(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    engine = build(
        make_statement(1, make_turn("Anna", "Peace, peace!"), title="Peace", lead="Grain"),
        make_statement(2, make_turn("Anna", "Миру — мир."), title=""),
    )
    assert dict(engine.lexicon()) == {"anna": 2, "grain": 1, "peace": 2, "мир": 1, "миру": 1}
    assert list(engine.lexicon().words) == sorted(engine.lexicon().words)
