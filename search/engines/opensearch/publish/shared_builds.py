"""Builds by several machines, as the cluster keeps them: the generation of each, its parts' state.

A note in PREFIX-work names the generation of a build; the machine that writes it first decides. The
sidecar of that generation holds the state of its parts: where each was begun, its term counts, and
that it is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from search.engines.opensearch.cluster.bulk import Bulk
from search.engines.opensearch.cluster.publisher_lock import has_ended, process_note, work_index
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
    from collections.abc import Iterator, Mapping, Sequence

    from search.engines.opensearch.cluster.client import Cluster

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
        given_up = [name for name, _, since in self._notes() if now - since > GIVEN_UP_AFTER]
        for name in given_up:
            self.forget(name)
        api, where = self._cluster.api, {"index": self._index, "id": f"{_ID}{build}"}
        note = {"generation": new, "since": now.isoformat(timespec="seconds")}
        params = {"op_type": "create", "ignore": _EXISTS}
        self._cluster.ask(lambda: api.index(**where, body=note, params=params), self._index)
        found = self._cluster.ask(lambda: api.get(**where), self._index)
        return str(found["_source"]["generation"])

    def forget(self, build: str) -> None:
        """Take a build off the notes; a machine that starts it again begins a new generation."""
        params = {"ignore": _NOT_FOUND}
        delete = partial(self._cluster.api.delete, index=self._index, id=f"{_ID}{build}")
        self._cluster.ask(lambda: delete(params=params), self._index)

    def generations(self, now: datetime) -> tuple[str, ...]:
        """Generations of the builds that parts may still be written for."""
        return tuple(
            generation for _, generation, since in self._notes() if now - since <= GIVEN_UP_AFTER
        )

    def _notes(self) -> Iterator[tuple[str, str, datetime]]:
        """Every build, its generation, and the moment it was noted."""
        body = {"query": {"exists": {"field": "generation"}}, "size": _MOST_BUILDS}
        self._cluster.ask(lambda: self._cluster.api.indices.refresh(index=self._index), self._index)
        for hit in retry(lambda: self._cluster.search(self._index, body))["hits"]["hits"]:
            note = hit["_source"]
            since = datetime.fromisoformat(note["since"])
            yield hit["_id"].removeprefix(_ID), note["generation"], since


@dataclass(frozen=True, slots=True)
class BuildParts:
    """The state of all parts of the build that a generation is of; parts are numbered from 1."""

    cluster: Cluster
    generation: str
    total: int

    def begin(self, number: int) -> None:
        """Note that this process writes a part."""
        bulk = self._bulk()
        bulk.index(*sidecar_document(_BEGUN, process_note(), number))
        bulk.flush()

    def finish(self, number: int, counts: TermCounts) -> None:
        """Write the term counts of a part, and then that it is done."""
        bulk = self._bulk()
        for name, document in count_documents(counts, suffix=_suffix(number)):
            bulk.index(name, document)
        bulk.flush()
        bulk.index(*sidecar_document(_DONE, self.total, number))
        bulk.flush()

    def missing(self) -> tuple[int, ...]:
        """The parts that are not done yet."""
        numbers = range(1, self.total + 1)
        done = self._notes(_DONE, numbers)
        return tuple(number for number in numbers if number not in done)

    def begun(self, numbers: Sequence[int]) -> dict[int, str]:
        """For each of some parts, in words, where it was begun; "" where it was not."""
        notes = self._notes(_BEGUN, numbers)
        return {one: _described(notes[one]) if one in notes else "" for one in numbers}

    def counts(self) -> TermCounts:
        """The term counts of all parts together."""
        total = TermCounts()
        for number in range(1, self.total + 1):
            read = partial(read_counts, self.cluster, self.generation, suffix=_suffix(number))
            total.merge(retry(read))
        return total

    def _bulk(self) -> Bulk:
        return Bulk(self.cluster, load_alias(sidecar_index(self.generation)))

    def _notes(self, kind: str, numbers: Sequence[int]) -> dict[int, Mapping[str, Any]]:
        """The notes of a kind on some parts; they are read by id, so without waiting to be seen."""
        index = sidecar_index(self.generation)
        body = {"ids": [sidecar_document(kind, None, number)[0] for number in numbers]}
        if not numbers:
            return {}
        found = self.cluster.ask(lambda: self.cluster.api.mget(index=index, body=body), index)
        return {
            number: unpacked(index, kind, one["_source"]["data"])
            for number, one in zip(numbers, found["docs"], strict=True)
            if one.get("found")
        }


def _described(note: Mapping[str, Any]) -> str:
    """Where a part was begun, and whether that process is known to have ended."""
    text = f"begun by process {note['process']} on {note['host']} at {note['since']}"
    return f"{text}, which is no more" if has_ended(note) else text


def _suffix(number: int) -> str:
    return f"@{number}"
