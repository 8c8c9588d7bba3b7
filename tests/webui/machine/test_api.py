"""The description of the API: whole, true of every answer, and for people too."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from search.query.request import Request
from search.store.saved_queries import FILE_NAME, SavedQueries
from webui.machine.api_table import ANSWERS
from webui.machine.json_schema import SHAPES
from webui.routes import ROUTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from search.settings import Settings

ASKED = {
    "/search.json": (
        "",
        "?q=treaty",
        "?q=zeppelin",
        "?q=treaty&from=abc&limit=1",
        "?q=treaty+Tarn",
        "?q=%22Lake+Orm+will+wait+for+another+winter%22",
    ),
    "/export.jsonl": ("", "?q=treaty", "?q=congress", "?from=2020&to=2010"),
    "/concordance.json": ("", "?q=treaty", "?q=treaty&order=next", "?year=2012"),
    "/frequency.json": ("", "?q=treaty,railway", "?q=treaty&speaker=Ilya+Tarn"),
    "/check.json": (
        "?q=treaty+on+Lake+Orm+will+not+wait",
        "?q=The+treaty+on+Lake+Orm+will+wait+for+another+winter&speaker=Oskel",
        "?q=zeppelins+over+all+the+green+hills",
        "?q=a",
    ),
    "/suggest.json": ("", "?q=trea", "?q=Ilya"),
    "/s/{statement_id}/versions.json": ("",),
    "/q/{name}.json": ("", "?page=2"),
    "/q.json": ("",),
    "/healthz": ("",),
    "/openapi.json": ("",),
    "/search.csv": ("", "?q=treaty&limit=1"),
    "/search.atom": ("", "?q=treaty&limit=1"),
    "/export.csv": ("", "?q=treaty"),
    "/concordance.csv": ("?q=treaty",),
    "/who.csv": ("?q=treaty",),
    "/frequency.csv": ("?q=treaty",),
    "/q/{name}.csv": ("", "?page=2"),
    "/q/{name}.atom": ("",),
}


def described(client: FlaskClient) -> dict[str, Any]:
    shape: dict[str, Any] = client.get("/openapi.json").get_json()
    return shape


def complaints(shape: str, value: object) -> list[str]:
    schema = {"$ref": f"#/components/schemas/{shape}", "components": {"schemas": SHAPES}}
    found = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(value)
    return [f"{list(one.absolute_path)}: {one.message[:200]}" for one in found]


@pytest.fixture(autouse=True)
def kept(settings: Settings) -> None:
    saved = SavedQueries(settings.data / FILE_NAME)
    saved.save("kept", Request(q="treaty", limit=1), ["en-7"], "g")  # type: ignore[list-item]


def test_every_answer_for_programs_is_described_and_nothing_else() -> None:
    endings = (".json", ".jsonl", ".csv", ".atom")
    routed = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.address)
        for route in ROUTES
        if route.address.endswith(endings) or route.name == "health"
    }
    assert {answer.address for answer in ANSWERS} == routed == set(ASKED)


@pytest.mark.usefixtures("revised")
@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.name)
def test_every_answer_is_as_described(client: FlaskClient, answer: Any) -> None:
    path = answer.address.format(statement_id="en-90001", name="kept")
    for asked in ASKED[answer.address]:
        told = client.get(path + asked)
        assert (told.status_code, told.mimetype) == (200, answer.mimetype), asked
        if answer.shape in ("Table", "Feed"):
            assert told.text
            continue
        values = (
            [json.loads(line) for line in told.text.splitlines()]
            if answer.mimetype != "application/json"
            else [told.get_json()]
        )
        for value in values:
            assert complaints(answer.shape, value) == [], asked


def test_an_article_is_answered_as_described(client: FlaskClient) -> None:
    told = client.post("/check.json", json={"text": "He said: “The treaty will not wait.”"})
    assert complaints("Verdicts", told.get_json()) == []


def test_every_key_of_an_answer_that_is_a_contract_is_described(client: FlaskClient) -> None:
    told = client.get("/search.json?q=treaty").get_json()
    assert set(told) == set(SHAPES["Results"]["properties"])
    assert set(told["results"][0]) == set(SHAPES["FoundStatement"]["properties"])
    assert set(told["results"][0]["turns"][0]) == set(SHAPES["FoundTurn"]["properties"])
    line = json.loads(client.get("/export.jsonl?q=treaty").text.splitlines()[0])
    assert set(line) == set(SHAPES["Match"]["properties"])
    use = client.get("/concordance.json?q=treaty").get_json()["lines"][0]
    assert set(use) == set(SHAPES["Use"]["properties"])


def test_the_description_keeps_the_rules_of_openapi(client: FlaskClient) -> None:
    shape = described(client)
    assert shape["openapi"].startswith("3.1.")
    assert {"title", "version"} <= set(shape["info"])
    assert shape["servers"] == [{"url": "http://localhost"}]
    names = [one["operationId"] for path in shape["paths"].values() for one in path.values()]
    assert len(names) == len(set(names))
    for address, path in shape["paths"].items():
        in_path = set(re.findall(r"{(\w+)}", address))
        read = path["get"]
        assert {one["name"] for one in read["parameters"] if one["in"] == "path"} == in_path
        assert all(one["required"] for one in read["parameters"] if one["in"] == "path")
        pairs = [(one["in"], one["name"]) for one in read["parameters"]]
        assert len(pairs) == len(set(pairs))
        assert all(one["description"] for one in read["parameters"])
        assert {"200", "503"} <= set(read["responses"])
        for one in read["parameters"]:
            Draft202012Validator.check_schema(one["schema"])
    for schema in shape["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    used = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(shape)))
    assert used <= set(shape["components"]["schemas"])


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/s/en-1/versions.json", 404),
        ("/q/nobody.json", 404),
        ("/check.json", 400),
        ("/export.jsonl?from=abc", 400),
        ("/export.jsonl?sort=up", 400),
        ("/nowhere.json", 404),
        ("/export.csv?from=abc", 400),
        ("/q/nobody.csv", 404),
        ("/q/nobody.atom", 404),
        ("/s/en-1/cite.bib", 404),
        ("/nowhere.csv", 404),
    ],
)
def test_errors_have_one_shape(client: FlaskClient, address: str, status: int) -> None:
    told = client.get(address)
    assert told.status_code == status
    assert complaints("Error", told.get_json()) == []
    assert set(told.get_json()) == {"error", "status"}
    posted = client.post("/search.json")
    assert (posted.status_code, set(posted.get_json())) == (405, {"error", "status"})


def test_no_answer_names_a_path_of_the_server(client: FlaskClient, settings: Settings) -> None:
    for answer in ANSWERS:
        path = answer.address.format(statement_id="en-90001", name="kept")
        for asked in (*ASKED[answer.address], "?q=%00", "?page=0"):
            assert str(settings.data) not in client.get(path + asked).text


@pytest.mark.parametrize(
    "first",
    [
        "/search.csv?q=treaty&limit=1",
        "/search.atom?q=treaty&limit=1",
        "/q/kept.csv",
        "/q/kept.atom",
    ],
)
def test_pages_of_tables_and_feeds_name_the_next_too(client: FlaskClient, first: str) -> None:
    told = client.get(first)
    found = re.search(r'<([^>]+)>; rel="next"', ", ".join(told.headers.get_all("Link")))
    assert found
    last = client.get(found[1])
    assert last.status_code == 200
    assert last.text != told.text
    assert 'rel="next"' not in ", ".join(last.headers.get_all("Link"))


@pytest.mark.parametrize("first", ["/search.json?limit=2&sort=oldest", "/q/kept.json"])
def test_the_next_page_is_linked_until_there_is_none(client: FlaskClient, first: str) -> None:
    address, ids = first, []
    for _ in range(10):
        told = client.get(address)
        ids += [one["id"] for one in told.get_json()["results"]]
        links = ", ".join(told.headers.get_all("Link"))
        found = re.search(r'<([^>]+)>; rel="next"', links)
        if not found:
            break
        address = found[1]
    total = client.get(first).get_json()["total"]["statements"]
    assert len(ids) == len(set(ids)) == total
    assert total > 1


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_people_read_the_same_table(page: Callable[[str], str], lang: str) -> None:
    text = page(f"/help/api?ui={lang}")
    for answer in ANSWERS:
        assert f"<code>{answer.address}</code>" in text
    assert ("For programs" in text) is (lang == "en")
    assert ("Must be given" in text) is (lang == "en")


def test_a_form_of_six_lines_is_given_to_copy(page: Callable[[str], str]) -> None:
    text = page("/help/embed")
    assert text.count("<li><code>") == 6
    assert "&lt;form action=&#34;http://localhost/search&#34;" in text


def test_a_card_may_stand_in_any_page_and_runs_nothing(client: FlaskClient) -> None:
    told = client.get("/embed/s/en-90001/3")
    assert told.status_code == 200
    assert "<script" not in told.text
    assert "X-Frame-Options" not in told.headers
    policy = told.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    for words in ("The treaty on Lake Orm will not wait", "Ilya Tarn", "President of Averna"):
        assert words in told.text
    assert 'href="/s/en-90001/2"' in told.text
    assert 'href="http://en.kremlin.ru/events/president/news/90001"' in told.text
    assert "Mara Oskel" not in told.text
    assert "X-Frame-Options" in client.get("/s/en-90001/2").headers


def test_a_hostile_card_stays_text(client: FlaskClient) -> None:
    text = client.get("/embed/s/en-90004/1").text
    assert "<script" not in text
    assert "<b onmouseover" not in text


@pytest.mark.parametrize("address", ["/embed/s/en-1/1", "/embed/s/en-90001/999"])
def test_a_card_of_nothing_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_card_says_that_its_text_was_changed(
    client: FlaskClient, shelf: Any, make: Callable[..., Any], statements: Any
) -> None:
    from dataclasses import replace

    shelf.held = make([replace(statements[0], version="0123456789ab")])
    said = "The text was changed since this card was made."
    assert said in client.get("/embed/s/en-90001/2?v=ffffffffffff").text
    for asked in ("", "?v=0123456789ab"):
        assert said not in client.get(f"/embed/s/en-90001/2{asked}").text
