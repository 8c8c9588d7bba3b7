"""`onrecord check`: quotations, tables and articles, and the exit code that scripts go by."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from published import publish
from search.cli.main import main
from search.formats.check_table import VERDICT_COLUMNS
from search.records import Evidence, Statement, StatementId, Turn, TurnKind
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

GRAIN = "We will not sell the grain of our valleys"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    said = Turn(
        1,
        (f"{GRAIN} to anybody. Nobody in the north has asked for it.",),
        TurnKind.SPEECH,
        Evidence.LABEL,
        label="Ilda Tarn",
        speaker="Ilda Tarn",
        person="ilda-tarn",
        role="President of Averna",
    )
    held = Statement(StatementId("en-1"), "en", "Talks", (said,), number=1, date=date(2012, 5, 7))
    publish(read_settings({"data": tmp_path}, {}), held)

    def run(*arguments: str, text: str = "") -> Result:
        return CliRunner().invoke(main, ["--data", str(tmp_path), "check", *arguments], input=text)

    return run


@pytest.mark.parametrize(
    ("arguments", "code", "first"),
    [
        ((GRAIN,), 0, "verbatim: said word for word"),
        (tuple(GRAIN.split()), 0, "verbatim: said word for word"),
        (("We will not sell … of our valleys to anybody",), 0, "verbatim_with_cuts"),
        ((GRAIN.replace("not ", ""),), 1, "near (negation): said otherwise"),
        ((GRAIN, "--speaker", "Nobody"), 1, "by_another (speaker)"),
        ((GRAIN, "--date", "2013"), 1, "near (date): said, but on another day"),
        ((GRAIN, "--lang", "ru"), 1, "near (language): said, but in another language"),
        ((GRAIN, "--speaker", "President of Averna"), 0, "verbatim"),
        (("We [might] not sell the grain of our valleys",), 1, "near (word)"),
        (("in the north has asked for it",), 0, "verbatim: said word for word"),
        (("It was never said by anybody at all",), 1, "not_found"),
        (("sell the grain",), 1, "too_short"),
    ],
)
def test_the_verdict_comes_first_and_the_exit_code_tells_it(
    run: Run, arguments: tuple[str, ...], code: int, first: str
) -> None:
    found = run(*arguments)
    assert found.exit_code == code, found.output
    assert found.stdout.startswith(first)


def test_a_difference_can_be_read(run: Run) -> None:
    assert "We will [-not-] sell the grain" in run(GRAIN.replace("not ", "")).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        (GRAIN, "--date", "someday"),
        ("--file", "-", GRAIN),
        ("--lang", "fr", GRAIN),
        ("grain " * 3_334,),
    ],
    ids=["nothing", "date", "two", "lang", "too long"],
)
def test_wrong_usage_ends_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments, text="quote\nx\n").exit_code == 2


def test_without_an_index_it_ends_with_2(tmp_path: Path) -> None:
    found = CliRunner().invoke(main, ["--data", str(tmp_path / "none"), "check", GRAIN])
    assert found.exit_code == 2
    assert "onrecord index" in found.stderr


def test_json_is_one_object(run: Run) -> None:
    given = json.loads(run(GRAIN, "--json", "--speaker", "Tarn").stdout)
    assert (given["verdict"], given["speaker"], given["times"]) == ("verbatim", "Tarn", 1)


def test_a_table_comes_out_with_its_columns_and_the_verdict(run: Run) -> None:
    table = (
        "nr,quote,speaker,date,remark\n"
        f'1,"{GRAIN}",Ilda Tarn,2012,"kept, as it was"\n'
        f'2,"{GRAIN.replace("not ", "")}",,,\n'
        "3,,,,\n"
    )
    found = run("--file", "-", text=table)
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    assert tuple(rows[0]) == ("nr", "quote", "speaker", "date", "remark", *VERDICT_COLUMNS)
    assert [row["verdict"] for row in rows] == ["verbatim", "near", "too_short"]
    assert rows[0]["remark"] == "kept, as it was"
    assert rows[0]["found_speaker"] == "Ilda Tarn"
    assert rows[0]["role"] == "President of Averna"
    assert rows[0]["found_date"] == "2012-05-07"
    assert rows[0]["id"] == "en-1/1"
    assert rows[1]["changes"] == "negation"
    assert "[-not-]" in rows[1]["difference"]
    assert found.exit_code == 1
    assert "1 rows have no quotation" in found.stderr


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_may_be_parted_as_spreadsheets_do(run: Run, delimiter: str) -> None:
    text = f"\ufeffцитата{delimiter}кто\n{GRAIN}{delimiter}Tarn\n"
    (row,) = csv.DictReader(io.StringIO(run("--file", "-", text=text).stdout))
    assert (row["verdict"], row["кто"]) == ("verbatim", "Tarn")


def test_a_row_too_long_to_compare_is_counted_and_never_verbatim(run: Run) -> None:
    found = run("--file", "-", text=f"quote\n{GRAIN}{' and' * 5_000}\n{GRAIN}\n")
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    assert [row["verdict"] for row in rows] == ["not_found", "verbatim"]
    assert "1 rows hold more than 20,000 characters" in found.stderr
    assert found.exit_code == 1


def test_columns_the_table_has_already_stay_and_ours_are_named_otherwise(run: Run) -> None:
    text = f"id,quote,title,verdict\n7,{GRAIN},mine,open\n"
    (row,) = csv.DictReader(io.StringIO(run("--file", "-", text=text).stdout))
    assert (row["id"], row["title"], row["verdict"]) == ("7", "mine", "open")
    assert (row["found_id"], row["found_title"], row["found_verdict"]) == (
        *("en-1/1", "Talks"),
        "verbatim",
    )


def test_a_table_as_json_is_an_object_a_line(run: Run) -> None:
    lines = run("--file", "-", "--json", text=f"quote\n{GRAIN}\nsell it\n").stdout.splitlines()
    assert [json.loads(line)["verdict"] for line in lines] == ["verbatim", "too_short"]


def test_a_table_without_quotations_says_what_its_first_line_must_hold(run: Run) -> None:
    found = run("--file", "-", text="a,b\n1,2\n")
    assert found.exit_code == 2
    assert "column named quote" in found.stderr


def test_an_article_is_checked_quotation_by_quotation(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text(f"Ilda Tarn said: “{GRAIN}.” And “nobody in the south has asked for it”.")
    found = run("--text", str(file), "--json")
    first, second = json.loads(found.stdout)["quotations"]
    assert (first["claimed_speaker"], first["verdict"]) == ("Ilda Tarn", "verbatim")
    assert second["verdict"] == "near"
    assert found.exit_code == 1
    assert "said to be by Ilda Tarn" in run("--text", str(file)).stdout


def test_what_is_compared_without_regard_to_is_named(run: Run) -> None:
    assert "compared without punctuation, spaces, quotation marks" in run(GRAIN).stdout


def test_words_taken_out_of_a_sentence_are_told(run: Run) -> None:
    told = run("in the north has asked for it").stdout
    assert "begins within a sentence, after “Nobody”" in told
    assert "what it leaves out of the sentence denies: Nobody" in told


def test_a_table_checks_the_language_of_a_row(run: Run) -> None:
    found = run("--file", "-", text=f"quote,lang\n{GRAIN},ru\n{GRAIN},EN\n")
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    assert [(row["verdict"], row["changes"]) for row in rows] == [
        ("near", "language"),
        ("verbatim", ""),
    ]


def test_short_quotations_of_an_article_are_counted(run: Run) -> None:
    text = f"He called it “our grain” and “a gift”: “{GRAIN} to anybody.”"
    found = run("--text", "-", text=text)
    assert "2 quotations of under four words were passed over" in found.stderr
    assert json.loads(run("--text", "-", "--json", text=text).stdout)["passed_over"] == 2


def test_a_quoted_search_that_finds_nothing_is_told_the_nearest_passage(
    run: Run, tmp_path: Path
) -> None:
    def searched(query: str) -> str:
        return CliRunner().invoke(main, ["--data", str(tmp_path), "search", query]).stderr

    assert "nearest: en-1/1  We will [-not-] sell" in searched(f'"{GRAIN.replace("not ", "")}"')
    assert "nearest" not in searched(f'"{GRAIN}"')
    query = f'"{GRAIN.replace("not ", "")}"'
    asked = ["--data", str(tmp_path), "search", query, "--json"]
    told = json.loads(CliRunner().invoke(main, asked).stdout)
    assert (told["nearest"]["id"], told["nearest"]["changes"]) == ("en-1/1", ["negation"])
