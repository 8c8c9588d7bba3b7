"""Counts by year → bars of a small chart, none left out between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from search.links import SearchLinks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from search.query.request import Request
    from search.records import FacetValue

HEIGHT: Final = 44  # of the tallest bar, in units of the drawing
STEP: Final = 28  # from one bar to the next
MOST_YEARS: Final = 120  # a stray year 1 must not stretch the drawing beyond reading


class Bar(NamedTuple):
    """One year or month: its count, the link that chooses it or takes it off, its place."""

    year: int
    month: int  # 1 to 12; 0 for a whole year
    count: int  # type: ignore[assignment] # a tuple's method is of that name
    link: str
    chosen: bool
    x: int = 0
    y: int = HEIGHT
    height: int = 0


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars from the first year or month to the last, and the measures of the drawing."""

    bars: tuple[Bar, ...]
    width: int
    height: int = HEIGHT
    step: int = STEP

    @property
    def most(self) -> Bar:
        """The bar with the most, the earliest of equals."""
        return max(self.bars, key=lambda bar: bar.count)


def timeline(
    values: Iterable[FacetValue], wanted: Request, links: SearchLinks | None = None
) -> Timeline | None:
    """The chart of a search by year; None where there are not two years to tell apart."""
    counts = {int(value.value): value.count for value in values if value.value.isdigit()}
    if len(counts) < 2 or max(counts) - min(counts) >= MOST_YEARS:
        return None
    links = links or SearchLinks(wanted)
    return draw(
        [
            Bar(
                year=year,
                month=0,
                count=counts.get(year, 0),
                link=links.toggled("year", str(year)),
                chosen=str(year) in wanted.year,
            )
            for year in range(min(counts), max(counts) + 1)
        ]
    )


def draw(bars: Sequence[Bar]) -> Timeline:
    """The chart of bars, of which one counts something at least, side by side."""
    tallest = max(bar.count for bar in bars)
    heights = [max(2, round(HEIGHT * bar.count / tallest)) if bar.count else 0 for bar in bars]
    placed = (
        Bar(
            *(bar.year, bar.month, bar.count, bar.link, bar.chosen),
            *(place * STEP, HEIGHT - tall, tall),
        )
        for place, (bar, tall) in enumerate(zip(bars, heights, strict=True))
    )
    return Timeline(tuple(placed), STEP * len(bars))
