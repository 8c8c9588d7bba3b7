"""Addresses that are kept for ever."""

from __future__ import annotations

import pytest

from search.links import (
    anchor,
    official_url,
    saved_link,
    search_link,
    statement_link,
    turn_link,
)
from search.query.grammar import MOST_CHARS
from search.query.request import Request
from search.records import Statement, StatementId, TurnId


def test_links_carry_the_query_on() -> None:
    assert statement_link(StatementId("en-17093")) == "/s/en-17093"
    assert statement_link(StatementId("en-17093"), '"will not"') == "/s/en-17093?q=%22will+not%22"
    assert turn_link(TurnId("ru-76867/12"), "мир") == "/s/ru-76867/12?q=%D0%BC%D0%B8%D1%80"
    assert turn_link(TurnId("ru-76867/12"), "  ") == "/s/ru-76867/12"
    assert anchor(12) == "t12"
    assert saved_link("мир-2012") == "/q/%D0%BC%D0%B8%D1%80-2012"


def test_a_link_carries_no_more_of_a_query_than_is_searched() -> None:
    assert len(statement_link(StatementId("en-1"), "grain " * 5_000)) < MOST_CHARS + 50


def test_a_search_has_the_shortest_link() -> None:
    assert search_link(Request()) == "/search"
    assert search_link(Request("grain", year=("2012", "2013"), page=2)) == (
        "/search?q=grain&year=2012&year=2013&page=2"
    )


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({"id": "en-17093", "url": "http://example.org/1", "number": 1}, "http://example.org/1"),
        ({"id": "en-17093", "number": 17093}, "http://en.kremlin.ru/d/17093"),
        ({"id": "ru-76867", "lang": "ru", "number": 76867}, "http://kremlin.ru/d/76867"),
        ({"id": "ru-act-12", "lang": "ru", "number": 12}, "http://kremlin.ru/acts/bank/12"),
        ({"id": "en-supplement-5", "number": 5}, "http://en.kremlin.ru/supplement/5"),
        ({"id": "en-x0123456789"}, None),
    ],
)
def test_the_official_address_follows_from_the_page_or_the_number(
    given: dict[str, object], address: str | None
) -> None:
    statement = Statement(**{"lang": "en", "title": "Meeting", "turns": (), **given})  # type: ignore[arg-type]
    assert official_url(statement) == address
