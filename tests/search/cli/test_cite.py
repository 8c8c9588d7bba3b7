"""`onrecord cite`: citations on stdout, wrong usage and what is not there told apart."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import rispy
from click.testing import CliRunner

from published import publish
from search.cli.main import main
from search.records import Evidence, Statement, StatementId, Turn, TurnKind
from search.settings import read_settings
from search.store.versions import FILE_NAME, Version, Versions
from search.text_version import text_version

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

SPEECH = Turn(
    2,
    ("We will not sell.", "Never."),
    TurnKind.SPEECH,
    Evidence.LABEL,
    label="President of Averna Ilda Tarn",
    speaker="Ilda Tarn",
    role="President of Averna",
)
NOW = Statement(StatementId("en-1"), "en", "Talks on grain", (SPEECH,), number=1)
BEFORE = replace(NOW, turns=(replace(SPEECH, paragraphs=("We may sell.", "Never.")),))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    seen = datetime(2031, 1, 1, tzinfo=UTC)
    Versions(tmp_path / FILE_NAME).add(
        Version(one, page, "1", "a.html", seen, seen) for one, page in ((BEFORE, "0"), (NOW, "1"))
    )
    publish(read_settings({"data": tmp_path}, environ={}), NOW)
    return tmp_path


def run(data: Path, *arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(main, ["--data", str(data), "cite", *arguments], env=environ)


def test_a_turn_is_cited_in_every_style(data: Path) -> None:
    text = run(data, "en-1/2")
    assert text.exit_code == 0
    assert text.stdout.startswith("Ilda Tarn (President of Averna), “Talks on grain”, no date")
    assert run(data, "en-1/2", "--style", "gost").stdout.startswith("Ilda Tarn. Talks on grain")
    assert run(data, "1/2", "--style", "bibtex").stdout.startswith("@misc{onrecord-en-1-2,")
    (record,) = rispy.loads(run(data, "en-1/2", "--style", "ris").stdout)
    assert record["type_of_reference"] == "SLIDE"
    assert json.loads(run(data, "en-1/2", "--style", "csl").stdout)[0]["type"] == "speech"


def test_a_statement_may_be_named_by_its_official_address(data: Path) -> None:
    named = run(data, "http://en.kremlin.ru/events/president/news/1?x=1", "--style", "bibtex")
    assert named.stdout.startswith("@misc{onrecord-en-1,")
    other = run(data, "http://elsewhere.example/1")
    assert other.exit_code == 2
    assert "is no address of a statement" in other.stderr


def test_links_are_absolute_where_a_public_url_is_set(data: Path) -> None:
    address = "https://onrecord.example"
    assert f"{address}/s/en-1/3?v=" in run(data, "en-1/3", ONRECORD_PUBLIC_URL=address).stdout


def test_a_former_text_is_cited_by_its_name(data: Path) -> None:
    before = text_version(BEFORE)
    assert f"Text version {before}" in run(data, "en-1/2", "--version", before).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["en-1/9"], 1, "no words under the number 9"),
        (["en-7"], 1, "en-7"),
        (["en-1", "--version", "000000000000"], 1, "no text of en-1 is known"),
        (["en-1/x"], 2, "give a number"),
        (["en-1", "--style", "harvard"], 2, "harvard"),
    ],
)
def test_what_cannot_be_cited_is_told(
    data: Path, arguments: list[str], code: int, told: str
) -> None:
    answer = run(data, *arguments)
    assert (answer.exit_code, answer.stdout) == (code, "")
    assert told in answer.stderr
