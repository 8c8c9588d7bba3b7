"""The commands of the search room, run on a small index as a user would run them."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click import Command, Context

from search.cli.main import COMMANDS, SUMMARIES, main
from search.formats.csv_table import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]


def test_results_are_data_and_what_was_searched_is_talk(run: Run) -> None:
    result = run("search", '"will not"')
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Talks on grain",
        "en-1 · 2012-05-07 17:00 · Port Averna · http://en.kremlin.ru/events/president/news/1",
        "     2  Ilda Tarn · President of Averna · retranslated",
        "        We will not raise the tax. […]",
    ]
    assert "exactly “will not”: 1 statement, 1 turn" in result.stderr


def test_words_given_apart_are_one_query(run: Run) -> None:
    assert "Talks on grain" in run("search", "raise", "tax").stdout


@pytest.mark.parametrize(
    "arguments",
    [("tax", "-grain"), ("-grain", "tax"), ("-grain tax",), ("--", "-grain", "tax")],
)
def test_a_minus_before_a_word_is_part_of_the_query(run: Run, arguments: tuple[str, ...]) -> None:
    shape = json.loads(run("search", "--json", *arguments).stdout)
    assert [one["id"] for one in shape["results"]] == ["en-2"]


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_is_given_for_a_command_that_takes_a_query(run: Run, flag: str) -> None:
    result = run("search", flag)
    assert result.exit_code == 0
    assert "--speaker" in result.stdout


@pytest.mark.parametrize("limit", [30, 61, 200])
def test_the_list_of_commands_says_what_their_own_help_begins_with(limit: int) -> None:
    assert list(SUMMARIES) == list(COMMANDS)
    for name, text in SUMMARIES.items():
        command = main.get_command(Context(main), name)
        assert command is not None
        assert Command(name, help=text).get_short_help_str(limit) == command.get_short_help_str(
            limit
        )


def test_the_list_of_commands_imports_none_of_them() -> None:
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "search.cli.main", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "stats     Print what the index holds and was built with." in shown.stdout
    imported = {line.rpartition("|")[2].strip() for line in shown.stderr.splitlines()}
    assert "click" in imported
    assert not imported & {"numpy", "whoosh", "flask", "search.settings", "index", "webui"}


def test_nothing_found_says_what_was_searched_and_ends_well(run: Run) -> None:
    result = run("search", "zebra")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "searched 3 statements of 2012–2014: 1 abridged" in result.stderr


def test_a_misspelling_is_offered_mended(run: Run) -> None:
    assert "did you mean: raise grain" in run("search", "raisse grain").stderr


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("tax 2014", "only year 2014, 1 statement: onrecord search tax --year 2014"),
        (
            "I. Tarn tax",
            "only speaker Ilda Tarn, 1 statement: onrecord search tax --speaker ilda-tarn",
        ),
        (
            "tax Port Averna",
            "only place Port Averna, 1 statement: onrecord search tax --place 'Port Averna'",
        ),
        (
            "May 2012",
            "only month May 2012, 1 statement: onrecord search --from 2012-05-01 --to 2012-05-31",
        ),
    ],
)
def test_what_words_plainly_mean_is_offered_as_a_command(run: Run, query: str, line: str) -> None:
    result = run("search", query)
    assert line in result.stderr.splitlines()
    command = shlex.split(line.partition("onrecord ")[2])
    assert f": {1} statement" in run(*command).stderr
    (offer,) = json.loads(run("search", query, "--json").stdout)["offers"]
    assert offer["count"] == 1
    assert "onrecord search" not in result.stdout


def test_flags_mean_what_the_parameters_of_a_link_mean(run: Run) -> None:
    def found(*flags: str) -> list[str]:
        shape = json.loads(run("search", *flags, "--json").stdout)
        return [one["id"] for one in shape["results"]]

    assert found("--lang", "ru") == ["ru-2"]
    assert found("--speaker", "Tarn", "tax") == ["en-1"]
    assert found("--year", "2012", "--year", "2014", "--sort", "oldest") == ["en-1", "en-2", "ru-2"]
    assert found("--from", "2013") == ["en-2", "ru-2"]
    assert found("--to", "2012-05") == ["en-1"]
    assert found("--limit", "1", "--page", "2", "--sort", "oldest") == ["en-2"]
    assert found("--role", "president", "--kind", "speech", "--evidence", "label") == ["en-1"]
    assert found("--place", "averna") == ["en-1"]


WRONG = (
    (("search", "tax", "--from", "soon"), "from='soon' is not a day"),
    (("search", "tax", "--limit", "0"), "limit='0' is not a whole number"),
    (("search", "tax", "--limit", "1001"), "limit='1001' is not a whole number"),
    (("search", "tax", "--sort", "best"), "sort='best' is not one of relevance"),
    (("search", "tax", "--kind", "song"), "kind='song' is not one of speech"),
    (("search", "tax", "--lang", "english"), "lang='english' is not a language"),
    (("search", "tax", "--speaker", " "), "--speaker has no value"),
    (("search", "tax", "--from", "2012", "--from", "2013"), "from='2013' is given twice"),
    (("search", "tax", "--json", "--csv"), "exclude each other"),
    (("search", "--nosuch"), "No such option"),
    (("save", "x", "tax", "--nosuch=1"), "No such option"),
    (("stats", "-x"), "No such option"),
    (("show",), "Missing argument"),
    (("show", "2"), "2 is en-2 and ru-2; say which"),
    (("save", "Bad Name", "tax"), "small letters"),
)


@pytest.mark.parametrize(("arguments", "said"), WRONG)
def test_wrong_usage_is_exit_code_2_with_a_sentence(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_a_query_itself_is_never_wrong_usage(run: Run) -> None:
    result = run("search", '((" NOT nosuch:x')
    assert result.exit_code == 0
    assert result.stderr.count("note: ") == 3


def test_stray_bytes_of_a_terminal_do_no_harm(run: Run) -> None:
    result = run("search", "tax \udcff\udc80", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["query"] == "tax \ufffd\ufffd"


def printed(tmp_path: Path, encoding: str, *arguments: str) -> bytes:
    """What a pipe gets from a process whose system speaks `encoding`."""
    return subprocess.run(
        [sys.executable, "-m", "search.cli.main", "--data", str(tmp_path), *arguments],
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        stdout=subprocess.PIPE,
        check=True,
    ).stdout


@pytest.mark.parametrize("encoding", ["ascii", "koi8-r"])
@pytest.mark.parametrize("arguments", [("search", "--json"), ("search", "--csv"), ("show", "ru-2")])
def test_a_pipe_gets_utf8_whatever_the_system_speaks(
    run: Run, tmp_path: Path, encoding: str, arguments: tuple[str, ...]
) -> None:
    assert printed(tmp_path, encoding, *arguments).decode() == run(*arguments).stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("flags", [(), ("--json",), ("--csv",)])
def test_a_full_disk_under_the_output_is_told_in_a_sentence(
    run: Run, tmp_path: Path, flags: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "search.cli.main", "--data", str(tmp_path), "search", *flags],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1] == (
        "onrecord: the system refused to go on: No space left on device"
    )


def test_a_page_behind_the_last_is_told(run: Run) -> None:
    result = run("search", "tax", "--page", "7")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "there is no page 7: the results end on page 1" in result.stderr
    assert "there is no page" not in run("search", "zebra", "--page", "7").stderr


def test_a_table_has_one_row_a_turn_and_no_formula_in_it(run: Run) -> None:
    result = run("search", "tax", "--csv", "--sort", "oldest")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert tuple(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == ["en-1/2", "en-2/1"]
    assert rows[0]["speaker"] == "Ilda Tarn"
    assert rows[0]["role"] == "President of Averna"
    assert rows[0]["link"] == "/s/en-1/2?q=tax"
    assert rows[0]["text"] == "We will not raise the tax. […]"
    assert (rows[1]["title"], rows[1]["text"]) == ("'+Budget", "'=tax and tax")
    assert "2 cells got an apostrophe" in result.stderr


def test_a_statement_is_shown_whole(run: Run) -> None:
    shown = run("show", "en-1").stdout
    assert "title:         Talks on grain" in shown
    assert "en-1/2  Ilda Tarn · President of Averna · retranslated" in shown
    assert "    We will not raise the tax.\n    <…>\n    =Grain is dear." in shown
    assert json.loads(run("show", "1", "--json").stdout)["turns"][1]["speaker"] == "Ilda Tarn"


@pytest.mark.parametrize("turn", ["en-1/2", "en-1/3"])
def test_a_number_inside_a_turn_shows_that_turn(run: Run, turn: str) -> None:
    assert run("show", turn).stdout.startswith("en-1/2  Ilda Tarn")
    shape = json.loads(run("show", turn, "--json").stdout)
    assert (shape["id"], shape["turn_id"], shape["n"]) == ("en-1", "en-1/2", 2)


@pytest.mark.parametrize(
    "missing", ["en-9", "9", "en-1/9", "en-1/0", "en-1/x", "en-1/", "nonsense"]
)
def test_what_is_not_there_is_exit_code_1_with_a_sentence(run: Run, missing: str) -> None:
    result = run("show", missing)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_stats_tell_what_the_index_holds(run: Run) -> None:
    assert "statements:    3" in run("stats").stdout
    shape = json.loads(run("stats", "--json").stdout)
    assert shape["coverage"]["languages"] == {"en": 2, "ru": 1}
    assert shape["sample"] is True


def test_speakers_are_listed_and_the_unmatched_alone_when_asked(run: Run) -> None:
    assert "Ilda Tarn  [ilda-tarn]" in run("speakers").stdout
    shape = json.loads(run("speakers", "--unmatched", "--json").stdout)
    assert sorted(row["name"] for row in shape) == ["Oskel", "Оскел"]


@pytest.mark.parametrize(
    "arguments",
    [("search", "tax"), ("show", "en-1"), ("stats",), ("speakers",), ("save", "a", "b")],
)
def test_without_an_index_the_command_that_makes_one_is_named(
    run_without_index: Run, arguments: tuple[str, ...]
) -> None:
    result = run_without_index(*arguments)
    assert result.exit_code == 1
    assert "onrecord index" in result.stderr
    assert "Traceback" not in result.output
