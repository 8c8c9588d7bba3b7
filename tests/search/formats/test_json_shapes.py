"""The JSON others rely on: keys may come, none may go; a statement comes back from its shape."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from search.formats.json_shapes import (
    manifest_shape,
    results_shape,
    saved_shape,
    speaker_shape,
    statement_from,
    statement_shape,
)
from search.records import (
    Coverage,
    Evidence,
    FacetValue,
    Form,
    Hit,
    Manifest,
    Mark,
    MarkKind,
    Part,
    Removed,
    Results,
    Role,
    SpeakerRow,
    Statement,
    StatementId,
    Total,
    Turn,
    TurnHit,
    TurnKind,
)
from search.store.saved_queries import SavedQuery

TURN = Turn(
    2,
    ("We will not.",),
    TurnKind.SPEECH,
    Evidence.LABEL,
    label="Minister Ilda Tarn (retranslated)",
    speaker="Ilda Tarn",
    person="ilda-tarn",
    role="Minister",
    qualifiers=("retranslated",),
    marks=(Mark(0, MarkKind.ABRIDGED, "<…>"),),
)
STATEMENT = Statement(
    id=StatementId("en-1"),
    lang="en",
    title="Talks",
    turns=(TURN,),
    number=1,
    date=date(2012, 5, 7),
    time="17:00",
    removed=(Removed("pull quote", "We will not.", repeats=True),),
    abridged=True,
)
MANIFEST = Manifest("g", 1, "t", "e", "now", Coverage(1, 1, None, None, 0, 0, 0, {"en": 1}))
HIT = Hit(
    statement=STATEMENT,
    link="/s/en-1",
    score=1.23456789,
    title_spans=((0, 5),),
    matched_in=(Part.TITLE,),
    missing=("zebra",),
    turns=(TurnHit(STATEMENT.turn_id(TURN), TURN, "We will not.", ((3, 11),)),),
)
RESULTS = Results(
    query="talks",
    understood="any form of “talks”",
    dropped=("x",),
    total=Total(0, 0, 1),
    page=1,
    pages=1,
    hits=(HIT,),
    facets={"year": (FacetValue("2012", "2012", 1),)},
    suggestion=None,
    manifest=MANIFEST,
)

STATEMENT_KEYS = (
    "id lang number url title date event_date time place lead sections topics persons geography"
    " updated abridged turns removed"
)
TURN_KEYS = "n label speaker person role role_inferred qualifiers kind evidence paragraphs marks"
RESULT_KEYS = "query understood dropped total page pages results facets suggestion index"
HIT_KEYS = (
    "id lang title title_spans date time place url link score abridged matched_in missing turns"
)
TURN_HIT_KEYS = "id speaker person role role_inferred kind evidence qualifiers snippet spans"


def has(shape: dict[str, object], keys: str) -> bool:
    return set(keys.split()) <= set(shape)


def test_a_statement_has_the_keys_others_rely_on() -> None:
    shape = statement_shape(STATEMENT)
    assert has(shape, STATEMENT_KEYS)
    assert has(shape["turns"][0], TURN_KEYS)
    assert set(shape["turns"][0]["marks"][0]) >= {"after", "kind", "text"}
    assert set(shape["removed"][0]) >= {"rule", "text", "repeats"}
    assert (shape["date"], shape["time"], shape["url"]) == ("2012-05-07", "17:00", None)


def test_results_have_the_keys_others_rely_on() -> None:
    shape = results_shape(RESULTS)
    assert has(shape, RESULT_KEYS)
    assert set(shape["total"]) >= {"statements", "turns", "partial"}
    assert set(shape["index"]) >= {"generation", "statements"}
    (hit,) = shape["results"]
    assert has(hit, HIT_KEYS)
    assert (hit["score"], hit["title_spans"], hit["matched_in"]) == (1.234568, [[0, 5]], ["title"])
    (turn,) = hit["turns"]
    assert has(turn, TURN_HIT_KEYS)
    assert (turn["id"], turn["spans"], turn["cut"]) == ("en-1/2", [[3, 11]], [False, False])
    assert shape["facets"]["year"] == [{"value": "2012", "label": "2012", "count": 1}]


def test_everything_printed_as_json_is_json() -> None:
    row = SpeakerRow(None, "Tarn", (("Tarn", 1),), (Role("Minister", None, None, 1),), 1, 1)
    saved = SavedQuery("grain", "q=grain", 1, "g", "now", (StatementId("en-1"),))
    shapes = (
        statement_shape(STATEMENT),
        results_shape(RESULTS),
        manifest_shape(MANIFEST),
        speaker_shape(row),
        saved_shape(saved, [StatementId("en-2")]),
        saved_shape(saved, None),
    )
    assert all(json.loads(json.dumps(shape)) == shape for shape in shapes)


TEXT = st.text(max_size=5)
SOME = st.none() | TEXT
TURNS = st.builds(
    Turn,
    n=st.integers(1, 9),
    paragraphs=st.lists(TEXT).map(tuple),
    kind=st.sampled_from(TurnKind),
    evidence=st.sampled_from(Evidence),
    label=SOME,
    speaker=SOME,
    person=SOME,
    role=SOME,
    role_inferred=SOME,
    qualifiers=st.lists(TEXT).map(tuple),
    marks=st.lists(st.builds(Mark, st.integers(-1, 3), st.sampled_from(MarkKind), TEXT)).map(tuple),
)
STATEMENTS = st.builds(
    Statement,
    id=TEXT.map(StatementId),
    lang=TEXT,
    title=TEXT,
    turns=st.lists(TURNS, max_size=2).map(tuple),
    number=st.none() | st.integers(),
    url=SOME,
    date=st.none() | st.dates(),
    event_date=st.none() | st.dates(),
    time=SOME,
    place=SOME,
    lead=SOME,
    sections=st.lists(TEXT, max_size=2).map(tuple),
    topics=st.lists(TEXT, max_size=2).map(tuple),
    persons=st.lists(TEXT, max_size=2).map(tuple),
    geography=st.lists(TEXT, max_size=2).map(tuple),
    updated=st.none() | st.dates(),
    form=st.sampled_from(Form),
    abridged=st.booleans(),
    removed=st.lists(st.builds(Removed, TEXT, TEXT, st.none() | st.booleans()), max_size=2).map(
        tuple
    ),
)


@given(STATEMENTS)
def test_a_statement_comes_back_from_its_shape(statement: Statement) -> None:
    assert statement_from(json.loads(json.dumps(statement_shape(statement)))) == statement
