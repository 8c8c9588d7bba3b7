"""The generations of a cluster: made beside the serving one, served by moving the alias, swept.

    PREFIX-<UTC time>-s<schema>          the statements of a generation
    PREFIX-<UTC time>-s<schema>-side     what an engine keeps in memory of it
    PREFIX-<UTC time>-s<schema>-load     an alias of what is not finished; it is written through it
    PREFIX                               the alias of the generation that serves

The request that lets a generation serve takes the `-load` alias away, so that whatever has one was
given up by its writer, or is still being written.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from search.engines.opensearch.cluster.retry import RetryPolicy, retry
from search.engines.opensearch.layout.manifest import noted
from search.engines.opensearch.layout.mapping import mappings, settings, sidecar_mappings
from search.engines.opensearch.layout.sidecar import sidecar_index
from search.errors import Busy, CannotWrite, ClusterUnavailable, DamagedIndex
from search.records import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from search.engines.opensearch.cluster.client import Cluster
    from search.records import Manifest
    from search.settings import Settings

_BAD_REQUEST: Final = 400
_EXISTS: Final = "resource_already_exists_exception"
_NOT_FOUND: Final = 404
_ADMIN_SECONDS: Final = 60.0
_COPIES_SECONDS: Final = 600.0
_WRITES: Final = "index.blocks.write"


class ClusterGenerations:
    """All generations of one prefix."""

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
        names = retry(self._aliased)
        if len(names) > 1:
            raise DamagedIndex(
                f"the alias {self._prefix} points at {len(names)} indexes ({', '.join(names)});"
                " take it from all but one"
            )
        return names[0] if names else None

    def new_name(self, now: datetime) -> str:
        """The name of a generation begun `now`."""
        # to the microsecond: a name must never come back while a reader may still hold its first
        stamp = now.astimezone(UTC).strftime("%Y%m%dt%H%M%S.%f")
        return f"{self._prefix}-{stamp}-s{SCHEMA_VERSION}"

    def begin(self, name: str) -> None:
        """Make an empty generation."""
        body = {
            "settings": {
                "index": settings(self._shards, self._replicas) | {"refresh_interval": -1}
            },
            "mappings": mappings(),
            "aliases": {load_alias(name): {}},
        }
        self._told(lambda: self._make(name, body))
        self._begin_side(name)

    def begin_from(self, name: str, serving: str) -> None:
        """Make a generation that holds what the serving one does; its files are linked."""
        self._told(lambda: self._set(serving, {_WRITES: True}))  # what is copied may not change
        body = {
            "settings": {
                "index.number_of_replicas": self._replicas,
                "index.refresh_interval": -1,
                _WRITES: None,
            },
            "aliases": {load_alias(name): {}},
        }
        self._told(lambda: self._clone(serving, name, body))
        self._told(lambda: self._ready(name, "yellow", _ADMIN_SECONDS))
        self._begin_side(name)

    def can_begin_from(self, serving: str) -> bool:
        """Whether the serving generation is cut into as many shards as a new one is to be."""
        found = self._told(lambda: self._indices.get_settings(index=serving))
        return int(found[serving]["settings"]["index"]["number_of_shards"]) == self._shards

    def show(self, index: str) -> None:
        """Make all that was written to an index visible to searches."""
        self._told(lambda: self._indices.refresh(index=index))

    def finish(self, name: str, manifest: Manifest, *, build: str = "") -> None:
        """Note what a generation is, let nobody write to it any more, and wait for its copies."""
        meta = noted(manifest) | {"build": build}
        self._told(lambda: self._indices.put_mapping(index=name, body={"_meta": meta}))
        for index in (name, sidecar_index(name)):
            self._told(lambda index=index: self._set(index, {_WRITES: True}))  # type: ignore[misc]
        self._wait_for_copies(name)

    def serve(self, name: str, serving: str | None) -> None:
        """Let a generation serve in place of `serving`; `Busy` where another does meanwhile."""
        actions: list[dict[str, Any]] = [
            *(
                {"remove": {"index": index, "alias": load_alias(index), "must_exist": True}}
                for index in (name, sidecar_index(name))
            ),
            {"add": {"index": name, "alias": self._prefix}},
        ]
        if serving is not None:
            taken = {"index": serving, "alias": self._prefix, "must_exist": True}
            actions.append({"remove": taken})
        self._told(lambda: self._swap(name, actions))

    def drop(self, name: str, patience: RetryPolicy | None = None) -> None:
        """Delete a generation that was given up, unless it serves after all."""
        if name in retry(self._aliased, patience):
            return  # the answer that said so was lost
        for index in (name, sidecar_index(name)):
            self._told(lambda index=index: self._delete(index), patience)  # type: ignore[misc]

    def sweep(self, spared: Collection[str] = ()) -> None:
        """Delete what no run finished but `spared`, and whole generations older than those to keep.

        Only by the holder of the publisher's lock.
        """
        found: Mapping[str, Any] = self._told(
            lambda: self._indices.get_alias(
                index=f"{self._prefix}-*", params={"ignore": _NOT_FOUND}
            )
        )
        parts = {index: match for index in found if (match := self._name.fullmatch(index))}
        main = {index for index, match in parts.items() if match[2] is None}
        serving = {index for index in main if self._prefix in found[index]["aliases"]}
        whole = {index for index in main if load_alias(index) not in found[index]["aliases"]}
        older = sorted(whole - serving)
        kept = {*serving, *spared, *(older[-self._keep :] if self._keep else ())}
        for index, match in parts.items():
            if match[1] not in kept:
                self._told(lambda index=index: self._delete(index))  # type: ignore[misc]

    def _begin_side(self, name: str) -> None:
        body = {
            "settings": {"number_of_shards": 1, "number_of_replicas": self._replicas},
            "mappings": sidecar_mappings(),
            "aliases": {load_alias(sidecar_index(name)): {}},
        }
        self._told(lambda: self._make(sidecar_index(name), body))

    def _aliased(self) -> tuple[str, ...]:
        return self._cluster.aliased(self._prefix, for_sure=True)

    def _told(self, call: Callable[[], Any], patience: RetryPolicy | None = None) -> Any:
        """What the cluster answers, asked again where it fails in passing."""

        def ask() -> Any:
            with self._cluster.told():
                return call()

        return retry(ask, patience)

    def _make(self, index: str, body: dict[str, Any]) -> None:
        """Make an index, once: another machine may make it too."""
        if self._indices.exists(index=index):
            return
        params = {"ignore": _BAD_REQUEST, **_patient()}
        _refuse_unless_made(index, self._indices.create(index=index, body=body, params=params))

    def _clone(self, serving: str, name: str, body: dict[str, Any]) -> None:
        """Copy an index, once; asked again by the library, it finds the copy made."""
        if self._indices.exists(index=name):
            return
        params = {"ignore": _BAD_REQUEST, **_patient()}
        told = self._indices.clone(index=serving, target=name, body=body, params=params)
        _refuse_unless_made(name, told)

    def _delete(self, index: str) -> None:
        self._indices.delete(index=index, params={"ignore": _NOT_FOUND, **_patient()})

    def _set(self, index: str, given: dict[str, Any]) -> None:
        self._indices.put_settings(index=index, body=given, params=_patient())

    def _ready(self, index: str, status: str, seconds: float) -> None:
        params = {"timeout": f"{seconds:.0f}s", "request_timeout": seconds + 10}
        params["wait_for_status"] = status
        answer = self._cluster.api.cluster.health(index=index, params=params)
        if answer["timed_out"]:
            raise ClusterUnavailable(
                f"the index {index} is {answer['status']}, not {status}, after {seconds:.0f} s;"
                " look at the cluster's health and its disks",
                503,
            )

    def _wait_for_copies(self, name: str) -> None:
        """Wait until the copies asked for are there, as far as there are nodes for them."""
        nodes = self._told(self._cluster.api.cluster.health)["number_of_data_nodes"]
        status = "green" if nodes > self._replicas else "yellow"
        patience = RetryPolicy(_COPIES_SECONDS)

        def wait() -> None:
            with self._cluster.told():
                self._ready(name, status, _ADMIN_SECONDS)

        retry(wait, patience)

    def _swap(self, name: str, actions: list[dict[str, Any]]) -> None:
        """Move the alias in one request; a second asking, ours or the library's, finds it moved."""
        if self._aliased() == (name,):
            return
        answer = self._indices.update_aliases(
            body={"actions": actions}, params={"ignore": _NOT_FOUND, **_patient()}
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
    """Refuse to go on with an index that the cluster did not make now, nor before."""
    error = answer.get("error")
    if error and error["type"] != _EXISTS:
        reason = f"{error['type']}: {error.get('reason')}"  # speaks of settings, not of texts
        raise CannotWrite(f"the cluster did not make the index {index} ({reason})")


def _patient() -> dict[str, Any]:
    """How long the nodes may take to agree; one that has just died is waited for."""
    return {"cluster_manager_timeout": "60s", "request_timeout": _ADMIN_SECONDS + 10}
