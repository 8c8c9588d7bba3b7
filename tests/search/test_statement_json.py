"""A statement's JSON: keys may come, none may go; a statement comes back from its shape."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.records import (
    Evidence,
    Form,
    Mark,
    MarkKind,
    Removed,
    Statement,
    StatementId,
    Turn,
    TurnKind,
)
from search.save_warnings import SaveWarning, WarningCode
from search.statement_json import statement_from, statement_read, statement_shape

MOMENT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
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
    warnings=("page 2 of the document was not saved",),
    warning_codes=(SaveWarning(WarningCode.PAGE_MISSING, {"page": 2}),),
)

STATEMENT_KEYS = (
    "id lang number url title date event_date time place lead sections topics persons geography"
    " updated abridged turns removed warnings warning_codes version"
)
TURN_KEYS = (
    "n label speaker person role role_inferred qualifiers kind evidence paragraphs marks ordinals"
)


def has(shape: dict[str, object], keys: str) -> bool:
    return set(keys.split()) <= set(shape)


def test_a_statement_has_the_keys_others_rely_on() -> None:
    shape = statement_shape(STATEMENT)
    assert has(shape, STATEMENT_KEYS)
    assert has(shape["turns"][0], TURN_KEYS)
    assert set(shape["turns"][0]["marks"][0]) >= {"after", "kind", "text"}
    assert set(shape["removed"][0]) >= {"rule", "text", "repeats"}
    assert (shape["date"], shape["time"], shape["url"]) == ("2012-05-07", "17:00", None)


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
WARNINGS = st.builds(
    SaveWarning,
    st.sampled_from([code.value for code in WarningCode]) | TEXT,
    st.dictionaries(TEXT, st.integers() | TEXT, max_size=2),
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
    warnings=st.lists(TEXT, max_size=2).map(tuple),
    warning_codes=st.lists(WARNINGS, max_size=2).map(tuple),
)


@given(STATEMENTS)
def test_a_statement_comes_back_from_its_shape(statement: Statement) -> None:
    text = json.dumps(statement_shape(statement))
    assert statement_from(json.loads(text)) == statement
    assert statement_read(text) == statement
    assert statement_read(text, MOMENT) == replace(statement, indexed=MOMENT)


def test_a_warning_is_an_english_sentence_with_a_code_and_values_beside_it() -> None:
    shape = statement_shape(STATEMENT)
    assert shape["warnings"] == ["page 2 of the document was not saved"]
    assert shape["warning_codes"] == [{"code": "page_missing", "values": {"page": 2}}]


def test_a_statement_stored_before_warnings_had_codes_still_reads() -> None:
    shape = statement_shape(STATEMENT)
    del shape["warning_codes"]
    statement = statement_from(shape)
    assert statement_read(json.dumps(shape)) == statement
    assert statement.warnings == STATEMENT.warnings
    assert statement.warning_codes == (SaveWarning(WarningCode.UNKNOWN),)


@pytest.mark.parametrize("code", [code for code in WarningCode if code != WarningCode.UNKNOWN])
def test_every_code_of_a_warning_has_its_sentence(code: WarningCode) -> None:
    values = {"count": 3, "page": 2, "charset": "utf-8"}
    assert SaveWarning(code, values).sentence
