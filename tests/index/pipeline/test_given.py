"""`onrecord index FILE --title … --date …`: what the user says of a text that does not say it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from search.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

BODY = "President of Veldoria Irena Solvei: The tide is high.\nPilot Nils Ravn: It is.\n"


def run(data: Path, *words: str) -> str:
    result = CliRunner().invoke(main, ["--data", str(data), *words])
    assert result.exit_code == 0, result.output
    return result.stdout


def found(data: Path) -> dict[str, Any]:
    results = json.loads(run(data, "search", "tide", "--json"))["results"]
    return dict(results[0])


def test_title_and_date_are_remembered_for_the_file_and_the_id_stays(tmp_path: Path) -> None:
    saved = tmp_path / "pages" / "body.txt"
    saved.parent.mkdir()
    saved.write_text(BODY)
    data = tmp_path / "data"
    run(data, "index", str(saved))
    before = found(data)
    assert (before["title"], before["date"]) == (None, None)
    run(data, "index", str(saved), "--title", "On the tide", "--date", "2031-05-08")
    after = found(data)
    assert (after["title"], after["date"]) == ("On the tide", "2031-05-08")
    assert after["id"] == before["id"]
    run(data, "index", "--full")
    assert found(data)["title"] == "On the tide"


def test_several_messages_in_one_file_are_several_statements(tmp_path: Path) -> None:
    saved = tmp_path / "messages.txt"
    saved.write_text(
        "".join(
            f"Greetings to {whom}\nIrena Solvei greeted {whom}.\nMay {day}, 2031\n10:00\n"
            "The message reads:\n“The tide is yours.”\n"
            for whom, day in (("pilots", 3), ("divers", 4))
        )
    )
    report = json.loads(run(tmp_path / "data", "index", str(saved), "--json"))
    assert report["statements"] == 2
    shapes = json.loads(run(tmp_path / "data", "clean", str(saved), "--json"))
    assert [shape["title"] for shape in shapes] == ["Greetings to pilots", "Greetings to divers"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--title", "T"], "give its path"),
        (["FOLDER", "--date", "2031-05-08"], "give its path"),
        (["FILE", "--date", "8 May"], "2031-05-08"),
    ],
)
def test_a_title_or_date_of_no_one_file_is_wrong_usage(
    tmp_path: Path, words: list[str], told: str
) -> None:
    file = tmp_path / "body.txt"
    file.write_text(BODY)
    places = {"FOLDER": str(tmp_path), "FILE": str(file)}
    given = [places.get(word, word) for word in words]
    result = CliRunner().invoke(main, ["--data", str(tmp_path / "data"), "index", *given])
    assert result.exit_code == 2
    assert told in result.output
