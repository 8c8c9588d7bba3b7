"""The real table of 408 releases: every form of it gives the same rows, read as what they are."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from index.tables.columns import guess_columns
from index.tables.row import TableRow
from index.tables.row_statement import row_statement
from index.tables.table import open_table
from search.records import Evidence, TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from search.records import Statement

    Cells = Sequence[Mapping[str, str]]

pytestmark = pytest.mark.corpus

NAME: Final = "press-2021-2022.csv"
ROWS: Final = 408
RENAMED: Final = {
    "link": "source",
    "headline": "Title",
    "date": "speech_date",
    "location": "place",
    "summary": "lead",
    "body": "full text",
}


@pytest.fixture(scope="module")
def path() -> Path:
    found = Path(os.environ["ONRECORD_CORPUS"]) / NAME
    assert found.is_file(), f"the corpus lacks {NAME}"
    return found


@pytest.fixture(scope="module")
def cells(path: Path) -> Cells:
    """The table as the csv module alone reads it."""
    csv.field_size_limit(10_000_000)
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def statements(path: Path) -> list[Statement]:
    return read(path)


def read(path: Path) -> list[Statement]:
    table = open_table(path)
    guess = guess_columns(table, {})
    return [row_statement(row, guess) for row in table.rows() if isinstance(row, TableRow)]


def test_every_row_is_the_statement_its_link_names(
    statements: list[Statement], cells: Cells
) -> None:
    assert len(statements) == len(cells) == ROWS
    numbers = [int(re.findall(r"/(\d+)$", row["link"])[0]) for row in cells]
    assert [one.number for one in statements] == numbers
    assert [one.id for one in statements] == [f"en-{number}" for number in numbers]
    assert len({one.id for one in statements}) == ROWS
    assert {one.publisher for one in statements} == {None}


def test_titles_days_hours_and_places_are_the_printed_ones(
    statements: list[Statement], cells: Cells
) -> None:
    assert [one.title for one in statements] == [" ".join(row["headline"].split()) for row in cells]
    assert [f"{one.date}T{one.time}:00Z" for one in statements] == [row["date"] for row in cells]
    places = [None if row["location"] == "NA" else row["location"] for row in cells]
    assert [one.place for one in statements] == places
    assert places.count(None) == 260
    titles = "\n".join(one.title or "" for one in statements)
    assert hashlib.sha256(titles.encode()).hexdigest()[:16] == "ce87ca57b27afe4d"


def test_labels_are_read_as_the_label_reader_reads_them(statements: list[Statement]) -> None:
    turns = [turn for one in statements for turn in one.turns]
    named = [turn for turn in turns if turn.kind is TurnKind.SPEECH and turn.speaker]
    assert len(named) >= 1_050
    assert {turn.evidence for turn in named} == {Evidence.LABEL}
    assert sum(turn.kind is TurnKind.ANONYMOUS for turn in turns) >= 20
    unread = [turn for turn in turns if turn.label and turn.evidence is Evidence.NONE]
    assert len(unread) <= 1
    assert sum(any(turn.label for turn in one.turns) for one in statements) >= 120


def test_no_word_of_a_text_is_lost(statements: list[Statement], cells: Cells) -> None:
    """Every letter of a cell is in a turn, a label, or told as taken out."""
    for one, row in zip(statements, cells, strict=True):
        kept = [text for turn in one.turns for text in (turn.label or "", *turn.paragraphs)]
        kept += [mark.text for turn in one.turns for mark in turn.marks]
        kept += [block.text for block in one.removed]
        assert letters("".join(kept)) == letters(row["body"]), one.id


def letters(text: str) -> list[str]:
    return sorted(letter for letter in text if letter.isalpha())


def as_rows(cells: Cells, target: Path, **ways: str) -> None:
    with target.open("w", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, list(cells[0]), **ways)  # type: ignore[arg-type]
        rows.writeheader()
        rows.writerows(cells)


def renamed(cells: Cells, target: Path) -> None:
    as_rows([{RENAMED[name]: row[name] for name in reversed(row)} for row in cells], target)


FORMS: Final[dict[str, Callable[[Cells, Path], object]]] = {
    "renamed.csv": renamed,
    "tabs.tsv": lambda cells, to: as_rows(cells, to, delimiter="\t"),
    "semicolons.csv": lambda cells, to: as_rows(cells, to, delimiter=";"),
    "list.json": lambda cells, to: to.write_text(json.dumps(cells)),
    "inside.json": lambda cells, to: to.write_text(json.dumps({"items": cells}, indent=1)),
    "lines.jsonl": lambda cells, to: to.write_text("\n".join(map(json.dumps, cells))),
    "packed.jsonl.gz": lambda cells, to: to.write_bytes(
        gzip.compress("\n".join(map(json.dumps, cells)).encode())
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_the_table_gives_the_same_cells_the_same_roles(
    name: str, cells: Cells, path: Path, tmp_path: Path
) -> None:
    target = tmp_path / name
    FORMS[name](cells, target)
    assert by_role(target) == by_role(path)


def by_role(path: Path) -> list[dict[str, str]]:
    """The cells of every row under their roles: all that a statement is made of."""
    table = open_table(path)
    guess = guess_columns(table, {})
    assert (guess.has_hours, guess.addresses_tell_rows) == (True, True)
    return [
        {role.value: row.cells[name] for role, name in guess.columns.items()}
        for row in table.rows()
        if isinstance(row, TableRow)
    ]


def test_a_speakers_column_counts_for_the_rows_without_a_label_alone(
    cells: Cells, statements: list[Statement], tmp_path: Path
) -> None:
    target = tmp_path / "with-speaker.csv"
    as_rows([{**row, "speaker": "Ada Quill"} for row in cells], target)
    for before, after in zip(statements, read(target), strict=True):
        if any(turn.label for turn in before.turns):
            assert after.turns == before.turns
        else:
            (turn,) = after.turns
            assert (turn.speaker, turn.evidence) == ("Ada Quill", Evidence.TABLE)
            assert turn.paragraphs == tuple(text for one in before.turns for text in one.paragraphs)
