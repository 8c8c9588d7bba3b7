"""All that is measured on clusters, in one run → tables in Markdown, a chart, the figures as JSON.

    python -m benchmarks.clustered UN_FOLDER WORK_FOLDER     (make bench-cluster UN=…)

Clusters of one and of three nodes are started for it and stopped again. Each measurement is a
process of its own, one after the other; BENCH_UNDER names a command to run each under, such as
`flock FILE` where others measure on the machine too. A run that was stopped goes on where it was.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.clustered.report import drawn, told
from benchmarks.documents import statements
from benchmarks.usage import arguments
from cluster.local import LocalCluster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

SIZES: Final = (1, 2, 4, 8, 16, 32)
"""Quarters of the corpus; 4 is all of it, more are copies."""

LAYOUTS: Final = {"1 node": (1, 1, 0), "3 nodes": (3, 3, 1)}
"""Nodes, shards, replicas."""

DOCUMENTS: Final = "documents.jsonl"
EMBEDDED: Final = "embedded"
GROWING: Final = "growing"
LOADING: Final = "benchmarks.clustered.loading"

_HEAP_MB: Final = {1: 1024, 3: 512}


class Run:
    """What was measured so far, kept in the work folder."""

    def __init__(self, source: Path, work: Path) -> None:
        self.source, self.work = source, work
        self._file = work / "figures.json"
        self.figures: dict[str, Any] = {}
        if self._file.is_file():
            self.figures = json.loads(self._file.read_text(encoding="utf-8"))

    def once(self, name: str, measure: Callable[[], Any]) -> None:
        """Measure, unless that is done."""
        if name not in self.figures:
            self.figures[name] = measure()
            self._file.write_text(json.dumps(self.figures, indent=1), encoding="utf-8")
            print(f"{name}: measured", flush=True)

    def ask(self, module: str, *words: object, more: Mapping[str, str] | None = None) -> Any:
        """What a process of its own prints last."""
        under = shlex.split(os.environ.get("BENCH_UNDER", ""))
        command = [*under, sys.executable, "-m", module, *map(str, words)]
        environ = {**os.environ, **(more or {})}
        done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True)
        lines = done.stdout.splitlines()
        return json.loads(lines[-1]) if lines and lines[-1].startswith("{") else None

    @contextmanager
    def cluster(self, layout: str) -> Iterator[Callable[..., Any]]:
        """A cluster of so many nodes; what asks a module beside it."""
        nodes, shards, replicas = LAYOUTS[layout]
        folder = self.work / "nodes"
        self.ask(
            "cluster", "--folder", folder, "up", "--nodes", nodes, "--heap-mb", _HEAP_MB[nodes]
        )
        started = LocalCluster.read(folder)
        more = {
            **started.environment,
            "ONRECORD_OPENSEARCH_SHARDS": str(shards),
            "ONRECORD_OPENSEARCH_REPLICAS": str(replicas),
        }
        try:
            yield lambda module, *words: self.ask(module, *words, more=more)
        finally:
            started.down()


def prepare(run: Run) -> None:
    """The documents for the bare loop, and the embedded engine's index."""
    documents, embedded = run.work / DOCUMENTS, run.work / EMBEDDED
    run.once("documents", lambda: run.ask(LOADING, "documents", run.source, documents))
    run.once("embedded", lambda: _small(run.ask("benchmarks.ours", run.source, embedded, 1)))


def compare(run: Run, layout: str) -> None:
    """Load and ask, beside a bare client, on a cluster of one layout."""
    _, shards, replicas = LAYOUTS[layout]
    if f"asked, {layout}" in run.figures:
        return
    run.figures.pop(f"load, {layout}", None)  # the nodes start empty
    own = run.work / layout.replace(" ", "-")
    bare = ("benchmarks.clustered.bare", run.work / DOCUMENTS, "bare", shards, replicas)
    asking = ("benchmarks.clustered.asking", run.work / EMBEDDED)
    with run.cluster(layout) as ask:
        run.once(f"bare load, {layout}", lambda: ask(*bare))
        run.once(f"load, {layout}", lambda: ask(LOADING, "ours", run.source, own))
        run.once(f"asked, {layout}", lambda: ask(*asking))


def grow(run: Run, ask: Callable[..., Any], sizes: Sequence[int] = SIZES) -> None:
    """More and more into one generation; asked at each size."""
    for quarters in sizes:
        words = ("benchmarks.clustered.copies", run.source, run.work / GROWING, quarters)
        run.once(f"quarters, {quarters}", lambda words=words: ask(*words))


def begin_growing(run: Run) -> None:
    """Forget what was measured on nodes that are no more."""
    for quarters in SIZES:
        run.figures.pop(f"quarters, {quarters}", None)
    shutil.rmtree(run.work / GROWING, ignore_errors=True)


def report(run: Run) -> None:
    """Write `cluster.md` and `cluster.svg` into the work folder, and print the former."""
    (run.work / "cluster.md").write_text(told(run.figures), encoding="utf-8")
    (run.work / "cluster.svg").write_text(drawn(run.figures), encoding="utf-8")
    print(told(run.figures))


def main() -> None:
    """Measure all that is not measured yet, and report."""
    given = arguments(__doc__, 2, 2)
    run = Run(Path(given[0]), Path(given[1]))
    if next(statements(run.source), None) is None:
        sys.exit(f"{run.source} holds no texts named CCC_NN_YYYY.txt; see docs/benchmarks.md")
    run.work.mkdir(parents=True, exist_ok=True)
    prepare(run)
    for layout in LAYOUTS:
        compare(run, layout)
    if f"quarters, {SIZES[-1]}" not in run.figures:
        begin_growing(run)
        with run.cluster("1 node") as ask:
            grow(run, ask)
    report(run)


def _small(found: dict[str, Any]) -> dict[str, Any]:
    """What is compared of the embedded engine's own figures."""
    return {name: found[name] for name in ("build_seconds", "bytes", "peak_mb")}


if __name__ == "__main__":
    main()
