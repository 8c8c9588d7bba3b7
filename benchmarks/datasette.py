"""A data folder and Datasette → pages and JSON of both over HTTP, the same turns, the same queries.

    python -m benchmarks.datasette DATA_FOLDER DATASETTE [ASKED]   (make bench-datasette sets both)

DATASETTE is its program, of an environment of its own. It has a table of all turns with FTS5 and
Porter's stems, and shows twenty rows and three facets; so do our pages, with snippets and more.
Each serves in one process. Queries are two and three words; none is asked twice, both are asked in
turn. Times are of the serving process's processor, in which a busy machine shows least.
"""

from __future__ import annotations

import http.client
import sqlite3
import statistics
import sys
import tempfile
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from benchmarks.beside import queries, spread
from benchmarks.servers import datasette, onrecord
from benchmarks.usage import arguments
from search.engines import open_engine
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.servers import Server
    from search.engine import SearchEngine

ASKED: Final = 60
WARMING: Final = 8
AT_LEAST: Final = 4.0  # times as fast
_FACETS: Final = ("speaker", "year", "place")


class Metered:
    """One connection to a server, and what its answers take the process that serves."""

    def __init__(self, server: Server) -> None:
        self._process = server.process
        self._connection = http.client.HTTPConnection(*server.site, timeout=120)

    def ask(self, address: str) -> float:
        """Milliseconds of the processor that an answer took the process; exits where it fails."""
        before = self._used()
        self._connection.request("GET", address)
        answer = self._connection.getresponse()
        answer.read()
        if answer.status != 200:
            sys.exit(f"{address} answered {answer.status}")
        return (self._used() - before) * 1000

    def _used(self) -> float:
        """Seconds of all its threads so far, in nanoseconds' steps."""
        tasks = Path(f"/proc/{self._process}/task").iterdir()
        return sum(int((one / "schedstat").read_text().split()[0]) for one in tasks) / 1e9


def write_turns(engine: SearchEngine, path: Path) -> None:
    """Every turn of the index as a row, with a full-text index over its words."""
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(
            "CREATE TABLE turns (id TEXT PRIMARY KEY, statement TEXT, title TEXT, date TEXT, "
            "year TEXT, place TEXT, speaker TEXT, role TEXT, text TEXT)"
        )
        file.executemany("INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", _rows(engine))
        file.execute(
            "CREATE VIRTUAL TABLE turns_fts USING fts5 "
            "(title, text, content='turns', tokenize='porter')"
        )
        file.execute(
            "INSERT INTO turns_fts (rowid, title, text) SELECT rowid, title, text FROM turns"
        )


def _rows(engine: SearchEngine) -> Iterator[tuple[str | None, ...]]:
    for statement_id, title in engine.titles():
        one = engine.statement(statement_id)
        day = one.date.isoformat() if one.date else None
        for turn in one.turns:
            text = "\n".join(turn.paragraphs)
            facts = (one.id, title, day, day and day[:4], one.place, turn.speaker, turn.role)
            yield (one.turn_id(turn), *facts, text)


def main() -> None:
    """Measure, print the table; exit 1 where one is not `AT_LEAST` times as fast."""
    given = arguments(__doc__, 2, 3)
    data, program = Path(given[0]), given[1]
    count = int(given[2]) if len(given) > 2 else ASKED
    print("| answer | asked | Datasette, ms | onrecord, ms | times as fast |\n|" + " --- |" * 5)
    slow = 0
    with ExitStack() as all_open:
        folder = Path(all_open.enter_context(tempfile.TemporaryDirectory()))
        engine = open_engine(read_settings({"data": data}, environ={}))
        write_turns(engine, folder / "bench.db")
        words = list(islice(queries(engine), 2 * count))
        engine.close()
        peer = Metered(all_open.enter_context(datasette(program, folder / "bench.db")))
        own = Metered(all_open.enter_context(onrecord(data)))
        facets = [("_facet", name) for name in _FACETS]
        for kind, asked in (("page", words[:count]), ("JSON", words[count:])):
            ending = "" if kind == "page" else ".json"
            times = []
            for q in asked:
                row = urlencode([("_search", q), *facets, ("_size", "20")])
                their = peer.ask(f"/bench/turns{ending}?{row}")
                times.append((their, own.ask(f"/search{ending}?{urlencode({'q': q})}")))
            their_ms, own_ms = ([one[at] for one in times[WARMING:]] for at in (0, 1))
            ratio = statistics.median(their_ms) / statistics.median(own_ms)
            slow += ratio < AT_LEAST
            told = (kind, len(own_ms), spread(their_ms), spread(own_ms), f"{ratio:.2f}")
            print(f"| {' | '.join(map(str, told))} |", flush=True)
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
