"""Official addresses as people paste them → what they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from search.records import Statement, StatementId
from webui.page.official_address import official_link, statement_of

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from webui.site import ServingEngine


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
