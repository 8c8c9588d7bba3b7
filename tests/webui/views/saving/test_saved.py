"""`/q/<name>`: what a saved query finds now, and what of it is new."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from werkzeug.http import parse_options_header

from search.errors import UsageError
from search.query.request import Request
from search.records import StatementId
from search.store.saved_queries import FILE_NAME, SavedQueries
from search.store.versions import FILE_NAME as VERSIONS_NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from search.settings import Settings

    Page = Callable[[str], str]


@pytest.fixture
def saved(settings: Settings) -> SavedQueries:
    return SavedQueries(settings.data / FILE_NAME)


def keep(saved: SavedQueries, name: str, request: Request, *ids: str) -> None:
    saved.save(name, request, [StatementId(one) for one in ids], "20250101T000000Z-s1")


def test_new_statements_are_counted_named_and_marked(
    saved: SavedQueries, seen: Page, page: Page
) -> None:
    keep(saved, "water", Request(q="treaty"), "en-90001", "en-7")
    text = seen("/q/water")
    assert "then 2, now 2: 1 new . 1 found then is not found now." in text
    assert "Speech at the harvest congress new" in text
    assert page("/q/water").count('class="tag new"') == 1


def test_nothing_new_is_said(saved: SavedQueries, seen: Page) -> None:
    keep(saved, "water", Request(q="treaty"), "en-90001", "en-90002")
    assert "then 2, now 2: nothing new." in seen("/q/water")


def test_the_json_is_that_of_the_search_and_what_is_new(
    saved: SavedQueries, client: FlaskClient
) -> None:
    keep(saved, "water", Request(q="treaty", year=("2014",)), "en-7")
    shape = client.get("/q/water.json").get_json()
    assert [one["id"] for one in shape["results"]] == ["en-90002"]
    assert shape["saved"]["new"] == ["en-90002"]
    assert shape["saved"]["gone"] == ["en-7"]
    assert (shape["saved"]["then"], shape["saved"]["now"]) == (1, 1)
    assert shape["total"] == client.get("/search.json?q=treaty&year=2014").get_json()["total"]


def test_its_pages_stay_its_own(saved: SavedQueries, page: Page) -> None:
    keep(saved, "all", Request(limit=2))
    assert '<a rel="next" href="/q/all?page=2">' in page("/q/all")
    assert '<a rel="prev" href="/q/all">' in page("/q/all?page=2")


def test_a_page_number_that_cannot_be_read_is_dropped_and_said(
    saved: SavedQueries, seen: Page
) -> None:
    keep(saved, "all", Request())
    assert "page “x” is not a whole number" in seen("/q/all?page=x")


def test_a_hostile_query_stays_text(saved: SavedQueries, page: Page) -> None:
    keep(saved, "bad", Request(q="<script>alert(1)</script>", topic=("<b>",)))
    text = page("/q/bad")
    assert "<script>" not in text
    assert "<b>" not in text.replace('<b class="name', "")


def test_almost_matches_are_never_new(saved: SavedQueries, seen: Page) -> None:
    keep(saved, "both", Request(q="treaty granary"), "en-90002")
    assert "then 1, now 1: nothing new." in seen("/q/both")


def test_it_can_be_had_as_a_table(saved: SavedQueries, client: FlaskClient) -> None:
    keep(saved, "water", Request(q="treaty"))
    answer = client.get("/q/water.csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=water.csv"
    assert answer.text == client.get("/search.csv?q=treaty").text


def test_reading_writes_nothing(
    saved: SavedQueries, client: FlaskClient, settings: Settings
) -> None:
    keep(saved, "water", Request(q="treaty"), "en-90001")
    file = settings.data / FILE_NAME
    before = file.read_bytes(), file.stat().st_mtime_ns, sorted(settings.data.iterdir())
    assert client.get("/q/water").status_code == 200
    assert (file.read_bytes(), file.stat().st_mtime_ns, sorted(settings.data.iterdir())) == before


def test_a_name_nobody_saved_makes_no_file(client: FlaskClient, settings: Settings) -> None:
    assert client.get("/q/water").status_code == 404
    assert not (settings.data / FILE_NAME).exists()


@pytest.mark.parametrize("address", ["/q/water", "/q/water.json", "/s/en-90001/versions"])
def test_a_damaged_file_is_told_without_where_it_lies(
    client: FlaskClient, settings: Settings, address: str
) -> None:
    settings.data.mkdir(exist_ok=True)
    for name in (FILE_NAME, VERSIONS_NAME):
        (settings.data / name).write_bytes(b"not a database" * 100)
    answer = client.get(address)
    assert answer.status_code == 500
    assert "move it away to begin anew" in answer.text
    assert str(settings.data) not in answer.text


@pytest.mark.parametrize("name", ["гавань", "harbour"])
def test_its_table_is_a_file_of_its_name_in_any_letters(
    saved: SavedQueries, root: str, name: str
) -> None:
    keep(saved, name, Request(q="treaty"))
    with urlopen(f"{root}/q/{quote(name)}.csv") as answer:
        told = answer.headers["Content-Disposition"]
        assert b"en-90001" in answer.read()
    given = parse_options_header(told)[1]["filename"]
    assert given == f"{name}.csv"
    assert told.isascii()


def test_all_saved_queries_are_listed_with_what_is_new(
    saved: SavedQueries, seen: Page, client: FlaskClient
) -> None:
    assert "No query is saved yet." in seen("/q")
    keep(saved, "water", Request(q="treaty"), "en-90001")
    keep(saved, "всё", Request(), "en-90001")
    text = seen("/q")
    assert re.search(r"water any form of “treaty” .*: then 1, now 2: 1 new", text, re.IGNORECASE)
    assert "=" not in text
    assert re.search("всё all statements .*: then 1, now 6: 5 new", text, re.IGNORECASE)
    told = {one["name"]: one for one in client.get("/q.json").get_json()["saved"]}
    assert told["water"]["new"] == ["en-90002"]
    assert told["water"]["link"] == "http://localhost/q/water"  # whole, as in all that is data
    assert "Сохранённые запросы" in seen("/q?ui=ru")


def test_a_name_typed_in_pieces_is_the_composed_one(saved: SavedQueries, seen: Page) -> None:
    keep(saved, "лёд", Request(q="treaty"))
    decomposed = unicodedata.normalize("NFD", "лёд")
    assert "лёд" in seen(f"/q/{quote(decomposed)}")
    with pytest.raises(UsageError):
        keep(saved, decomposed, Request(q="lake"))
