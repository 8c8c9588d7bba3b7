"""Figures of a run on clusters → its tables in Markdown, and the drawing of times against sizes."""

from __future__ import annotations

from statistics import mean
from typing import TYPE_CHECKING, Any, Final

from benchmarks.chart import chart
from benchmarks.queries import cases
from benchmarks.tables import p50, p95, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Figures = Mapping[str, Any]

_LAYOUTS: Final = ("1 node", "3 nodes")
_KINDS: Final = {"list": "ten statements", "page": "a page of the site"}


def told(figures: Figures) -> str:
    """Every table, each after its heading."""
    parts = ["## Loading, statements a second", _loads(figures)]
    for layout in _LAYOUTS:
        for kind, name in _KINDS.items():
            parts += [f"## {layout}, {name}, ms: p50 / p95", _asked(figures, layout, kind)]
    parts += ["## Cost against size, one node", _sizes(figures)]
    return "\n\n".join(parts) + "\n"


def drawn(figures: Figures) -> str:
    """Times over all classes by number of statements."""
    curves: dict[str, list[tuple[float, float]]] = {}
    for one in _grown(figures):
        for kind, name in (("list", "ten"), ("page", "page")):
            times = [time for row in one["asked"][kind] for time in row]
            curves.setdefault(f"{name}, p50", []).append((one["statements"], p50(times)))
            curves.setdefault(f"{name}, p95", []).append((one["statements"], p95(times)))
    return chart("Queries of twelve classes, one node", "statements", "ms", curves)


def _loads(figures: Figures) -> str:
    rows = []
    for layout in _LAYOUTS:
        ours, bare = figures[f"load, {layout}"], figures[f"bare load, {layout}"]
        count, size_bytes = ours["statements"], ours["bytes"] + ours["side_bytes"]
        rows.append(
            [
                layout,
                f"{count / ours['seconds']:.0f}",
                f"{count / bare['seconds']:.0f}",
                f"{bare['seconds'] / ours['seconds']:.2f}",
                f"{ours['seconds']:.1f}",
                f"{bare['seconds']:.1f}",
                f"{size_bytes / count:,.0f}",
            ]
        )
    head = ["", "ours", "bare loop", "ours / bare", "ours, s", "bare, s", "bytes a statement"]
    return table(head, rows)


def _asked(figures: Figures, layout: str, kind: str) -> str:
    """A row a class: the embedded engine, the bare requests, the engine, and what it adds."""
    found: dict[str, dict[str, list[float]]] = {}
    for case, row in zip(cases(), figures[f"asked, {layout}"][kind], strict=True):
        for name in (case.kind, "all"):
            for way, times in row.items():
                found.setdefault(name, {}).setdefault(way, []).extend(times)
    found["all"] = found.pop("all")
    rows = [
        [
            name,
            *(_both(times[way]) for way in ("embedded", "bare", "cluster")),
            _more(times, "cluster", "bare"),
            _more(times, "cluster cpu", "bare cpu"),
        ]
        for name, times in found.items()
    ]
    return table(
        ["class", "embedded", "bare requests", "onrecord", "above bare", "above bare, processor"],
        rows,
    )


def _sizes(figures: Figures) -> str:
    rows, seconds = [], 0.0
    for one in _grown(figures):
        seconds += one["seconds"]
        lists, pages = ([t for row in one["asked"][kind] for t in row] for kind in _KINDS)
        rows.append(
            [
                f"{one['quarters'] / 4:g} ×",
                f"{one['statements']:,}",
                f"{one['turns']:,}",
                f"{seconds:.0f}",
                f"{one['added'] / one['seconds']:.0f}",
                f"{one['node_seconds'] / one['added'] * 1000:.1f}"
                f" + {one['program_seconds'] / one['added'] * 1000:.1f}",
                f"{one['bytes'] / 1e6:,.0f}",
                f"{one['bytes'] / one['statements']:,.0f}",
                f"{one['segments']}",
                _both(lists),
                _both(pages),
                " / ".join(f"{one['node_ms'][kind]:.1f}" for kind in _KINDS),
                f"{one['open_ms']:.0f}",
                f"{mean(one['heap_asked']) / 1e6:.0f}",
            ]
        )
    head = [
        "size",
        "statements",
        "turns",
        "load, s",
        "last ones, a second",
        "processor ms a statement: nodes + program",
        "MB",
        "bytes a statement",
        "segments",
        "ten statements, ms",
        "a page, ms",
        "nodes' processor, ms: ten / page",
        "opening, ms",
        "heap in use, MB",
    ]
    return table(head, rows)


def _grown(figures: Figures) -> list[Figures]:
    """What was measured of each size, the smallest first."""
    found = [one for name, one in figures.items() if name.startswith("quarters, ")]
    return sorted(found, key=lambda one: one["quarters"])


def _more(times: Mapping[str, Sequence[float]], one: str, other: str) -> str:
    """How much more one way takes than another."""
    more = (of(times[one]) - of(times[other]) for of in (p50, p95))
    return " / ".join(f"{ms:.1f}" for ms in more)


def _both(times: Sequence[float]) -> str:
    return f"{p50(times):.1f} / {p95(times):.1f}"
