"""What stands above a table's headings is no row; it is passed over, and said."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from index.tables.columns import guess_columns
from index.tables.table import open_table
from index.tables.title_rows import rows_above
from search.records import Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    ReadTable = Callable[..., list[Statement | str]]

HEADINGS = ("title", "date", "text", "url")
ROWS = tuple(
    (f"T{n}", "2031-05-08", f"The tide is high,\nor so we hear {n}.", f"https://a.example/{n}")
    for n in range(5)
)


def as_csv(rows: Sequence[Sequence[str]], **ways: Any) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, **ways).writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "above",
    [
        "Speeches of the President of Veldoria\n",
        "Speeches, 2031; all of them\n\nSource: press office\n",
        '"Speeches of\nthe President"\n',
        "Speeches{0}{0}{0}\n{0}{0}{0}\n",
        "\n\n",
        "Veldoria{0}2031{0}{0}\n",
    ],
)
def test_a_title_above_the_headings_is_no_row(
    read_table: ReadTable, tmp_path: Path, above: str, separator: str
) -> None:
    body = as_csv((HEADINGS, *ROWS), delimiter=separator)
    found = read_table("x.csv", above.format(separator) + body)
    assert [one.title if isinstance(one, Statement) else one for one in found] == [
        f"T{n}" for n in range(5)
    ]
    table = open_table(tmp_path / "x.csv")
    assert table.columns == HEADINGS
    said = [one for one in guess_columns(table, {}).remarks if "above the headings" in one]
    assert len(said) == bool(above.strip("\n"))


def test_rows_keep_the_numbers_of_their_lines(read_table: ReadTable) -> None:
    rows = [("Speeches", "", "", ""), HEADINGS, *ROWS[:1], ("", "", "", "")]
    assert read_table("x.csv", as_csv(rows))[1:] == ["line 5: a row of a table without text"]


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ([HEADINGS, *ROWS], 0),
        ([("text",), ("The tide is high.",), ("It is text, date",)], 0),
        ([("what", "when", "who"), *[("a", "b", "c")] * 3], 0),
        ([("Speeches", "", ""), ("what", "when", "who"), *[("a", "b", "c")] * 3], 1),
        ([("a", "b", "c"), ("d", "text", "e"), ("f", "g", "h")], 0),
        ([("a",), ("b",), ("c", "d")], 0),
        ([], 0),
        ([()] * 3, 0),
        ([("Speeches",), *[()] * 30, HEADINGS, *ROWS], 0),
    ],
)
def test_only_what_is_narrower_than_headings_is_above_them(
    rows: list[tuple[str, ...]], count: int
) -> None:
    assert rows_above(rows) == count


def test_a_guessed_charset_is_told_with_the_table_and_with_its_rows(
    read_table: ReadTable, tmp_path: Path
) -> None:
    rows = [
        ("Заголовок", "Дата", "Текст"),
        ("Встреча", "8 мая 2031 года", "Прилив высок, гавань открыта и спокойна сегодня."),
        ("OK", "8 May 2031", "The tide is high."),
    ]
    found = read_table("x.csv", as_csv(rows).encode("cp1251"))
    codes = [
        [warning.code.value for warning in one.warning_codes]
        for one in found
        if isinstance(one, Statement)
    ]
    assert ["charset_guessed" in one for one in codes] == [True, False]
    table = open_table(tmp_path / "x.csv")
    assert any("it is read as cp1251" in one for one in guess_columns(table, {}).remarks)
    read_table("y.csv", as_csv(rows).encode("utf-16"))
    assert not open_table(tmp_path / "y.csv").text.is_guessed


@pytest.mark.parametrize(
    "again",
    [
        HEADINGS,
        ("string", "datetime", "str", "url"),
        ("Title", "Date", "Full text", "Link"),
        ("заголовок", "дата", "текст", "ссылка"),
        ("title", "date", "text", ""),
    ],
)
@pytest.mark.parametrize("place", [0, 2, 5])
def test_a_row_that_names_its_columns_once_more_is_no_statement(
    read_table: ReadTable, again: Sequence[str], place: int
) -> None:
    rows = [*ROWS[:place], again, *ROWS[place:]]
    found = read_table("x.csv", as_csv((HEADINGS, *rows)))
    assert [one for one in found if not isinstance(one, Statement)] == [
        f"line {2 + 2 * place}: a row of a table that names its columns"
    ]
    assert len(found) == 6


def test_a_row_with_words_beside_a_name_is_one(read_table: ReadTable) -> None:
    rows = [("Title", "2031-05-08", "Text", ""), ("", "", "Content", "")]
    found = read_table("x.csv", as_csv((HEADINGS, *ROWS, *rows)))
    assert all(isinstance(one, Statement) for one in found)
