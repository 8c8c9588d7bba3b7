"""From a request to results, over the reference engine: what is shown, linked, marked and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from whoosh.query import And, Not, Term

from search.answers.question import Question
from search.answers.searcher import Searcher
from search.engines.reference import ReferenceEngine
from search.errors import NotFound
from search.query.grammar import MOST_CHARS
from search.query.parser import Parsed, parse
from search.query.request import Request
from search.records import (
    Coverage,
    Evidence,
    Manifest,
    Part,
    Statement,
    StatementId,
    Turn,
    TurnKind,
)
from search.text_version import text_version, with_version

if TYPE_CHECKING:
    from search.analysis.lexicon import Lexicon
    from search.records import Hit, Results, Span

TODAY = date(2020, 8, 14)


def said(n: int, speaker: str, *paragraphs: str, person: str | None = None) -> Turn:
    return Turn(
        n,
        paragraphs,
        TurnKind.SPEECH,
        Evidence.LABEL,
        label=f"Minister {speaker}",
        speaker=speaker,
        person=person,
    )


GRAIN = Statement(
    id=StatementId("en-1"),
    lang="en",
    number=1,
    title="Talks on grain",
    date=date(2012, 5, 7),
    lead="Ilda Tarn spoke of grain prices.",
    turns=(
        Turn(1, ("The talks on fish began.",), TurnKind.NARRATIVE, Evidence.NONE),
        said(2, "Ilda Tarn", "We will not raise the tax.", "Grain is dear.", person="tarn"),
        said(4, "Oskel", "The tax on fish is another thing."),
    ),
)
BUDGET = Statement(
    id=StatementId("en-2"),
    lang="en",
    number=2,
    title="Budget",
    date=date(2014, 3, 2),
    turns=(said(1, "Oskel", "The budget grows and the tax does not."),),
)
COVERAGE = Coverage(2, 4, date(2012, 5, 7), date(2014, 3, 2), 0, 0, 0, {"en": 2})
MANIFEST = Manifest("20200814T120000-s1", 1, "1", "reference", "2020-08-14T12:00:00", COVERAGE)


@pytest.fixture
def searcher() -> Searcher:
    return Searcher(ReferenceEngine([GRAIN, BUDGET], MANIFEST), TODAY)


def shown(text: str, spans: tuple[Span, ...]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


def lines(hit: Hit) -> list[str]:
    """A hit as a reader sees it: title, then the number of each turn with its snippet."""
    turns = [f"{turn.turn.n}: {shown(turn.snippet, turn.spans)}" for turn in hit.turns]
    return [shown(hit.statement.title, hit.title_spans), *turns]


def found(results: Results) -> list[StatementId]:
    return [hit.statement.id for hit in results.hits]


def test_a_hit_shows_its_best_turns_with_their_words_marked(searcher: Searcher) -> None:
    (hit,) = searcher.search(Request('grain "will not"')).hits
    assert lines(hit) == [
        "Talks on [grain]",
        "2: We [will not] raise the tax. [Grain] is dear.",
    ]
    assert hit.link == "/s/en-1?q=grain+%22will+not%22"
    assert hit.turns[0].id == "en-1/2"
    assert Part.TITLE in hit.matched_in


def test_turns_of_common_words_alone_yield_to_those_that_hold_the_others(
    searcher: Searcher,
) -> None:
    hit = searcher.search(Request("the grain")).hits[0]
    assert [one.turn.n for one in hit.turns] == [2]
    assert [one.turn.n for one in searcher.search(Request("the")).hits[0].turns]


def test_the_words_of_a_speaker_are_marked_in_that_speakers_turns_only(searcher: Searcher) -> None:
    (hit,) = searcher.search(Request("speaker:Tarn tax")).hits
    assert lines(hit) == ["Talks on grain", "2: We will not raise the [tax]. Grain is dear."]
    (hit,) = searcher.search(Request("tax", speaker=("tarn",))).hits
    assert lines(hit) == ["Talks on grain", "2: We will not raise the [tax]. Grain is dear."]


def test_an_almost_match_names_what_it_lacks_as_it_was_written(searcher: Searcher) -> None:
    results = searcher.search(Request("taxes Fishes zebras"))
    assert results.total.statements == 0
    assert results.total.partial == 1
    assert [hit.missing for hit in results.hits] == [("zebras",)]


def test_a_page_beyond_the_end_is_empty_and_no_error(searcher: Searcher) -> None:
    results = searcher.search(Request("tax", limit=1, page=9))
    assert results.hits == ()
    assert (results.page, results.pages, results.total.statements) == (9, 2, 2)
    assert found(searcher.search(Request("tax", limit=1, page=2))) != found(
        searcher.search(Request("tax", limit=1, page=1))
    )


def test_what_was_dropped_anywhere_is_told_once(searcher: Searcher) -> None:
    results = searcher.search(Request("tax ("), ["from='abc' is not a day", "x", "x"])
    assert results.dropped == (
        "from='abc' is not a day",
        "x",
        "A bracket without its partner was taken literally.",
    )


def test_the_query_is_said_back_with_the_names_of_the_choices(searcher: Searcher) -> None:
    results = searcher.search(Request("tax", speaker=("tarn",)))
    assert results.understood == "any form of “tax”, said by Ilda Tarn"


def test_an_empty_query_lists_the_newest(searcher: Searcher) -> None:
    results = searcher.search(Request())
    assert found(results) == ["en-2", "en-1"]
    assert results.understood == "all statements"
    assert results.suggestion is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("budgett", "budget"), ("budget", None), ("grain AND budget", None), ("zzzzzzz", None)],
)
def test_a_query_that_finds_nothing_offers_one_that_does(
    searcher: Searcher, typed: str, meant: str | None
) -> None:
    assert searcher.search(Request(typed)).suggestion == meant


SPELT = tuple(
    Statement(
        StatementId(f"{lang}-{number}"),
        lang,
        "Harvest",
        (said(1, speaker, text, person="tarn"),),
        number,
        date=date(2012, 5, 7),
    )
    for number, lang, speaker, text in (
        *((n, "en", "Ilda Tarn", "The tax on grain.") for n in range(1, 41)),
        (41, "en", "Ilda Tarn", "The graim is dear."),
        (42, "ru", "Ильда Тарн", "Налог на зерно."),
    )
)

MEANT = (
    # few: what stands in one place only, beside what stands in many
    (Request("graim"), "grain"),
    (Request('"graim"'), None),
    (Request("graim tax"), "grain tax"),
    (Request("graim dear"), None),  # the other would find nothing more
    # under the same choices
    (Request("Tarn", lang=("ru",)), "Тарн"),
    (Request("Тарн", lang=("en",)), "Tarn"),
    (Request("Tarn", lang=("en",)), None),
    (Request("graim", lang=("ru",)), None),
    (Request("graib", since=date(2013, 1, 1)), None),
    (Request("graib", until=date(2013, 1, 1)), "grain"),
    (Request("speaker:Trn"), None),
    (Request("speaker:Ildda"), "speaker:Ilda"),
    # typed with the other keyboard
    (Request("yfkju"), "налог"),
    (Request("пкфшт ефч"), "grain tax"),
)


@pytest.mark.parametrize(("request_", "meant"), MEANT)
def test_what_was_meant_is_looked_for_under_the_same_choices(
    request_: Request, meant: str | None
) -> None:
    searcher = Searcher(ReferenceEngine(SPELT, MANIFEST), TODAY)
    assert searcher.search(request_).suggestion == meant


def test_a_word_found_in_other_forms_alone_offers_its_neighbour_that_finds_much() -> None:
    held = [
        replace(
            SPELT[0], id=StatementId(f"ru-{n}"), number=n, lang="ru", turns=(said(1, "А", text),)
        )
        for n, text in enumerate((*3 * ("Много путей.",), *9 * ("Путин здесь.",), "Рыба."), start=1)
    ]

    def suggestion(held: list[Statement], q: str) -> str | None:
        results = Searcher(ReferenceEngine(held, MANIFEST), TODAY).search(Request(q))
        return results.suggestion

    assert suggestion(held, "Путен") is None, "9 are not more than three times 3"
    assert suggestion(held[1:], "Путен") == "Путин"
    assert suggestion(held, "Путей") is None, "it is written so"


def test_everything_said_of_a_query_is_in_the_language_asked_for() -> None:
    russian = Searcher(ReferenceEngine([GRAIN, BUDGET], MANIFEST), TODAY, "ru")
    results = russian.search(Request("tax* (", year=("2012",)))
    assert results.understood == "слова, которые начинаются с «tax», год: 2012"
    assert results.dropped == ("Непарная скобка прочитана как обычный знак.",)


def test_a_query_that_is_too_long_is_cut_in_everything_that_carries_it(searcher: Searcher) -> None:
    results = searcher.search(Request("tax " * 5_000))
    assert len(results.query) <= MOST_CHARS
    assert len(results.hits[0].link) < MOST_CHARS + 50
    assert [sentence[:24] for sentence in results.dropped[:1]] == ["The query is longer than"]
    opened = searcher.open(StatementId("en-1"), "tax " * 5_000)
    assert opened.total == 2


def test_last_year_is_counted_from_the_day_given(searcher: Searcher) -> None:
    results = searcher.search(Request("date:last year"))
    assert results.understood == "in 2019"
    assert results.hits == ()


def test_all_full_matches_are_listed_whatever_the_page(searcher: Searcher) -> None:
    assert searcher.matching(Request("tax", limit=1, page=2)) == ("en-2", "en-1")
    assert searcher.matching(Request("tax zebras grain")) == ()


def test_a_statement_opens_with_the_words_of_the_query_marked(searcher: Searcher) -> None:
    opened = searcher.open(StatementId("en-1"), 'fish "will not" minister')
    assert opened.statement == with_version(GRAIN)
    assert opened.title_spans == opened.lead_spans == ()
    assert opened.spans == {(1, 0): ((13, 17),), (2, 0): ((3, 11),), (4, 0): ((11, 15),)}
    assert opened.label_spans == {2: ((0, 8),), 4: ((0, 8),)}
    assert opened.total == 5
    assert searcher.open(StatementId("en-1")).total == 0


def test_a_text_without_a_name_is_given_one_for_all_the_links_of_its_page(
    searcher: Searcher,
) -> None:
    bare = replace(GRAIN, version="")
    assert searcher.mark(bare).statement.version == text_version(bare)
    named = replace(bare, version="0123456789ab")
    assert searcher.mark(named).statement is named


def test_an_id_that_names_nothing_is_not_found(searcher: Searcher) -> None:
    with pytest.raises(NotFound, match="en-999"):
        searcher.open(StatementId("en-999"))


def test_every_turn_comes_when_it_is_asked_for(searcher: Searcher) -> None:
    by_default = searcher.search(Request("tax OR talks"), turns_per_hit=1)
    everything = searcher.search(Request("tax OR talks"), turns_per_hit=99)
    assert [len(hit.turns) for hit in by_default.hits] == [1, 1]
    assert sorted(len(hit.turns) for hit in everything.hits) == [1, 3]


def test_a_query_is_read_once_however_often_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = ReferenceEngine([GRAIN, BUDGET], MANIFEST)
    read: list[str] = []

    def counted(q: str, today: date | None) -> Parsed:
        read.append(q)
        return parse(q, today)

    monkeypatch.setattr("search.answers.question.parse", counted)
    searcher, request = Searcher(engine, TODAY), Request("tax* grain")
    assert searcher.search(request).total.statements == searcher.count(request) == 1
    assert searcher.matching(request) == (GRAIN.id,)
    assert searcher.marks_any(request)
    assert [turn.n for some in searcher.marked_turns(request) for turn in some.turns] == [2, 4]
    assert searcher.open(GRAIN.id, request.q).total
    assert read.count(request.q) == 1


def test_the_words_of_an_index_are_read_only_where_a_pattern_stands_for_some() -> None:
    engine = ReferenceEngine([GRAIN, BUDGET], MANIFEST)
    asked: list[str] = []

    def lexicon() -> Lexicon:
        asked.append("lexicon")
        return engine.lexicon()

    assert Question.read("grain -tax", TODAY, lexicon).tree == And(
        [Term("text", "grain"), Not(Term("text", "tax"))]
    )
    assert asked == []
    assert Question.read("gra*", TODAY, lexicon).tree == Term("exact", "grain")
    assert asked == ["lexicon"]
