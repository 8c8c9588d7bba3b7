"""Random small corpora × random questions: the engine in earnest answers as the reference does."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from whoosh.query import And, Every, Not, NullQuery, Or, Phrase, Term, TermRange

from search.analysis.tokenizer import stem
from search.engine import ContextWord, Filters, Search, Sort
from search.records import (
    Evidence,
    Mark,
    MarkKind,
    Statement,
    StatementId,
    Turn,
    TurnKind,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engine import Hits, SearchEngine

PRINTED = (
    "peace",
    "treaty",
    "treaties",
    "grain",
    "not",
    "мир",
    "миру",
    "d’Ivory",
    "日本語",
    "日本",
)
WORDS = (*PRINTED[:7], "d'ivory", "ivory", "日本", "本語", "本", "語")
NAMES = ("Anna Berg", "A. Berg", "ANNA BERG", "Ivan Petrov", "Boris Petrov", "Анна Берг")
PEOPLE = (None, "anna-berg", "ivan-petrov")
ROLES = (None, "President of Norland", "Prime Minister", "PRIME MINISTER", "Minister")
PLACES = (None, "Norland", "Port Norland", "port norland", "Sund")
DAYS = (None, date(2011, 5, 1), date(2012, 5, 7), date(2012, 12, 31))
TOPICS = ("Foreign policy", "Grain", "foreign policy")
FORMS = {"anna-berg": ["Annushka", "Анна Берг"], "nobody": ["No One"]}

SOME = Random(1)  # whole texts are drawn at once: hypothesis bounds what one example may draw
TEXTS = ("", *(" ".join(SOME.choices(PRINTED, k=SOME.randint(1, 6))) for _ in range(60)))

texts = st.sampled_from(TEXTS)


@st.composite
def turns(draw: st.DrawFn) -> Turn:
    paragraphs = tuple(draw(st.lists(texts, min_size=1, max_size=3)))
    speaker = draw(st.sampled_from((None, *NAMES)))
    after = draw(st.sampled_from(((), (), (), (0,), (1,), (-1, 1), (0, 2))))
    return Turn(
        n=1,
        paragraphs=paragraphs,
        kind=draw(st.sampled_from(TurnKind)),
        evidence=draw(st.sampled_from([Evidence.LABEL, Evidence.PAGE, Evidence.NONE])),
        label=draw(st.sampled_from((None, speaker, "Peace envoy"))),
        speaker=speaker,
        person=draw(st.sampled_from(PEOPLE)) if speaker else None,
        role=draw(st.sampled_from(ROLES)),
        role_inferred=draw(st.sampled_from(ROLES)),
        marks=tuple(Mark(one, MarkKind.ABRIDGED, "<…>") for one in after),
    )


@st.composite
def statements(draw: st.DrawFn) -> tuple[Statement, ...]:
    found = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        placed, n = [], 1
        for turn in draw(st.lists(turns(), max_size=4)):
            placed.append(replace(turn, n=n))
            n += len(turn.paragraphs)
        lang = draw(st.sampled_from(("en", "ru")))
        found.append(
            Statement(
                id=StatementId(f"{lang}-{number}"),
                lang=lang,
                title=draw(texts),
                turns=tuple(placed),
                number=draw(st.sampled_from((None, number, 7))),
                date=draw(st.sampled_from(DAYS)),
                time=draw(st.sampled_from((None, "09:00", "17:30"))),
                place=draw(st.sampled_from(PLACES)),
                lead=draw(st.none() | texts),
                sections=draw(st.sampled_from(((), ("News",), ("Trips", "News", "News")))),
                topics=draw(st.sampled_from(((), TOPICS[:1], TOPICS[1:], TOPICS))),
            )
        )
    return tuple(found)


stems = st.sampled_from(WORDS).map(stem)
names = st.sampled_from(
    ("berg", "anna", "petrov ivan", "берг", "=Anna Berg", "anna-berg", "=anna berg", "x", "anNa")
)
terms = st.one_of(
    st.builds(Term, st.just("text"), stems),
    st.builds(Term, st.just("exact"), st.sampled_from(WORDS)),
    st.builds(Term, st.just("title"), stems),
    st.builds(Term, st.just("title_exact"), st.sampled_from(WORDS)),
)
words = st.one_of(
    terms,
    terms,
    st.builds(
        Phrase,
        st.just("text"),
        st.lists(stems, min_size=1, max_size=3),
        slop=st.sampled_from((1, 1, 2, 4)),
    ),
    st.builds(
        Phrase,
        st.just("exact"),
        st.lists(st.sampled_from(WORDS), min_size=2, max_size=3),
        slop=st.sampled_from((1, 3)),
    ),
)
turn_fields = st.one_of(
    st.builds(Term, st.just("speaker"), names),
    st.builds(Phrase, st.just("speaker"), st.just(["berg", "anna"])),
    st.builds(Term, st.just("person"), names),
    st.builds(Term, st.just("role"), st.sampled_from(("minister", "=prime minister", "of"))),
    st.builds(Term, st.just("kind"), st.sampled_from([str(kind) for kind in TurnKind])),
    st.builds(Term, st.just("evidence"), st.sampled_from(("label", "page", "none"))),
)
statement_fields = st.one_of(
    st.builds(Term, st.just("place"), st.sampled_from(("norland", "=Port Norland", "sund"))),
    st.builds(Term, st.just("topic"), st.sampled_from(("policy", "=Foreign policy", "grain"))),
    st.builds(Term, st.just("section"), st.sampled_from(("news", "=Trips"))),
    st.builds(Term, st.just("lang"), st.sampled_from(("en", "ru", "EN"))),
    st.builds(Term, st.just("year"), st.sampled_from(("2012", "1999"))),
    st.builds(
        TermRange,
        st.just("date"),
        st.sampled_from((None, "2012-05-07")),
        st.sampled_from((None, "2012-05-07", "2012-12-30")),
        startexcl=st.booleans(),
        endexcl=st.booleans(),
    ),
)
leaves = st.one_of(
    words, words, turn_fields, statement_fields, st.just(Every()), st.just(NullQuery)
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(And),
        st.lists(inner, min_size=1, max_size=3).map(Or),
        inner.map(Not),
    ),
    max_leaves=7,
)
filters = st.builds(
    Filters,
    st.fixed_dictionaries(
        {},
        optional={
            "speaker": st.lists(names, min_size=1, max_size=2).map(tuple),
            "role": st.sampled_from((("=Prime Minister",), ("minister", "=President of Norland"))),
            "kind": st.sampled_from((("speech",), ("speech", "narrative"))),
            "evidence": st.just(("label",)),
            "year": st.sampled_from((("2012",), ("2011", "2012"))),
            "place": st.sampled_from((("norland",), ("=Sund", "=Port Norland"))),
            "topic": st.just(("=Foreign policy",)),
            "section": st.just(("News",)),
            "lang": st.just(("en",)),
        },
    ),
    st.sampled_from((None, None, date(2012, 5, 7))),
    st.sampled_from((None, None, date(2012, 5, 7))),
)


def answered(plain: tuple[Term, ...]) -> st.SearchStrategy[tuple[ContextWord, ...]]:
    """Some of the plain words as what date or place of a statement may answer."""
    word = st.builds(
        ContextWord,
        st.sampled_from(plain),
        st.sampled_from(("norland", "sund", "2012", "")),
        st.sampled_from((None, None, 2012)),
        st.sampled_from((None, 5)),
    )
    return st.lists(word, max_size=2, unique_by=lambda one: one.leaf).map(tuple)


@st.composite
def searches(draw: st.DrawFn) -> Search:
    plain = tuple(draw(st.lists(terms, max_size=draw(st.sampled_from((4, 9))))))
    required = draw(st.none() | trees)
    almost = draw(st.booleans())
    tree = draw(trees)
    asked = almost and bool(plain)
    if asked:
        tree = And([*([required] if required is not None else []), *plain])
    return Search(
        tree=tree,
        filters=draw(filters),
        sort=draw(st.sampled_from(Sort)),
        offset=draw(st.sampled_from((0, 0, 2))),
        limit=draw(st.sampled_from((20, 2))),
        plain=plain if almost else (),
        required=required if almost else None,
        by_passage=asked and required is None and draw(st.booleans()),
        weightless=tuple(draw(st.lists(st.sampled_from(plain), max_size=2))) if asked else (),
        context=draw(answered(plain)) if asked else (),
    )


def shown(hits: Hits) -> dict[str, Any]:
    """An answer, in what two engines must agree on; scores are compared apart."""
    return {
        "total": hits.total,
        "found": [
            (
                one.statement,
                one.turns,
                one.matched_in,
                one.matching_turns,
                one.missing,
            )
            for one in hits.found
        ],
        "facets": dict(hits.facets),
    }


def agree(one: SearchEngine, other: SearchEngine, search: Search) -> None:
    mine, theirs = one.search(search), other.search(search)
    expected = shown(theirs)
    for part, value in shown(mine).items():
        assert value == expected[part], (part, search)
    scores = [hit.score for hit in mine.found]
    assert scores == pytest.approx([hit.score for hit in theirs.found]), search


@settings(
    max_examples=30 if os.environ.get("ONRECORD_OPENSEARCH_HOSTS") else 80,  # 2 s each on a cluster
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking builds indexes for minutes
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(corpus=statements(), asked=st.lists(searches(), min_size=1, max_size=5))
def test_every_engine_answers_as_the_reference_does(
    build_reference: Callable[..., SearchEngine],
    build_anew: Callable[..., SearchEngine],
    corpus: tuple[Statement, ...],
    asked: list[Search],
) -> None:
    reference, engine = build_reference(*corpus, forms=FORMS), build_anew(*corpus, forms=FORMS)
    for search in asked:
        agree(engine, reference, search)
    assert list(engine.lexicon()) == list(reference.lexicon())
    assert engine.speakers() == reference.speakers()
    assert engine.newest(3) == reference.newest(3)
    assert list(engine.titles()) == list(reference.titles())
    assert engine.statements(7) == reference.statements(7)
    assert [engine.statement(one.id) for one in corpus] == list(corpus)
