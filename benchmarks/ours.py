"""onrecord itself, measured like a peer: built from the same turns, asked the same cases.

python -m benchmarks.ours UN_FOLDER DATA_FOLDER  →  one JSON line on stdout
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.documents import statements
from benchmarks.peers.protocol import TOP, WARM_RUNS, folder_bytes, measure
from benchmarks.queries import cases
from search.engine import Search
from search.engines import open_engine, open_writer
from search.expand import expand
from search.query import parse
from search.records import Coverage
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engine import SearchEngine
    from search.settings import Settings


def build(folder: Path, settings: Settings) -> float:
    """Write the index; seconds."""
    began = time.perf_counter()
    with open_writer(settings) as writer:
        writer.add(statements(folder))
        coverage = Coverage(0, 0, None, None, 0, 0, 0)
        writer.publish(coverage, [str(folder)], sample=False)
    return time.perf_counter() - began


def answers(engine: SearchEngine) -> Callable[[dict[str, str]], tuple[int, list[str]]]:
    """From our query string to the first ten statements: parsing and expansion included."""

    def answer(case: dict[str, str]) -> tuple[int, list[str]]:
        parsed = parse(case["query"])
        tree, _cut = expand(parsed.tree, engine.lexicon())
        hits = engine.search(Search(tree, limit=TOP, turns_per_hit=1, facets=()))
        return hits.total.statements, [str(found.statement.id) for found in hits.found]

    return answer


def main() -> None:
    """Build, measure, print."""
    source, data = Path(sys.argv[1]), Path(sys.argv[2])
    settings = read_settings({"data": data}, environ={})
    seconds = build(source, settings) if not data.exists() else 0.0
    built_peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    engine = open_engine(settings)
    runs = int(os.environ.get("BENCH_RUNS", WARM_RUNS))
    asked = [{"query": case.query} for case in cases()]
    result = {
        "name": "onrecord",
        "build_seconds": seconds,
        "bytes": folder_bytes(data),
        "cases": measure(answers(engine), asked, runs),
        "peak_mb": built_peak,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
