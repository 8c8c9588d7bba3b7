"""One publisher at a time: a document of the cluster that says who holds the lock.

Whoever holds it says so again every few seconds; a holder not heard of for a minute has lost it.
All times are the cluster's own, so that clocks of machines may differ; taking the lock is one
request, which the cluster answers for one asker at a time. A holder of this machine whose process
is gone is not waited for.
"""

from __future__ import annotations

import os
import socket
import threading
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from search.engines.opensearch.cluster.retry import RetryPolicy, retry
from search.errors import Busy, OnrecordError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from search.engines.opensearch.cluster.client import Cluster

LAPSES_SECONDS: Final = 60.0
_BEAT_SECONDS: Final = 15.0
_GIVE_BACK_SECONDS: Final = 10.0
_DOCUMENT: Final = "publisher"
_EXISTS: Final = 400
_NOT_FOUND: Final = 404

_TAKE: Final = """
def held = ctx._source;
if (held.owner == null || held.owner == params.owner || held.owner == params.gone
    || ctx._now - held.beat > params.lapses) {
  if (held.owner != params.owner) { held.since = params.since; }
  held.owner = params.owner; held.host = params.host; held.process = params.process;
  held.beat = ctx._now;
} else { ctx.op = 'none'; }
"""
_KEEP: Final = (
    "if (ctx._source.owner == params.owner) { ctx._source.beat = ctx._now; }"
    " else { ctx.op = 'none'; }"
)
_GIVE_BACK: Final = "ctx.op = ctx._source.owner == params.owner ? 'delete' : 'none';"
_MAPPINGS: Final = {
    "dynamic": "strict",
    "properties": {
        **{name: {"type": "keyword"} for name in ("owner", "host", "since", "generation")},
        "process": {"type": "long"},
        "beat": {"type": "long"},
    },
}


def work_index(prefix: str) -> str:
    """The index that publishers keep their notes in."""
    return f"{prefix}-work"


def make_work_index(cluster: Cluster, prefix: str, replicas: int) -> None:
    """Make the index of notes where it is missing."""
    index = work_index(prefix)
    settings = {"number_of_shards": 1, "number_of_replicas": replicas}
    body = {"settings": settings, "mappings": _MAPPINGS}

    def make() -> None:
        with cluster.told(index):
            if not cluster.api.indices.exists(index=index):
                cluster.api.indices.create(index=index, body=body, params={"ignore": _EXISTS})

    retry(make)


class PublisherLock:
    """The lock of all indexes of one prefix, once taken; `give_back` lets the next one in."""

    def __init__(self, cluster: Cluster, prefix: str) -> None:
        self._cluster = cluster
        self._prefix = prefix
        self._owner = uuid.uuid4().hex
        self._over = threading.Event()
        self._lost = threading.Event()
        self._beats = threading.Thread(target=self._beat, name="publisher lock", daemon=True)

    def take(self) -> None:
        """Take the lock; `Busy` says who holds it."""
        if not self._taken(gone="") and not self._taken(gone=self._gone()):
            raise self._busy()
        self._beats.start()

    def keep(self) -> None:
        """Make sure that the lock is still ours; `Busy` where another took it meanwhile."""
        if self._lost.is_set() or not retry(lambda: self._ask(_KEEP)):
            raise Busy(
                f"another run took over the indexes {self._prefix}-… while this one could not be"
                " heard of; nothing was published. Run the same again when that run is done."
            )

    def give_back(self) -> None:
        """Let the next one in; where the cluster cannot be told, the lock lapses by itself."""
        self._over.set()
        if self._beats.ident is not None:
            self._beats.join()
        try:
            retry(lambda: self._ask(_GIVE_BACK), RetryPolicy(_GIVE_BACK_SECONDS))
        except OnrecordError:
            return

    def _taken(self, gone: str) -> bool:
        more = {
            "gone": gone,
            "host": socket.gethostname(),
            "process": os.getpid(),
            "since": datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC"),
            "lapses": int(LAPSES_SECONDS * 1000),
        }
        return retry(lambda: self._ask(_TAKE, more, upsert=True))

    def _ask(
        self, source: str, more: Mapping[str, Any] | None = None, *, upsert: bool = False
    ) -> bool:
        """Run a script on the document; whether it did anything."""
        script = {"source": source, "params": {"owner": self._owner, **(more or {})}}
        body: dict[str, Any] = {"script": script}
        if upsert:
            body |= {"scripted_upsert": True, "upsert": {}}
        params = {"retry_on_conflict": 10, "ignore": _NOT_FOUND}
        index = work_index(self._prefix)
        with self._cluster.told(index):
            answer = self._cluster.api.update(index=index, id=_DOCUMENT, body=body, params=params)
        return answer.get("result") in ("created", "updated", "deleted")

    def _held(self) -> Mapping[str, Any]:
        """What the holder says of itself; empty where nobody holds the lock."""
        index = work_index(self._prefix)
        with self._cluster.told(index):
            found = self._cluster.api.get(index=index, id=_DOCUMENT, params={"ignore": _NOT_FOUND})
        told: Mapping[str, Any] = found.get("_source", {})
        return told

    def _gone(self) -> str:
        """The owner of the lock where it was a process of this machine that is no more."""
        held = retry(self._held)
        ours = held.get("host") == socket.gethostname()
        return str(held["owner"]) if ours and not lives(held["process"]) else ""

    def _busy(self) -> Busy:
        held = retry(self._held)
        who = f"process {held.get('process')} on {held.get('host')}, since {held.get('since')}"
        return Busy(
            f"the indexes {self._prefix}-… are being written by another run ({who}); wait until it"
            f" is done. If it is no more, its lock lapses within {LAPSES_SECONDS:.0f} s."
        )

    def _beat(self) -> None:
        """Say every few seconds that the holder lives, until it is over or the lock is lost."""
        while not self._over.wait(_BEAT_SECONDS):
            try:
                if not self._ask(_KEEP):
                    self._lost.set()
                    return
            except OnrecordError:
                continue  # the next beat may be heard; whoever publishes asks again (`keep`)


def lives(process: int) -> bool:
    """Whether a process of this machine is there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
