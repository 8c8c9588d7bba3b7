"""Some nodes on loopback as one cluster: up, down, and one of them killed or started again.

Everything lies under one folder, `cluster.json` in it says what runs. Ports are free ones below
those that the system gives to outgoing connections, so that a node killed can come back to its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import socket
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from cluster import security
from cluster.distribution import NEWEST, WITH_SECURITY, server
from cluster.errors import NoCluster
from cluster.java import Java, java_for
from cluster.node import Node, end, failure, give_to_nobody, is_ours

_STATE: Final = "cluster.json"
_PORTS: Final = range(20_000, 32_000)
_GREEN_SECONDS: Final = 300.0  # half a minute where a machine has nothing else to do
_ASK_SECONDS: Final = 10.0


def default_folder() -> Path:
    """A folder of this checkout's own where an unprivileged user can go."""
    mark = hashlib.sha256(str(Path.cwd()).encode()).hexdigest()[:8]
    return Path(tempfile.gettempdir()) / f"onrecord-cluster-{mark}"


@dataclass(slots=True)
class LocalCluster:
    """The cluster of one folder; `pids` by the name of the node."""

    folder: Path
    version: str
    heap_mb: int
    java: Java
    nodes: tuple[Node, ...]
    secure: bool = False
    pids: dict[str, int] = field(default_factory=dict)

    @classmethod
    def up(
        cls,
        folder: Path,
        version: str | None = None,
        *,
        nodes: int = 3,
        heap_mb: int = 512,
        secure: bool = False,
    ) -> Self:
        """Fetch what is missing, start `nodes` empty nodes, and wait until they are green.

        With `secure` they speak TLS and ask for passwords.
        """
        if (folder / _STATE).is_file():
            cls.read(folder).down()
        version = version or (WITH_SECURITY if secure else NEWEST)
        _make(folder)
        home = server(version, folder, secure=secure)
        ports = _free_ports(2 * nodes)
        made = tuple(
            Node(f"n{n + 1}", folder / f"n{n + 1}", ports[2 * n], ports[2 * n + 1])
            for n in range(nodes)
        )
        cluster = cls(folder, version, heap_mb, java_for(version, folder), made, secure)
        if secure:
            security.make_certificates(cluster.certificates)
        for node in made:
            cluster._prepare(node, home)
        try:
            for node in made:
                cluster.start(node.name)
            cluster.wait_for_green()
        except NoCluster:
            cluster.stop()
            raise
        return cluster

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The cluster that was started in `folder`."""
        try:
            state = json.loads((folder / _STATE).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise NoCluster(f"no cluster was started in {folder}; run `make cluster-up`") from None
        nodes = tuple(Node(folder=folder / one["name"], **one) for one in state["nodes"])
        java = Java(Path(state["java"]["home"]), state["java"]["major"])
        return cls(
            folder, state["version"], state["heap_mb"], java, nodes, state["secure"], state["pids"]
        )

    @property
    def certificates(self) -> Path:
        """Where the certificates of a secure cluster lie."""
        return self.folder / "certificates"

    @property
    def hosts(self) -> str:
        """The value of ONRECORD_OPENSEARCH_HOSTS."""
        return ",".join(self._address(node) for node in self.nodes)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that point the program at this cluster."""
        secrets = security.environment(self.certificates) if self.secure else {}
        return {"ONRECORD_OPENSEARCH_HOSTS": self.hosts, **secrets}

    def _address(self, node: Node) -> str:
        return f"{'https' if self.secure else 'http'}://127.0.0.1:{node.http}"

    def node(self, name: str) -> Node:
        """The node of that name."""
        found = {node.name: node for node in self.nodes}
        if name not in found:
            raise NoCluster(f"there is no node {name}, only {', '.join(found)}")
        return found[name]

    def runs(self, name: str) -> bool:
        """Whether the node's process is there."""
        return is_ours(self.pids.get(name, 0), self.node(name).folder)

    def start(self, name: str) -> None:
        """Start one node, which finds the others by itself."""
        if not self.runs(name):
            home = server(self.version, self.folder, secure=self.secure)
            self.pids[name] = self.node(name).start(home, self.java, self.heap_mb)
            self._write()

    def kill(self, name: str) -> None:
        """`kill -9` one node."""
        end(self.pids[name], self.node(name).folder, at_once=True)

    def stop(self) -> None:
        """Stop all nodes; their files stay."""
        for name in self.pids:
            self.kill(name)

    def down(self) -> None:
        """Stop all nodes and delete their data; what was fetched stays."""
        self.stop()
        for node in self.nodes:
            shutil.rmtree(node.folder)
        shutil.rmtree(self.folder / "snapshots")
        (self.folder / _STATE).unlink()

    def wait_for_green(self, seconds: float = _GREEN_SECONDS) -> None:
        """Wait until all nodes are there and every shard has its copies."""
        deadline = time.monotonic() + seconds
        while not self._is_green():
            for node in self.nodes:
                if not self.runs(node.name):
                    raise failure(node, "ended while it started")
            if time.monotonic() > deadline:
                raise failure(self.nodes[0], f"was not green after {seconds:.0f} s")
            time.sleep(0.3)

    def health(self) -> dict[str, Any]:
        """`_cluster/health` of the first node that answers; empty when none does."""
        asks = security.opener(self.certificates) if self.secure else urllib.request.build_opener()
        for node in self.nodes:
            address = f"{self._address(node)}/_cluster/health?timeout=1s"
            try:
                with asks.open(address, timeout=_ASK_SECONDS) as answer:
                    found: dict[str, Any] = json.load(answer)
            except (urllib.error.URLError, OSError, ValueError):
                continue
            return found
        return {}

    def _is_green(self) -> bool:
        found = self.health()
        return found.get("status") == "green" and found["number_of_nodes"] == len(self.nodes)

    def _prepare(self, node: Node, home: Path) -> None:
        shutil.rmtree(node.folder, ignore_errors=True)
        node.prepare(home, self.java, self._settings())
        if self.secure:
            security.install(self.certificates, home, node.folder / "config")

    def _settings(self) -> dict[str, Any]:
        seeds = [f"127.0.0.1:{node.transport}" for node in self.nodes]
        return {
            "cluster.name": self.folder.name,
            "discovery.seed_hosts": json.dumps(seeds),
            "cluster.initial_cluster_manager_nodes": json.dumps([n.name for n in self.nodes]),
            "path.repo": self.folder / "snapshots",
            "action.auto_create_index": "false",
            # a copy whose source died as it began is made anew soon, not after a quarter of an hour
            "indices.recovery.internal_action_timeout": "30s",
            "indices.recovery.internal_action_long_timeout": "60s",
            "indices.recovery.recovery_activity_timeout": "60s",
            "node.store.allow_mmap": "false",  # mapped files need a kernel setting
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            **(security.settings() if self.secure else {}),
        }

    def _write(self) -> None:
        nodes = [{"name": n.name, "http": n.http, "transport": n.transport} for n in self.nodes]
        state = {
            "version": self.version,
            "heap_mb": self.heap_mb,
            "java": {"home": str(self.java.home), "major": self.java.major},
            "nodes": nodes,
            "secure": self.secure,
            "pids": self.pids,
        }
        (self.folder / _STATE).write_text(json.dumps(state, indent=1), encoding="utf-8")


def _make(folder: Path) -> None:
    """The folder, ours, where nobody can go; and in it the one for snapshots."""
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise NoCluster(f"{folder} belongs to somebody else; name another with --folder")
    snapshots = folder / "snapshots"
    shutil.rmtree(snapshots, ignore_errors=True)
    snapshots.mkdir()
    give_to_nobody(snapshots)


def _free_ports(count: int) -> list[int]:
    """Ports nobody listens on now."""
    found: list[int] = []
    for port in random.sample(_PORTS, len(_PORTS)):
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            return found
    raise NoCluster("no free ports are left on 127.0.0.1")
