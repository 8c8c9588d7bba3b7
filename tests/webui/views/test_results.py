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


ADDRESSES = (
    ("http://kremlin.ru/d/90001", "/s/ru-90001"),
    ("http://en.kremlin.ru/events/president/news/90001", "/s/en-90001"),
    ("  https://www.kremlin.ru/events/president/news/90001/print ", "/s/ru-90001"),
    ("en.kremlin.ru/catalog/persons/1/events/90001", "/s/en-90001"),
    ("//en.special.kremlin.ru/events/president/transcripts/90002#sel=1:1", "/s/en-90002"),
    ("http://президент.рф/d/90001", "/s/ru-90001"),
    ("https://web.archive.org/web/20200101000000/http://en.kremlin.ru/d/90003", "/s/en-90003"),
    ("http://kremlin.ru/d/90003", "/s/en-90003"),  # in the one language that is indexed
    ("90002", "/s/en-90002"),
)


@pytest.mark.parametrize(("pasted", "there"), ADDRESSES)
def test_an_address_or_a_number_that_is_indexed_leads_to_its_statement(
    client: FlaskClient, pasted: str, there: str
) -> None:
    answer = client.get("/search", query_string={"q": pasted})
    assert (answer.status_code, answer.headers["Location"]) == (302, there)
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("view", ["/search.json", "/search.atom", "/search.csv"])
@pytest.mark.parametrize("q", ["http://kremlin.ru/d/90001", "90001"])
def test_programs_are_led_nowhere(client: FlaskClient, view: str, q: str) -> None:
    assert client.get(view, query_string={"q": q}).status_code == 200


def test_a_number_leads_to_its_statement_in_the_readers_language(client: FlaskClient) -> None:
    assert client.get("/search?q=90001&ui=ru").headers["Location"] == "/s/ru-90001?ui=ru"
    assert client.get("/search?q=90001").headers["Location"] == "/s/en-90001"


@pytest.mark.parametrize(
    "query",
    ["q=%2290001%22", "q=90001&lang=ru", "q=9000", "q=900010", "q=090001", "q=treaty+90001"],
)
def test_a_number_in_quotation_marks_or_with_anything_beside_it_is_searched_for(
    page: Page, query: str
) -> None:
    assert "<h1>" in page(f"/search?{query}")


def test_an_address_that_is_not_indexed_says_so_and_offers_its_words(page: Page) -> None:
    text = page("/search?q=http://en.kremlin.ru/events/president/transcripts/77777")
    assert "No statement of this address is indexed." in text
    link = "/search?q=events+president+transcripts"
    assert f'<a href="{link}">Search for the words “events president transcripts”</a>' in text
    assert "No statement of this address" not in page(link)
    listed = page("/search?q=http://kremlin.ru/events/president/transcripts")
    assert "Search for the words “events president transcripts”" in listed
    assert "/search?q=%2277777%22" in page("/search?q=kremlin.ru/d/77777")
    assert "No statement of this address" not in page("/search?q=http://news.example/d/77777")


def test_a_number_that_is_not_indexed_says_so(page: Page) -> None:
    assert "No statement numbered 77777 is indexed" in page("/search?q=77777")
    assert "No statement numbered" not in page("/search?q=77")


def test_an_id_in_the_box_is_recognised(page: Page) -> None:
    text = page("/search?q=ru-90001")
    assert re.search(r'<a href="/s/ru-90001" lang="ru">[^<]*[а-я]', text), (
        "it is named by its title"
    )


def titled(number: int, title: str | None, day: int) -> Statement:
    return Statement(
        id=StatementId(f"en-{number}"),
        lang="en",
        number=number,
        title=title,
        date=date(2015, 1, day),
        turns=(),
    )


def test_statements_of_one_title_next_to_each_other_fold(
    shelf: object, make: Page, page: Page, client: FlaskClient
) -> None:
    days = [*((n, "Greetings to all") for n in (9, 8, 7)), (6, "A bridge"), (5, "Greetings to all")]
    held = [titled(10 + day, title, day) for day, title in (*days, (4, None), (3, None))]
    shelf.held = make(held)  # type: ignore[attr-defined]
    text = page("/search?sort=newest")
    assert re.findall(r'<li class="hit" id="en-(\d+)"', text) == [
        "19",
        "18",
        "17",
        "16",
        "15",
        "14",
        "13",
    ]
    folded = re.findall(r"(?s)<details><summary>(and .*?)</summary>(.*?)</details>", text)
    assert [summary for summary, _ in folded] == ["and 2 more with this title"]
    assert re.findall(r'id="en-(\d+)"', folded[0][1]) == ["18", "17"]
    assert "<h1>7 statements" in text
    shape = client.get("/search.json?sort=newest").get_json()
    assert [one["id"] for one in shape["results"]] == [one.id for one in held]


def test_pages_of_folded_titles_lose_and_repeat_nothing(
    shelf: object, make: Page, page: Page
) -> None:
    shelf.held = make(  # type: ignore[attr-defined]
        titled(100 + day, f"Greetings {day // 7}", day) for day in range(1, 31)
    )
    pages = [page(f"/search?sort=oldest&limit=8&page={n}") for n in range(1, 5)]
    seen = [id for text in pages for id in re.findall(r'<li class="hit" id="en-(\d+)"', text)]
    assert seen == [str(100 + day) for day in range(1, 31)]


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
    found = client.get("/search.json?q=treaty").get_json()
    total = found["total"]
    assert len({row["id"].split("/")[0] for row in rows}) == total["statements"]
    assert len(rows) == total["turns"]
    assert rows[0]["speaker"] == found["results"][0]["turns"][0]["speaker"]


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
