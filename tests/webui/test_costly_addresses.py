"""Addresses that would cost too much are answered in part, and the answer says so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest

from search.records import Evidence, Statement, StatementId, Turn, TurnKind
from webui.views.results import DROPPED

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from search.engine import SearchEngine

COUNT = 25
WORDS = " ".join(f"a{number}" for number in range(1_000))
TOLD = "statements, not 1,000"
GAPS = quote(" ".join(f'"a{number} a{number + 1}"~100' for number in range(60)))
SMILES = quote("a1 " + "😀" * 1_990)


@pytest.fixture
def client(shelf: object, client: FlaskClient, make: Callable[..., SearchEngine]) -> FlaskClient:
    """The site over statements that each hold many words."""
    shelf.held = make(  # type: ignore[attr-defined]
        [_statement(number) for number in range(1, COUNT + 1)]
    )
    return client


def _statement(number: int) -> Statement:
    turn = Turn(1, (WORDS,), TurnKind.SPEECH, Evidence.LABEL, label="A", speaker="A", person="a")
    day = date(2012, 1, 1) + timedelta(number)
    return Statement(StatementId(f"en-{number}"), "en", "T", (turn,), number, date=day)


@pytest.mark.parametrize("q", ["a*", GAPS], ids=["pattern", "gaps"])
def test_a_page_of_a_costly_query_holds_fewer_and_says_so(client: FlaskClient, q: str) -> None:
    answer = client.get(f"/search.json?limit=1000&q={q}").json
    assert answer["total"]["statements"] == COUNT
    assert len(answer["results"]) == 20
    assert [one for one in answer["dropped"] if TOLD in one]
    second = client.get(f"/search.json?limit=1000&page=2&q={q}").json
    assert len(second["results"]) == COUNT - 20
    assert {one["id"] for one in answer["results"]}.isdisjoint(
        one["id"] for one in second["results"]
    )
    assert TOLD in client.get(f"/search?limit=1000&q={q}").text
    assert TOLD in client.get(f"/search.atom?limit=1000&q={q}").text
    table = client.get(f"/search.csv?limit=1000&q={q}")
    assert TOLD in unquote(table.headers[DROPPED])


def test_an_ordinary_query_has_all_it_asks_for(client: FlaskClient) -> None:
    answer = client.get("/search.csv?limit=1000&q=a1+a2")
    assert DROPPED not in answer.headers
    assert answer.text.count("\n") > COUNT


@pytest.mark.parametrize("view", ["/search", "/search.json", "/search.atom", "/search.csv"])
def test_an_answer_of_a_long_query_stays_small(client: FlaskClient, view: str) -> None:
    assert len(client.get(f"{view}?limit=1000&q={SMILES}").data) < 10_000_000


@pytest.mark.parametrize("page", ["1000000000", "1" + "0" * 400, "-1", "1e9"])
@pytest.mark.parametrize("view", ["/search.json", "/speakers"])
def test_a_page_that_is_not_there_is_told_or_the_last(
    client: FlaskClient, view: str, page: str
) -> None:
    assert client.get(f"{view}?q=a1&page={page}").status_code == 200
