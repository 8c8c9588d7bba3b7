"""Figures of a run → its tables, in Markdown."""

from __future__ import annotations

import statistics
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from benchmarks.queries import cases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


def tables(results: Mapping[str, Mapping[str, Any]], growth: Mapping[str, Any]) -> str:
    """Every table, each after its heading."""
    kinds = list(dict.fromkeys(case.kind for case in cases()))
    warm = {name: by_kind(found, lambda case: case["warm_ms"]) for name, found in results.items()}
    first = {
        name: by_kind(found, lambda case: [case["first_ms"]]) for name, found in results.items()
    }
    parts = [
        "### Warm, ms: p50 / p95",
        compared(kinds, warm, lambda times: f"{p50(times):.2f} / {p95(times):.2f}"),
        "### First use in a running process, ms: p50",
        compared(kinds, first, lambda times: f"{p50(times):.1f}"),
        "### Building and size",
        sizes(results),
    ]
    if "serving" in results["onrecord"]:
        parts += ["### Serving", serving(results["onrecord"])]
    if growth:
        parts += ["### Growth, warm p50 / p95 over all classes, ms", grown(growth)]
    return "\n\n".join(parts) + "\n"


def p50(times: Sequence[float]) -> float:
    """The median."""
    return statistics.median(times)


def p95(times: Sequence[float]) -> float:
    """What 95 of 100 do not exceed."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]


def by_kind(
    found: Mapping[str, Any], times: Callable[[Any], Iterable[float]]
) -> dict[str, list[float]]:
    """The times of the cases that an engine could be asked, class by class."""
    collected: dict[str, list[float]] = defaultdict(list)
    for case, measured in zip(cases(), found["cases"], strict=True):
        if measured is not None:
            collected[case.kind].extend(times(measured))
    return collected


def every(times: Mapping[str, Sequence[float]]) -> list[float]:
    """The times of all classes."""
    return [one for found in times.values() for one in found]


def compared(
    kinds: Sequence[str],
    times: Mapping[str, Mapping[str, Sequence[float]]],
    cell: Callable[[Sequence[float]], str],
) -> str:
    """A row a class, a column an engine; the last row is of the classes that all of them have."""
    rows = [
        [kind, *(cell(found[kind]) if found.get(kind) else "–" for found in times.values())]
        for kind in kinds
    ]
    shared = [kind for kind in kinds if all(found.get(kind) for found in times.values())]
    rows.append(["all it has", *(cell(every(found)) for found in times.values())])
    rows.append(
        [
            "classes all have",
            *(cell(every({k: found[k] for k in shared})) for found in times.values()),
        ]
    )
    return table(["class", *times], rows)


def sizes(results: Mapping[str, Mapping[str, Any]]) -> str:
    """Seconds, megabytes on disk, and the most memory a process took."""
    rows = [
        ["build, s", *(f"{found['build_seconds']:.0f}" for found in results.values())],
        ["text a second, MB", *(_rate(found, "build_seconds") for found in results.values())],
        [
            "text a second of processor, MB",
            *(_rate(found, "build_processor_seconds") for found in results.values()),
        ],
        ["on disk, MB", *(f"{found['bytes'] / 1e6:.0f}" for found in results.values())],
        [
            "peak memory, all processes, MB",
            *(f"{found['peak_mb']:.0f}" for found in results.values()),
        ],
    ]
    return table(["", *results], rows)


def _rate(found: Mapping[str, Any], seconds: str) -> str:
    """Megabytes of text that were built from in a second; the index may have been there."""
    return f"{found['text_bytes'] / 1e6 / found[seconds]:.2f}" if found[seconds] else "–"


def serving(ours: Mapping[str, Any]) -> str:
    """What only onrecord is asked."""
    shown = ours["serving"]
    rows = [["reading a query, p50 ms", f"{p50(ours['parse_ms']):.2f}"]]
    timed = shown["extras_ms"] | shown["deep_ms"]
    rows += [[name, _both(times)] for name, times in timed.items()]
    threads = shown["threads"]
    rows += [
        ["four threads: wrong answers", f"{threads['wrong']} of {threads['answers']:,}"],
        ["answers a second, one thread", f"{threads['one a second']:.0f}"],
        ["answers a second, two threads", f"{threads['two']:.0f}"],
        *(
            [
                f"over HTTP, {count} worker{'s' * (count != '1')}: a second / processor ms of one",
                f"{one['a second']:.0f} / {one['processor_ms']:.1f}",
            ]
            for count, one in shown["workers"].items()
        ),
        ["completing what is typed", _both(shown["complete_ms"])],
        ["`onrecord search` in a fresh process", _both(shown["command_ms"])],
        ["opening, ms", f"{shown['open_ms']:.0f}"],
        ["resident after 1,000 mixed queries, MB", f"{shown['resident_mb']:.0f}"],
    ]
    return table(["", "p50 / p95, ms, or as named"], rows)


def _both(times: Sequence[float]) -> str:
    return f"{p50(times):.2f} / {p95(times):.2f}"


def grown(growth: Mapping[str, Any]) -> str:
    """A row a size, a column an engine."""
    names = list(next(iter(growth.values())))
    rows = []
    for share, found in growth.items():
        cells = []
        for name in names:
            times = every(by_kind(found[name], lambda case: case["warm_ms"]))
            cells.append(f"{p50(times):.2f} / {p95(times):.2f}")
        rows.append([share, *cells, *(f"{found[name]['build_seconds']:.0f}" for name in names)])
    return table(["share", *names, *(f"build {name}, s" for name in names)], rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
