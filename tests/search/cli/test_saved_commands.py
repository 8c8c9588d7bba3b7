"""Saved queries on the command line: kept, listed, run, and what is new of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from published import publish
from search.cli.main import main
from search.query.request import Request
from search.records import Evidence, Statement, StatementId, Turn, TurnKind
from search.settings import read_settings
from search.store.saved_queries import SavedQueries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


def test_a_saved_query_tells_what_is_new_and_what_is_gone(
    run: Run, talks: tuple[Statement, ...], tmp_path: Path
) -> None:
    assert run("save", "tax", "tax", "--lang", "en").stdout == "/q/tax\n"
    assert run("save", "tax", "fish").exit_code == 2
    no = Turn(1, ("No.",), TurnKind.NARRATIVE, Evidence.NONE)
    more = Statement(StatementId("en-7"), "en", "Tax", (no,), number=7)
    publish(read_settings({"data": tmp_path}, {}), talks[0], more, sample=True)
    (shape,) = json.loads(run("saved", "--json").stdout)
    assert shape["query"] == "q=tax&lang=en"
    assert (shape["statements"], shape["now"]) == (2, 2)
    assert (shape["new"], shape["gone"]) == (["en-7"], ["en-2"])
    assert "with 2 statements, 2 statements now, 1 new, 1 gone" in run("saved").stdout


def test_running_saved_queries_lists_what_is_new_and_tells_it_by_the_exit_code(
    run: Run, tmp_path: Path
) -> None:
    run("save", "all", "tax")
    nothing = run("saved", "--run")
    assert nothing.exit_code == 0
    assert "all: then 2, now 2: nothing new" in nothing.stdout
    saved = SavedQueries(tmp_path / "saved.sqlite3")
    saved.save("fresh", Request(q="tax"), [], "g")
    found = run("saved", "--run")
    assert found.exit_code == 3
    assert "fresh: then 0, now 2: 2 new" in found.stdout
    assert len([one for one in found.stdout.splitlines() if "/s/" in one]) == 2
    shapes = json.loads(run("saved", "--run", "--json").stdout)
    assert {one["name"]: len(one["new"]) for one in shapes} == {"all": 0, "fresh": 2}


def test_running_saved_queries_without_an_index_fails(tmp_path: Path) -> None:
    SavedQueries(tmp_path / "saved.sqlite3").save("all", Request(), [], "g")
    result = CliRunner().invoke(main, ["--data", str(tmp_path), "saved", "--run"])
    assert result.exit_code == 1
    assert "index" in result.stderr


def test_a_saved_query_is_listed_as_it_was_typed(run: Run) -> None:
    run("save", "no-tax", '"налога не будет"', "--from", "2014")
    assert run("saved").stdout.splitlines()[0] == 'no-tax  q="налога не будет"&from=2014-01-01'


def test_a_damaged_file_of_saved_queries_is_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "saved.sqlite3"
    path.write_bytes(b"not a database" * 100)
    result = run("saved")
    assert result.exit_code == 1
    assert "the saved queries cannot be read" in result.stderr
    assert str(path) in result.stderr


def test_no_saved_query_is_told(run: Run) -> None:
    result = run("saved")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "onrecord save NAME QUERY" in result.stderr
    assert json.loads(run("saved", "--json").stdout) == []
