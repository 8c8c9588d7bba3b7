"""`onrecord index TABLE`: named, remembered, read again row by row, reported line by line."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from index.pipeline import table_intake
from search.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from click.testing import Result

    Folder = Callable[..., Path]


HEADINGS = ("title", "date", "text", "url")


def call(data: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--data", str(data), *words])


def run(data: Path, *words: str) -> str:
    result = call(data, *words)
    assert result.exit_code == 0, result.output
    return result.stdout


def report(data: Path, *words: str) -> dict[str, Any]:
    return dict(json.loads(run(data, "index", *words, "--json", "--jobs", "1")))


def counts(found: dict[str, Any]) -> tuple[int, int, int, int]:
    return (found["added"], found["changed"], found["unchanged"], found["removed"])


def row(number: int, words: str = "The tide is high today") -> tuple[str, str, str, str]:
    address = f"https://president.veldoria.example/{number}"
    return (f"Speech {number}", "2031-05-08", f"{words} at pier {number}.", address)


def write(path: Path, rows: Iterable[Sequence[str]], headings: Sequence[str] = HEADINGS) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write(tmp_path / "speeches.csv", map(row, range(6)))


def test_a_table_is_one_statement_a_row_and_its_guess_is_printed_first(
    data: Path, table: Path
) -> None:
    result = call(data, "index", str(table))
    assert result.exit_code == 0
    assert "6 pages in 1 file" in result.stdout
    said = result.stderr.splitlines()
    assert said[0] == f"{table} is read as a table, one statement a row:"
    assert [line.split()[:2] for line in said[2:6]] == [
        *(["text", "text"], ["title", "title"], ["date", "date"], ["url", "url"])
    ]
    assert json.loads(run(data, "search", "tide", "--json"))["total"]["statements"] == 6


def test_the_report_says_what_the_columns_were_taken_for(data: Path, table: Path) -> None:
    (told,) = report(data, str(table))["tables"]
    assert told["path"] == str(table)
    assert told["columns"]["url"] == {"column": "url", "known_by": "its name"}


def test_rows_added_changed_and_removed_are_counted_as_pages_are(
    data: Path, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert counts(report(data, str(table))) == (6, 0, 0, 0)
    cleaned: list[int] = []
    clean = table_intake.row_statement
    monkeypatch.setattr(
        table_intake,
        "row_statement",
        lambda one, guess: cleaned.append(one.number) or clean(one, guess),
    )
    write(table, [row(9), row(0), row(1), row(2, "The wind is high"), row(3), row(4)])
    assert counts(report(data, str(table))) == (1, 1, 4, 1)
    assert sorted(cleaned) == [1, 4]  # the new row and the changed one
    assert json.loads(run(data, "search", "wind", "--json"))["total"]["statements"] == 1


def test_rows_that_only_changed_places_change_nothing(data: Path, table: Path) -> None:
    before = report(data, str(table))
    write(table, [row(number) for number in reversed(range(6))])
    after = report(data)
    assert counts(after) == (0, 0, 6, 0)
    assert before["generation"]
    assert after["generation"] is None
    assert report(data, "--full")["statements"] == 6


def test_cells_of_columns_that_do_not_count_change_nothing(data: Path, table: Path) -> None:
    report(data, str(table))
    write(table, [(*row(number), "seen") for number in range(6)], (*HEADINGS, "remark"))
    assert counts(report(data)) == (0, 0, 6, 0)


def test_rows_that_cannot_be_used_are_told_with_line_and_reason(data: Path, table: Path) -> None:
    with table.open("a") as file:
        file.write("Nothing,2031-05-08,,\nToo,2031-05-08,many cells,of,it\n")
    found = report(data, str(table))
    assert found["pages"] == 8
    assert found["skipped_pages"] == [
        {"path": f"{table} row 7, line 8", "reason": "a row of a table without text"}
    ]
    (failed,) = found["failed"]
    assert failed["path"] == f"{table} row 8, line 9"
    assert "more cells than there are headings" in failed["reason"]
    assert "row 7, line 8" in run(data, "index", "--full")


def test_many_broken_rows_are_one_line_of_the_report(data: Path, table: Path) -> None:
    with table.open("a") as file:
        file.writelines("Too,2031-05-08,many cells,of,it\n" for _ in range(50))
    told = run(data, "index", str(table))
    assert told.count("more cells than") == 1
    assert "and 49 more so; --json names all" in told


def test_two_rows_of_one_id_are_told_as_duplicates(data: Path, tmp_path: Path) -> None:
    rows = [row(number) for number in (*range(9), 3)]
    found = report(data, str(write(tmp_path / "x.csv", rows)))
    assert (found["statements"], found["duplicates"]) == (9, 1)


def test_rows_of_one_id_and_other_days_are_warned_of(data: Path, tmp_path: Path) -> None:
    rows = [*map(row, range(9)), ("Speech 3", "2031-06-01", "Other words.", row(3)[3])]
    found = report(data, str(write(tmp_path / "x.csv", rows)))
    (warning,) = [one for one in found["warnings"] if "left out" in one["warning"]]
    assert "2031-06-01" in warning["warning"] or "2031-05-08" in warning["warning"]


def test_a_mapping_is_remembered_and_outweighs_the_guess(data: Path, tmp_path: Path) -> None:
    headings = ("heading", "when", "text", "remark")
    rows = [(one[0], one[1], one[2], one[2].replace("tide", "wind")) for one in map(row, range(3))]
    table = write(tmp_path / "x.csv", rows, headings)
    report(data, str(table))
    assert json.loads(run(data, "search", "tide", "--json"))["total"]["statements"] == 3
    found = report(data, str(table), "--map", "text=remark,title=heading")
    assert found["tables"][0]["columns"]["text"] == {"column": "remark", "known_by": "--map"}
    write(table, [*rows, ("H", "2031-05-08", "tide", "The wind turns.")], headings)
    report(data)
    results = json.loads(run(data, "search", "wind", "--json"))
    assert results["total"]["statements"] == 4
    assert {hit["title"] for hit in results["results"]} == {"Speech 0", "Speech 1", "Speech 2", "H"}
    shown = json.loads(run(data, "clean", str(table), "--row", "4", "--json"))
    assert shown["turns"][0]["paragraphs"] == ["The wind turns."]


def test_a_table_in_a_folder_is_told_with_the_command_that_reads_it(
    data: Path, pages: Path, save: Folder
) -> None:
    save(90001, "The river is low.")
    table = write(pages / "speeches.csv", map(row, range(6)))
    (pages / "rows.json").write_text(json.dumps([{"text": "The tide is high."}]))
    (pages / "lines.jsonl.gz").write_bytes(b"\x1f\x8b\x08\x00")
    (pages / "manifest.json").write_text('{"name": "a page\'s own data"}')
    found = report(data, str(pages))
    assert found["statements"] == 1
    assert found["skipped"] == {
        "a table, read where it is named: onrecord index FILE": 3,
        "picture, style or other attachment": 1,
    }
    assert report(data, str(table))["statements"] == 7
    assert report(data, "--full")["statements"] == 7  # named once, it stays a table
    table.unlink()
    assert report(data, "--allow-shrink")["statements"] == 1


def test_a_page_of_the_site_comes_before_the_row_that_tells_of_it(
    data: Path, pages: Path, save: Folder, tmp_path: Path
) -> None:
    save(90001, "The river is low.", title="The page")
    rows = [
        ("The row", "2014-03-05", "The river is low and dry.", "http://en.kremlin.ru/d/90001"),
        ("Talks on the river", "2014-03-05", "Other words.", "https://veldoria.example/1"),
    ]
    found = report(data, str(pages), str(write(tmp_path / "x.csv", rows)))
    assert (found["statements"], found["duplicates"]) == (2, 1)
    shown = json.loads(run(data, "show", "en-90001", "--json"))
    assert (shown["title"], shown["publisher"]) == ("The page", None)


def test_another_offices_text_is_no_double_of_the_sites(
    data: Path, pages: Path, save: Folder, tmp_path: Path
) -> None:
    save(90001, "The river is low.")
    rows = [("Talks on the river", "2014-03-05", "Other words.", "https://veldoria.example/1")]
    found = report(data, str(pages), str(write(tmp_path / "x.csv", rows)))
    assert (found["statements"], found["duplicates"]) == (2, 0)


def test_one_row_is_shown_as_it_is_cleaned(data: Path, table: Path) -> None:
    shown = json.loads(run(data, "clean", str(table), "--row", "3", "--json"))
    assert (shown["title"], shown["publisher"]) == ("Speech 2", "president.veldoria.example")
    assert "0 blocks removed" in run(data, "clean", str(table), "--row", "3", "--explain")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["clean", "TABLE"], "say which row with --row N"),
        (["clean", "TABLE", "--row", "7"], "has no row 7"),
        (["clean", "TABLE", "--row", "1", "--map", "text=none"], "has no column none"),
        (["clean", "PAGE", "--row", "1"], "are for tables"),
        (["index", "TABLE", "--title", "T"], "--map date="),
        (["index", "TABLE", "--map", "colour=x"], "one of the roles"),
        (["index", "FOLDER", "--map", "text=x"], "--map is said of one table"),
        (["index", "TABLE", "PAGE", "--map", "text=x"], "--map is said of one table"),
        (["index", "EMPTY"], "is empty"),
        (["index", "NOTEXT"], "no column that is text"),
    ],
)
def test_wrong_usage_says_what_to_do(
    data: Path, table: Path, tmp_path: Path, words: list[str], told: str
) -> None:
    (tmp_path / "page.txt").write_text("President of Veldoria Irena Solvei: The tide is high.\n")
    (tmp_path / "empty.csv").touch()
    (tmp_path / "notext.csv").write_text("a,b\n1,2\n")
    places = {
        "TABLE": table,
        "PAGE": tmp_path / "page.txt",
        "FOLDER": tmp_path,
        "EMPTY": tmp_path / "empty.csv",
        "NOTEXT": tmp_path / "notext.csv",
    }
    result = call(data, *(str(places.get(word, word)) for word in words))
    assert result.exit_code == 2, result.output
    assert told in result.output
    assert not (data / "current").exists()


def test_a_remembered_table_that_is_none_any_more_does_not_end_a_run(
    data: Path, table: Path, pages: Path, save: Folder
) -> None:
    save(90001, "The river is low.")
    report(data, str(pages), str(table))
    table.write_text("a,b\n1,2\n")
    found = report(data, "--allow-shrink")
    assert found["statements"] == 1
    (failed,) = found["failed"]
    assert "no column that is text" in failed["reason"]


def test_many_rows_are_read_by_several_processes_and_all_of_them(
    data: Path, tmp_path: Path
) -> None:
    table = write(tmp_path / "x.csv", map(row, range(400)))
    found = json.loads(run(data, "index", str(table), "--json", "--jobs", "2"))
    assert (found["statements"], found["failed"]) == (400, [])


def test_a_dry_run_of_a_table_writes_nothing(data: Path, table: Path) -> None:
    assert report(data, str(table), "--dry-run")["statements"] == 6
    assert not data.exists()
