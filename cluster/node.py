"""One OpenSearch process: its files, its start, its end by process id."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cluster.errors import NoCluster

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cluster.java import Java

_NOBODY: Final = "nobody"  # OpenSearch refuses to run as root
_VECTOR: Final = "jdk.incubator.vector"  # asked for by jvm.options; trimmed runtimes lack it
_EXEC_SECONDS: Final = 2.0
_STOP_SECONDS: Final = 30.0
_LAST_LINES: Final = 15


@dataclass(frozen=True, slots=True)
class Node:
    """A node's name, its folder below the cluster's, and its two ports on loopback."""

    name: str
    folder: Path
    http: int
    transport: int

    @property
    def log(self) -> Path:
        """What it printed."""
        return self.folder / "stdout.log"

    def prepare(self, home: Path, java: Java, settings: Mapping[str, Any]) -> None:
        """Write its configuration; keep its data where there are any."""
        config = self.folder / "config"
        shutil.copytree(home / "config", config, dirs_exist_ok=True)
        for name in ("data", "logs", "tmp"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        own = {
            "node.name": self.name,
            "path.data": self.folder / "data",
            "path.logs": self.folder / "logs",
            "network.host": "127.0.0.1",
            "http.port": self.http,
            "transport.port": self.transport,
        }
        lines = [f"{key}: {value}" for key, value in {**own, **settings}.items()]
        (config / "opensearch.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        options = config / "jvm.options"
        given = options.read_text(encoding="utf-8").splitlines()
        options.write_text("\n".join(self._options(given, java)) + "\n", encoding="utf-8")

    def _options(self, given: Sequence[str], java: Java) -> Iterator[str]:
        """The options of the Java machine, without what it lacks, its logs in our folder."""
        lacks_vector = not java.has(_VECTOR)
        for line in given:
            if not (lacks_vector and _VECTOR in line):
                ours = line.replace("logs/", f"{self.folder}/logs/")
                yield ours.replace("HeapDumpPath=data", f"HeapDumpPath={self.folder}/logs")

    def start(self, home: Path, java: Java, heap_mb: int) -> int:
        """Start it; the process id. Where we are root it runs as nobody, who owns its folder."""
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "OPENSEARCH_JAVA_HOME": str(java.home),
            "OPENSEARCH_PATH_CONF": str(self.folder / "config"),
            "OPENSEARCH_JAVA_OPTS": f"-Xms{heap_mb}m -Xmx{heap_mb}m",
            "OPENSEARCH_TMPDIR": str(self.folder / "tmp"),
        }
        user = give_to_nobody(self.folder)
        with self.log.open("ab") as log:
            started = subprocess.Popen(
                [home / "bin" / "opensearch"],
                cwd=self.folder, env=environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, user=user, group=user,
                extra_groups=None if user is None else [],
            )  # fmt: skip
        return started.pid

    def last_lines(self) -> str:
        """The end of what it printed."""
        if not self.log.is_file():
            return f"{self.name} printed nothing"
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-_LAST_LINES:])


def give_to_nobody(folder: Path) -> int | None:
    """Where we are root, give `folder` to nobody; the user id to run as, None: our own."""
    if os.geteuid():
        return None
    user = pwd.getpwnam(_NOBODY).pw_uid
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, user, follow_symlinks=False)
    return user


def is_ours(pid: int, folder: Path) -> bool:
    """Whether the process of that id runs a node of `folder`, and not a later one of another."""
    deadline = time.monotonic() + _EXEC_SECONDS
    while not (given := _environ(pid)) and _runs(pid) and time.monotonic() < deadline:
        time.sleep(0.01)  # a program that is just being replaced by Java has none for a moment
    return f"OPENSEARCH_PATH_CONF={folder / 'config'}".encode() in given.split(b"\0")


def _environ(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


def _runs(pid: int) -> bool:
    """Whether a process is there that has not ended; one that has waits to be reaped."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] not in ("Z", "X")


def end(pid: int, folder: Path, *, at_once: bool = False) -> None:
    """End the node of `folder` if `pid` still is it; wait until it is gone."""
    if not is_ours(pid, folder):
        return
    os.kill(pid, signal.SIGKILL if at_once else signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    while is_ours(pid, folder):
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
            deadline += _STOP_SECONDS
        _reap(pid)
        time.sleep(0.05)


def _reap(pid: int) -> None:
    """Take the ended process out of the table where it is our child."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def failure(node: Node, why: str) -> NoCluster:
    """The error for a node that does not run, with the end of its log."""
    return NoCluster(f"{node.name} {why}; its log ends:\n{node.last_lines()}")
