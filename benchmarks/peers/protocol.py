"""What every peer speaks: build from turns, answer cases; run as a process of its own.

    python PEER.py TURNS.jsonl CASES.json FOLDER  →  one JSON line on stdout

A peer needs nothing of onrecord, so that it can run on another Python (Debian's Xapian does).
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

WARM_RUNS = 5
TOP = 10


def rows(path):
    """The turns of a file written by `benchmarks.documents`."""
    with Path(path).open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def folder_bytes(folder):
    """The size of everything below a folder."""
    return sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())


def measure(answer, cases, runs=WARM_RUNS):
    """First time and warm times of every case, in milliseconds, and what was counted.

    `answer(case)` returns the number of matches it can tell and the first ten ids; None: the peer
    has no such query.
    """
    found = []
    for case in cases:
        began = time.perf_counter()
        counted = answer(case)
        first = time.perf_counter() - began
        if counted is None:
            found.append(None)
            continue
        warm = []
        for _ in range(runs):
            began = time.perf_counter()
            answer(case)
            warm.append((time.perf_counter() - began) * 1000)
        found.append(
            {
                "first_ms": first * 1000,
                "warm_ms": warm,
                "matches": counted[0],
            }
        )
    return found


def main(build, opened, name):
    """Build, measure, print; `build(rows, folder)`, `opened(folder)` → answer function."""
    turns, cases_file, folder = sys.argv[1:4]
    cases = json.loads(Path(cases_file).read_text(encoding="utf-8"))
    began = time.perf_counter()
    build(rows(turns), folder)
    build_seconds = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    answer = opened(folder)
    runs = int(os.environ.get("BENCH_RUNS", WARM_RUNS))
    result = {
        "name": name,
        "build_seconds": build_seconds,
        "build_processor_seconds": used.ru_utime + used.ru_stime,
        "bytes": folder_bytes(folder),
        "cases": measure(answer, cases, runs),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(result))
