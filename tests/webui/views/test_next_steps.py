"""`/search`: what stands beside the results, so that the next step is one click."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    Page = Callable[[str], str]


def test_where_nothing_stands_as_written_what_was_meant_is_shown_at_once(
    page: Page, seen: Page, client: FlaskClient
) -> None:
    found = client.get("/search.json?q=tretay").get_json()
    assert (found["total"]["statements"], found["suggestion"]) == (0, "treaty")
    meant = client.get("/search.json?q=treaty").get_json()["total"]["statements"]
    assert f"With “treaty” instead: {meant} statements" in seen("/search?q=tretay")
    text = page("/search?q=tretay")
    assert "Nothing found" in text, "the count is that of the words as written"
    assert '<a href="/s/en-90001?q=treaty#t2"' in text.replace('class="at" ', "")
    almost = seen("/search?q=tretay+granary")
    assert almost.index("With “treaty granary” instead: 1 statement") < almost.index("Almost: 1")
    assert "instead:" not in page("/search?q=treaty")
    assert "instead:" not in page("/search?q=zeppelin")


def test_speakers_words_alone_are_one_choice_where_editors_words_stand_among_them(
    page: Page, client: FlaskClient
) -> None:
    link = '<a href="/search?q=the&amp;kind=speech">Speakers’ words only</a>'
    assert link in page("/search?q=the")
    assert client.get("/search.json?q=the&kind=speech").get_json()["total"]["statements"]
    for query in ("q=the&kind=speech", "q=granary", "q=customs", ""):
        assert "Speakers’ words only" not in page(f"/search?{query}"), query


def test_saving_stands_beside_the_results_and_once(page: Page) -> None:
    for query in ("q=treaty", "q=zeppelin", "place=Highmark"):
        assert page(f"/search?{query}").count("Save this search") == 1, query
    text = page("/search?q=treaty")
    assert text.index("Save this search") < text.index('<ol class="hits"')


def test_boxes_are_folded_where_they_found_something(page: Page) -> None:
    assert '<details class="more-boxes">' in page("/search?q=treaty&speaker=Tarn&from=2012")
    assert '<details class="more-boxes" open>' in page("/search?q=treaty&speaker=Nobody")
