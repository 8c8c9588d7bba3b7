"""Counts by year, or by month of one year → bars of a small chart, none left out between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from search.links import search_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from search.query.request import Request
    from search.records import FacetValue

HEIGHT: Final = 44  # of the tallest bar, in units of the drawing
STEP: Final = 28  # from one bar to the next
MOST_YEARS: Final = 120  # a stray year 1 must not stretch the drawing beyond reading


@dataclass(frozen=True, slots=True)
class Bar:
    """One year or month: its count, its place, the link that chooses it or takes it off."""

    year: int
    count: int
    x: int
    y: int
    height: int
    link: str
    chosen: bool
    month: int = 0  # 1 to 12; 0 for a whole year


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars from the first year to the last, and the measures of the drawing."""

    bars: tuple[Bar, ...]
    width: int
    height: int = HEIGHT
    step: int = STEP

    @property
    def most(self) -> Bar:
        """The year with the most."""
        return max(self.bars, key=lambda bar: (bar.count, -bar.year))


def timeline(values: Iterable[FacetValue], wanted: Request) -> Timeline | None:
    """The chart of a search by year; None where there are not two years to tell apart."""
    counts = {int(value.value): value.count for value in values if value.value.isdigit()}
    if len(counts) < 2 or max(counts) - min(counts) >= MOST_YEARS:
        return None
    tallest = max(counts.values())
    bars = tuple(
        _bar(year, place, counts.get(year, 0), tallest, wanted)
        for place, year in enumerate(range(min(counts), max(counts) + 1))
    )
    return Timeline(bars, STEP * len(bars))


def months(
    year: int, counts: Mapping[int, int], links: Mapping[int, str], chosen: int = 0
) -> Timeline | None:
    """The chart of one year by month; None where nothing stands in two of them."""
    if not counts or (len(counts) < 2 and not chosen):
        return None
    tallest = max(counts.values())
    bars = tuple(
        Bar(
            year=year,
            count=counts.get(month, 0),
            x=place * STEP,
            y=HEIGHT - _tall(counts.get(month, 0), tallest),
            height=_tall(counts.get(month, 0), tallest),
            link=links[month],
            chosen=month == chosen,
            month=month,
        )
        for place, month in enumerate(range(1, 13))
    )
    return Timeline(bars, STEP * len(bars))


def _tall(count: int, tallest: int) -> int:
    return max(2, round(HEIGHT * count / tallest)) if count else 0


def _bar(year: int, place: int, count: int, tallest: int, wanted: Request) -> Bar:
    height = _tall(count, tallest)
    return Bar(
        year=year,
        count=count,
        x=place * STEP,
        y=HEIGHT - height,
        height=height,
        link=search_link(wanted.toggled("year", str(year))),
        chosen=str(year) in wanted.year,
    )
