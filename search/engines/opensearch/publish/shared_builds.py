"""Builds by several machines, as the cluster remembers them: the generation of each, what is done.

A note in the index of notes names the generation of a build; whoever writes it first decides. What
the parts have written lies in the side index of that generation: who began a part, its counts, then
that it is done.
"""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from search.engines.opensearch.cluster.bulk import Bulk
from search.engines.opensearch.cluster.publisher_lock import lives, work_index
from search.engines.opensearch.cluster.retry import retry
from search.engines.opensearch.layout.sidecar import (
    count_documents,
    read_counts,
    sidecar_document,
    sidecar_index,
    unpacked,
)
from search.engines.opensearch.layout.term_counts import TermCounts
from search.engines.opensearch.publish.generations import load_alias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from search.engines.opensearch.cluster.client import Cluster
    from search.engines.opensearch.publish.build_part import BuildPart

GIVEN_UP_AFTER: Final = timedelta(days=7)
_ID: Final = "build-"
_EXISTS: Final = 409
_NOT_FOUND: Final = 404
_BEGUN: Final = "begun"
_DONE: Final = "done"
_MOST_BUILDS: Final = 1_000


class SharedBuilds:
    """The open builds of one prefix."""

    def __init__(self, cluster: Cluster, prefix: str) -> None:
        self._cluster = cluster
        self._index = work_index(prefix)

    def generation(self, build: str, new: str, now: datetime) -> str:
        """The generation of a build: `new`, unless another machine named one before."""
        given_up = [name for name, _, since in self._noted() if now - since > GIVEN_UP_AFTER]
        for name in given_up:
            self.forget(name)
        note = {"generation": new, "since": now.isoformat(timespec="seconds")}
        params = {"op_type": "create", "ignore": _EXISTS}
        self._ask(
            lambda: self._cluster.api.index(
                index=self._index, id=f"{_ID}{build}", body=note, params=params
            )
        )
        found = self._ask(lambda: self._cluster.api.get(index=self._index, id=f"{_ID}{build}"))
        return str(found["_source"]["generation"])

    def forget(self, build: str) -> None:
        """Take a build off the notes; who starts it again starts a new generation."""
        params = {"ignore": _NOT_FOUND}
        self._ask(
            lambda: self._cluster.api.delete(index=self._index, id=f"{_ID}{build}", params=params)
        )

    def open(self, now: datetime) -> tuple[str, ...]:
        """Generations of builds that parts may still be written for."""
        return tuple(
            generation for _, generation, since in self._noted() if now - since <= GIVEN_UP_AFTER
        )

    def _noted(self) -> Iterator[tuple[str, str, datetime]]:
        """Every build, its generation, and since when it is noted."""
        body = {"query": {"exists": {"field": "generation"}}, "size": _MOST_BUILDS}
        self._ask(lambda: self._cluster.api.indices.refresh(index=self._index))
        for hit in retry(lambda: self._cluster.search(self._index, body))["hits"]["hits"]:
            noted = hit["_source"]
            since = datetime.fromisoformat(noted["since"])
            yield hit["_id"].removeprefix(_ID), noted["generation"], since

    def _ask(self, call: Callable[[], Any]) -> Any:
        def ask() -> Any:
            with self._cluster.told(self._index):
                return call()

        return retry(ask)


def begin(cluster: Cluster, name: str, share: BuildPart) -> None:
    """Note that a part is being written, and where."""
    since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    note = {"host": socket.gethostname(), "process": os.getpid(), "since": since}
    bulk = Bulk(cluster, load_alias(sidecar_index(name)))
    bulk.index(*sidecar_document(_BEGUN, note, share.number))
    bulk.flush()


def hand_in(cluster: Cluster, name: str, share: BuildPart, counts: TermCounts) -> None:
    """Write what a part counted, and then that it is done."""
    bulk = Bulk(cluster, load_alias(sidecar_index(name)))
    for part, document in count_documents(counts, suffix=_suffix(share.number)):
        bulk.index(part, document)
    bulk.flush()
    bulk.index(*sidecar_document(_DONE, share.of, share.number))
    bulk.flush()


def missing(cluster: Cluster, name: str, of: int) -> tuple[int, ...]:
    """The parts of a build that are not done yet."""
    done = _noted(cluster, name, _DONE, range(1, of + 1))
    return tuple(number for number in range(1, of + 1) if number not in done)


def begun(cluster: Cluster, name: str, numbers: Sequence[int]) -> dict[int, str]:
    """For each of some parts what is known of who began to write it; "" where nobody did."""
    found = _noted(cluster, name, _BEGUN, numbers)
    return {number: _who(found[number]) if number in found else "" for number in numbers}


def _noted(
    cluster: Cluster, name: str, kind: str, numbers: Sequence[int]
) -> dict[int, Mapping[str, Any]]:
    """What is noted of some parts, as far as something is; read as it stands at this moment."""
    index = sidecar_index(name)
    body = {"ids": [sidecar_document(kind, None, number)[0] for number in numbers]}

    def ask() -> Any:
        with cluster.told(index):
            return cluster.api.mget(index=index, body=body)

    found = zip(numbers, retry(ask)["docs"] if numbers else (), strict=True)
    return {
        number: unpacked(index, kind, one["_source"]["data"])
        for number, one in found
        if one.get("found")
    }


def _who(note: Mapping[str, Any]) -> str:
    """Where a part was begun, and whether that process is known to be no more."""
    told = f"begun by process {note['process']} on {note['host']} at {note['since']}"
    gone = note["host"] == socket.gethostname() and not lives(note["process"])
    return f"{told}, which is no more" if gone else told


def counted(cluster: Cluster, name: str, of: int) -> TermCounts:
    """What all parts counted together."""
    total = TermCounts()
    for number in range(1, of + 1):
        read = partial(read_counts, cluster, name, suffix=_suffix(number))
        total.merge(retry(read))
    return total


def _suffix(number: int) -> str:
    return f"@{number}"
