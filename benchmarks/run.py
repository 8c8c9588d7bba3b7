"""All engines on the same turns in one run → tables in Markdown, a chart, and the figures as JSON.

    python -m benchmarks.run UN_FOLDER WORK_FOLDER [PAGES_FOLDER]     (make bench UN=… PAGES=…)

The same tables are made of PAGES_FOLDER, saved pages that are indexed first, where it is given.

Every engine runs in a process of its own, one after the other. A peer that is not installed is
named as missing, never left out silently. `BENCH_PYTHON` names the Python that has the peers.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any, Final

from benchmarks import building
from benchmarks.chart import chart
from benchmarks.documents import corpus_of, statements, write_turns
from benchmarks.queries import cases
from benchmarks.tables import by_kind, every, p50, p95, tables
from benchmarks.usage import arguments

_PEERS: Final = Path(__file__).parent / "peers"
_PYTHON: Final = os.environ.get("BENCH_PYTHON", sys.executable)
_DEBIAN_PYTHON: Final = "/usr/bin/python3"  # where Debian's python3-xapian can be imported
_PROGRAMS: Final = {
    "tantivy": (_PYTHON, "tantivy_peer.py"),
    "Xapian": (_DEBIAN_PYTHON, "xapian_peer.py"),
    "SQLite FTS5": (_PYTHON, "fts5.py"),
    "stock Whoosh": (_PYTHON, "stock_whoosh.py"),
}
_OURS: Final = "onrecord"
_GROWING: Final = (_OURS, "tantivy")
_SHARES: Final = {"1/8": 8, "1/4": 4, "1/2": 2}


def main() -> None:
    """Measure all; write `tables.md`, `growth.svg` and `figures.json` into the work folder."""
    given = arguments(__doc__, 2, 3)
    source, work, pages = Path(given[0]), Path(given[1]), given[2:]
    if next(statements(source), None) is None:
        sys.exit(f"{source} holds no texts named CCC_NN_YYYY.txt; see docs/benchmarks.md")
    work.mkdir(parents=True, exist_ok=True)
    count, whole = _compared(source, work / "whole")
    growth, counts = {}, {}
    for share, parts in _SHARES.items():
        counts[share], growth[share] = _measured(source, work / f"part{parts}", parts, _GROWING)
    counts["whole"] = count
    growth["whole"] = {name: whole[name] for name in _GROWING if name in whole}
    figures = {"turns": counts, "results": whole, "growth": growth}
    told = tables(whole, growth)
    if pages:
        figures["turns of pages"], figures["pages"] = _compared(
            _indexed(pages[0], work / "indexed"), work / "pages"
        )
        told += f"\n## Saved pages\n\n{tables(figures['pages'], {})}"
        told += f"\n## Building from saved pages\n\n{building.table(Path(pages[0]), work)}\n"
    (work / "figures.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    (work / "tables.md").write_text(told, encoding="utf-8")
    (work / "growth.svg").write_text(drawn(growth, counts), encoding="utf-8")
    print(told)


def _indexed(pages: str, data: Path) -> Path:
    """A data folder with the index of saved pages."""
    command = [
        sys.executable,
        "-m",
        "search.cli.main",
        "--data",
        str(data),
        "index",
        "--only",
        pages,
    ]
    subprocess.run(command, check=True)
    return data


def _compared(source: Path, folder: Path) -> tuple[int, dict[str, Any]]:
    """How many turns a source has, and what every engine shows on them, ours first."""
    count, found = _measured(source, folder, 1, (*_PROGRAMS, _OURS))
    return count, {_OURS: found.pop(_OURS), **found}


def _measured(
    source: Path, folder: Path, parts: int, names: tuple[str, ...]
) -> tuple[int, dict[str, Any]]:
    """How many turns a share of the statements has, and what each engine shows on them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    turns, asked = folder / "turns.jsonl", folder / "cases.json"
    asked.write_text(json.dumps([case.shape() for case in cases(corpus_of(source))]), "utf-8")
    count, size_bytes = write_turns(islice(statements(source), 0, None, parts), turns)
    print(f"{count:,} turns, {size_bytes:,} bytes of text", flush=True)
    found = {}
    for name in names:
        if name == _OURS:
            more = ["--all"] if parts == 1 else []
            command = [
                sys.executable,
                "-m",
                "benchmarks.ours",
                source,
                folder / "ours",
                parts,
                *more,
            ]
        else:
            python, program = _PROGRAMS[name]
            command = [python, _PEERS / program, turns, asked, folder / program[:-3]]
        result = _run(name, command)
        if result is not None:
            found[name] = result | {"text_bytes": size_bytes}
    turns.unlink()
    return count, found


def _run(name: str, command: list[Any]) -> dict[str, Any] | None:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode:
        print(f"{name}: not measured: {done.stderr.strip().splitlines()[-1]}", flush=True)
        return None
    print(f"{name}: measured", flush=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def drawn(growth: dict[str, Any], counts: dict[str, int]) -> str:
    """Warm times over all classes by number of turns."""
    curves: dict[str, list[tuple[float, float]]] = {}
    for share, found in growth.items():
        for name, result in found.items():
            times = every(by_kind(result, lambda case: case["warm_ms"]))
            curves.setdefault(f"{name} p50", []).append((counts[share], p50(times)))
            curves.setdefault(f"{name} p95", []).append((counts[share], p95(times)))
    return chart("Warm queries of twelve classes", "turns", "ms", curves)


if __name__ == "__main__":
    main()
