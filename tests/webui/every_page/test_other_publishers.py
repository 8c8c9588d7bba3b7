"""Texts of other offices: the host is shown wherever the source is, and no licence is claimed."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from search.cli.main import main
from search.records import StatementId
from search.save_warnings import SaveWarning, WarningCode
from search.settings import read_settings
from webui.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from search.records import Statement

HOST: Final = "president.veldoria.example"
LICENCE: Final = "creativecommons.org/licenses/by/4.0"
OFFICE: Final = "Presidential Executive Office"
ATOM: Final = "{http://www.w3.org/2005/Atom}"
ROWS: Final = 1_000


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The site over a table of another office, read as a user reads it."""
    folder = tmp_path_factory.mktemp("foreign")
    with (folder / "speeches.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("title", "date", "text", "url", "speaker", "role"))
        rows.writerows(
            (
                f"Speech {number}",
                f"2031-05-{1 + number % 28:02d}",
                f"The tide is high at pier {number}.",
                f"https://{HOST}/speeches/{number}",
                "Irena Solvei",
                "President of Veldoria",
            )
            for number in range(ROWS)
        )
    words = ["--data", str(folder / "data"), "index", str(folder / "speeches.csv"), "--jobs", "1"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    return create_app(read_settings({"data": folder / "data"}, environ={})).test_client()


def test_every_row_has_its_own_id_and_the_host_as_publisher(foreign: FlaskClient) -> None:
    found = foreign.get("/search.json?q=tide&limit=1000").get_json()
    assert found["total"]["statements"] == ROWS
    assert len({hit["id"] for hit in found["results"]}) == ROWS
    assert all(re.fullmatch("en-x[0-9a-f]{10}", hit["id"]) for hit in found["results"])
    assert {hit["publisher"] for hit in found["results"]} == {HOST}
    assert all(hit["url"].startswith(f"https://{HOST}/speeches/") for hit in found["results"])
    assert {turn["evidence"] for hit in found["results"] for turn in hit["turns"]} == {"table"}
    assert found["credit"] == {
        "publisher": HOST,
        "license": None,
        "license_url": None,
        "others": [HOST],
    }


def test_its_table_credits_the_host_in_every_row(foreign: FlaskClient) -> None:
    answer = foreign.get("/search.csv?q=tide&limit=1000")
    assert "Link" not in answer.headers
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == ROWS
    assert {row["publisher"] for row in rows} == {HOST}
    assert all(row["credit"].startswith(HOST) for row in rows)
    assert OFFICE not in answer.text
    assert "CC BY" not in answer.text


def test_its_feed_has_the_host_as_author(foreign: FlaskClient) -> None:
    answer = foreign.get("/search.atom?q=tide")
    assert "license" not in answer.headers.get("Link", "")
    feed = ET.fromstring(answer.data)
    entries = feed.findall(f"{ATOM}entry")
    assert {one.findtext(f"{ATOM}author/{ATOM}name") for one in entries} == {HOST}
    assert all(HOST in (one.findtext(f"{ATOM}rights") or "") for one in entries)
    assert OFFICE not in answer.text
    assert LICENCE not in answer.text


@pytest.mark.parametrize("where", ["/", "/search?q=tide", "/concordance?q=tide"])
def test_its_pages_name_the_host_and_no_licence(foreign: FlaskClient, where: str) -> None:
    text = foreign.get(where).text
    assert HOST in text
    assert OFFICE not in text
    assert LICENCE not in text


@pytest.mark.parametrize("ui", ["en", "ru"])
def test_a_statement_and_a_turn_name_host_and_evidence(foreign: FlaskClient, ui: str) -> None:
    hit = foreign.get('/search.json?q="pier 7"').get_json()["results"][0]
    for address in (f"/s/{hit['id']}", f"/s/{hit['id']}/1", f"/s/{hit['id']}/versions"):
        text = foreign.get(f"{address}?ui={ui}").text
        assert HOST in text, address
        assert f'href="https://{HOST}/speeches/7"' in text, address
        assert OFFICE not in text, address
        assert LICENCE not in text, address
    turn = foreign.get(f"/s/{hit['id']}/1?ui={ui}").text
    assert {"en": "the speaker’s column of a table", "ru": "столбец таблицы"}[ui] in turn
    assert {"en": "from the table", "ru": "из таблицы"}[ui] in turn


def test_evidence_can_be_asked_for(foreign: FlaskClient) -> None:
    for query, count in (("evidence:table", ROWS), ("evidence:label", 0)):
        found = foreign.get(f"/search.json?q={query} tide").get_json()
        assert (found["total"]["statements"], found["dropped"]) == (count, [])
    found = foreign.get("/search.json?q=tide&evidence=table").get_json()
    assert found["total"]["statements"] == ROWS
    assert "the speaker's column of a table" in found["understood"]
    page = foreign.get("/search?q=tide&evidence=table&ui=ru").text
    assert "из столбца таблицы" in page


def linked(client: FlaskClient, address: str) -> dict[str, Any]:
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(address).text
    )
    assert found
    return dict(json.loads(found[1]))


def test_what_programs_read_names_the_host_and_no_licence(foreign: FlaskClient) -> None:
    hit = foreign.get("/search.json?q=tide").get_json()["results"][0]
    article = linked(foreign, f"/s/{hit['id']}")
    assert article["publisher"]["name"] == HOST
    assert "license" not in article
    assert "license" not in linked(foreign, f"/s/{hit['id']}/1")


def mixed(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The invented index, one statement of it another office's, one of nobody knows whose."""
    first, second, *rest = statements
    warning = SaveWarning(WarningCode.NO_ADDRESS)
    return (
        first,
        replace(
            second,
            id=StatementId("en-x0123456789"),
            number=None,
            url=f"https://{HOST}/1",
            publisher=HOST,
        ),
        replace(
            second,
            id=StatementId("en-x9876543210"),
            number=None,
            url=None,
            warnings=(warning.sentence,),
            warning_codes=(warning,),
        ),
        *rest,
    )


@pytest.fixture
def both(
    client: FlaskClient,
    shelf: Any,
    make: Callable[..., Any],
    statements: tuple[Statement, ...],
) -> FlaskClient:
    shelf.held = make(mixed(statements))
    return client


def test_a_mixed_answer_says_which_texts_the_licence_does_not_cover(both: FlaskClient) -> None:
    found = both.get("/search.json?q=").get_json()
    assert found["credit"]["license"] == "CC BY 4.0"
    assert found["credit"]["others"] == [HOST, "publisher not known"]
    assert {hit["publisher"] for hit in found["results"]} == {None, HOST}
    for address in ("/search.json?q=", "/search.csv?q=", "/search.atom?q="):
        assert "Link" not in both.get(address).headers, address
    rows = list(csv.DictReader(io.StringIO(both.get("/search.csv?q=").text)))
    credits = {row["id"].partition("/")[0]: row["credit"] for row in rows}
    assert credits["en-90001"] == "Presidential Executive Office, CC BY 4.0"
    assert credits["en-x0123456789"].startswith(HOST)
    assert credits["en-x9876543210"].startswith("publisher not known")
    foot = both.get("/search").text.rpartition("<footer")[2]
    assert OFFICE in foot
    assert f"texts of {HOST}, publisher not known" in foot


def test_a_mixed_feed_gives_each_entry_its_rights(both: FlaskClient) -> None:
    feed = ET.fromstring(both.get("/search.atom?q=").data)
    assert feed.find(f"{ATOM}link[@rel='license']") is None
    rights = {
        (one.findtext(f"{ATOM}author/{ATOM}name") or OFFICE): one.findtext(f"{ATOM}rights")
        for one in feed.findall(f"{ATOM}entry")
    }
    assert set(rights) == {OFFICE, HOST, "publisher not known"}
    assert rights[OFFICE] == "Presidential Executive Office, CC BY 4.0"
    assert "CC BY" not in (rights[HOST] or "CC BY")


def test_a_text_of_nobody_knows_whom_is_under_no_licence(both: FlaskClient) -> None:
    text = both.get("/s/en-x9876543210").text
    assert "Who published this text is not known" in text
    assert "so nothing tells who published the text" in text
    assert LICENCE not in text


def test_answers_of_the_sites_own_texts_claim_the_licence_as_before(both: FlaskClient) -> None:
    answer = both.get("/s/en-90001").text
    assert LICENCE in answer
    assert "Not under the licence" not in answer
