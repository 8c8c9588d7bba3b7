"""What is marked is what was found: highlighting against the reference engine, on random texts."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from whoosh.query import Term

from search.answers.searcher import Searcher
from search.engine import Filters, Search
from search.engines.reference import ReferenceEngine
from search.query.expansion import expand
from search.query.parser import parse
from search.query.request import Request
from search.records import (
    Coverage,
    Evidence,
    Manifest,
    Mark,
    MarkKind,
    Statement,
    StatementId,
    Turn,
    TurnKind,
)

# So many turns are told that no word stands in most of them: such words count, and are not marked.
MANIFEST = Manifest("g", 1, "t", "e", "now", Coverage(3, 900, None, None, 0, 0, 0))
FORMS = {"tarn": ["Ilda Tarn", "Тарн"]}
WORDS = st.sampled_from(
    ["grain", "grains", "fish", "not", "will", "Tarn", "S-400", "мир", "мира", "d’Fish", "日本"]
)
TEXTS = st.lists(WORDS, max_size=6).map(" ".join)
VOICES = st.sampled_from(
    [
        {"kind": TurnKind.NARRATIVE, "evidence": Evidence.NONE},
        {"kind": TurnKind.SPEECH, "evidence": Evidence.LABEL, "speaker": "Oskel"},
        {
            "kind": TurnKind.SPEECH,
            "evidence": Evidence.LABEL,
            "speaker": "I.Tarn",
            "person": "tarn",
            "role": "Minister of Fish",
            "label": "Minister of Fish I.Tarn",
        },
    ]
)
TURNS = st.builds(
    lambda texts, voice, gap: Turn(
        1, tuple(texts), marks=(Mark(0, MarkKind.ABRIDGED, "<…>"),) * gap, **voice
    ),
    st.lists(TEXTS, min_size=1, max_size=3),
    VOICES,
    st.integers(0, 1),
)


@st.composite
def engines(draw: st.DrawFn) -> ReferenceEngine:
    statements = []
    for number in range(1, 4):
        turns, n = [], 1
        for turn in draw(st.lists(TURNS, max_size=3)):
            turns.append(Turn(n, turn.paragraphs, **{key: getattr(turn, key) for key in KEPT}))
            n += len(turn.paragraphs) + 1
        statements.append(
            Statement(
                StatementId(f"en-{number}"),
                "en",
                draw(TEXTS) or "Talks",
                tuple(turns),
                number=number,
                date=date(2012, 5, number),
                lead=draw(TEXTS) or None,
            )
        )
    return ReferenceEngine(statements, MANIFEST, FORMS)


KEPT = ("kind", "evidence", "label", "speaker", "person", "role", "marks")
QUERIES = st.lists(
    st.sampled_from(
        [
            *(
                "grain",
                "grains",
                '"grain"',
                '"will not"',
                '"grain fish"~3',
                "мир",
                "S-400",
                "gra*",
                "日本",
                "本",
            ),
            *("-fish", "OR", "(", ")", "AND", "title:fish", "speaker:Тарн", "speaker:Oskel"),
            *("-speaker:Tarn", "kind:speech", "role:minister", "speaker:(Tarn OR Oskel)"),
        ]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


@given(engines(), QUERIES)
def test_the_turns_that_count_are_the_turns_with_marks(engine: ReferenceEngine, q: str) -> None:
    searcher = Searcher(engine, date(2020, 8, 14))
    results = searcher.search(Request(q, limit=1_000), turns_per_hit=1_000)
    full = [hit for hit in results.hits if not hit.missing]
    marked = 0
    for hit in full:
        opened = searcher.open(hit.statement.id, q)
        turns = {turn for turn, _ in opened.spans}
        marked += len(turns)
        if turns:
            assert {turn.turn.n for turn in hit.turns} == turns
            assert all(turn.spans for turn in hit.turns)
        assert ("title" in hit.matched_in) == bool(opened.title_spans)
        assert ("lead" in hit.matched_in) == bool(opened.lead_spans)
        assert ("labels" in hit.matched_in) == bool(opened.label_spans)
    if any(turn.spans for hit in full for turn in hit.turns):
        assert marked == results.total.turns


@given(engines(), st.sampled_from(["Tarn", "Тарн", "tarn", "I.Tarn", "Oskel", "Ilda", "nobody"]))
def test_a_name_marks_the_turns_the_engine_finds_by_it(engine: ReferenceEngine, name: str) -> None:
    searcher = Searcher(engine)
    found = engine.search(
        Search(Term("speaker", name), Filters(), limit=1_000, turns_per_hit=1_000, facets=())
    )
    said = {(one.statement.id, turn.n) for one in found.found for turn in one.turns}
    condition, _ = expand(parse(f'speaker:"{name}"').tree, engine.lexicon())
    every = [engine.statement(StatementId(f"en-{number}")) for number in range(1, 4)]
    assert said == {
        (one.id, turn.n)
        for one in every
        for turn in one.turns
        if searcher.conditions.fulfil(condition, turn)
    }
