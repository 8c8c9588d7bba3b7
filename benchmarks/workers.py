"""A data folder → answers a second of the site in one process and in two, asked over HTTP.

Clients keep their connections, as a proxy before the site does; what they cost is part of it.
"""

from __future__ import annotations

import http.client
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import chain
from random import Random
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urlsplit

from benchmarks.queries import cases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from benchmarks.queries import Corpus

COUNTS: Final = (1, 2, 1, 2)  # twice, the second time counts: the first warms the system's cache
_CLIENTS: Final = 8
_ASKED: Final = 1_200  # answers, of all clients together
_LIMIT: Final = 10


def rates(data: Path, corpus: Corpus, counts: Sequence[int] = COUNTS) -> dict[int, float]:
    """Answers a second of `/search.json`, by number of workers."""
    found = {}
    for count in counts:
        with served(data, count) as (host, port):
            _asked(host, port, corpus, seed=1)  # every worker reads what it needs
            began = time.perf_counter()
            _asked(host, port, corpus, seed=2)
            found[count] = _ASKED / (time.perf_counter() - began)
    return found


@contextmanager
def served(data: Path, workers: int) -> Iterator[tuple[str, int]]:
    """Where a site with so many workers listens, while it does."""
    command = [sys.executable, "-m", "search.main", "--data", str(data), "serve", "--port", "0"]
    with subprocess.Popen(
        [*command, "--workers", str(workers)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        if process.stdout is None:
            raise TypeError("the output of `onrecord serve` is no pipe")
        address = urlsplit(process.stdout.readline().strip())
        try:
            yield str(address.hostname), int(address.port or 0)
        finally:
            process.terminate()


def _asked(host: str, port: int, corpus: Corpus, seed: int) -> None:
    """All clients at once, each with a share of the questions."""
    queries = [urlencode({"q": case.query, "limit": _LIMIT}) for case in cases(corpus)]
    drawn = Random(seed).choices(queries, k=_ASKED)
    with ThreadPoolExecutor(_CLIENTS) as pool:
        shares = [drawn[number::_CLIENTS] for number in range(_CLIENTS)]
        told = list(chain(*pool.map(lambda share: _answered(host, port, share), shares)))
    if any(status != http.client.OK for status in told):
        raise RuntimeError(f"the site answered {sorted(set(told))}")


def _answered(host: str, port: int, queries: Sequence[str]) -> list[int]:
    """One client's questions on one connection; the status of each answer."""
    told = []
    with closing(http.client.HTTPConnection(host, port)) as connection:
        for query in queries:
            connection.request("GET", f"/search.json?{query}")
            answer = connection.getresponse()
            answer.read()
            told.append(answer.status)
    return told
