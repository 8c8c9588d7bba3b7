"""Official addresses as people paste them → what they name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from search.records import Statement, StatementId
from webui.page.official_address import official_link, statement_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from webui.site import ServingEngine

    Page = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("en.kremlin.ru/d/90001", "en-90001"),
        ("kremlin.ru/d/90001", "ru-90001"),
        ("kremlin.ru/d/90002", "en-90002"),
        ("<http://kremlin.ru/d/90001>", "ru-90001"),
        ("(http://kremlin.ru/d/90001).", "ru-90001"),
        ("“http://kremlin.ru/d/90001”,", "ru-90001"),
        ("en-90002", "en-90002"),
        ("en-1", None),
        ("http://en.kremlin.ru/events/president/news/page/90001", None),
        ("http://[/d/1", None),
        ("x" * 10_000, None),
    ],
)
def test_the_language_asked_for_comes_first(
    shelf: ServingEngine, text: str, held: str | None
) -> None:
    assert statement_of(shelf.engine(), text) == held


def test_goto_leads_to_our_page(client: FlaskClient) -> None:
    answer = client.get("/goto", query_string={"url": "http://kremlin.ru/d/90001"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/s/ru-90001")


def test_goto_of_something_else_says_what_to_give(client: FlaskClient) -> None:
    answer = client.get("/goto", query_string={"url": "http://example.org/<b>"})
    assert answer.status_code == 404
    assert "http://example.org/&lt;b&gt; is no address of a statement" in answer.text


@pytest.mark.parametrize(
    ("languages", "held"), [("ru,en;q=0.5", "ru-90001"), ("en", "en-90001"), ("fr", "en-90001")]
)
def test_a_bare_number_opens_in_the_readers_language(
    client: FlaskClient, languages: str, held: str
) -> None:
    answer = client.get("/d/90001", headers={"Accept-Language": languages})
    assert answer.headers["Location"] == f"/s/{held}"
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("path", ["d/90001/", "d/90001/print", "copy/90001"])
def test_a_short_path_of_the_site_leads_here_with_what_follows_it(
    client: FlaskClient, path: str
) -> None:
    assert client.get(f"/{path}").headers["Location"] == "/s/en-90001"


@pytest.mark.parametrize("q", ['"http://en.kremlin.ru/d/90001"', "<en.kremlin.ru/d/90001>"])
def test_a_search_for_an_address_as_it_stands_in_a_text_leads_to_its_statement(
    client: FlaskClient, q: str
) -> None:
    assert client.get("/search", query_string={"q": q}).headers["Location"] == "/s/en-90001"


@pytest.mark.parametrize("number", ["1", "99999999999999999999", "abc", "-5", "²"])
def test_an_unknown_number_is_not_found(client: FlaskClient, number: str) -> None:
    assert client.get(f"/d/{number}").status_code == 404


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("http://en.kremlin.ru/d/5", True),
        ("https://www.un.example/a?b=1#c", True),
        ("http://президент.рф/d/5", True),
        ("http://evil.example\\.kremlin.ru/d/71007", False),
        ("http://kremlin.ru@evil.example/d/5", False),
        ("http://user:word@kremlin.ru/d/5", False),
        ("//kremlin.ru/d/5", False),
        ("http://evil.example%2F.kremlin.ru/d/5", False),
        ("http://kremlin.ru／.evil.example/d/5", False),
        ("http://kremlin.ru/d/5\njavascript:x", False),
    ],
)
def test_a_source_is_linked_where_it_leads_where_it_says(url: str, linked: bool) -> None:
    statement = Statement(StatementId("en-5"), "en", "T", (), url=url)
    assert (official_link(statement) == url) is linked


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
