"""Numbers by year for a few series → the geometry of one line chart, whose points are links."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

HEIGHT: Final = 300
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 12, 28
"""Room around the drawing for the numbers on its axes."""
_TICKS: Final = 4
_STEPS: Final = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class ChartSize:
    """How wide a chart is, and how many years are written under it."""

    width: int
    year_labels: int


WIDE: Final = ChartSize(760, 11)
NARROW: Final = ChartSize(330, 5)
"""For a phone, where the other would have to be moved about, or be too small to read."""


@dataclass(frozen=True, slots=True)
class Point:
    """One year of one series: where it stands, what it says and where it leads (or nowhere)."""

    year: int
    value: float
    x: float
    y: float
    link: str


@dataclass(frozen=True, slots=True)
class Curve:
    """One series; `paths` are its pieces, broken where a year has no value."""

    name: str
    points: tuple[Point, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on an axis and where its line is drawn."""

    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart, in units of its own drawing."""

    curves: tuple[Curve, ...]
    across: tuple[Tick, ...]
    upwards: tuple[Tick, ...]
    gaps: tuple[float, ...] = ()  # where the years stand that no series has a value of
    width: int = WIDE.width
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDE.width - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def plot(
    years: Sequence[int],
    series: Mapping[str, Mapping[int, float]],
    link: Callable[[str, int], str],
    size: ChartSize = WIDE,
) -> Plot | None:
    """The chart of `series` over `years`; None where there are not two years to tell apart."""
    if len(years) < 2:
        return None
    highest = max((value for values in series.values() for value in values.values()), default=0)
    step = _round_step(highest / _TICKS)
    top = step * max(1, math.ceil(highest / step))
    across = {
        year: _between(LEFT, size.width - RIGHT, place, len(years))
        for place, year in enumerate(years)
    }

    def up(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 1)

    curves = []
    for name, values in series.items():
        points = {
            year: Point(year, values[year], across[year], up(values[year]), link(name, year))
            for year in years
            if year in values
        }
        curves.append(Curve(name, tuple(points.values()), tuple(_paths(years, points))))
    every = -(-len(years) // size.year_labels)
    return Plot(
        tuple(curves),
        tuple(Tick(str(year), across[year]) for year in years[::every]),
        tuple(Tick(f"{step * n:g}", up(step * n)) for n in range(round(top / step) + 1)),
        tuple(across[year] for year in years if not any(year in one for one in series.values())),
        width=size.width,
        right=size.width - RIGHT,
    )


def _between(low: float, high: float, place: int, many: int) -> float:
    inset = 14  # so that the first and last marks do not touch the axes
    return round(low + inset + (high - low - 2 * inset) * place / (many - 1), 1)


def _round_step(rough: float) -> float:
    """The next round number: 1, 2, 2.5 or 5 times a power of ten."""
    if rough <= 0:
        return 1
    power: float = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in _STEPS if step * power >= rough * 0.999)


def _paths(years: Sequence[int], points: Mapping[int, Point]) -> list[str]:
    """Polylines of neighbouring years; a year alone has its mark only."""
    pieces: list[list[str]] = [[]]
    for year in years:
        if year in points:
            pieces[-1].append(f"{points[year].x},{points[year].y}")
        elif pieces[-1]:
            pieces.append([])
    return [" ".join(piece) for piece in pieces if len(piece) > 1]
