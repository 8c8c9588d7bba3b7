"""Statements of one title next to each other → one hit and the rest folded behind it."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from search.records import Statement, StatementId

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    Page = Callable[[str], str]


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
