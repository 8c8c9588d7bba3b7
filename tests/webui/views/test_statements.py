"""`/s/<id>` and `/s/<id>/<n>`."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from search.settings import read_settings
from webui.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask.testing import FlaskClient

    from search.records import Statement
    from webui.site import ServingEngine

    Page = Callable[[str], str]


def test_a_statement_shows_everything_the_page_told(seen: Page) -> None:
    text = seen("/s/en-90001")
    for fact in (
        "Meeting on the Lake Orm water treaty",
        "14 May 2012 , 17:00",
        "Port Averna",
        "Ilya Tarn discussed the treaty with the ministers.",
        "Topics Water Foreign policy",
        "Sections News Transcripts",
        "Geography Veldoria",
        "Persons named by the site Tarn Ilya Oskel Mara",
        "Last changed there on 1 June 2012",
    ):
        assert fact in text


def test_turns_have_anchors_numbers_and_links_of_their_own(page: Page) -> None:
    text = page("/s/en-90001")
    assert re.findall(r'class="turn (\w+)" id="(\w+)"', text) == [
        ("narrative", "t1"),
        ("speech", "t2"),
        ("speech", "t5"),
        ("speech", "t7"),
        ("anonymous", "t9"),
        ("speech", "t10"),
    ]
    assert 'href="/s/en-90001/5"' in text


def test_words_stand_in_order_and_each_once(seen: Page) -> None:
    text = seen("/s/en-90001")
    parts = [
        "at the old customs house.",
        "Ilya Tarn , President of Averna",
        "another winter.",
        "* * *",
        "We owe the fishermen",
        "Mara Oskel , Minister of Waters retranslated",
        "none of them was signed.",
        "abridged by the editors <…>",
        "(Shows a map.)",
        "Then let us sign the fourth.",
        "Question , unnamed voice",
        "Will the harbour stay open?",
        "Ilya Tarn , President of Averna inferred",
        "It will.",
    ]
    at = [text.index(part) for part in parts]
    assert at == sorted(at)
    assert text.count("We owe the fishermen") == 1


def test_marks_are_numbered_through_and_lead_to_each_other(page: Page) -> None:
    text = page("/s/en-90001?q=treaty")
    assert re.findall(r'<mark id="(m\d+)">(\w+)', text) == [
        ("m1", "treaty"),
        ("m2", "treaty"),
        ("m3", "treaty"),
        ("m4", "treaties"),
    ]
    assert '<a class="first" href="#m1">4 matches' in text
    assert 'href="#m2" aria-label="Previous match"' in text
    assert 'href="#m4" aria-label="Next match"' in text
    targets = set(re.findall(r'href="#(m\d+)"', text))
    assert targets <= set(re.findall(r'id="(m\d+)"', text))


def test_a_query_that_matches_nothing_here_says_so(seen: Page) -> None:
    assert "no match in this text" in seen("/s/en-90001?q=zeppelin")


def test_every_id_on_a_page_stands_once(page: Page) -> None:
    for address in ("/s/en-90001?q=the", "/search?q=the", "/", "/speaker/ilya-tarn", "/speakers"):
        ids = re.findall(r'\sid="([^"]+)"', page(address))
        assert len(ids) == len(set(ids)), address


def test_pull_quotes_are_the_editors(page: Page, seen: Page) -> None:
    text = seen("/s/en-90001")
    assert "Set apart by the editors The treaty on Lake Orm will not wait." in text
    assert "The page repeats this from the text" in text
    assert "<blockquote" in page("/s/en-90001")
    assert "Another meeting" not in text


def test_source_and_licence_stand_with_the_text(page: Page) -> None:
    for address in ("/s/en-90001", "/s/en-90001/5", "/search?q=treaty", "/", "/speaker/ilya-tarn"):
        text = page(address)
        assert "Presidential Executive Office" in text, address
        assert "https://creativecommons.org/licenses/by/4.0/" in text, address
    assert 'href="http://en.kremlin.ru/events/president/news/90001"' in page("/s/en-90001/5")


def test_the_other_language_is_one_link_away(page: Page) -> None:
    assert '<a hreflang="ru" href="/s/ru-90001">The same in Russian' in page("/s/en-90001")
    assert 'rel="alternate" hreflang="en" href="/s/en-90001"' in page("/s/ru-90001")


def test_text_of_another_language_says_which(page: Page) -> None:
    assert '<article lang="ru">' in page("/s/ru-90001")


def test_who_speaks_is_listed_with_turns_and_the_way_to_the_first(page: Page, seen: Page) -> None:
    assert "Who speaks Ilya Tarn 3 turns President of Averna Mara Oskel 1 turn" in seen(
        "/s/en-90001"
    )
    assert '<li><a href="#t5">Mara Oskel</a>' in page("/s/en-90001")


def test_topics_lead_to_all_statements_that_have_them(page: Page) -> None:
    assert 'href="/search?topic=%3DForeign+policy"' in page("/s/en-90001")
    assert "<h1>1 statement" in page("/search?topic=%3DForeign+policy")


def test_a_page_without_text_says_so(seen: Page) -> None:
    text = seen("/s/en-90005")
    assert "A page with a photograph only" in text
    assert "no text beyond its title and lead" in text
    assert "undated" in text


def test_a_turn_alone_stands_between_its_neighbours(page: Page, seen: Page) -> None:
    text = page("/s/en-90001/7")
    assert re.findall(r'class="turn (\w+)( neighbour)?" id="(\w+)"', text) == [
        ("speech", " neighbour", "t5"),
        ("speech", "", "t7"),
        ("anonymous", " neighbour", "t9"),
    ]
    assert "Label as printed Ilya Tarn" in seen("/s/en-90001/7")
    assert 'href="/s/en-90001#t7"' in text


@pytest.mark.parametrize(
    ("ordinal", "opened"), [(1, "t1"), (2, "t2"), (4, "t2"), (6, "t5"), (10, "t10")]
)
def test_a_number_inside_a_turn_opens_that_turn(page: Page, ordinal: int, opened: str) -> None:
    text = page(f"/s/en-90001/{ordinal}")
    assert re.findall(r'class="turn \w+" id="(\w+)"', text) == [opened]
    assert f'<link rel="canonical" href="/s/en-90001/{opened[1:]}">' in text


@pytest.mark.parametrize("address", ["/s/en-90001/0", "/s/en-90001/99", "/s/en-90005/1"])
def test_a_number_outside_the_text_is_not_found(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "all of it is at" in answer.text


def test_how_we_know_who_speaks_is_told(seen: Page) -> None:
    assert "Label as printed none" in seen("/s/en-90002/1")
    assert "the page’s title or lead; no label is printed" in seen("/s/en-90002/1")
    assert "Office inferred President of Averna" in seen("/s/en-90001/10")
    assert "Printed beside it retranslated" in seen("/s/en-90001/5")
    assert "they are the interpreter’s" in seen("/s/en-90001/5")


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("mailto:desk@example.org", "mailto:desk@example.org?subject=en-90001%2F5"),
        (
            "https://example.org/report?to=us",
            "https://example.org/report?to=us&amp;turn=en-90001%2F5",
        ),
        ("", None),
    ],
)
def test_an_error_can_be_reported_where_the_settings_say(
    tmp_path: Path, shelf: ServingEngine, address: str, link: str | None
) -> None:
    settings = read_settings({"data": tmp_path, "report_address": address}, environ={})
    text = create_app(settings, shelf).test_client().get("/s/en-90001/5").text
    assert ("Report an error" in text) is (link is not None)
    assert link is None or f'href="{link}"' in text


def test_every_paragraph_can_be_linked_to(page: Page, statements: tuple[Statement, ...]) -> None:
    for statement in statements:
        shown = re.findall(r'id="p(\d+)"', page(f"/s/{statement.id}"))
        said = [
            turn.ordinal(position)
            for turn in statement.turns
            for position in range(len(turn.paragraphs))
        ]
        assert shown == [str(ordinal) for ordinal in said]
        assert len(set(shown)) == len(shown)


def test_of_long_neighbours_a_turns_page_shows_what_stands_next_to_it(
    shelf: object, make: Page, statements: tuple[Statement, ...], page: Page, seen: Page
) -> None:
    statement = statements[0]
    narrative, first, second, *rest = statement.turns
    long = tuple(f"Paragraph {number}." for number in range(1, 11))
    long_one = replace(first, paragraphs=long, marks=())
    last = replace(rest[0], n=14, paragraphs=long)
    turns = (narrative, long_one, replace(second, n=13), last)
    shelf.held = make([replace(statement, turns=turns)])  # type: ignore[attr-defined]
    text = page("/s/en-90001/13")
    assert re.findall(r"Paragraph (\d+)\.", text[text.index("<article") :]) == ["9", "10", "1", "2"]
    assert "8 paragraphs before this" in seen("/s/en-90001/13")
    assert "8 paragraphs after this" in seen("/s/en-90001/13")
    assert 'href="/s/en-90001#t2">8' in text
    assert len(re.findall(r"<p id=\"p\d+\">Paragraph", page("/s/en-90001/2"))) == 10, (
        "itself it is whole"
    )


def test_every_turn_of_a_statement_has_its_report(tmp_path: Path, shelf: ServingEngine) -> None:
    settings = read_settings(
        {"data": tmp_path, "report_address": "mailto:a@example.org"}, environ={}
    )
    text = create_app(settings, shelf).test_client().get("/s/en-90001").text
    assert re.findall(r'class="report"[^>]* href="([^"]+)"', text) == [
        f"mailto:a@example.org?subject=en-90001%2F{n}" for n in (1, 2, 5, 7, 9, 10)
    ]
    assert (
        "report an error"
        not in create_app(read_settings({"data": tmp_path}, environ={}), shelf)
        .test_client()
        .get("/s/en-90001")
        .text
    )


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/search?q=treaty", "/s/en-90001", "/s/en-90001/5", "/s/en-90001/beside"),
        *("/s/en-90001/versions", "/concordance?q=treaty", "/who?q=treaty", "/frequency?q=treaty"),
        *("/speakers", "/speakers?q=tarn", "/speaker/ilya-tarn", "/help/search"),
    ],
)
def test_every_page_has_one_canonical_address_and_tells_those_who_link_here(
    page: Page, address: str
) -> None:
    text = page(f"{address}{'&' if '?' in address else '?'}utm_source=x")
    assert re.findall(r'<link rel="canonical" href="([^"]+)"', text) == [address]
    for name in ("og:title", "og:type", "og:site_name"):
        assert len(re.findall(f'<meta property="{name}" content="[^"]+">', text)) == 1, name


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "WebSite"),
        ("/s/en-90001", "NewsArticle"),
        ("/s/en-90001/5", "Quotation"),
        ("/speaker/ilya-tarn", "Person"),
    ],
)
def test_machines_are_told_what_a_page_is(page: Page, address: str, kind: str) -> None:
    text = page(address)
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert json.loads(data)["@type"] == kind


def test_a_turn_that_is_shared_shows_whose_words_and_which(page: Page) -> None:
    text = page("/s/en-90001/5")
    assert (
        '<meta property="og:title" content="Mara Oskel · Meeting on the Lake Orm water treaty">'
        in text
    )
    assert 'property="og:description" content="Mr President, three treaties were' in text
    assert 'property="og:url" content="http://localhost/s/en-90001/5"' in text


def test_a_bar_keeps_title_date_and_matches_in_sight(page: Page) -> None:
    text = page("/s/en-90001?q=treaty")
    bar = text[text.index('<div class="reading"') : text.index('<div class="text"')]
    assert "14 May 2012" in bar
    assert 'id="reading-next" href="#m1"' in bar
    assert "reading-at" not in page("/s/en-90001").split('<div class="text"')[0]


def test_a_statement_of_one_language_alone_says_so(page: Page) -> None:
    assert "Not indexed in another language" in page("/s/en-90003")
    assert "Not indexed in another language" not in page("/s/en-90001")


def test_a_person_is_named_and_no_id_is_shown(page: Page) -> None:
    text = page("/s/en-90001/5")
    assert re.search(r'<dt>Person</dt><dd><a href="/speaker/mara-oskel">Mara Oskel</a>', text)
