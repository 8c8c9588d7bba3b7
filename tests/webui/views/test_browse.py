"""`/browse/…`: everything there is to look through, and where each of it leads."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from search.records import Statement, StatementId

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    Page = Callable[[str], str]


def rows(text: str) -> list[tuple[str, str, str]]:
    """Link, label and count of everything listed."""
    listed = "".join(re.findall(r'(?s)<ul class="browse[^"]*">(.*?)</ul>', text))
    return re.findall(
        r'<li><a href="([^"]+)"[^>]*>([^<]+)</a> <span class="count">([\d,]+)', listed
    )


@pytest.fixture
def many(shelf: object, make: Page) -> None:
    """More places than a facet lists, one of them in two languages, over two years."""
    shelf.held = make(  # type: ignore[attr-defined]
        [
            *(
                Statement(
                    id=StatementId(f"en-{n}"),
                    lang="en",
                    title="T",
                    place=f"Town {n:03}",
                    topics=("Regions",),
                    date=date(2010 + n % 2, 1 + n % 12, 1),
                    turns=(),
                )
                for n in range(1, 121)
            ),
            Statement(
                id=StatementId("ru-500"),
                lang="ru",
                title="Т",
                place="Москва",
                topics=("Регионы",),
                turns=(),
            ),
            Statement(id=StatementId("en-501"), lang="en", title="T", place="Moscow", turns=()),
        ]
    )


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(("kind", "listed"), [("places", 121), ("topics", 1), ("months", 12)])
def test_all_of_it_is_listed_and_leads_to_as_many_statements(
    page: Page, kind: str, listed: int
) -> None:
    found = rows(page(f"/browse/{kind}"))
    assert len(found) == listed
    for link, _, count in found[:3]:
        assert f"<h1>{count} statement" in page(html.unescape(link)), link


@pytest.mark.usefixtures("many")
def test_one_place_is_one_row_in_the_readers_language(page: Page) -> None:
    assert ("Moscow", "2") in {row[1:] for row in rows(page("/browse/places"))}
    assert ("Москва", "2") in {row[1:] for row in rows(page("/browse/places?ui=ru"))}
    assert ("Регионы", "121") in {row[1:] for row in rows(page("/browse/topics?ui=ru"))}


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("value", ["%3DMoscow", "%3DМосква"])
def test_a_place_chosen_in_one_language_is_chosen_in_the_other(page: Page, value: str) -> None:
    text = page(f"/search?place={value}&ui=ru")
    assert "Убрать: Место: Москва" in text or "Москва, выбрано" in text
    assert "Moscow" not in re.sub(r'"[^"]*"', "", text[text.index("<main") :])


def test_what_cannot_be_looked_through_is_not_there(client: FlaskClient) -> None:
    assert client.get("/browse/tempers").status_code == 404
