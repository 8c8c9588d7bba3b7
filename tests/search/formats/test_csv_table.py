"""Results as rows for a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.formats.csv_table import COLUMNS, guard, write_table
from search.records import (
    Coverage,
    Evidence,
    Hit,
    Manifest,
    Part,
    Results,
    Statement,
    StatementId,
    Total,
    Turn,
    TurnHit,
    TurnKind,
)

MANIFEST = Manifest("g", 1, "t", "e", "now", Coverage(1, 1, None, None, 0, 0, 0))


def table(*hits: Hit) -> tuple[list[dict[str, str]], int]:
    written = io.StringIO()
    results = Results("q", "q", (), Total(1, 1), 1, 1, hits, {}, None, MANIFEST)
    guarded = write_table(results, written)
    return list(csv.DictReader(io.StringIO(written.getvalue()))), guarded


def hit(title: str, text: str | None, missing: tuple[str, ...] = ()) -> Hit:
    turn = Turn(1, (text or "",), TurnKind.SPEECH, Evidence.LABEL, speaker="Ilda Tarn")
    statement = Statement(StatementId("en-1"), "en", title, (turn,), number=1)
    found = () if text is None else (TurnHit(statement.turn_id(turn), turn, text, (), True),)
    return Hit(statement, "/s/en-1", 1.0, (), (Part.TITLE,), missing, found)


def test_a_statement_without_turns_has_a_row_too_and_an_almost_match_none() -> None:
    rows, guarded = table(hit("Talks", None), hit("Talks", "no", missing=("fish",)))
    assert guarded == 0
    assert len(rows) == 1
    assert (rows[0]["id"], rows[0]["speaker"], rows[0]["link"]) == ("en-1", "", "/s/en-1")


def test_an_empty_table_has_its_heading() -> None:
    written = io.StringIO()
    write_table(Results("", "", (), Total(0, 0), 1, 0, (), {}, None, MANIFEST), written)
    assert written.getvalue() == ",".join(COLUMNS) + "\n"


@pytest.mark.parametrize(
    ("cell", "becomes"),
    [("=1+1", "'=1+1"), ("-5", "'-5"), ("@a", "'@a"), ("– no", "– no"), ("a=b", "a=b"), ("", "")],
)
def test_only_what_a_spreadsheet_would_run_is_guarded(cell: str, becomes: str) -> None:
    assert guard(cell) == becomes


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\u202e", "\ufeff", "\u00ad", "\u2066 ", "\x08", "\x1f"]
)
def test_a_formula_behind_signs_that_nobody_sees_is_guarded(unseen: str) -> None:
    assert guard(f"{unseen}=1+1") == f"'{unseen}=1+1"
    assert guard(f"{unseen}1+1") == f"{unseen}1+1"


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\0"), min_size=1))
def test_every_text_comes_back_from_the_table(text: str) -> None:
    rows, guarded = table(hit(text, text))
    assert rows[0]["title"].removeprefix("'" if guarded else "") == text
    assert rows[0]["text"] == f"[…] {text}"
