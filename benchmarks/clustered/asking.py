"""The twelve classes of queries: the cluster's engine, its bare requests, the embedded engine.

    python -m benchmarks.clustered.asking EMBEDDED_DATA_FOLDER  →  one JSON line

Each case is asked as `benchmarks.ours` asks it (ten statements, each with its best turn), and as a
page of the site does (twenty, three turns each, all facets, months). What the engine sends is
caught, and the same bodies are sent by a bare client, turn about: so the difference is ours. Where
others use the machine the clock tells of them as well; our processor time does not.
"""

from __future__ import annotations

import json
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.clustered.bare import client
from benchmarks.queries import cases
from benchmarks.usage import arguments
from search.engine import FACETS, Search
from search.engines import open_engine
from search.engines.opensearch.serving import ClusterGenerationSource
from search.query.expansion import expand
from search.query.parser import parse
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from opensearchpy import OpenSearch

    from search.engine import SearchEngine
    from search.engines.opensearch.cluster.client import Body, Cluster

RUNS: Final = 5
KINDS: Final = {
    "list": Search(parse("").tree, limit=10, turns_per_hit=1, facets=()),
    "page": Search(parse("").tree, limit=20, facets=FACETS, histogram=True),
}

Request = tuple[str, list["Body"]]


class Caught:
    """Keeps what a cluster is asked, while it is asked."""

    def __init__(self, cluster: Cluster) -> None:
        self._searches = cluster.searches
        self.requests: list[Request] = []
        cluster.searches = self  # type: ignore[method-assign,assignment]

    def __call__(self, index: str, bodies: Sequence[Body]) -> list[Body]:
        self.requests.append((index, list(bodies)))
        return self._searches(index, bodies)

    def of(self, call: Callable[[], object]) -> list[Request]:
        """The requests that a call makes."""
        self.requests = []
        call()
        found, self.requests = self.requests, []
        return found


def ask_bare(api: OpenSearch, requests: Sequence[Request]) -> None:
    """Send the same bodies, and read the answers."""
    for index, bodies in requests:
        lines: list[Any] = []
        for body in bodies:
            lines += [{"index": index, "allow_partial_search_results": False}, body]
        api.msearch(body=lines, params={"max_concurrent_searches": len(bodies)})


def asked(engine: SearchEngine, kind: str) -> Iterator[Callable[[], object]]:
    """For each case what answers it, from the reader's tree on."""
    lexicon = engine.lexicon()
    for case in cases():
        tree = parse(case.query).tree

        def answer(tree: Any = tree) -> object:
            return engine.search(replace(KINDS[kind], tree=expand(tree, lexicon)[0]))

        yield answer


def measured(engine: SearchEngine, cluster: Cluster, embedded: SearchEngine) -> dict[str, Any]:
    """Milliseconds of every case, asked in both ways, of all three; first times are left out."""
    caught, api = Caught(cluster), client()
    found: dict[str, Any] = {}
    for kind in KINDS:
        rows = []
        for ours, beside in zip(asked(engine, kind), asked(embedded, kind), strict=True):
            requests = caught.of(ours)
            ways: dict[str, Callable[[], object]] = {
                "cluster": ours,
                "bare": lambda requests=requests: ask_bare(api, requests),  # type: ignore[misc]
                "embedded": beside,
            }
            for way in ways.values():
                way()
            rows.append(_turn_about(ways))
        found[kind] = rows
    return found


def _turn_about(ways: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Milliseconds of each way by the clock, and of this process's own processor time."""
    times: dict[str, list[float]] = {}
    for _ in range(RUNS):
        for name, way in ways.items():
            clock, own = time.perf_counter(), time.process_time()
            way()
            times.setdefault(name, []).append((time.perf_counter() - clock) * 1000)
            times.setdefault(f"{name} cpu", []).append((time.process_time() - own) * 1000)
    return times


def main() -> None:
    """Measure, print."""
    given = arguments(__doc__, 1, 1)
    shelf = ClusterGenerationSource(read_settings({"engine": "opensearch"}))
    beside = read_settings({"data": Path(given[0]), "engine": "whoosh"})
    with closing(shelf), closing(open_engine(beside)) as embedded:
        engine = shelf.open(shelf.current())
        print(json.dumps(measured(engine, shelf.cluster, embedded)))


if __name__ == "__main__":
    main()
