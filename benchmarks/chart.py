"""Curves of points → an SVG drawing with both axes logarithmic."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Point = tuple[float, float]

_WIDTH: Final = 640
_HEIGHT: Final = 400
_MARGIN: Final = 60
_COLOURS: Final = ("#1b5e9b", "#b3541e", "#3c7a3c", "#7a3c6e", "#555555", "#a08000")


def chart(title: str, across: str, up: str, curves: Mapping[str, Sequence[Point]]) -> str:
    """The drawing; `across` and `up` name the axes."""
    points = [point for curve in curves.values() for point in curve]
    xs, ys = sorted({x for x, _ in points}), [y for _, y in points]
    low, high = 10 ** math.floor(math.log10(min(ys))), 10 ** math.ceil(math.log10(max(ys)))

    def place(point: Point) -> Point:
        x = _share(point[0], xs[0], xs[-1]) * (_WIDTH - 2 * _MARGIN) + _MARGIN
        return x, _HEIGHT - _MARGIN - _share(point[1], low, high) * (_HEIGHT - 2 * _MARGIN)

    parts = [
        _text(_WIDTH / 2, 24, title),
        _text(_WIDTH / 2, _HEIGHT - 12, across),
        _text(_MARGIN, 48, up),
    ]
    for x in xs:
        parts.append(_text(place((x, low))[0], _HEIGHT - _MARGIN + 20, f"{x:,.0f}"))
    tick = low
    while tick <= high * 1.001:
        y = place((xs[0], tick))[1]
        parts.append(f'<path d="M{_MARGIN} {y:.1f}H{_WIDTH - _MARGIN}" stroke="#ddd"/>')
        parts.append(_text(_MARGIN - 28, y + 4, f"{tick:g}"))
        tick *= 10
    for number, (name, curve) in enumerate(curves.items()):
        named_last = 2 * number < len(curves)  # half of the names at either end: they would overlap
        places = [place(point) for point in curve]
        parts.append(_curve(name, places, _COLOURS[number % 6], named_last=named_last))
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'font-family="sans-serif" font-size="12" fill="none">\n{body}\n</svg>\n'
    )


def _share(value: float, low: float, high: float) -> float:
    """How far a value stands between two others, on a logarithmic scale."""
    return math.log(value / low) / math.log(high / low) if high > low else 0.5


def _text(x: float, y: float, text: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" fill="#222">{escape(text)}</text>'


def _curve(name: str, places: Sequence[Point], colour: str, *, named_last: bool) -> str:
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    x, y = places[-1 if named_last else 0]
    anchor = "end" if named_last else "start"
    return (
        f'<polyline points="{line}" stroke="{colour}" stroke-width="2"/>'
        f'<text x="{x:.1f}" y="{y - 6:.1f}" text-anchor="{anchor}" fill="{colour}">'
        f"{escape(name)}</text>"
    )
