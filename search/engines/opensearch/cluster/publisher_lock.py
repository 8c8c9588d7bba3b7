"""One publisher at a time: a document of the cluster that names the holder of the lock.

The holder renews it every few seconds; one that was not heard of for a minute has lost it. All
times are the cluster's own, so that clocks of machines may differ; taking the lock is one request,
and the cluster serves requests on one document one after the other. A holder on this machine whose
process has ended is not waited for.
"""

from __future__ import annotations

import os
import socket
import threading
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from search.engines.opensearch.cluster.retry import RetryPolicy
from search.errors import Busy, OnrecordError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from search.engines.opensearch.cluster.client import Cluster

LAPSES_SECONDS: Final = 60.0
_BEAT_SECONDS: Final = 15.0
_RELEASE_SECONDS: Final = 10.0
_DOCUMENT: Final = "publisher"
_EXISTS: Final = 400
_NOT_FOUND: Final = 404

_ACQUIRE: Final = """
def held = ctx._source;
if (held.owner == null || held.owner == params.owner || held.owner == params.ended
    || ctx._now - held.beat > params.lapses) {
  if (held.owner != params.owner) { held.since = params.since; }
  held.owner = params.owner; held.host = params.host; held.process = params.process;
  held.beat = ctx._now;
} else { ctx.op = 'none'; }
"""
_RENEW: Final = (
    "if (ctx._source.owner == params.owner) { ctx._source.beat = ctx._now; }"
    " else { ctx.op = 'none'; }"
)
_RELEASE: Final = "ctx.op = ctx._source.owner == params.owner ? 'delete' : 'none';"
_MAPPINGS: Final = {
    "dynamic": "strict",
    "properties": {
        **{name: {"type": "keyword"} for name in ("owner", "host", "since", "generation")},
        "process": {"type": "long"},
        "beat": {"type": "long"},
    },
}


def work_index(prefix: str) -> str:
    """The index that publishers keep their notes in: the lock, and builds by several machines."""
    return f"{prefix}-work"


def make_work_index(cluster: Cluster, prefix: str, replicas: int) -> None:
    """Make the index of notes where it is missing."""
    index = work_index(prefix)
    settings = {"number_of_shards": 1, "number_of_replicas": replicas}
    body = {"settings": settings, "mappings": _MAPPINGS}

    def make() -> None:
        if not cluster.api.indices.exists(index=index):
            cluster.api.indices.create(index=index, body=body, params={"ignore": _EXISTS})

    cluster.ask(make, index)


class PublisherLock:
    """The lock of all indexes of one prefix; entering takes it, leaving gives it back."""

    def __init__(self, cluster: Cluster, prefix: str) -> None:
        self._cluster = cluster
        self._prefix = prefix
        self._index = work_index(prefix)
        self._owner = uuid.uuid4().hex
        self._over = threading.Event()
        self._lost = threading.Event()
        self._heartbeat = threading.Thread(target=self._beat, name="publisher lock", daemon=True)

    def __enter__(self) -> Self:
        """Take the lock; `Busy` says who holds it."""
        if not self._acquire(ended="") and not self._acquire(ended=self._ended_owner()):
            raise self._busy()
        self._heartbeat.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Give the lock back; where the cluster does not answer, it lapses by itself."""
        self._over.set()
        self._heartbeat.join()
        try:
            policy = RetryPolicy(_RELEASE_SECONDS)
            self._cluster.ask(lambda: self._run(_RELEASE), self._index, policy)
        except OnrecordError:
            return

    def renew(self) -> None:
        """Make sure that the lock is still ours; `Busy` where another run took it meanwhile."""
        if self._lost.is_set() or not self._cluster.ask(lambda: self._run(_RENEW), self._index):
            raise Busy(
                f"another run took over the indexes {self._prefix}-… while this one could not be"
                " heard of; nothing was published. Run the same again when that run is done."
            )

    def _acquire(self, ended: str) -> bool:
        """Try to take the lock, also from an owner that has ended; whether it is ours."""
        params = {**process_note(), "ended": ended, "lapses": int(LAPSES_SECONDS * 1000)}
        return self._cluster.ask(lambda: self._run(_ACQUIRE, params, upsert=True), self._index)

    def _run(
        self, source: str, params: Mapping[str, Any] | None = None, *, upsert: bool = False
    ) -> bool:
        """Run a script on the document; whether it changed anything."""
        script = {"source": source, "params": {"owner": self._owner, **(params or {})}}
        answer = self._cluster.api.update(
            index=self._index,
            id=_DOCUMENT,
            body={"script": script} | ({"scripted_upsert": True, "upsert": {}} if upsert else {}),
            params={"retry_on_conflict": 10, "ignore": _NOT_FOUND},
        )
        return answer.get("result") in ("created", "updated", "deleted")

    def _holder(self) -> Mapping[str, Any]:
        """The holder's note; empty where nobody holds the lock."""
        found = self._cluster.ask(
            lambda: self._cluster.api.get(
                index=self._index, id=_DOCUMENT, params={"ignore": _NOT_FOUND}
            ),
            self._index,
        )
        note: Mapping[str, Any] = found.get("_source", {})
        return note

    def _ended_owner(self) -> str:
        """The owner of the lock where it is a process of this machine that has ended; else ""."""
        holder = self._holder()
        return str(holder["owner"]) if has_ended(holder) else ""

    def _busy(self) -> Busy:
        holder = self._holder()
        who = (
            f"process {holder.get('process')} on {holder.get('host')}, since {holder.get('since')}"
        )
        return Busy(
            f"the indexes {self._prefix}-… are being written by another run ({who}); wait until it"
            f" is done. If it is no more, its lock lapses within {LAPSES_SECONDS:.0f} s."
        )

    def _beat(self) -> None:
        """Renew the lock every few seconds until it is given back or lost."""
        while not self._over.wait(_BEAT_SECONDS):
            try:
                with self._cluster.translated_errors(self._index):
                    if not self._run(_RENEW):
                        self._lost.set()
                        return
            except OnrecordError:
                continue  # the next beat may be heard; whoever publishes renews once more


def process_note() -> dict[str, Any]:
    """This process as notes in the cluster name it: host, process id, and the moment, in UTC."""
    return {
        "host": socket.gethostname(),
        "process": os.getpid(),
        "since": datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC"),
    }


def has_ended(note: Mapping[str, Any]) -> bool:
    """Whether a process that was noted ran on this machine and is there no more."""
    if note.get("host") != socket.gethostname():
        return False
    try:
        os.kill(note["process"], 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass  # it is another user's
    return False
