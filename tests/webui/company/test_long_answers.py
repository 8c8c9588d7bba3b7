"""Long answers are made so many at once; more are told to come again, all else is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from webui.company.long_answers import (
    EXTENSION,
    LONG_PAGE,
    MOST_AT_ONCE,
    MOST_OF_ONE,
    LongAnswers,
)

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_one_visitor_has_half_of_them_and_all_have_the_rest() -> None:
    counted = LongAnswers()
    assert [counted.begin("one") for _ in range(MOST_OF_ONE + 1)] == [True] * MOST_OF_ONE + [False]
    rest = MOST_AT_ONCE - MOST_OF_ONE
    assert [counted.begin(str(n)) for n in range(rest + 1)] == [True] * rest + [False]
    counted.end("one")
    assert counted.begin("another")


def test_this_very_machine_may_have_them_all() -> None:
    counted = LongAnswers()
    assert [counted.begin(None) for _ in range(MOST_AT_ONCE + 1)] == [True] * MOST_AT_ONCE + [False]


@pytest.mark.parametrize("view", ["/export.csv", "/export.jsonl", "/concordance.csv"])
def test_a_table_beyond_them_is_told_to_come_again(client: FlaskClient, view: str) -> None:
    counted: LongAnswers = client.application.extensions[EXTENSION]
    others = ["one", "one", "two", "two"]
    assert all(map(counted.begin, others))
    late = client.get(f"{view}?q=water")
    assert late.status_code == 503
    assert late.headers["Retry-After"] == "10"
    assert client.get("/search?q=water").status_code == 200
    for one in others:
        counted.end(one)
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


@pytest.mark.parametrize("view", ["/check", "/check.json"])
def test_an_article_is_a_long_answer(client: FlaskClient, view: str) -> None:
    counted: LongAnswers = client.application.extensions[EXTENSION]
    others = ["one", "one", "two", "two"]
    assert all(map(counted.begin, others))
    article = {"text": "She said: “We will not wait for the harbour.”"}
    late = client.post(view, data=article)
    assert late.status_code == 503
    assert late.headers["Retry-After"] == "10"
    assert client.get(f"{view}?q=we+will+not+wait").status_code == 200
    for one in others:
        counted.end(one)
    for _ in range(MOST_AT_ONCE + 1):
        assert client.post(view, data=article).status_code == 200
        assert client.post(view, data={"text": ""}).status_code == 400


@pytest.mark.parametrize("view", ["/search", "/search.json", "/search.csv", "/search.atom"])
def test_a_page_of_very_many_is_a_long_answer_and_an_ordinary_one_is_none(
    client: FlaskClient, view: str
) -> None:
    counted: LongAnswers = client.application.extensions[EXTENSION]
    others = ["one", "one", "two", "two"]
    assert all(map(counted.begin, others))
    late = client.get(f"{view}?q=water&limit=1000")
    assert late.status_code == 503
    assert late.headers["Retry-After"] == "10"
    for limit in ("", f"&limit={LONG_PAGE}", "&limit=nonsense"):
        assert client.get(f"{view}?q=water{limit}").status_code == 200
    for one in others:
        counted.end(one)
    for _ in range(MOST_AT_ONCE + 1):
        assert client.get(f"{view}?q=water&limit=1000").status_code == 200


def test_json_that_is_nested_too_deep_is_no_article(client: FlaskClient) -> None:
    answer = client.post("/check.json", data="[" * 100_000, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["q", "speaker"])
def test_more_than_can_be_compared_is_refused(client: FlaskClient, name: str) -> None:
    many = "&".join(f"{name}=word{number}" for number in range(51))
    answer = client.get(f"/frequency.json?q=water&{many}")
    assert answer.status_code == 400
    assert "at most 50 words" in answer.json["error"]
