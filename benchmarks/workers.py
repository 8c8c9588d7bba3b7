"""A data folder → answers a second of the site in one process and in two, asked over HTTP.

Clients keep their connections, as a proxy before the site does; what they cost is part of it. How
much processor time an answer takes is told too: where other work shares the cores, two workers get
fewer than two of them, and the rates say more about that than about the site. Reads Linux's /proc.
"""

from __future__ import annotations

import http.client
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import chain
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from benchmarks.queries import cases
from benchmarks.servers import onrecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.queries import Corpus
    from benchmarks.servers import Site

COUNTS: Final = (1, 2, 1, 2)  # twice, the second time counts: the first warms the system's cache
_CLIENTS: Final = 8
_ASKED: Final = 1_200  # answers, of all clients together
_LIMIT: Final = 10


def rates(
    data: Path, corpus: Corpus, counts: Sequence[int] = COUNTS
) -> dict[str, dict[str, float]]:
    """Of `/search.json`, by number of workers (as JSON writes it): answers a second, CPU of one."""
    found = {}
    for count in counts:
        with onrecord(data, workers=count) as server:
            _asked(server.site, corpus, seed=1)  # every worker reads what it needs
            began, used = time.perf_counter(), _processor_seconds(server.process)
            _asked(server.site, corpus, seed=2)
            found[str(count)] = {
                "a second": _ASKED / (time.perf_counter() - began),
                "processor_ms": (_processor_seconds(server.process) - used) * 1000 / _ASKED,
            }
    return found


def _processor_seconds(process: int) -> float:
    """What a process and its children have used so far."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(_processor_seconds(int(child)) for child in children)


def _asked(site: Site, corpus: Corpus, seed: int) -> None:
    """All clients at once, each with a share of the questions."""
    queries = [urlencode({"q": case.query, "limit": _LIMIT}) for case in cases(corpus)]
    drawn = Random(seed).choices(queries, k=_ASKED)
    with ThreadPoolExecutor(_CLIENTS) as pool:
        shares = [drawn[number::_CLIENTS] for number in range(_CLIENTS)]
        told = list(chain(*pool.map(lambda share: _answered(site, share), shares)))
    if any(status != http.client.OK for status in told):
        raise RuntimeError(f"the site answered {sorted(set(told))}")


def _answered(site: Site, queries: Sequence[str]) -> list[int]:
    """One client's questions on one connection; the status of each answer."""
    told = []
    with closing(http.client.HTTPConnection(*site)) as connection:
        for query in queries:
            connection.request("GET", f"/search.json?{query}")
            answer = connection.getresponse()
            answer.read()
            told.append(answer.status)
    return told
