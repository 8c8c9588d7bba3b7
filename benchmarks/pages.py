"""A served index → how long each kind of page takes to its first byte, and how much it weighs.

    python -m benchmarks.pages DATA_FOLDER [CLIENTS]     (make bench-pages sets the folder)

The site runs in a process of its own, behind the server that `onrecord serve` starts; questions are
made of the index's own words, titles and speakers, the same ones every time. Each is asked once to
warm what it needs, then once more for the clock.
"""

from __future__ import annotations

import gzip
import http.client
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from benchmarks.servers import onrecord
from benchmarks.usage import arguments
from search.analysis.tokenizer import words
from search.engines import open_engine
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.engine import SearchEngine
    from search.records import StatementId

QUESTIONS: Final = 120
"""Pages of results that are asked for."""
FEW: Final = 20
"""Of every other kind of page."""
LIMITS: Final = {"results": 60.0, "longest statement": 400.0}  # ms to the first byte, 95 of 100
MOST_BYTES: Final = 60_000
NOT_PAGES: Final = ("style", "script", "csv", "json", "atom", "longest statement")
"""What may weigh more: exports, and the statement whose own words do."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One address: milliseconds to the first byte, bytes as they are and as they are sent."""

    address: str
    first_ms: float
    plain_bytes: int
    sent_bytes: int


def questions(engine: SearchEngine) -> list[str]:
    """Addresses of pages of results: words frequent and rare, phrases, fields, choices, dates."""
    some = Random(4)  # the same questions every time
    counted = sorted(engine.lexicon(), key=lambda one: -one[1])
    ranked = [word for word, count in counted if len(word) > 3 and count > 2]
    titles = [words(title) for _, title in engine.titles()]
    titles = [one for one in titles if len(one) > 3]
    names = [row for row in engine.speakers() if row.person][:40]
    asked: list[dict[str, str]] = []
    for number in range(QUESTIONS // 12):
        frequent, common = some.choice(ranked[:200]), some.choice(ranked[200:3_000])
        rare, title, who = some.choice(ranked[3_000:]), some.choice(titles), some.choice(names)
        asked += [
            {"q": ranked[number]},
            {"q": frequent},
            {"q": common},
            {"q": rare},
            {"q": f"{frequent} {common}"},
            {"q": " ".join(title)},
            {"q": f'"{title[0]} {title[1]}"'},
            {"q": f"{frequent} OR {rare}"},
            {"q": f"{common[:4]}*"},
            {"q": f"{frequent} speaker:{words(who.name)[-1]}"},
            {"q": frequent, "speaker": str(who.person), "sort": "newest"},
            {"q": common, "page": "2", "kind": "speech"},
        ]
    return [f"/search?{urlencode(one)}" for one in asked]


def addresses(engine: SearchEngine) -> dict[str, list[str]]:
    """Addresses by kind of page."""
    asked = questions(engine)
    some = Random(5)
    held = [statement_id for statement_id, _ in engine.titles()]
    chosen = [engine.statement(one) for one in some.sample(held, FEW)]
    people = [row.person for row in engine.speakers() if row.person][:FEW]
    other = [one.partition("?")[2] for one in asked[::6]]
    return {
        "home": ["/"],
        "results": asked,
        "results in Russian": [f"{one}&ui=ru" for one in asked[::6]],
        "newest": ["/search", "/search?page=5"],
        "statement": [f"/s/{quote(one.id)}?q=the" for one in chosen],
        "longest statement": [f"/s/{quote(longest(engine, held))}?q=and"],
        "turn": [f"/s/{quote(one.id)}/{one.turns[-1].n}" for one in chosen if one.turns],
        "speakers": ["/speakers", "/speakers?page=2"],
        "speaker": [f"/speaker/{quote(one)}" for one in people],
        "lines": [f"/concordance?{one}" for one in other],
        "who": [f"/who?{one}" for one in other],
        "over the years": [f"/frequency?{one}" for one in other],
        "help": ["/help/search"],
        "json": [f"/search.json?{one}" for one in other],
        "csv": [f"/search.csv?{one}" for one in other],
        "atom": [f"/search.atom?{one}" for one in other],
        "style": ["/static/site.css"],
        "script": ["/static/site.js"],
    }


def longest(engine: SearchEngine, held: Sequence[StatementId]) -> StatementId:
    """The statement of the most words."""

    def chars(one: StatementId) -> int:
        return sum(len(text) for turn in engine.statement(one).turns for text in turn.paragraphs)

    return max(held, key=chars)


class Client(threading.local):
    """One connection a thread, kept open as browsers keep theirs."""

    def __init__(self, host: str, port: int) -> None:
        self.connection = http.client.HTTPConnection(host, port, timeout=60)

    def get(self, address: str) -> Answer:
        """Ask, and hold the clock at the first byte of the answer."""
        began = time.perf_counter()
        self.connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        response = self.connection.getresponse()  # returns when the status line is there
        first_ms = (time.perf_counter() - began) * 1000
        sent = response.read()
        if response.status != 200:
            sys.exit(f"{address} answered {response.status}")
        packed = response.headers["Content-Encoding"] == "gzip"
        plain = gzip.decompress(sent) if packed else sent
        return Answer(address, first_ms, len(plain), len(sent))


def percentile(values: Sequence[float], of_100: int) -> float:
    """The value that so many of a hundred do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * of_100 // 100) - 1)]


def row(kind: str, answers: Sequence[Answer]) -> str:
    """One line of the table."""
    times = [one.first_ms for one in answers]
    heaviest = max(one.plain_bytes for one in answers)
    told = [
        kind,
        f"{len(answers)}",
        f"{statistics.median(times):.1f}",
        f"{percentile(times, 95):.1f}",
        f"{max(times):.1f}",
        f"{statistics.median(one.plain_bytes for one in answers) / 1000:.1f}",
        f"{heaviest / 1000:.1f}",
        f"{max(one.sent_bytes for one in answers) / 1000:.1f}",
    ]
    return f"| {' | '.join(told)} |"


def broken(kind: str, answers: Sequence[Answer]) -> list[str]:
    """What is asked of this kind of page and does not hold."""
    late = percentile([one.first_ms for one in answers], 95)
    told = [f"{kind}: p95 {late:.1f} ms"] if late > LIMITS.get(kind, late) else []
    if kind not in NOT_PAGES:
        heavy = [one for one in answers if one.plain_bytes > MOST_BYTES]
        told += [f"{one.address}: {one.plain_bytes:,} bytes" for one in heavy]
    return told


def main() -> None:
    """Measure, print the table and what of the bounds does not hold; exit 1 where one does not."""
    given = arguments(__doc__, 1, 2)
    data = Path(given[0])
    clients = int(given[1]) if len(given) > 1 else 1
    engine = open_engine(read_settings({"data": data}, environ={}))
    asked = addresses(engine)
    engine.close()
    print(
        "| page | asked | first byte p50, ms | p95 | most | kB p50 | kB most | kB most, sent |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |"
    )
    missed: list[str] = []
    with onrecord(data) as server, ThreadPoolExecutor(clients) as pool:
        client = Client(*server.site)
        for kind, every in asked.items():
            list(pool.map(client.get, every))
            answers = list(pool.map(client.get, every))
            print(row(kind, answers), flush=True)
            missed += broken(kind, answers)
    print("\n".join(missed) or "every bound holds")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
