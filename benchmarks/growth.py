"""Measured figures → what 1, 10 and 100 million statements take, and whether the parts stay even.

    python -m benchmarks.growth [STATEMENTS]  →  the tables of docs/growth.md

Where documents go and how requests fill is simulated for STATEMENTS (100,000 unless told): ids are
routed as the cluster routes them (`benchmarks.routing`), sizes are drawn from those measured. The
rest is arithmetic over `FIGURES`, each of which says whether it was measured or is assumed.
"""

from __future__ import annotations

import math
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks.figures import ASSUMED, DOCUMENT_BYTES, FIGURES
from benchmarks.routing import shard_of
from benchmarks.tables import table
from benchmarks.usage import arguments
from search.engines.opensearch.cluster.bulk import REQUEST_BYTES
from search.engines.opensearch.publish.build_part import BuildPart
from search.records import StatementId

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SIZES: Final = (1_000_000, 10_000_000, 100_000_000)
_SIMULATED: Final = 100_000
_SEED: Final = 20_261_128
_PARTS: Final = 8
_LUCENE_MOST: Final = 2**31  # documents of a shard
_GB: Final = 1e9

VALUES: Final = {figure.name: figure.value for figure in FIGURES}


class Plan(NamedTuple):
    """What so many statements take."""

    statements: int
    index_gb: float
    shards: int
    stored_gb: float
    nodes: int
    why: str
    load_hours: float
    loaders: int
    words: float


def plan(statements: int) -> Plan:
    """The arithmetic; `docs/growth.md` says it in words."""
    given = VALUES
    copies = 1 + given["replicas"]
    index_gb = statements * given["bytes a statement"] / _GB
    slope = given["nodes' ms a page, a million"] / 1e6
    least = given["nodes' ms a page, least"]
    shards = max(
        math.ceil(index_gb / given["shard, GB"]),
        math.ceil(statements * slope / (given["page wanted, ms"] - least)),
        math.ceil(statements * given["Lucene documents a statement"] / _LUCENE_MOST),
    )
    stored_gb = index_gb * copies * given["generations"]
    busy = given["pages a second"] * (statements * slope + shards * least) / 1000
    cores = given["cores of a node"] * given["cores used"]
    needs = {
        "copies": copies + 1,
        "disk": stored_gb / (given["disk of a node, GB"] * given["disk used"]),
        "memory": index_gb * copies * given["hot share"] / given["file cache of a node, GB"],
        "processors": busy / cores,
    }
    why = max(needs, key=lambda name: needs[name])
    nodes = math.ceil(needs[why])
    hours = statements * given["nodes' ms a statement"] / 3.6e6 * copies / (nodes * cores)
    alone = statements * given["program's ms a statement"] / 3.6e6 / given["cores of a node"]
    grown = (statements / given["words of statements"]) ** given["Heaps' exponent"]
    words = given["words"] * grown
    loaders = math.ceil(alone / hours)
    return Plan(statements, index_gb, shards, stored_gb, nodes, why, hours, loaders, words)


def plans() -> str:
    """A row a size."""
    rows = [
        [
            f"{one.statements:,}",
            f"{one.index_gb:,.0f}",
            f"{one.shards}",
            f"{one.stored_gb:,.0f}",
            f"{one.nodes} ({one.why})",
            f"{one.load_hours:.1f}",
            f"{one.loaders}",
        ]
        for one in map(plan, SIZES)
    ]
    head = ["statements", "index, GB", "shards", "on disks, GB", "nodes (for)", "load, hours"]
    return table([*head, "machines that load"], rows)


def limits() -> str:
    """What single processes hold and wait for, which more nodes do not change."""
    given = VALUES
    rows = []
    for one in map(plan, SIZES):
        rows.append(
            [
                f"{one.statements:,}",
                f"{one.statements * given['bytes of ledger a statement'] / _GB:,.1f}",
                f"{one.statements * given['bytes of offer a statement'] / _GB:,.1f}",
                f"{one.statements * given['bytes of key a statement'] / _GB:,.1f}",
                f"{one.statements * given['seconds of offer a statement'] / 3600:,.1f}",
                f"{one.words / 1e6:.1f}",
                f"{one.words * given['bytes a word'] / _GB:.1f}",
                f"{one.words * given['seconds a word']:.0f}",
            ]
        )
    head = [
        "statements",
        "ledger, GB",
        "offers in the writer, GB",
        "keys of an incremental run, GB",
        "telling people apart, hours",
        "words, million",
        "words in each serving process, GB",
        "opening, s",
    ]
    return table(head, rows)


def assumptions() -> str:
    """Every figure, where it is from, and whether it was measured."""
    rows = [
        [one.name, f"{one.value:,g}", "assumed" if one.basis == ASSUMED else "measured", one.source]
        for one in FIGURES
    ]
    return table(["figure", "value", "", "from"], rows)


def drawn(count: int) -> Iterator[tuple[str, float]]:
    """Ids of statements with the bytes of their documents; the same every time."""
    random = Random(_SEED)
    last = len(DOCUMENT_BYTES) - 1
    for number in range(1, count + 1):
        at = random.random() * last
        low = DOCUMENT_BYTES[int(at)]
        high = DOCUMENT_BYTES[min(int(at) + 1, last)]
        yield f"en-{number}", low + (high - low) * (at % 1)


def evenness(documents: Sequence[tuple[str, float]]) -> str:
    """How much more than the mean the fullest shard, and the largest part of a build, gets."""
    rows = []
    for shards in sorted({1, 3, *(plan(size).shards for size in SIZES)} - {1}):
        held = [0.0] * shards
        for name, size in documents:
            held[shard_of(name, shards)] += size
        rows.append([f"{shards} shards", f"{len(documents) / shards:,.0f}", _above(held)])
    parts = [BuildPart(number, _PARTS) for number in range(1, _PARTS + 1)]
    held = [0.0] * _PARTS
    for name, size in documents:
        held[next(at for at, one in enumerate(parts) if one.has(StatementId(name)))] += size
    rows.append([f"{_PARTS} parts of a build", f"{len(documents) / _PARTS:,.0f}", _above(held)])
    return table(["", "statements in each", "largest above the mean"], rows)


def requests(documents: Sequence[tuple[str, float]]) -> str:
    """How requests of several sizes fill, and what they weigh on a node that takes them all."""
    limit = VALUES["heap of a node, GB"] * _GB * VALUES["heap for requests"]
    rows = []
    for request_bytes in (REQUEST_BYTES // 4, REQUEST_BYTES, REQUEST_BYTES * 4):
        sizes, counts = _filled(documents, request_bytes)
        copies = 1 + VALUES["replicas"]
        at_once = limit / (max(sizes) * copies)
        rows.append(
            [
                f"{request_bytes / 2**20:.0f} MiB",
                f"{sum(counts) / len(counts):.0f}",
                f"{max(sizes) / 2**20:.1f} MiB",
                f"{len(sizes) / len(documents) * 1e6:,.0f}",
                f"{at_once:.0f}",
            ]
        )
    head = [
        "request",
        "statements in one, mean",
        "largest",
        "requests a million statements",
        "processes one node takes at once",
    ]
    return table(head, rows)


def _filled(
    documents: Sequence[tuple[str, float]], request_bytes: int
) -> tuple[list[float], list[int]]:
    """The sizes of requests, sent as soon as they hold enough, and how many statements each has."""
    sizes, counts = [0.0], [0]
    for _, size in documents:
        if sizes[-1] >= request_bytes:
            sizes.append(0.0)
            counts.append(0)
        sizes[-1] += size
        counts[-1] += 1
    return sizes, counts


def _above(held: Sequence[float]) -> str:
    return f"{max(held) / (sum(held) / len(held)) - 1:.1%}"


def told(count: int) -> str:
    """All tables, each after its heading."""
    documents = list(drawn(count))
    return "\n\n".join(
        [
            "## Nodes, shards, disks, hours",
            plans(),
            "## What one process holds",
            limits(),
            f"## Shards and parts, {count:,} statements simulated",
            evenness(documents),
            "## Requests",
            requests(documents),
            "## Figures",
            assumptions(),
        ]
    )


def main() -> None:
    """Simulate, reckon, print."""
    given = arguments(__doc__, 0, 1)
    print(told(int(given[0]) if given else _SIMULATED))


if __name__ == "__main__":
    main()
