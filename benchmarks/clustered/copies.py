"""More of the UN's statements, and copies of them, in a generation that grows; its answers then.

    python -m benchmarks.clustered.copies UN DATA_FOLDER QUARTERS  →  one JSON line

QUARTERS is how many quarters of the corpus there are to be: every fourth statement, the next ones,
and so on; from the fifth quarter on the same texts under ids that follow on. The generation never
serves: it is written through its alias, like one that is still being built, and
is opened by name once it holds as many as are asked about.
"""

from __future__ import annotations

import json
import resource
import time
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.clustered.asking import KINDS, RUNS, asked
from benchmarks.clustered.loading import weighed
from benchmarks.documents import offers as offered
from benchmarks.usage import arguments
from search.analysis.tokenizer import VERSION
from search.engines.opensearch.cluster.client import Cluster
from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.opensearch.layout.manifest import ENGINE_VERSION, manifest_meta
from search.engines.opensearch.layout.sidecar import read_counts, sidecar_index
from search.engines.opensearch.layout.term_counts import TermCounts
from search.engines.opensearch.publish.generations import ClusterGenerations, load_alias
from search.engines.opensearch.publish.loading import load
from search.engines.opensearch.publish.publisher import write_sidecar
from search.errors import DamagedIndex
from search.records import SCHEMA_VERSION, Coverage, Manifest
from search.settings import read_settings

if TYPE_CHECKING:
    from search.settings import Settings

_NAME: Final = "growing"  # of the file that names the generation


def grow(source: Path, settings: Settings, quarters: int) -> dict[str, Any]:
    """Load the quarters that are missing; how long that took, with what stands beside them."""
    with closing(Cluster(settings)) as cluster:
        generations = ClusterGenerations(cluster, settings)
        name, held = _held(settings, generations)
        counts = _counts(cluster, name)
        before = counts.sums["documents"][0]
        used, own = _processor_ms(cluster), _own_seconds()
        began = time.perf_counter()
        for quarter in range(held, quarters):
            offers = list(islice(offered(source, quarter // 4), quarter % 4, None, 4))
            counts.merge(load(offers, load_alias(name), settings))
        generations.refresh(name)
        loaded = time.perf_counter()
        used = _processor_ms(cluster) - used
        write_sidecar(cluster, name, counts, {})
        generations.refresh(sidecar_index(name))
        meta = manifest_meta(_manifest(name, counts.sums["documents"][0]))
        cluster.api.indices.put_mapping(index=name, body={"_meta": meta})
        (settings.data / _NAME).write_text(f"{name} {quarters}", encoding="utf-8")
        return {
            "quarters": quarters,
            "statements": counts.sums["documents"][0],
            "turns": counts.sums["documents"][1],
            "words": len(counts.exact),
            "added": counts.sums["documents"][0] - before,
            "seconds": loaded - began,
            "node_seconds": used / 1000,
            "program_seconds": _own_seconds() - own,
            "side_seconds": time.perf_counter() - loaded,
            **weighed(cluster, name),
            "heap": _heap(cluster),
        }


def ask(settings: Settings) -> dict[str, Any]:
    """Milliseconds of every case in both ways, and how long opening takes.

    `node_ms` is the processor time of the nodes for one answer: it does not depend on who else uses
    the machine.
    """
    name = (settings.data / _NAME).read_text(encoding="utf-8").split()[0]
    with closing(Cluster(settings)) as cluster:
        began = time.perf_counter()
        engine = OpenSearchEngine(cluster, name)
        open_ms = (time.perf_counter() - began) * 1000
        found: dict[str, Any] = {}
        processor: dict[str, float] = {}
        for kind in KINDS:
            found[kind] = []
            for answer in (*asked(engine, kind), *asked(engine, kind)):
                answer()  # a node's Java compiles what it runs often
            used = _processor_ms(cluster)
            for answer in asked(engine, kind):
                answer()
                times = []
                for _ in range(RUNS):
                    began = time.perf_counter()
                    answer()
                    times.append((time.perf_counter() - began) * 1000)
                found[kind].append(times)
            answers = len(found[kind]) * (RUNS + 1)
            processor[kind] = (_processor_ms(cluster) - used) / answers
        return {
            "open_ms": open_ms,
            "asked": found,
            "node_ms": processor,
            "heap_asked": _heap(cluster),
        }


def _held(settings: Settings, generations: ClusterGenerations) -> tuple[str, int]:
    """The generation that grows, and how many quarters it holds."""
    settings.data.mkdir(parents=True, exist_ok=True)
    noted_in = settings.data / _NAME
    if noted_in.is_file():
        name, held = noted_in.read_text(encoding="utf-8").split()
        return name, int(held)
    name = generations.new_name(datetime.now(UTC))
    generations.begin(name)
    return name, 0


def _counts(cluster: Cluster, name: str) -> TermCounts:
    try:
        return read_counts(cluster, name)
    except DamagedIndex:  # nothing is beside it yet
        return TermCounts()


def _manifest(name: str, statements: int) -> Manifest:
    coverage = Coverage(statements, statements, None, None, 0, 0, 0)
    built = datetime.now(UTC).isoformat(timespec="seconds")
    return Manifest(name, SCHEMA_VERSION, VERSION, ENGINE_VERSION, built, coverage)


def _heap(cluster: Cluster) -> list[int]:
    """Bytes of heap in use, node by node."""
    nodes = cluster.api.nodes.stats(metric="jvm")["nodes"].values()
    return [node["jvm"]["mem"]["heap_used_in_bytes"] for node in nodes]


def _own_seconds() -> float:
    """Processor time of this process and of those it started and that ended."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, whose))


def _processor_ms(cluster: Cluster) -> float:
    """Processor time that the nodes have taken so far."""
    nodes = cluster.api.nodes.stats(metric="process")["nodes"].values()
    return float(sum(node["process"]["cpu"]["total_in_millis"] for node in nodes))


def main() -> None:
    """Grow, ask, print."""
    given = arguments(__doc__, 3, 3)
    source, quarters = Path(given[0]), int(given[2])
    settings = read_settings({"data": Path(given[1]), "engine": "opensearch"})
    found = grow(source, settings, quarters)
    print(json.dumps(found | ask(settings)))


if __name__ == "__main__":
    main()
