"""Whole tables are sent so many at once; more are told to come again, and all else is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from webui.company.streams import EXTENSION, MOST_AT_ONCE, MOST_OF_ONE, Streams

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_one_visitor_has_half_of_them_and_all_have_the_rest() -> None:
    streams = Streams()
    assert [streams.begin("one") for _ in range(MOST_OF_ONE + 1)] == [True] * MOST_OF_ONE + [False]
    rest = MOST_AT_ONCE - MOST_OF_ONE
    assert [streams.begin(str(n)) for n in range(rest + 1)] == [True] * rest + [False]
    streams.end("one")
    assert streams.begin("another")


def test_this_very_machine_may_have_them_all() -> None:
    streams = Streams()
    assert [streams.begin(None) for _ in range(MOST_AT_ONCE + 1)] == [True] * MOST_AT_ONCE + [False]


@pytest.mark.parametrize("view", ["/export.csv", "/export.jsonl", "/concordance.csv"])
def test_a_table_beyond_them_is_told_to_come_again(client: FlaskClient, view: str) -> None:
    streams: Streams = client.application.extensions[EXTENSION]
    others = ["one", "one", "two", "two"]
    assert all(map(streams.begin, others))
    late = client.get(f"{view}?q=water")
    assert late.status_code == 503
    assert late.headers["Retry-After"] == "10"
    assert client.get("/search?q=water").status_code == 200
    for one in others:
        streams.end(one)
    for _ in range(MOST_AT_ONCE + 1):  # each is counted until it is sent, and no longer
        answer = client.get(f"{view}?q=water")
        assert answer.status_code == 200
        assert answer.data
    for _ in range(MOST_AT_ONCE + 1):  # or until nobody reads on
        with client.get(f"{view}?q=water") as answer:
            assert answer.status_code == 200


def test_a_table_that_is_refused_is_not_counted(client: FlaskClient) -> None:
    for _ in range(MOST_AT_ONCE + 1):
        assert client.get("/export.csv?q=water&from=nonsense").status_code == 400
        assert client.get("/concordance.json?q=water&from=nonsense").status_code == 400
    assert client.get("/export.csv?q=water").status_code == 200
