"""Which column is what: by its name, by what it holds, by what the user says."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from index.tables.column_map import read_map
from index.tables.column_names import ColumnRole
from index.tables.columns import ColumnGuess, guess_columns
from index.tables.guess_report import GuessReport
from index.tables.table import open_table
from search.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "The tide is high and the harbour is open to every ship that comes, she said to all."


def guess(tmp_path: Path, columns: dict[str, list[str]], *maps: str) -> ColumnGuess:
    """What columns of so many cells are taken for."""
    path = tmp_path / "table.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([list(columns), *zip(*columns.values(), strict=True)])
    return guess_columns(open_table(path), read_map(maps) if maps else {})


def plain(found: ColumnGuess) -> dict[str, str]:
    return {role.value: name for role, name in found.columns.items()}


def texts(count: int = 5) -> list[str]:
    return [f"{WORDS} {n}" for n in range(count)]


def test_the_names_that_scrapers_give(tmp_path: Path) -> None:
    found = guess(
        tmp_path,
        {
            "Speech_Date": ["2031-05-08"] * 5,
            "HEADLINE": [f"Title {n}" for n in "abcde"],
            "full text": texts(),
            "Link": [f"https://a.example/{n}" for n in range(5)],
            "Location": ["Port Maren"] * 5,
            "Summary": texts(),
            "speaker": ["Irena Solvei"] * 5,
            "role": ["President"] * 5,
            "lang": ["en"] * 5,
            "id": list("12345"),
        },
    )
    assert plain(found) == {
        "text": "full text",
        "title": "HEADLINE",
        "date": "Speech_Date",
        "url": "Link",
        "place": "Location",
        "lead": "Summary",
        "speaker": "speaker",
        "role": "role",
        "lang": "lang",
    }
    assert found.unused == ("id",)
    assert set(found.known_by.values()) == {"its name"}


@pytest.mark.parametrize(
    ("name", "role", "cell"),
    [
        ("publishedAt", "date", "2031-05-08"),
        ("Publication date", "date", "2031-05-08"),
        ("дата публикации", "date", "2031-05-08"),
        ("page_url", "url", "https://a.example/1"),
        ("Source URL", "url", "https://a.example/1"),
        ("position", "role", "President of Veldoria"),
        ("Job title", "role", "President of Veldoria"),
        ("анонс", "lead", "The tide rose."),
    ],
)
def test_names_that_say_one_thing_in_other_words(
    tmp_path: Path, name: str, role: str, cell: str
) -> None:
    assert plain(guess(tmp_path, {name: [cell] * 5, "speech_text": texts()})) == {
        "text": "speech_text",
        role: name,
    }


NOT_WHAT_THE_NAME_SAYS: list[tuple[str, list[str], str]] = [
    ("speech", list("12345"), "text"),
    ("text", [f"https://a.example/{n}" for n in range(5)], "text"),
    ("content", ["3,141", "2,718", "1,618", "0,577", "1,414"], "text"),
    ("source", ["Veldoria Times"] * 5, "url"),
    ("name", ["Irena Solvei", "Nils Ravn", "Irena Solvei", "Nils Ravn", "Irena Solvei"], "title"),
    ("title", list("12345"), "title"),
    ("date", list("12345"), "date"),
    ("date", ["1620000000"] * 5, "date"),
    ("lang", ["fr"] * 5, "lang"),
    ("position", list("12345"), "role"),
    ("published", ["yes"] * 5, "date"),
    ("author", ["Irena Solvei"] * 5, "speaker"),
]


@pytest.mark.parametrize(("name", "cells", "role"), NOT_WHAT_THE_NAME_SAYS)
def test_a_name_alone_proves_nothing(
    tmp_path: Path, name: str, cells: list[str], role: str
) -> None:
    found = plain(guess(tmp_path, {name: cells, "body": texts()}))
    assert found["text"] == "body"
    assert found.get(role) != name


def test_titles_may_repeat(tmp_path: Path) -> None:
    assert plain(guess(tmp_path, {"title": ["Briefing"] * 5, "body": texts()}))["title"] == "title"


def test_of_two_columns_called_text_the_longer_one_is(tmp_path: Path) -> None:
    found = guess(tmp_path, {"content": ["a speech"] * 5, "body": texts()})
    assert plain(found)["text"] == "body"


def test_without_a_name_the_cells_tell_text_date_and_address(tmp_path: Path) -> None:
    columns = {
        "c1": [f"https://a.example/{n}" for n in range(5)],
        "c2": ["8 May 2031"] * 5,
        "c3": [text * 4 for text in texts()],
        "c4": list("12345"),
        "c5": ["20310508"] * 5,
    }
    found = guess(tmp_path, columns)
    assert plain(found) == {"url": "c1", "date": "c2", "text": "c3"}
    assert set(found.known_by.values()) == {"what it holds"}


def test_two_columns_of_dates_without_a_name_are_not_chosen_from(tmp_path: Path) -> None:
    columns = {"added": ["2031-05-08"] * 5, "seen": ["2031-05-09"] * 5, "text": texts()}
    assert plain(guess(tmp_path, columns)) == {"text": "text"}


def test_what_is_mapped_outweighs_the_guess(tmp_path: Path) -> None:
    columns = {"text": texts(), "other": texts(), "author": ["Irena Solvei"] * 5}
    found = guess(tmp_path, columns, "text=OTHER,author=#3")
    assert plain(found) == {"text": "other", "speaker": "author"}
    assert found.known_by[ColumnRole.TEXT] == "--map"


def test_a_role_can_be_taken_from_every_column(tmp_path: Path) -> None:
    columns = {"text": texts(), "speaker": ["Irena Solvei"] * 5}
    assert plain(guess(tmp_path, columns, "speaker=")) == {"text": "text"}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("colour=x", "one of the roles text, title, date"),
        ("text", "write ROLE=COLUMN"),
        ("text=nowhere", "has no column nowhere; it has text"),
        ("date=#9", "has no column #9"),
        ("text=", "holds no statement"),
        ("", "says nothing"),
    ],
)
def test_a_map_that_says_nothing_is_told_what_may_be_said(
    tmp_path: Path, written: str, told: str
) -> None:
    with pytest.raises(SourceError) as refused:
        guess(tmp_path, {"text": texts()}, written)
    assert told in str(refused.value)


def test_a_comma_in_a_columns_name_stays_in_it() -> None:
    assert read_map(["text=Body, in full,date=when"]) == {
        ColumnRole.TEXT: "Body, in full",
        ColumnRole.DATE: "when",
    }


def test_columns_of_one_name_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"text,text,\nshort,“{WORDS.replace(',', '')}”,x\n")
    table = open_table(path)
    found = guess_columns(table, {})
    assert table.columns == ("text", "text (2)", "#3")
    assert found.columns[ColumnRole.TEXT] == "text (2)"
    assert "one name" in " ".join(found.remarks)


def test_a_table_without_headings_is_mapped_by_position(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("A title,2031-05-08,The tide is high.\nAnother,2031-05-09,It is out.\n")
    table = open_table(path)
    assert sum(1 for _ in table.rows()) == 2
    with pytest.raises(SourceError, match="text=#3"):
        guess_columns(table, {})
    found = guess_columns(table, read_map(["text=#3,title=#1"]))
    assert plain(found) == {"text": "#3", "title": "#1", "date": "#2"}
    assert "names no columns" in found.remarks[0]


def remarks(tmp_path: Path, dates: list[str]) -> str:
    return " ".join(guess(tmp_path, {"date": dates, "text": texts(len(dates))}).remarks)


def test_how_hours_are_read_is_said_beside_the_guess(tmp_path: Path) -> None:
    assert "taken as printed" in remarks(tmp_path, ["2031-05-08T10:00:00Z", "2031-05-08T11:00:00Z"])
    assert "turned into Moscow's" in remarks(tmp_path, ["2031-05-08T10:00:00+00:00"] * 2)
    midnight = remarks(tmp_path, ["2031-05-08T00:00:00Z", "2031-05-09T00:00:00Z"])
    assert "taken for no hour" in midnight
    assert remarks(tmp_path, ["2031-05-08", "2031-05-09"]) == ""


def test_how_slashes_are_read_is_said_beside_the_guess(tmp_path: Path) -> None:
    assert "day/month" in remarks(tmp_path, ["05/08/2031", "13/08/2031"])
    assert "month/day" in remarks(tmp_path, ["05/08/2031", "08/13/2031"])
    assert "such are left out" in remarks(tmp_path, ["05/08/2031", "2031-05-08"])


def test_one_address_in_many_rows_tells_no_row(tmp_path: Path) -> None:
    same = guess(tmp_path, {"text": texts(), "url": ["https://a.example/all"] * 5})
    own = guess(tmp_path, {"text": texts(), "url": [f"https://a.example/{n}" for n in range(5)]})
    assert not same.addresses_tell_rows
    assert own.addresses_tell_rows


def test_the_guess_is_shown_as_a_small_table(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f'when,text,colour\n2031-05-08T10:00:00Z,"{WORDS}",red\n')
    table = open_table(path)
    report = GuessReport.of(table, guess_columns(table, read_map(["date=when"])))
    shown = list(report.lines())
    assert shown[0].endswith("x.csv is read as a table, one statement a row:")
    assert [line.split()[:2] for line in shown[1:4]] == [
        *(["role", "column"], ["text", "text"], ["date", "when"])
    ]
    assert "  not used: colour" in shown
    shape: dict[str, Any] = report.shape()
    assert shape["columns"]["date"] == {"column": "when", "known_by": "--map"}


def test_a_column_that_is_not_what_it_is_called_is_told(tmp_path: Path) -> None:
    found = guess(tmp_path, {"text": texts(), "date": ["1620000000"] * 5})
    assert found.remarks[0].startswith("date is not taken for the date")
    assert guess(tmp_path, {"text": texts(), "date": [""] * 5}).remarks == ()
