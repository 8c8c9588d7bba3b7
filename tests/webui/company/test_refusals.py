"""Who asks too often, or waited too long, is told when to come again; others are answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from webui.app import create_app
from webui.company.refusals import MOST_WAITING_SECONDS, WAITED

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from search.settings import Settings
    from webui.site import ServingEngine

    Visit = Callable[..., FlaskClient]

STRANGER = "192.0.2.1"


@pytest.fixture
def visit(settings: Settings, shelf: ServingEngine) -> Visit:
    def made(**given: object) -> FlaskClient:
        some = replace(settings, visitor_rate=0.1, **given)  # type: ignore[arg-type] # by name
        return create_app(some, shelf).test_client()

    return made


def ask(client: FlaskClient, address: str = STRANGER, **headers: str) -> tuple[int, str | None]:
    answer = client.get("/robots.txt", environ_base={"REMOTE_ADDR": address}, headers=headers)
    return answer.status_code, answer.headers.get("Retry-After")


def test_who_asks_too_often_is_told_when_to_come_again(visit: Visit) -> None:
    client = visit()
    assert ask(client) == (200, None)
    assert ask(client) == (429, "10")
    assert ask(client, "192.0.2.2") == (200, None)


@pytest.mark.parametrize(
    "path", ["/search.json", "/export.csv", "/search.atom", "/s/en-1/cite.bib"]
)
def test_programs_are_told_in_the_shape_of_every_error(visit: Visit, path: str) -> None:
    client, stranger = visit(), {"REMOTE_ADDR": STRANGER}
    client.get("/robots.txt", environ_base=stranger)
    often = client.get(path, environ_base=stranger)
    assert (often.status_code, often.mimetype) == (429, "application/json")
    assert set(often.get_json()) == {"error", "status"}
    waited = client.get(path, environ_base={f"HTTP_{WAITED}": str(MOST_WAITING_SECONDS + 1)})
    assert waited.get_json()["status"] == waited.status_code == 503
    people = client.get("/search", environ_base=stranger)
    assert (people.status_code, people.mimetype) == (429, "text/plain")


def test_this_machine_files_of_the_style_and_its_health_are_not_counted(visit: Visit) -> None:
    client = visit()
    assert {ask(client, "127.0.0.1")[0] for _ in range(9)} == {200}
    for address in ("/static/site.css", "/healthz"):
        for _ in range(9):
            with client.get(address, environ_base={"REMOTE_ADDR": STRANGER}) as answer:
                assert answer.status_code != 429


def test_behind_a_proxy_its_header_says_who_asks(visit: Visit) -> None:
    client = visit(visitor_header="X-Forwarded-For")
    header = "X-Forwarded-For"
    assert ask(client, "127.0.0.1", **{header: STRANGER})[0] == 200
    assert ask(client, "127.0.0.1", **{header: STRANGER})[0] == 429
    assert ask(client, "127.0.0.1", **{header: f"9.9.9.9, {STRANGER}"})[0] == 429
    assert ask(client, "127.0.0.1", **{header: f"{STRANGER}, 192.0.2.7"})[0] == 200


def test_without_the_setting_a_header_is_nobodys_word(visit: Visit) -> None:
    client = visit()
    assert ask(client, **{"X-Forwarded-For": "127.0.0.1"})[0] == 200
    assert ask(client, **{"X-Forwarded-For": "192.0.2.99"})[0] == 429


def test_a_request_that_waited_too_long_is_told_so_and_not_answered(visit: Visit) -> None:
    client = visit()
    waited = {f"HTTP_{WAITED}": str(MOST_WAITING_SECONDS + 1)}
    answer = client.get("/search?q=a", environ_base=waited)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert answer.content_length is not None
    assert answer.content_length < 200
    assert client.get("/search?q=a").status_code == 200
