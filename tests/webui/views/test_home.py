"""`/`, `/help/search` and what browsers and robots ask for."""

from __future__ import annotations

import html
import re
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from lxml import etree
from lxml import html as parser

from search.analysis.tokenizer import stem
from search.query.grammar import FIELDS, ROWS
from webui.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from search.settings import Settings

    Page = Callable[[str], str]

PAGES = (
    "/",
    "/search",
    "/search?q=treaty",
    "/search?q=treaty&speaker=Tarn&year=2012&from=2011",
    "/search?q=zeppelin",
    "/s/en-90001",
    "/s/en-90001?q=treaty",
    "/s/ru-90001",
    "/s/en-90001/5?q=treaty",
    "/speakers",
    "/speaker/ilya-tarn",
    "/help/search",
)


def test_the_first_page_tells_what_is_searched(seen: Page) -> None:
    text = seen("/")
    assert "Statements 6" in text
    assert "Years 2012–2016" in text
    assert "Abridged by the editors 1" in text
    assert "indexed 1 January 2026, 00:00 UTC" in text
    assert "Opening of the mountain railway" in text
    assert "Ilya Tarn 3 statements" in text


def test_the_box_has_the_focus(page: Page) -> None:
    assert re.search(r'<input id="q" [^>]*autofocus', page("/"))


def test_an_example_of_a_beginning_is_cut_as_people_cut_it(page: Page) -> None:
    begun = re.findall(r"<code>([a-z]+)\*</code>", page("/") + page("/help/search"))
    assert begun
    assert {stem(one) for one in begun} == set(begun)


def test_every_example_finds_what_it_says(page: Page) -> None:
    found = re.findall(
        r'<li><a href="([^"]+)"><code>.*?</code></a> <span>[^<]+<span class="count">\((\d+)\)',
        page("/"),
    )
    assert len(found) >= 3
    for link, count in found:
        assert f"<h1>{count} statement" in page(html.unescape(link)), link


def test_a_sample_says_that_it_is_one_on_every_page(
    shelf: object, make: Page, client: FlaskClient
) -> None:
    assert "This is a sample" not in client.get("/").text
    shelf.held = make(sample=True)  # type: ignore[attr-defined, call-arg]
    for address in (*PAGES, "/nowhere"):
        assert "This is a sample: invented people and countries." in client.get(address).text


@pytest.mark.parametrize("address", PAGES)
def test_every_link_inside_the_site_leads_somewhere(client: FlaskClient, address: str) -> None:
    tree = parser.document_fromstring(client.get(address).text)
    inside = {link for link in tree.xpath("//a/@href | //link/@href") if link.startswith("/")}
    for link in sorted(inside):
        with client.get(link) as answer:
            assert answer.status_code == 200, link
            fragment = urlsplit(link).fragment
            if fragment:
                assert f'id="{fragment}"' in answer.text, link


@pytest.mark.parametrize("address", [*PAGES, "/nowhere"])
def test_pages_are_whole_and_can_be_found_ones_way_in(client: FlaskClient, address: str) -> None:
    tree = parser.document_fromstring(client.get(address).text)
    assert len(tree.xpath("//h1")) == 1
    assert len(tree.xpath("//main")) == 1
    assert tree.xpath("//html/@lang") == ["en"]
    assert tree.xpath("//title/text()")[0].endswith("onrecord")
    for box in tree.xpath("//input[not(@type='hidden')] | //select"):
        assert tree.xpath(f"//label[@for='{box.get('id')}']"), box.get("name")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for target in tree.xpath("//@aria-labelledby | //@aria-describedby"):
        assert target in ids
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1 | //h2 | //h3 | //h4")]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_help_shows_every_row_of_the_grammar_with_an_example_to_try(seen: Page, page: Page) -> None:
    text = seen("/help/search")
    for row in (*ROWS, *FIELDS):
        assert " ".join(row.meaning.split()) in text
    for link in re.findall(r'<dd><a href="([^"]+)"', page("/help/search")):
        assert 'class="dropped"' not in page(html.unescape(link)), link


def test_examples_of_the_help_are_of_the_index_that_serves(page: Page) -> None:
    found = re.findall(r'<dd><a href="([^"]+)"', page("/help/search"))
    assert not [link for link in found if "Solvei" in link or "Aldermoor" in link]
    names = [link for link in found if "speaker" in link]
    assert len(names) == 3
    for link in names:
        assert "Nothing found" not in page(html.unescape(link)), link


def test_help_without_an_index_shows_the_tables_own_examples(settings: Settings) -> None:
    text = create_app(settings).test_client().get("/help/search").text
    for row in (*ROWS, *FIELDS):
        assert html.escape(row.example).replace("&#x27;", "'") in text.replace("&#34;", "&quot;")


def test_browsers_can_add_the_site_as_a_search_engine(client: FlaskClient) -> None:
    answer = client.get("/opensearch.xml")
    assert answer.mimetype == "application/opensearchdescription+xml"
    tree = etree.fromstring(answer.data)
    addresses = tree.xpath("//*[local-name()='Url']/@template")
    assert addresses[0] == "http://localhost/search?q={searchTerms}"


def test_health_tells_the_generation(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {
        "status": "ok",
        "generation": "20260101T000000Z-s1",
        "statements": 6,
        "sample": False,
    }


def test_robots_may_not_walk_the_facets(client: FlaskClient) -> None:
    assert "Disallow: /search" in client.get("/robots.txt").text
