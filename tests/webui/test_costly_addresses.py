"""Addresses that would cost too much are answered in part, and the answer says so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest

from search.answers import page_budget
from search.records import Evidence, Statement, StatementId, Turn, TurnKind
from webui.views.results import DROPPED

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from search.engine import SearchEngine

COUNT = 25
WORDS = "a0 a1 a2 a3 a4 a5 a6 a7 a8 a9"
BUDGET = 100  # ten words in ten statements; an ordinary page holds twenty all the same
TOLD = "statements, not 1,000"
GAPS = quote(" ".join(f'"a{number} a{number + 1}"~100' for number in range(5)))
SMILES = quote("a1 " + "😀" * 1_990)


@pytest.fixture
def client(
    shelf: object,
    client: FlaskClient,
    make: Callable[..., SearchEngine],
    monkeypatch: pytest.MonkeyPatch,
) -> FlaskClient:
    """The site over statements that each hold all words, and a budget that ten of them exceed."""
    monkeypatch.setattr(page_budget, "MOST_LOOKED_FOR", BUDGET)
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
    assert f"5 {TOLD}" in unquote(table.headers[DROPPED])


@pytest.mark.parametrize("view", ["/search.json", "/search"])
def test_nothing_is_told_where_nothing_is_cut(
    client: FlaskClient, shelf: object, make: Callable[..., SearchEngine], view: str
) -> None:
    shelf.held = make([_statement(number) for number in range(1, 20)])  # type: ignore[attr-defined]
    assert TOLD not in client.get(f"{view}?limit=1000&q=a*").text


def test_an_ordinary_query_has_all_it_asks_for(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    answer = client.get("/search.csv?limit=1000&q=a1+a2")
    assert DROPPED not in answer.headers
    assert answer.text.count("\n") > COUNT


def test_a_query_whose_links_are_long_is_told_of_as_well(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert TOLD not in client.get(f"/search.atom?limit=1000&q={SMILES}").text
    monkeypatch.setattr(page_budget, "MOST_LINK_BYTES", 20 * 24_000)
    assert TOLD in client.get(f"/search.atom?limit=1000&q={SMILES}").text


@pytest.mark.parametrize("page", ["1000000000", "1" + "0" * 400, "-1", "1e9"])
@pytest.mark.parametrize("view", ["/search.json", "/speakers"])
def test_a_page_that_is_not_there_is_told_or_the_last(
    client: FlaskClient, view: str, page: str
) -> None:
    assert client.get(f"{view}?q=a1&page={page}").status_code == 200
