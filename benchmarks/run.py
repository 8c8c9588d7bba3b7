"""All engines on the same turns in one run → a table of ratios, and the figures as JSON.

    python -m benchmarks.run UN_FOLDER WORK_FOLDER     (make bench UN=… sets both)

Every engine runs in a process of its own, one after the other. A peer that is not installed is
named as missing, never left out silently.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from benchmarks.documents import statements, write_turns
from benchmarks.queries import cases

_PEERS: Final = Path(__file__).parent / "peers"
_DEBIAN_PYTHON: Final = "/usr/bin/python3"  # where Debian's python3-xapian can be imported
_PROGRAMS: Final = {
    "tantivy": (sys.executable, "tantivy_peer.py"),
    "Xapian": (_DEBIAN_PYTHON, "xapian_peer.py"),
    "SQLite FTS5": (sys.executable, "fts5.py"),
    "stock Whoosh": (sys.executable, "stock_whoosh.py"),
}


def main() -> None:
    """Measure all and print the table."""
    source, work = Path(sys.argv[1]), Path(sys.argv[2])
    work.mkdir(parents=True, exist_ok=True)
    turns, asked = work / "turns.jsonl", work / "cases.json"
    if not turns.exists():
        count, size_bytes = write_turns(statements(source), turns)
        print(f"{count:,} turns, {size_bytes:,} bytes of text", flush=True)
    asked.write_text(json.dumps([case.shape() for case in cases()]), encoding="utf-8")
    results = {"onrecord": _run([sys.executable, "-m", "benchmarks.ours", source, work / "ours"])}
    for name, (python, program) in _PROGRAMS.items():
        folder = work / program.removesuffix(".py")
        results[name] = _run([python, _PEERS / program, turns, asked, folder])
    (work / "figures.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    print(table(results))


def _run(command: list[Any]) -> dict[str, Any] | None:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode:
        print(f"{command[1]}: not measured: {done.stderr.strip().splitlines()[-1]}", flush=True)
        return None
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(results: dict[str, dict[str, Any] | None]) -> str:
    """Warm p50 a class in ms for each engine, then p50, p95 and the ratio to ours over all."""
    kinds = [case.kind for case in cases()]
    names = [name for name, found in results.items() if found]
    lines = ["| class | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    by_kind = {name: _by_kind(results[name], kinds) for name in names}
    for kind in dict.fromkeys(kinds):
        row = [_median(by_kind[name].get(kind)) for name in names]
        lines.append(f"| {kind} | " + " | ".join(row) + " |")
    for title, share in (("p50 of all", 50), ("p95 of all", 95)):
        row = [_percentile(by_kind[name], share) for name in names]
        lines.append(f"| {title} | " + " | ".join(row) + " |")
    lines.append(_line("build, s", [f"{results[name]['build_seconds']:.1f}" for name in names]))
    lines.append(_line("build peak, MB", [f"{results[name]['peak_mb']:.0f}" for name in names]))
    return "\n".join(lines)


def _line(title: str, cells: list[str]) -> str:
    return f"| {title} | " + " | ".join(cells) + " |"


def _by_kind(found: dict[str, Any] | None, kinds: list[str]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = defaultdict(list)
    for kind, case in zip(kinds, found["cases"] if found else (), strict=True):
        if case is not None:
            times[kind].append(case["warm_ms"])
    return times


def _median(times: list[float] | None) -> str:
    return f"{statistics.median(times):.2f}" if times else "–"


def _percentile(times: dict[str, list[float]], share: int) -> str:
    every = [one for found in times.values() for one in found]
    return f"{statistics.quantiles(every, n=100)[share - 1]:.2f}"


if __name__ == "__main__":
    main()
