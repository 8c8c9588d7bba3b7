"""Official addresses as people paste them → what they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from webui.page.official_address import read_address, statement_of

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from webui.site import ServingEngine


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("http://en.kremlin.ru/events/president/news/17093", "en-17093"),
        ("https://en.kremlin.ru/events/president/transcripts/17093/print", "en-17093"),
        ("en.kremlin.ru/d/17093", "en-17093"),
        ("http://kremlin.ru/d/17093", "ru-17093"),
        ("http://www.kremlin.ru/events/president/transcripts/speeches/17093#x", "ru-17093"),
        ("HTTP://EN.KREMLIN.RU/events/security-council/12", "en-12"),
        ("http://en.special.kremlin.ru/events/president/news/17093", "en-17093"),
        ("http://eng.kremlin.ru/d/17093/", "en-17093"),
        ("http://kremlin.ru/events/councils/by-council/6/17093", "ru-17093"),
        ("http://kremlin.ru/catalog/persons/119/events/17093", "ru-17093"),
        ("http://kremlin.ru/acts/news/17093", "ru-17093"),
        ("http://kremlin.ru/acts/bank/48300/page/2", "ru-act-48300"),
        ("http://kremlin.ru/supplement/5815", "ru-supplement-5815"),
        ("http://en.kremlin.ru/events/president/transcripts/copy/17093", "en-17093"),
        ("http://en.kremlin.ru/events/president/news/17093/photos/5512", "en-17093"),
        ("президент.рф/d/17093", "ru-17093"),
        ("http://xn--d1abbgf6aiiy.xn--p1ai/d/17093", "ru-17093"),
    ],
)
def test_an_official_address_names_a_statement(address: str, named: str) -> None:
    found = read_address(address)
    assert found is not None
    assert found.id == named


@pytest.mark.parametrize(
    "address",
    [
        "",
        "treaty",
        "http://en.kremlin.ru/",
        "http://en.kremlin.ru/events/president/news",
        "http://en.kremlin.ru/events/president/news/page/",
        "http://en.kremlin.ru/d/0",
        "http://en.kremlin.ru.example.org/d/17093",
        "http://example.org/d/17093",
        "javascript:alert(1)",
    ],
)
def test_other_addresses_name_none(address: str) -> None:
    assert read_address(address) is None


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("en.kremlin.ru/d/90001", "en-90001"),
        ("kremlin.ru/d/90001", "ru-90001"),
        ("kremlin.ru/d/90002", "en-90002"),
        ("en-90002", "en-90002"),
        ("en-1", None),
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


@pytest.mark.parametrize("number", ["1", "99999999999999999999", "abc", "-5", "²"])
def test_an_unknown_number_is_not_found(client: FlaskClient, number: str) -> None:
    assert client.get(f"/d/{number}").status_code == 404
