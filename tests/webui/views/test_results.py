"""`/search` and `/search.json`."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    Page = Callable[[str], str]


def test_hits_show_title_date_place_speaker_role_and_marked_words(page: Page, words: Page) -> None:
    text = page("/search?q=treaty")
    assert '<a href="/s/en-90001?q=treaty">' in text
    assert "<mark>treaties</mark>" in text
    assert '<time datetime="2012-05-14">14 May 2012</time>, 17:00' in text
    shown = words(text)
    assert "Port Averna" in shown
    assert "Mara Oskel , Minister of Waters retranslated" in shown


def test_a_hit_leads_to_that_very_turn_with_the_words_carried_on(page: Page) -> None:
    assert 'href="/s/en-90001?q=treaty#t5"' in page("/search?q=treaty")


def test_evidence_that_is_no_label_is_marked(seen: Page) -> None:
    assert "Ilya Tarn from the page’s title" in seen("/search?q=granary")


def test_an_inferred_role_is_marked(seen: Page) -> None:
    seen = seen('/search?q="it+will"&kind=speech')
    assert "Ilya Tarn , President of Averna inferred" in seen


def test_unnamed_voices_and_editors_are_not_given_a_name(seen: Page) -> None:
    assert "Question , unnamed voice" in seen("/search?q=harbour")
    assert "Editors’ text" in seen("/search?q=customs")


@pytest.mark.parametrize("query", ["q=treaty", "q=the", "", "q=treaty&speaker=ilya-tarn", "q=zzz"])
def test_totals_are_those_of_the_json(
    words: Page, client: FlaskClient, page: Page, query: str
) -> None:
    total = client.get(f"/search.json?{query}").get_json()["total"]
    heading = words(re.findall("<h1>.*?</h1>", page(f"/search?{query}"), re.DOTALL)[0])
    if not total["statements"]:
        assert heading == "Nothing found"
    else:
        noun = "statement" if total["statements"] == 1 else "statements"
        assert heading.startswith(f"{total['statements']} {noun}")


def test_hits_and_their_order_are_those_of_the_json(client: FlaskClient, page: Page) -> None:
    for query in ("q=treaty", "sort=oldest", "sort=newest", "q=the&sort=oldest"):
        listed = [one["id"] for one in client.get(f"/search.json?{query}").get_json()["results"]]
        assert re.findall(r'<li class="hit" id="([^"]+)"', page(f"/search?{query}")) == listed


def test_json_has_the_shape_others_rely_on(client: FlaskClient) -> None:
    answer = client.get("/search.json?q=treaty")
    assert answer.mimetype == "application/json"
    shape = answer.get_json()
    assert list(shape) == [
        "query",
        "understood",
        "dropped",
        "total",
        "page",
        "pages",
        "results",
        "facets",
        "suggestion",
        "by_passage",
        "nearest",
        "offers",
        "index",
        "credit",
    ]
    first = shape["results"][0]
    (start, end) = first["turns"][0]["spans"][0]
    assert first["turns"][0]["snippet"][start:end] in ("treaty", "treaties")
    assert client.get(first["link"]).status_code == 200


def test_what_cannot_be_read_is_dropped_and_said(words: Page, client: FlaskClient) -> None:
    answer = client.get("/search?q=treaty&from=abc&sort=best&page=x")
    assert answer.status_code == 200
    seen = words(answer.text)
    assert "from “abc” is not a day" in seen
    assert "sort “best” is not one of relevance, newest, oldest" in seen
    assert client.get("/search.json?q=treaty&from=abc").get_json()["dropped"]


@pytest.mark.parametrize(
    ("sent", "short"),
    [
        ("/search?q=treaty&speaker=&role=&from=&to=", "/search?q=treaty"),
        ("/search?q=&speaker=", "/search"),
        (
            "/search?q=a+%22b%22&lang=en&from=2012&to=",
            "/search?q=a+%22b%22&from=2012-01-01&lang=en",
        ),
        ("/search?q=a&from=abc&to=", "/search?q=a&from=abc"),
    ],
)
def test_a_form_with_empty_boxes_is_led_to_its_short_address(
    client: FlaskClient, sent: str, short: str
) -> None:
    answer = client.get(sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, short)


def test_the_canonical_address_is_the_short_one(page: Page) -> None:
    text = page("/search?limit=20&sort=relevance&utm_source=x&q=treaty")
    assert '<link rel="canonical" href="/search?q=treaty">' in text


def test_pages_have_neighbours_and_no_hit_stands_on_two(page: Page) -> None:
    first, second = page("/search?limit=2"), page("/search?limit=2&page=2")
    assert '<link rel="next" href="/search?limit=2&amp;page=2">' in first
    assert 'rel="prev"' not in first
    assert '<link rel="prev" href="/search?limit=2">' in second
    hits = [re.findall(r'<li class="hit" id="([^"]+)"', text) for text in (first, second)]
    assert len({*hits[0], *hits[1]}) == 4
    assert '<ol class="hits" start="3">' in second


def test_a_page_beyond_the_last_leads_back(words: Page, page: Page) -> None:
    text = page("/search?limit=2&page=999")
    assert "There is no page 999" in words(text)
    assert '<a href="/search?limit=2&amp;page=3">Go there</a>' in text


def test_nothing_found_says_what_was_searched(seen: Page) -> None:
    seen = seen("/search?q=zeppelin")
    assert "All 6 statements of 2012 to 2016 were searched." in seen
    assert "1 of them the editors marked" in seen


def test_almost_matches_stand_apart_and_name_what_is_missing(words: Page, page: Page) -> None:
    text = page("/search?q=treaty+granary")
    almost = text[text.index('<section class="almost"') :]
    assert "Missing: granary" in words(almost)
    assert "en-90001" in almost
    assert "<h1>1 statement" in text


@pytest.mark.parametrize(
    ("q", "chip", "kind", "value"),
    [
        ("treaty 2012", "2012: only that year, 1", "year", "2012"),
        ("treaty Tarn", "speaker: <span>Ilya Tarn</span>, 2", "speaker", "ilya-tarn"),
        ("railway Highmark", "place: <span>Highmark</span>, 1", "place", "Highmark"),
        (
            "Prime Minister railway",
            "office: <span>Prime Minister</span>, 1",
            "role",
            "Prime Minister",
        ),
    ],
)
def test_what_words_plainly_mean_is_offered_with_its_count(
    page: Page, client: FlaskClient, q: str, chip: str, kind: str, value: str
) -> None:
    text = page(f"/search?q={q.replace(' ', '+')}")
    (offer,) = client.get(f"/search.json?q={q}").get_json()["offers"]
    assert list(offer) == ["kind", "value", "label", "count", "link"]
    assert (offer["kind"], offer["value"]) == (kind, value)
    assert f'<a href="{html.escape(offer["link"])}">{chip}</a>' in text
    view = offer["link"].replace("/search", "/search.json")
    assert client.get(view).get_json()["total"]["statements"] == offer["count"]
    assert f"<h1>{offer['count']} statement" in page(offer["link"])
    assert 'class="offers"' not in page(offer["link"])


def test_offers_are_in_the_language_of_the_page(page: Page) -> None:
    text = page("/search?q=договор+в+мае+2012+года&ui=ru")
    assert "май 2012: только этот месяц, 1" in text
    assert 'class="offers"' not in page("/search?q=treaty")


def test_other_languages_are_told_to_machines(page: Page) -> None:
    text = page("/search?lang=ru")
    assert '<li class="hit" id="ru-90001" lang="ru">\n<h2><a href="/s/ru-90001' in text
    assert '<p class="facts" lang="en">' in text, "what is ours says so"


def test_a_query_in_cyrillic_stands_in_links_as_it_is_written(page: Page) -> None:
    text = page("/search?q=%D0%B4%D0%BE%D0%B3%D0%BE%D0%B2%D0%BE%D1%80%20%D0%BE%D0%B7%D1%91%D1%80")
    assert 'href="/concordance?q=договор+озёр"' in text
    assert 'href="/s/ru-90001?q=договор+озёр#t1"' in text
    assert "%D0" not in text[text.index("<body") :]


def test_the_link_into_the_context_names_whose_words_it_leads_to(seen: Page) -> None:
    assert "in context , Mara Oskel" in seen("/search?q=treaty+speaker:oskel")


def test_without_words_nothing_is_more_relevant(page: Page) -> None:
    assert "Most relevant" in page("/search?q=treaty")
    for address in ("/search", "/search?year=2012"):
        text = page(address)
        assert "Most relevant" not in text
        assert 'aria-current="true">Newest<' in text


def test_the_results_are_the_second_stop_of_the_keyboard(page: Page) -> None:
    text = page("/search?q=treaty")
    assert re.findall(r'<a class="skip" href="(#\w+)"', text) == ["#main", "#results"]
    assert 'id="results" tabindex="-1"' in text
