"""What is typed → ways to go on, over the reference engine and over the real pages."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.tokenizer import words
from search.answers.searcher import Searcher
from search.engines import open_engine
from search.engines.reference import ReferenceEngine
from search.query.request import Request
from search.records import (
    Coverage,
    Evidence,
    Manifest,
    Statement,
    StatementId,
    Turn,
    TurnKind,
)
from search.settings import read_settings
from search.suggest.completions import (
    MOST_TYPED_CHARS,
    Completer,
    Completion,
    CompletionKind,
)
from search.suggest.per_generation import PerGeneration

if TYPE_CHECKING:
    from pathlib import Path


def said(speaker: str, words: str, person: str | None = None) -> Turn:
    return Turn(1, (words,), TurnKind.SPEECH, Evidence.LABEL, speaker, speaker, person)


def statement(number: int, title: str, turn: Turn, lang: str = "en") -> Statement:
    day = date(2012, 5, number)
    return Statement(StatementId(f"{lang}-{number}"), lang, title, (turn,), number, date=day)


STATEMENTS = (
    statement(1, "Talks on grain", said("Ilda Tarn", "Prices, prices of grain.", "tarn")),
    statement(2, "Talks on fish", said("Ilda Tarn", "Private prices; the prince.", "tarn")),
    statement(3, "Talks on grain", said("Bo Oskel", "We will not pay.", "oskel")),
    statement(4, "Meeting with Bo Oskel: “We will see”", said("Bo Oskel", "A price.", "oskel-2")),
    statement(5, "Встреча", said("Пиво", "Политика цен и цены.", None), "ru"),
)
COVERAGE = Coverage(5, 5, date(2012, 5, 1), date(2012, 5, 5), 0, 0, 0)
MANIFEST = Manifest("20200814T120000-s1", 1, "1", "reference", "2020-08-14T12:00:00", COVERAGE)
FORMS = {"tarn": ("Ильда Тарн",)}


@pytest.fixture(scope="module")
def completer() -> Completer:
    return Completer(ReferenceEngine(STATEMENTS, MANIFEST, FORMS))


def shown(completions: tuple[Completion, ...]) -> list[str]:
    return [f"{one.kind}: {one.query} ({one.count})" for one in completions]


COMPLETED = (
    # words: one form a stem, the most frequent first; the end is replaced, the rest stays
    ("pri", ["word: prices (2)", "word: prince (1)", "word: private (1)"]),
    ("the Pri", ["word: the Prices (2)", "word: the Prince (1)", "word: the Private (1)"]),
    ("-pri", ["word: -prices (2)", "word: -prince (1)", "word: -private (1)"]),
    ("price", []),
    ("pri ", []),
    ("", []),
    ("zzz", []),
    # between quotation marks: every form, and the quotation closed
    ('"pric', ['word: "prices" (2)', 'word: "price" (1)']),
    ("«цен", ["word: «цены» (1)"]),
    # speakers, by any form of the name; an identity where two share the name
    ("tar", ['speaker: speaker:"Ilda Tarn" (2)', "word: tarn (2)"]),
    ("grain Tar", ['speaker: grain speaker:"Ilda Tarn" (2)', "word: grain Tarn (2)"]),
    ("тар", ['speaker: speaker:"Ilda Tarn" (2)']),
    ("tarn il", ['speaker: speaker:"Ilda Tarn" (2)', "word: tarn ilda (2)"]),
    ("speaker:t", ['speaker: speaker:"Ilda Tarn" (2)']),
    ('grain speaker:"Ilda T', ['speaker: grain speaker:"Ilda Tarn" (2)']),
    ("-speaker:Tar", ['speaker: -speaker:"Ilda Tarn" (2)']),
    (
        "speaker:Bo Osk",
        [
            "speaker: speaker:oskel (1)",
            "speaker: speaker:oskel-2 (1)",
            "word: speaker:Bo Oskel (3)",
        ],
    ),
    ("speaker:пив", ["speaker: speaker:=Пиво (1)"]),
    ("place:Tar", []),
    # titles, those that read alike once
    ("talks on g", ["word: talks on grain (3)", 'title: title:"Talks on grain" (2)']),
    (
        'title:"Tal',
        [
            'title: title:"Talks on grain" (2)',
            'title: title:"Talks on fish" (1)',
            'word: title:"Talks" (3)',
        ],
    ),
    (
        "meeting wi",
        [
            "word: meeting will (2)",
            "word: meeting with (1)",
            'title: title:"Meeting with Bo Oskel: We will see" (1)',
        ],
    ),
    # on the wrong keyboard
    ("gjkb", ["word: политика (1)"]),
    ("зкшсу", []),
    ("ефк", ['speaker: speaker:"Ilda Tarn" (2)', "word: tarn (2)"]),
)


@pytest.mark.parametrize(("typed", "completed"), COMPLETED)
def test_what_is_typed_is_completed(completer: Completer, typed: str, completed: list[str]) -> None:
    found = shown(completer.complete(typed))
    assert found == completed


def test_a_title_leads_to_its_newest_statement_and_its_query_finds_it(
    completer: Completer,
) -> None:
    title = completer.complete("meeting with bo")[-1]
    assert (title.statement, title.text) == ("en-4", "Meeting with Bo Oskel: “We will see”")
    assert title.query == 'title:"Meeting with Bo Oskel: We will see"'


ALONE = re.compile(r'(?:speaker|title):(?:"[^"]*"|[\w=-]+)')  # nothing else was typed before
TYPED_SIGNS = st.sampled_from(
    [
        *("speaker:", "title:", "place:", '"', "«", "“", "(", "-", " ", "OR ", "=", ":", "\u0301"),
        *("tal", "Тар", "bo", "osk", "gjk", "pri", "1", "ёж", "I.", "meeting with"),
    ]
)


@given(st.lists(TYPED_SIGNS, max_size=8).map("".join) | st.text(max_size=30))
def test_nothing_typed_raises_and_what_names_a_speaker_or_title_finds_it(text: str) -> None:
    engine = ReferenceEngine(STATEMENTS, MANIFEST, FORMS)
    for one in Completer(engine).complete(text):
        if one.kind is not CompletionKind.WORD and ALONE.fullmatch(one.query):
            results = Searcher(engine).search(Request(one.query))
            assert results.dropped == (), one
            assert results.total.statements >= one.count, one


def test_no_more_come_than_are_asked_for(completer: Completer) -> None:
    assert len(completer.complete("t", most=2)) == 2
    assert completer.complete("t", most=0) == ()
    assert completer.complete("t" * (MOST_TYPED_CHARS + 1)) == ()


def test_a_new_generation_has_a_new_completer() -> None:
    completers = PerGeneration(Completer)
    engine = ReferenceEngine(STATEMENTS, MANIFEST)
    assert completers.get(engine) is completers.get(engine)
    newer = ReferenceEngine(STATEMENTS[:1], replace(MANIFEST, generation="20200815T120000-s1"))
    assert completers.get(newer).complete("fis") == ()
    assert completers.get(engine).complete("fis") != ()


TYPED = ("p", "the s", "в", "Put", "meeting with p", "telephone conversation with", "speaker:a")


@pytest.mark.corpus
@pytest.mark.parametrize("typed", TYPED)
def test_completions_on_real_pages_are_there(corpus_data: Path, typed: str) -> None:
    with closing(open_engine(read_settings({"data": corpus_data}, {}))) as engine:
        offered = Completer(engine).complete(typed)
        assert offered
        for one in offered:
            if one.kind is CompletionKind.WORD:
                assert engine.lexicon().count(words(one.query)[-1]), one
            else:
                assert Searcher(engine).search(Request(one.query)).total.statements, one
