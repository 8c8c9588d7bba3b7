"""A data folder, connections and seconds → what a site under load answers, and what it takes.

    python -m benchmarks.load DATA_FOLDER CONNECTIONS SECONDS [WORKERS]

Every connection asks for a page of results, reads it whole and asks again; one in fifty asks for
something costly. Both sides are on one machine: the rate is lower than that of the site alone. Some
more connections send half a head and no more, and some hang up as soon as they have asked.
"""

from __future__ import annotations

import asyncio
import os
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from benchmarks.beside import queries
from search.engines import open_engine
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

QUERIES: Final = 5_000
COSTLY: Final = (
    "/search?q=a*",
    f"/who?q={quote(' '.join(f'{letter}*' for letter in 'abcdefghijklmnopqrst'))}",
    "/search.csv?limit=1000&q=a*",
    f"/search?q={quote(' '.join(['the of'] * 90))}",
    "/frequency?q=" + quote(",".join(f"{letter}*" for letter in "abcdefghij")),
)
ONE_IN: Final = 50
RUDE: Final = 20  # connections that send half a head; as many hang up, again and again
_LENGTH: Final = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")


class Load:
    """Connections to one address, and what came of them."""

    def __init__(self, host: str, port: int, asked: Sequence[str], end: float) -> None:
        self._host, self._port, self._asked, self._end = host, port, asked, end
        self._some = Random(6)
        self.told: Counter[str] = Counter()
        self.seconds: list[float] = []

    async def visit(self) -> None:
        """Ask and read until the end; a connection that fails is counted and opened anew."""
        while time.monotonic() < self._end:
            try:
                reader, writer = await asyncio.open_connection(self._host, self._port)
                while time.monotonic() < self._end:
                    began = time.monotonic()
                    writer.write(self._request())
                    self.told[await _status(reader)] += 1
                    self.seconds.append(time.monotonic() - began)
                writer.close()
            except (OSError, EOFError, ValueError) as error:
                self.told[type(error).__name__] += 1
                await asyncio.sleep(0.1)

    async def hang_up(self) -> None:
        """Ask and go, again and again."""
        while time.monotonic() < self._end:
            _, writer = await asyncio.open_connection(self._host, self._port)
            writer.write(self._request())
            writer.close()
            await asyncio.sleep(1)

    async def say_half(self) -> None:
        """Send half a head, and wait for what comes of it."""
        while time.monotonic() < self._end:
            reader, writer = await asyncio.open_connection(self._host, self._port)
            writer.write(b"GET /search?q=half HTTP/1.1\r\nHost: loc")
            with suppress(OSError, TimeoutError):
                await asyncio.wait_for(reader.read(), max(self._end - time.monotonic(), 0))
            writer.close()

    def _request(self) -> bytes:
        costly = self._some.randrange(ONE_IN) == 0
        address = self._some.choice(COSTLY if costly else self._asked)
        return f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


async def _status(reader: asyncio.StreamReader) -> str:
    """The status of an answer, which is read whole."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    if length is None:
        raise ValueError("an answer without its length")
    await reader.readexactly(int(length[1]))
    return head.split(b" ", 2)[1].decode()


def resident_mb(process: int) -> float:
    """Memory of a process and of those it started."""
    found = 0
    for one in (process, *_children(process)):
        pages = int(Path(f"/proc/{one}/statm").read_text().split()[1])
        found += pages * _PAGE_BYTES
    return found / 1e6


def _children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(one) for one in listed.split()]


async def run(load: Load, count: int, process: int, seconds: float) -> tuple[float, float]:
    """All connections at once; memory after a third of the time, and at the end."""
    jobs = [asyncio.create_task(load.visit()) for _ in range(count)]
    jobs += [asyncio.create_task(load.hang_up()) for _ in range(RUDE)]
    jobs += [asyncio.create_task(load.say_half()) for _ in range(RUDE)]
    await asyncio.sleep(seconds / 3)
    early = resident_mb(process)
    await asyncio.gather(*jobs)
    return early, resident_mb(process)


def main() -> None:
    """Load the site and print what came of it; exit 1 where an answer was lost."""
    data, count, seconds = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    workers = sys.argv[4] if len(sys.argv) > 4 else "2"
    engine = open_engine(read_settings({"data": data}, environ={}))
    asked = [f"/search?{urlencode({'q': q})}" for q in islice(queries(engine), QUERIES)]
    engine.close()
    command = [sys.executable, "-m", "search.cli.main", "--data", str(data), "serve"]
    command += ["--port", "0", "--workers", workers]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline() if process.stdout else ""
        found = re.search(r"//([\d.]+):(\d+)", line)
        if found is None:
            sys.exit("the site did not start; is there an index in the folder?")
        load = Load(found[1], int(found[2]), asked, time.monotonic() + seconds)
        try:
            early, late = asyncio.run(run(load, count, process.pid, seconds))
        finally:
            process.terminate()
    times = statistics.quantiles(load.seconds, n=100)
    print(f"{count} connections, {seconds:.0f} s, {workers} workers: {dict(load.told)}")
    print(f"{sum(load.told.values()) / seconds:.1f} a second; median {times[49]:.2f} s", end=", ")
    print(f"p99 {times[98]:.2f} s; memory {early:.0f} MB, then {late:.0f} MB")
    lost = {one for one in load.told if one not in ("200", "503")}
    sys.exit(f"lost: {', '.join(sorted(lost))}" if lost else 0)


if __name__ == "__main__":
    main()
