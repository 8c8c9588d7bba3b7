"""One generation for a request's whole life, and what is remembered between requests."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING

import pytest

from search.engine import FACETS
from search.engines.reference import ReferenceEngine
from webui import site
from webui.app import create_app
from webui.page.examples import IndexWords

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from search.engine import Hits, Search, SearchEngine
    from search.settings import Settings


MOST_SECONDS = 20  # until what would wait for ever is given up


class Restless:
    """Publishes another generation each time it is asked."""

    def __init__(self, make: Callable[..., SearchEngine]) -> None:
        self.make, self.asked = make, 0

    def engine(self) -> SearchEngine:
        self.asked += 1
        return self.make(generation=f"2026010{self.asked}T000000Z-s1")


@pytest.mark.parametrize(
    "address", ["/", "/search?q=treaty", "/s/en-90001?q=treaty", "/speaker/ilya-tarn", "/nowhere"]
)
def test_a_request_holds_one_engine_for_its_whole_life(
    settings: Settings, make: Callable[..., SearchEngine], address: str
) -> None:
    restless = Restless(make)
    client = create_app(settings, restless).test_client()
    assert client.get(address).status_code in (200, 404)
    assert restless.asked == 1
    client.get(address)
    assert restless.asked == 2


def test_a_request_is_answered_on_one_day_though_it_runs_past_midnight(settings: Settings) -> None:
    days = [date(2026, 12, 1), date(2026, 12, 2)]
    app = create_app(settings, today=lambda: days.pop(0))
    with app.test_request_context("/search?q=treaty"):
        assert site.today() == site.today() == date(2026, 12, 1)
    with app.test_request_context("/search?q=treaty"):
        assert site.today() == date(2026, 12, 2)


def test_the_first_page_is_made_anew_for_a_new_generation(
    settings: Settings, make: Callable[..., SearchEngine]
) -> None:
    class Shelf:
        held = make()

        def engine(self) -> SearchEngine:
            return self.held

    shelf = Shelf()
    client = create_app(settings, shelf).test_client()
    assert "Opening of the mountain railway" in client.get("/").text
    shelf.held = make([], generation="20260202T000000Z-s1")
    text = client.get("/").text
    assert "Opening of the mountain railway" not in text
    assert "0 statements" in text


def test_no_other_page_waits_until_the_first_page_is_made(
    settings: Settings, make: Callable[..., SearchEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make()
    begun, go_on = threading.Event(), threading.Event()

    def slow_words(*_given: object) -> IndexWords:
        begun.set()
        assert go_on.wait(MOST_SECONDS)
        return IndexWords()

    monkeypatch.setattr("webui.page.front_page.read_index_words", slow_words)

    class Shelf:
        def engine(self) -> SearchEngine:
            return engine

    app = create_app(settings, Shelf())
    statuses: dict[str, int] = {}

    def ask(address: str) -> threading.Thread:
        def get() -> None:
            statuses[address] = app.test_client().get(address).status_code

        thread = threading.Thread(target=get)
        thread.start()
        return thread

    front = ask("/")
    try:
        assert begun.wait(MOST_SECONDS)
        other = ask("/search")  # its form offers the sections of this generation
        other.join(MOST_SECONDS)
        assert statuses == {"/search": 200}
    finally:
        go_on.set()
        front.join()
    assert statuses["/"] == 200


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("/search.csv?q=treaty", set()),
        ("/search.atom?q=treaty", set()),
        ("/search.csv?q=treaty&year=2012", {"year"}),  # what is chosen is named
        ("/speaker/ilya-tarn", {"topic", "place", "year", "speaker"}),
        ("/search?q=treaty", set(FACETS)),
    ],
)
def test_facets_are_counted_where_they_are_shown(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, address: str, counted: set[str]
) -> None:
    asked: list[Search] = []
    answer = ReferenceEngine.search

    def noting(self: ReferenceEngine, search: Search) -> Hits:
        asked.append(search)
        return answer(self, search)

    monkeypatch.setattr(ReferenceEngine, "search", noting)
    assert client.get(address).status_code == 200
    shown = [one for one in asked if one.turns_per_hit]
    assert {name for one in shown for name in one.facets} == counted
    assert not any(one.histogram for one in asked)
