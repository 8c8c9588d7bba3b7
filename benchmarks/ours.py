"""onrecord itself, measured like a peer: built from the same turns, asked the same cases.

    python -m benchmarks.ours SOURCE DATA_FOLDER PARTS [--all]  →  one JSON line on stdout

SOURCE is what `benchmarks.documents` reads, PARTS how many statements stand for one that is taken
in: 1 for all, 8 for every eighth. With `--all` also what only a serving process has to show
(`benchmarks.serving`).
"""

from __future__ import annotations

import json
import os
import resource
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import serving
from benchmarks.building import Watch, processor_seconds
from benchmarks.documents import corpus_of, offers
from benchmarks.peers.protocol import TOP, WARM_RUNS, folder_bytes, measure
from benchmarks.queries import cases
from benchmarks.usage import arguments
from search.engine import Search
from search.engines import open_engine, open_writer
from search.query.expansion import expand
from search.query.parser import parse
from search.records import Coverage
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from whoosh.query import Query

    from benchmarks.queries import Corpus
    from search.engine import SearchEngine
    from search.settings import Settings

_LOOK_EVERY_SECONDS: Final = 0.25  # at memory: seldom enough to cost the build nothing


def build(folder: Path, settings: Settings, parts: int) -> tuple[float, float]:
    """Write the index, in as many processes as `onrecord index` would.

    Seconds by the clock, and seconds of processors in all processes.
    """
    began, used = time.perf_counter(), _processor_seconds()
    with open_writer(settings) as writer:
        writer.offer(islice(offers(folder), 0, None, parts))
        coverage = Coverage(0, 0, None, None, 0, 0, 0)
        writer.publish(coverage, ["benchmark"], sample=False)
    return time.perf_counter() - began, _processor_seconds() - used


def _processor_seconds() -> float:
    """Of this process and of those it started that have ended."""
    return sum(map(processor_seconds, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def answers(engine: SearchEngine) -> Callable[[Query], tuple[int, list[str]]]:
    """From a reader's tree to the first ten statements, each with its best turn.

    Peers get their terms ready, so parsing is measured apart; they expand a prefix or a misspelling
    while they search, so that counts here as well.
    """
    lexicon = engine.lexicon()

    def answer(tree: Query) -> tuple[int, list[str]]:
        expanded, _cut = expand(tree, lexicon)
        hits = engine.search(Search(expanded, limit=TOP, turns_per_hit=1, facets=()))
        return hits.total.statements, [str(found.statement.id) for found in hits.found]

    return answer


def parse_ms(corpus: Corpus) -> list[float]:
    """How long each case takes from the string that was typed to its tree, in milliseconds."""
    found = []
    for case in cases(corpus):
        began = time.perf_counter()
        parse(case.query)
        found.append((time.perf_counter() - began) * 1000)
    return found


def main() -> None:
    """Build, measure, print."""
    given = arguments(__doc__, 3, 4)
    source, data, parts = Path(given[0]), Path(given[1]), int(given[2])
    corpus = corpus_of(source)
    settings = read_settings({"data": data}, environ={})
    watch = Watch(os.getpid(), _LOOK_EVERY_SECONDS)
    watch.start()
    seconds, processor = (0.0, 0.0) if data.exists() else build(source, settings, parts)
    built_peak = watch.stop()
    engine = open_engine(settings)
    runs = int(os.environ.get("BENCH_RUNS", WARM_RUNS))
    result = {
        "name": "onrecord",
        "build_seconds": seconds,
        "build_processor_seconds": processor,
        "bytes": folder_bytes(data),
        "parse_ms": parse_ms(corpus),
        "cases": measure(answers(engine), [parse(case.query).tree for case in cases(corpus)], runs),
        "peak_mb": built_peak,
    }
    if "--all" in given:
        result["serving"] = serving.shown(engine, settings, corpus)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
