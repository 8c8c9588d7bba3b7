"""The generations of a cluster: made beside the serving one, served by moving the alias, swept.

    PREFIX-<UTC time>-s<schema>          the statements of a generation
    PREFIX-<UTC time>-s<schema>-side     its sidecar: what an engine keeps in memory
    PREFIX-<UTC time>-s<schema>-load     the alias that an unfinished generation is written through
    PREFIX                               the alias of the generation that serves

The request that lets a generation serve removes its `-load` alias. So an index that has one was
given up by its writer, or is still being written.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from search.engines.opensearch.cluster.retry import RetryPolicy, retry
from search.engines.opensearch.layout.manifest import manifest_meta
from search.engines.opensearch.layout.mapping import mappings, settings, sidecar_mappings
from search.engines.opensearch.layout.sidecar import sidecar_index
from search.errors import Busy, CannotWrite, ClusterUnavailable
from search.records import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from search.engines.opensearch.cluster.client import Body, Cluster
    from search.records import Manifest
    from search.settings import Settings

_BAD_REQUEST: Final = 400
_EXISTS: Final = "resource_already_exists_exception"
_NOT_FOUND: Final = 404
_ADMIN_SECONDS: Final = 60.0
_COPIES_SECONDS: Final = 600.0
_WRITES: Final = "index.blocks.write"
_PARAMS: Final = {
    "cluster_manager_timeout": "60s",  # while nodes elect another manager
    "request_timeout": _ADMIN_SECONDS + 10,
}


class ClusterGenerations:
    """All generations of one prefix; methods raise `IndexUnavailable` and `CannotWrite`."""

    def __init__(self, cluster: Cluster, given: Settings) -> None:
        self._cluster = cluster
        self._indices = cluster.api.indices
        self._prefix = given.opensearch_prefix
        self._shards = given.opensearch_shards
        self._replicas = given.opensearch_replicas
        self._keep = given.keep_generations
        stamp = r"\d{8}t\d{6}\.\d{6}-s\d+"
        self._name = re.compile(rf"({re.escape(self._prefix)}-{stamp})(-side)?")

    def serving(self) -> str | None:
        """The generation that serves; None where there is none yet."""
        return retry(lambda: self._cluster.serving(self._prefix, from_manager=True))

    def new_name(self, now: datetime) -> str:
        """The name of a generation begun `now`."""
        # to the microsecond: a name must never come back while a reader may still hold its first
        stamp = now.astimezone(UTC).strftime("%Y%m%dt%H%M%S.%f")
        return f"{self._prefix}-{stamp}-s{SCHEMA_VERSION}"

    def begin(self, name: str) -> None:
        """Make an empty generation, unless another machine has made it."""
        index = settings(self._shards, self._replicas) | {"refresh_interval": -1}
        self._make(name, {"settings": {"index": index}, "mappings": mappings()})
        self._make_sidecar(name)

    def begin_from(self, name: str, serving: str) -> None:
        """Make a generation as a clone of the serving one, whose files the cluster links."""
        self._set(serving, {_WRITES: True})  # a clone is taken of what cannot change
        own = {
            "index.number_of_replicas": self._replicas,
            "index.refresh_interval": -1,
            _WRITES: None,
        }
        self._make(name, {"settings": own}, source=serving)
        self._cluster.ask(lambda: self._wait_for(name, "yellow"))
        self._make_sidecar(name)

    def can_begin_from(self, serving: str) -> bool:
        """Whether the serving generation has as many shards as a new one is to have."""
        found = self._cluster.ask(lambda: self._indices.get_settings(index=serving))
        return int(found[serving]["settings"]["index"]["number_of_shards"]) == self._shards

    def refresh(self, index: str) -> None:
        """Make all that was written to an index visible to searches."""
        self._cluster.ask(lambda: self._indices.refresh(index=index))

    def finish(self, name: str, manifest: Manifest, *, build: str = "") -> None:
        """Write the manifest, block all further writes, and wait for the replicas."""
        body = {"_meta": manifest_meta(manifest) | {"build": build}}
        self._cluster.ask(lambda: self._indices.put_mapping(index=name, body=body))
        for index in (name, sidecar_index(name)):
            self._set(index, {_WRITES: True})
        self._wait_for_replicas(name)

    def serve(self, name: str, serving: str | None) -> None:
        """Let a generation serve in place of `serving`; `Busy` where another does meanwhile."""
        actions: list[Body] = [
            *(
                {"remove": {"index": index, "alias": load_alias(index), "must_exist": True}}
                for index in (name, sidecar_index(name))
            ),
            {"add": {"index": name, "alias": self._prefix}},
        ]
        if serving is not None:
            removed = {"index": serving, "alias": self._prefix, "must_exist": True}
            actions.append({"remove": removed})
        self._cluster.ask(lambda: self._move_alias(name, actions))

    def drop(self, name: str, policy: RetryPolicy | None = None) -> None:
        """Delete a generation that was given up, unless it serves after all."""
        if name in retry(self._aliased, policy):
            return  # the answer to the request that let it serve was lost
        for index in (name, sidecar_index(name)):
            self._delete(index, policy)

    def sweep(self, spared: Collection[str] = ()) -> None:
        """Delete unfinished generations but `spared`, and finished ones older than those to keep.

        Only by the holder of the publisher's lock.
        """
        params = {"ignore": _NOT_FOUND}
        found: Mapping[str, Any] = self._cluster.ask(
            lambda: self._indices.get_alias(index=f"{self._prefix}-*", params=params)
        )
        matches = {index: match for index in found if (match := self._name.fullmatch(index))}
        main = {index for index, match in matches.items() if match[2] is None}
        serving = {index for index in main if self._prefix in found[index]["aliases"]}
        finished = {index for index in main if load_alias(index) not in found[index]["aliases"]}
        older = sorted(finished - serving)
        kept = {*serving, *spared, *(older[-self._keep :] if self._keep else ())}
        for index, match in matches.items():
            if match[1] not in kept:
                self._delete(index)

    def _aliased(self) -> tuple[str, ...]:
        return self._cluster.aliased(self._prefix, from_manager=True)

    def _make_sidecar(self, name: str) -> None:
        own = {"number_of_shards": 1, "number_of_replicas": self._replicas}
        self._make(sidecar_index(name), {"settings": own, "mappings": sidecar_mappings()})

    def _make(self, index: str, body: Body, source: str | None = None) -> None:
        """Make an index with its `-load` alias, or clone `source`, unless it is there already.

        The library repeats a request whose answer is late, and another machine may make the same
        index at the same time: either way it exists then, which is all that is wanted.
        """
        given = body | {"aliases": {load_alias(index): {}}}
        params = {"ignore": _BAD_REQUEST, **_PARAMS}

        def make() -> None:
            if self._indices.exists(index=index):
                return
            if source is None:
                answer = self._indices.create(index=index, body=given, params=params)
            else:
                answer = self._indices.clone(index=source, target=index, body=given, params=params)
            _refuse_unless_made(index, answer)

        self._cluster.ask(make)

    def _delete(self, index: str, policy: RetryPolicy | None = None) -> None:
        params = {"ignore": _NOT_FOUND, **_PARAMS}
        self._cluster.ask(partial(self._indices.delete, index=index, params=params), policy=policy)

    def _set(self, index: str, given: Body) -> None:
        self._cluster.ask(
            lambda: self._indices.put_settings(index=index, body=given, params=_PARAMS)
        )

    def _wait_for(self, name: str, status: str) -> None:
        """Wait for a status of an index; `ClusterUnavailable`, which may pass, where it is late."""
        answer = self._cluster.api.cluster.health(
            index=name,
            params={
                "timeout": f"{_ADMIN_SECONDS:.0f}s",
                "request_timeout": _ADMIN_SECONDS + 10,
                "wait_for_status": status,
            },
        )
        if answer["timed_out"]:
            raise ClusterUnavailable(
                f"the index {name} is {answer['status']}, not {status}, after"
                f" {_ADMIN_SECONDS:.0f} s; look at the cluster's health and its disks",
                503,
            )

    def _wait_for_replicas(self, name: str) -> None:
        """Wait until the replicas asked for are there, as far as there are nodes for them."""
        health = self._cluster.ask(self._cluster.api.cluster.health)
        status = "green" if health["number_of_data_nodes"] > self._replicas else "yellow"
        policy = RetryPolicy(_COPIES_SECONDS)
        self._cluster.ask(lambda: self._wait_for(name, status), policy=policy)

    def _move_alias(self, name: str, actions: list[Body]) -> None:
        """Move the alias in one request; where that is repeated, it finds the alias moved."""
        if self._aliased() == (name,):
            return
        answer = self._indices.update_aliases(
            body={"actions": actions}, params={"ignore": _NOT_FOUND, **_PARAMS}
        )
        if "error" in answer and self._aliased() != (name,):
            raise Busy(
                f"the alias {self._prefix} was moved by another run meanwhile; nothing was"
                " published. Run the same again."
            )


def load_alias(name: str) -> str:
    """The alias through which a generation is written while it is not finished."""
    return f"{name}-load"


def _refuse_unless_made(index: str, answer: Mapping[str, Any]) -> None:
    error = answer.get("error")
    if error and error["type"] != _EXISTS:
        reason = f"{error['type']}: {error.get('reason')}"  # speaks of settings, not of texts
        raise CannotWrite(f"the cluster did not make the index {index} ({reason})")
