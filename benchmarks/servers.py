"""Programs that serve the same turns, each in processes of its own, and what memory they take."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from search.engines.whoosh.generations import MANIFEST_NAME, Generations, read_manifest
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")
_LIMITS: Final = ("--setting", "facet_time_limit_ms", "60000", "--setting", "sql_time_limit_ms")
_CHECKOUT: Final = Path(__file__).parents[1]


class Site(NamedTuple):
    """Where a site answers."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Server:
    """A site and the process that serves it, which may have started others."""

    site: Site
    process: int

    def resident_mb(self) -> float:
        """Memory of all its processes."""
        found = 0
        for one in (self.process, *_children(self.process)):
            with suppress(FileNotFoundError):  # it ended meanwhile
                found += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * _PAGE_BYTES
        return found / 1e6


def _children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(one) for one in listed.split()]


@contextmanager
def onrecord(data: Path, checkout: Path = _CHECKOUT, workers: int = 1) -> Iterator[Server]:
    """Our site of some version."""
    command = [sys.executable, "-m", "search.cli.main", "--data", str(data.absolute()), "serve"]
    command += ["--port", "0", "--workers", str(workers)]
    environment = {**os.environ, "PYTHONPATH": str(checkout.absolute())}
    # `-m` looks in the folder it is started in before all others
    with subprocess.Popen(
        command, cwd=checkout, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            found = re.search(r"//([\d.]+):(\d+)", line)
            if found is None:
                sys.exit("the site did not start; is there an index in the folder?")
            yield Server(Site(found[1], int(found[2])), process.pid)
        finally:
            process.terminate()


@contextmanager
def datasette(program: str, file: Path) -> Iterator[Server]:
    """Datasette over a file that `benchmarks.datasette` wrote: one process, as it serves."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port: int = free.getsockname()[1]
    command = [program, "serve", str(file), "--port", str(port), *_LIMITS, "60000"]
    command += ["--setting", "suggest_facets", "off"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            site = Site("127.0.0.1", port)
            _await(site)
            yield Server(site, process.pid)
        finally:
            process.terminate()


def _await(site: Site) -> None:
    for _ in range(300):
        with suppress(OSError), closing(socket.create_connection(site)):
            return
        time.sleep(0.1)
    sys.exit("a server did not start")


def publish_again(data: Path) -> None:
    """Publish the generation that serves once more, as a new one that says the same."""
    generations = Generations(read_settings({"data": data}, environ={}))
    serving = generations.folder(generations.current())
    manifest, _ = read_manifest(serving)
    folder = generations.begin(datetime.now(UTC))
    for one in serving.iterdir():
        if one.name != MANIFEST_NAME:
            shutil.copy2(one, folder / one.name)
    generations.publish(folder, replace(manifest, generation=folder.name), {})
    generations.sweep()
