"""`/search` and `/search.json`."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from search.records import Statement, StatementId

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
        "index",
        "credit",
    ]
    first = shape["results"][0]
    (start, end) = first["turns"][0]["spans"][0]
    assert first["turns"][0]["snippet"][start:end] in ("treaty", "treaties")
    assert client.get(first["link"]).status_code == 200


def test_every_facet_link_finds_what_its_count_says(page: Page) -> None:
    text = page("/search?q=treaty")
    facets = text[text.index('<aside class="facets"') :]
    found = re.findall(r'<a href="([^"]+)"><span>[^<]+</span> <b>(\d+)', facets)
    assert len(found) > 5
    for link, count in found:
        assert f"<h1>{count} statement" in page(html.unescape(link)), link


def test_a_chosen_facet_can_be_taken_off_in_the_facets_and_above_the_results(page: Page) -> None:
    text = page("/search?q=treaty&speaker=ilya-tarn&year=2012")
    assert 'aria-label="Take off Speaker: Ilya Tarn"' in text
    assert 'href="/search?q=treaty&amp;year=2012"' in text
    assert 'href="/search?q=treaty&amp;speaker=ilya-tarn"' in text
    assert "Ilya Tarn, chosen; take off" in text


def test_dates_can_be_taken_off(page: Page) -> None:
    text = page("/search?q=treaty&from=2012&to=2012-12")
    assert 'aria-label="Take off From: 2012-01-01"' in text
    assert 'href="/search?q=treaty&amp;to=2012-12-31"' in text


def test_what_cannot_be_read_is_dropped_and_said(words: Page, client: FlaskClient) -> None:
    answer = client.get("/search?q=treaty&from=abc&sort=best&page=x")
    assert answer.status_code == 200
    seen = words(answer.text)
    assert "from='abc' is not a day" in seen
    assert "sort='best' is not one of relevance, newest, oldest" in seen
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


def test_an_official_address_in_the_box_is_recognised(page: Page) -> None:
    text = page("/search?q=http://kremlin.ru/d/90001")
    assert '<a href="/s/ru-90001">open ru-90001</a>' in text


def test_other_languages_are_told_to_machines(page: Page) -> None:
    text = page("/search?lang=ru")
    assert '<li class="hit" id="ru-90001" lang="ru">\n<h2><a href="/s/ru-90001' in text
    assert '<p class="facts" lang="en">' in text, "what is ours says so"


def test_a_facet_of_many_values_tells_how_many_are_not_shown(
    shelf: object, make: Page, seen: Page
) -> None:
    shelf.held = make(  # type: ignore[attr-defined]
        Statement(id=StatementId(f"en-{n}"), lang="en", title="T", place=f"Town {n}", turns=())
        for n in range(1, 51)
    )
    text = seen("/search")
    assert "6 more" in text
    assert "and 38 rarer" in text


def test_the_facet_of_years_holds_every_year(shelf: object, make: Page, page: Page) -> None:
    shelf.held = make(  # type: ignore[attr-defined]
        Statement(
            id=StatementId(f"en-{year}"), lang="en", title="T", date=date(year, 1, 1), turns=()
        )
        for year in range(1990, 2020)
    )
    text = page("/search")
    facets = text[text.index('<aside class="facets"') :]
    assert re.findall(r'href="/search\?year=(\d+)"', facets) == [
        str(year) for year in range(2019, 1989, -1)
    ]
    assert "rarer" not in facets


def test_a_query_in_cyrillic_stands_in_links_as_it_is_written(page: Page) -> None:
    text = page("/search?q=%D0%B4%D0%BE%D0%B3%D0%BE%D0%B2%D0%BE%D1%80%20%D0%BE%D0%B7%D1%91%D1%80")
    assert 'href="/concordance?q=договор+озёр"' in text
    assert 'href="/s/ru-90001?q=договор+озёр#t1"' in text
    assert "%D0" not in text[text.index("<body") :]


def test_the_table_has_a_row_for_every_turn_that_matched(client: FlaskClient) -> None:
    answer = client.get("/search.csv?q=treaty")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == "attachment; filename=onrecord.csv"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    total = client.get("/search.json?q=treaty").get_json()["total"]
    assert len({row["id"].split("/")[0] for row in rows}) == total["statements"]
    assert len(rows) == total["turns"]
    assert rows[0]["speaker"] == "Mara Oskel"


def test_exports_name_publisher_and_licence_in_what_is_saved(client: FlaskClient) -> None:
    for row in csv.DictReader(io.StringIO(client.get("/search.csv?q=treaty").text)):
        assert row["credit"] == "Presidential Executive Office, CC BY 4.0"
        assert row["url"].startswith("http")
    for address in ("/search.json?q=treaty", "/s/en-90001/versions.json"):
        credit = client.get(address).get_json()["credit"]
        assert (credit["publisher"], credit["license"]) == (
            "Presidential Executive Office",
            "CC BY 4.0",
        )
    feed = client.get("/search.atom?q=treaty").text
    assert "<rights>Presidential Executive Office, CC BY 4.0</rights>" in feed
    assert 'rel="via" href="http://en.kremlin.ru/' in feed


def test_exports_tell_their_licence(client: FlaskClient) -> None:
    for address in ("/search.csv?q=treaty", "/search.json?q=treaty"):
        assert "creativecommons.org/licenses/by/4.0" in client.get(address).headers["Link"]


def test_choices_say_their_language_where_it_is_not_the_pages(page: Page) -> None:
    text = page("/search?q=treaty&ui=ru")
    facets = text[text.index('<aside class="facets"') :]
    assert re.findall(r'<h3>Место</h3>\s*<ul lang="en">', facets)
    assert "<span>английский</span>" in page("/search?ui=ru"), "words of ours are the page's"
    assert '<ul lang="en">' not in page("/search?q=treaty")


def test_the_link_into_the_context_names_whose_words_it_leads_to(seen: Page) -> None:
    assert "in context , Mara Oskel" in seen("/search?q=treaty+speaker:oskel")
