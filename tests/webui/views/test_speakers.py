"""`/speakers` and `/speaker/<slug>`."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    Page = Callable[[str], str]


def test_everybody_is_listed_with_counts_that_the_search_confirms(page: Page, words: Page) -> None:
    text = page("/speakers")
    rows = re.findall(
        r'<th scope="row"><a href="([^"]+)">([^<]+)</a>.*?<td class="count">(\d+)', text, re.DOTALL
    )
    assert ("/speaker/ilya-tarn", "Ilya Tarn") in {(link, name) for link, name, _ in rows}
    for link, _, statements in rows:
        shown = words(page(html.unescape(link)))
        noun = "statement" if statements == "1" else "statements"
        assert f"{statements} {noun}" in shown, link


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("tarn", ["Ilya Tarn"]),
        ("TAR", ["Ilya Tarn"]),
        ("minister oskel", ["Mara Oskel"]),
        ("driver", ["Ben Ardo"]),
        ("zeppelin", []),
    ],
)
def test_the_list_is_filtered_by_words_of_names_and_offices(
    page: Page, q: str, found: list[str]
) -> None:
    names = re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page(f"/speakers?q={q}"))
    assert names == found


@pytest.mark.parametrize("number", ["0", "-1", "abc", "99999999999", "7", ""])
def test_any_page_number_of_the_list_is_answered(page: Page, number: str) -> None:
    assert "Ilya Tarn" in page(f"/speakers?page={number}")


def test_a_person_has_offices_over_time_names_and_latest_words(seen: Page, page: Page) -> None:
    text = seen("/speaker/mara-oskel")
    later, earlier = (
        "Prime Minister of Averna 29 February 2016 1",
        "Minister of Waters 14 May 2012 1",
    )
    assert text.index(later) < text.index(earlier)
    assert "Names printed Mara Oskel 2" in text
    assert "Opening of the mountain railway" in text
    assert 'href="/search?speaker=mara-oskel&amp;role=%3DMinister+of+Waters"' in page(
        "/speaker/mara-oskel"
    )


def test_a_name_that_one_person_has_leads_to_their_page(client: FlaskClient) -> None:
    for name in ("Mara Oskel", "mara oskel"):
        answer = client.get(f"/speaker/{name}?ui=ru")
        assert answer.status_code == 302
        assert answer.location == "/speaker/mara-oskel?ui=ru"
    assert client.get("/speaker/Mara").status_code == 404


def test_a_search_from_a_persons_page_is_for_their_own_words(page: Page) -> None:
    text = page("/speaker/mara-oskel")
    assert '<input type="hidden" name="speaker" value="mara-oskel">' in text
    assert "<h1>1 statement" in page("/search?q=railway&speaker=mara-oskel")


def test_links_of_a_persons_page_keep_the_person(page: Page) -> None:
    text = page("/speaker/ilya-tarn")
    assert 'href="/search?speaker=ilya-tarn&amp;year=2012"' in text
