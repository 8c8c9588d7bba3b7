"""Addresses that are kept for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from search.engine import Sort
from search.links import (
    SearchLinks,
    SearchView,
    anchor,
    official_url,
    saved_link,
    search_link,
    statement_link,
    statement_links,
    turn_link,
)
from search.query.grammar import MOST_CHARS
from search.query.request import Request
from search.records import Statement, StatementId, TurnId


def test_links_carry_the_query_on() -> None:
    assert statement_link(StatementId("en-17093")) == "/s/en-17093"
    assert statement_link(StatementId("en-17093"), '"will not"') == "/s/en-17093?q=%22will+not%22"
    link = statement_links('"will not"')
    assert link(StatementId("en-17093")) == "/s/en-17093?q=%22will+not%22"
    assert statement_links()(StatementId("en a")) == statement_link(StatementId("en a"))
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


REQUESTS = (
    Request(),
    Request("grain & <fish> +1"),
    Request("зерно", page=7),
    Request("grain", speaker=("=A B", "tarn"), year=("2012",), sort=Sort.OLDEST, limit=50, page=3),
    Request(since=date(2012, 5, 1), until=date(2012, 5, 31), place=("=Port Sorrel",), limit=1_000),
    Request("x" * (MOST_CHARS + 1), kind=("speech",), sort=Sort.NEWEST),
)


@pytest.mark.parametrize("request_", REQUESTS)
def test_links_that_share_what_they_have_in_common_are_the_same_links(request_: Request) -> None:
    links, first = SearchLinks(request_), request_.on_page(1)
    for view in SearchView:
        assert links.of_view(view) == search_link(first, view)
        assert links.on_page(1, view) == search_link(first, view)
        assert links.on_page(12, view) == search_link(request_.on_page(12), view)
    for sort in Sort:
        assert links.sorted_by(sort) == search_link(replace(first, sort=sort))
    for limit in (20, 50, 1_000):
        assert links.limited(limit) == search_link(replace(first, limit=limit))
    for name, value in (("year", "2012"), ("speaker", "=A B"), ("topic", "a&b"), ("lang", "ru")):
        assert links.toggled(name, value) == search_link(request_.toggled(name, value))
