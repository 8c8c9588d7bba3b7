"""The JSON others rely on: keys may come, none may go."""

from __future__ import annotations

import json
from datetime import date

from search.engines.manifest import manifest_shape
from search.formats.json_shapes import (
    results_shape,
    saved_shape,
    speaker_shape,
)
from search.records import (
    Coverage,
    Evidence,
    FacetValue,
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
from search.statement_json import statement_shape
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

RESULT_KEYS = "query understood dropped total page pages results facets suggestion index"
HIT_KEYS = (
    "id lang title title_spans date time place url link score abridged matched_in missing turns"
)
TURN_HIT_KEYS = "id speaker person role role_inferred kind evidence qualifiers snippet spans"


def has(shape: dict[str, object], keys: str) -> bool:
    return set(keys.split()) <= set(shape)


def test_results_have_the_keys_others_rely_on() -> None:
    shape = results_shape(RESULTS)
    assert has(shape, RESULT_KEYS)
    assert set(shape["total"]) >= {"statements", "turns", "partial"}
    assert set(shape["index"]) >= {"generation", "statements"}
    assert shape["nearest"] is None
    assert results_shape(RESULTS, "", {"id": "en-1/2"})["nearest"] == {"id": "en-1/2"}
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
