"""Facets beside results: their counts, what may be chosen and taken off, and how many are shown."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import TYPE_CHECKING

from search.records import Statement, StatementId

if TYPE_CHECKING:
    from collections.abc import Callable

    Page = Callable[[str], str]


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


def test_choices_say_their_language_where_it_is_not_the_pages(page: Page) -> None:
    text = page("/search?q=treaty&ui=ru")
    facets = text[text.index('<aside class="facets"') :]
    assert re.findall(r'<h3>Место</h3>\s*<ul lang="en">', facets)
    assert "<span>английский</span>" in page("/search?ui=ru"), "words of ours are the page's"
    assert '<ul lang="en">' not in page("/search?q=treaty")
