"""Errors: pages that help, JSON where JSON was asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from search.errors import (
    ClusterRefused,
    ClusterUnavailable,
    DamagedIndex,
    IndexUnavailable,
    NoIndex,
    OtherVersion,
)
from webui.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    from search.engine import SearchEngine
    from search.settings import Settings

    Page = Callable[[str], str]

NEEDS_INDEX = (
    "/",
    "/search?q=treaty",
    "/s/en-90001",
    "/s/en-90001/2",
    "/d/90001",
    "/goto?url=en.kremlin.ru/d/90001",
    "/speakers",
    "/speaker/ilya-tarn",
)
JSON = ("/search.json?q=treaty", "/healthz")
COMMAND = "onrecord index PATH"


@pytest.fixture
def bare(settings: Settings) -> FlaskClient:
    """The site over a data folder in which nothing was ever indexed."""
    return create_app(settings).test_client()


@pytest.mark.parametrize("address", NEEDS_INDEX)
def test_without_an_index_every_page_names_the_command(bare: FlaskClient, address: str) -> None:
    answer = bare.get(address)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.mimetype == "text/html"
    assert COMMAND in answer.text


@pytest.mark.parametrize("address", JSON)
def test_without_an_index_json_says_it_in_json(bare: FlaskClient, address: str) -> None:
    answer = bare.get(address)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert COMMAND in answer.get_json()["error"]
    assert answer.get_json()["status"] == 503


@pytest.mark.parametrize("address", ["/help/search", "/robots.txt", "/opensearch.xml"])
def test_what_needs_no_index_works_without_one(bare: FlaskClient, address: str) -> None:
    assert bare.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/nowhere", "/s/en-1", "/s/nonsense", "/s/en-90001/x", "/speaker/nobody", "/q/none", "/d/5"],
)
def test_what_is_not_there_is_404_with_a_search_box(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert '<form class="search' in answer.text
    assert '<a href="/search">' in answer.text


@pytest.mark.parametrize("address", ["/q/none.json", "/nowhere.json"])
def test_what_is_not_there_is_json_where_json_was_asked_for(
    client: FlaskClient, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.get_json()["status"] == 404


def test_a_method_not_allowed_says_which_are(client: FlaskClient) -> None:
    answer = client.post("/search")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


class Broken:
    """An engine room on fire."""

    def engine(self) -> None:
        raise RuntimeError("secret detail")


@pytest.mark.parametrize("address", ["/search?q=treaty", "/search.json?q=treaty"])
def test_a_fault_is_logged_and_its_detail_kept(
    settings: Settings, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    app: Flask = create_app(settings, Broken())  # type: ignore[arg-type] # that is the point
    answer = app.test_client().get(address)
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "secret detail" in caplog.text
    assert "treaty" not in caplog.text  # what somebody searched for is nobody's business


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "a" * 10_000,
        "q=%22open",
        "q=((((",
        "q=%ED%A0%80%00",
        "q=NOT",
        "q=*",
        "q=speaker:",
        "q=date:9999999999",
        "from=0000&to=9999-99-99",
        "page=0",
        "page=-1",
        "limit=0",
        "year=abc",
        "&&&=&",
    ],
)
def test_no_query_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/search?{query}").status_code == 200
    assert client.get(f"/search.json?{query}").status_code == 200


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (NoIndex("run `onrecord index PATH…`"), "Здесь ещё ничего не проиндексировано."),
        (OtherVersion("schema 1"), "Индекс построен другой версией программы."),
        (DamagedIndex("no postings"), "Индекс повреждён, или его файлов не хватает."),
        (ClusterUnavailable("no node"), "Кластер с индексом недоступен или отвечает не полностью."),
        (ClusterRefused("no right"), "Кластер с индексом не даёт сайту нужных прав."),
        (IndexUnavailable("no right to read"), "Индекс нельзя прочитать."),
    ],
)
def test_that_no_index_answers_is_said_in_the_language_of_the_page(
    settings: Settings, error: IndexUnavailable, sentence: str
) -> None:
    class Failing:
        def engine(self) -> SearchEngine:
            raise error

    client = create_app(settings, Failing()).test_client()
    answer = client.get("/search?q=treaty&ui=ru")
    assert answer.status_code == 503
    assert f'<p class="message" lang="ru">{sentence}</p>' in answer.text
    assert '<p class="message" lang="en">' in answer.text  # what to do, as the program says it
    assert sentence not in client.get("/search?q=treaty&ui=en").text


class Away:
    """An index in a cluster that does not answer."""

    def engine(self) -> None:
        raise ClusterUnavailable("no node of the cluster at https://node1:9200 can be reached")


@pytest.mark.parametrize(
    ("more", "heading"),
    [("", "The index cannot answer now"), ("&ui=ru", "Индекс сейчас не отвечает")],
)
def test_a_cluster_that_is_away_is_not_called_an_index_that_was_never_made(
    settings: Settings, more: str, heading: str
) -> None:
    app: Flask = create_app(settings, Away())  # type: ignore[arg-type] # that is the point
    answer = app.test_client().get(f"/search?q=treaty{more}")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert heading in answer.text
    assert "https://node1:9200" in answer.text


@pytest.mark.parametrize("address", [*NEEDS_INDEX, *JSON])
@pytest.mark.parametrize("current", [None, "nowhere", "../..", "\0", b"\xff"])
def test_no_answer_says_where_things_lie_on_the_server(
    settings: Settings, address: str, current: str | bytes | None
) -> None:
    if current is not None:
        raw = current.encode() if isinstance(current, str) else current
        (settings.data / "current").write_bytes(raw)
    answer = create_app(settings).test_client().get(address)
    assert answer.status_code == 503
    assert str(settings.data) not in answer.text
    assert str(settings.data.parent) not in answer.text
    assert "data folder" in answer.text


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("DATA/generations/g-s5/MAIN_1.trm is damaged; run", "MAIN_1.trm in the data folder is da"),
        ("DATA/current: 'utf-8' codec", "current in the data folder: &#39;utf-8&#39; codec"),
        ("there is no index in DATA yet", "there is no index in the data folder yet"),
        ("DATA/; run it", "the data folder; run it"),
        ("'DATA/generations/a' and DATA/b", "&#39;a in the data folder&#39; and b in the data fol"),
    ],
)
def test_a_file_of_the_data_folder_is_told_by_its_name_alone(
    shelf: Any, client: FlaskClient, settings: Settings, message: str, shown: str
) -> None:
    class Failing:
        manifest = None

        def speakers(self) -> None:
            raise DamagedIndex(message.replace("DATA", str(settings.data)))

    shelf.held = Failing()
    answer = client.get("/speakers")
    assert shown in answer.text
    assert "generations/" not in answer.text
    assert str(settings.data) not in answer.text


@pytest.mark.parametrize("name", [".", "d", "data"])
def test_a_data_folder_of_a_short_name_takes_no_letter_out_of_a_message(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "here" / name).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(tmp_path / "here")
    bare = create_app(replace(settings, data=Path(name))).test_client()
    assert bare.get("/search.json?q=treaty").get_json()["error"] == (
        "there is no index in the data folder yet; run `onrecord index PATH…` with the folder of"
        " your saved pages"
    )


@pytest.mark.parametrize(
    ("raised", "shown"),
    [
        (DamagedIndex("the manifest of /srv/on/x cannot be read; run it"), "the manifest of … ca"),
        (DamagedIndex("[Errno 5] I/O error: '/srv/on/x.toc'"), "[Errno 5] I/O error: &#39;…&#39;"),
        (DamagedIndex("see https://node1:9200/a/b, and /d/5"), "see https://node1:9200/a/b, and"),
    ],
)
def test_any_path_in_a_message_is_left_out(
    shelf: Any, client: FlaskClient, raised: Exception, shown: str
) -> None:
    class Failing:
        manifest = None

        def speakers(self) -> None:
            raise raised

    shelf.held = Failing()
    answer = client.get("/speakers")
    assert shown in answer.text
    assert "/srv" not in answer.text
