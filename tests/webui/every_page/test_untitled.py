"""A statement without a title: every page and export that prints one says so, or leaves it out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from search.cli.main import main
from search.settings import read_settings
from webui.app import create_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

BODY = "President of Veldoria Irena Solvei: The tide is high.\nPilot Nils Ravn: It is.\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    saved = tmp_path / "body.txt"
    saved.write_text(BODY)
    built = CliRunner().invoke(main, ["--data", str(tmp_path / "data"), "index", str(saved)])
    assert built.exit_code == 0, built.output
    return tmp_path / "data"


@pytest.fixture
def site(data: Path) -> FlaskClient:
    return create_app(read_settings({"data": data}, environ={})).test_client()


def found(data: Path) -> dict[str, object]:
    told = CliRunner().invoke(main, ["--data", str(data), "search", "tide", "--json"])
    return dict(json.loads(told.stdout)["results"][0])


def test_a_title_that_is_not_printed_is_null_and_lists_say_it_in_words(data: Path) -> None:
    assert found(data)["title"] is None
    for words in (["search", "tide"], ["show", str(found(data)["id"])]):
        told = CliRunner().invoke(main, ["--data", str(data), *words])
        assert told.exit_code == 0
        assert "None" not in told.stdout
    assert "(no title)" in CliRunner().invoke(main, ["--data", str(data), "search"]).stdout


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/search?q=tide",
        "/search.atom?q=tide",
        "/search.csv?q=tide",
        "/s/{id}",
        "/s/{id}/2",
        "/speakers",
    ],
)
def test_no_page_prints_none_for_a_title(data: Path, site: FlaskClient, address: str) -> None:
    answer = site.get(address.format(id=found(data)["id"]))
    assert answer.status_code == 200
    assert ">None<" not in answer.text
    assert ",None," not in answer.text
