"""The chart by year, the links under a list, the choices of a facet: pure, by table."""

from __future__ import annotations

import pytest

from search.query.request import Request
from search.records import FacetValue
from webui.charts.timeline import HEIGHT, timeline
from webui.page.paging import paging


def years(**counts: int) -> list[FacetValue]:
    return [FacetValue(year[1:], year[1:], count) for year, count in counts.items()]


def test_every_year_from_first_to_last_has_its_place() -> None:
    chart = timeline(years(y2012=4, y2015=2), Request(q="a"))
    assert chart is not None
    assert [(bar.year, bar.count, bar.height) for bar in chart.bars] == [
        (2012, 4, HEIGHT),
        (2013, 0, 0),
        (2014, 0, 0),
        (2015, 2, HEIGHT // 2),
    ]
    assert chart.most.year == 2012
    assert chart.bars[0].link == "/search?q=a&year=2012"


def test_a_chosen_year_is_taken_off_by_its_bar() -> None:
    chart = timeline(years(y2012=1, y2013=1), Request(year=("2012",)))
    assert chart is not None
    assert [(bar.chosen, bar.link) for bar in chart.bars] == [
        (True, "/search"),
        (False, "/search?year=2012&year=2013"),
    ]


@pytest.mark.parametrize(
    "counts", [{}, {"y2012": 3}, {"y1": 1, "y2020": 5}, {"y2012": 3, "yundated": 1}]
)
def test_no_chart_where_it_would_tell_nothing(counts: dict[str, int]) -> None:
    assert timeline(years(**counts), Request()) is None


def test_a_rare_year_is_still_seen() -> None:
    chart = timeline(years(y2012=10_000, y2013=1), Request())
    assert chart is not None
    assert chart.bars[1].height == 2


@pytest.mark.parametrize(
    ("page", "pages", "steps"),
    [
        (1, 0, ""),
        (1, 1, "1"),
        (1, 3, "1 2 3"),
        (1, 9, "1 2 3 … 9"),
        (4, 9, "1 2 3 4 5 6 … 9"),
        (5, 9, "1 2 3 4 5 6 7 8 9"),
        (6, 12, "1 … 4 5 6 7 8 … 12"),
        (99, 9, "1 … 9"),
    ],
)
def test_pages_around_this_one_are_linked(page: int, pages: int, steps: str) -> None:
    made = paging(page, pages, lambda number: f"/{number}")
    assert " ".join("…" if one is None else str(one[0]) for one in made.steps) == steps


@pytest.mark.parametrize(
    ("page", "pages", "previous", "following"),
    [
        (1, 1, None, None),
        (1, 2, None, "/2"),
        (2, 2, "/1", None),
        (9, 2, "/2", None),
        (1, 0, None, None),
    ],
)
def test_neighbours_never_lead_beyond_the_ends(
    page: int, pages: int, previous: str | None, following: str | None
) -> None:
    made = paging(page, pages, lambda number: f"/{number}")
    assert (made.previous, made.next) == (previous, following)
