"""A data folder → one table: what the site answers under loads of many kinds, beside others.

    python -m benchmarks.load DATA_FOLDER [--seconds 600] [--before CHECKOUT [--data-before FOLDER]]
                            [--datasette PROGRAM] [--only KIND]...

`make bench-load` sets them; an index of another schema is not read, so the version before may need
one of its own. First 50 connections ask an earlier version of the program, Datasette
(one process, as it serves) and this one in turn, a part of the time each, three times over; then
this one is loaded in other ways. Everything runs on this machine: rates are lower than those of the
site alone. No address is asked twice but those whose answers are compared with what was answered
alone, and the costly ones. `--only` names the kinds to run, `beside` the first of all. Exit code 1:
an answer was lost, or another than alone.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from benchmarks.beside import queries
from benchmarks.datasette import write_turns
from benchmarks.load.visitors import Asked, Load, Outcome, asked_alone
from benchmarks.servers import Server, datasette, onrecord, publish_again
from search.engines import open_engine
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.engine import SearchEngine

ROUNDS: Final = 3
WORKERS: Final = 2  # of our site
KNOWN: Final = 200  # addresses asked alone before
EARLY_SECONDS: Final = 60.0  # memory is compared with that after so long, or a third of the time
GENERATIONS: Final = 3
BESIDE: Final = "beside"
_LETTERS: Final = " ".join(f"{letter}*" for letter in "abcdefghijklmnopqrst")
COSTLY: Final = (
    "/search?q=a*",
    f"/who?q={quote(_LETTERS)}",
    f"/search.csv?limit=1000&q={quote(_LETTERS)}",
    "/search.json?limit=1000&q=the",
    f"/search?q={quote(' '.join(['the of'] * 90))}",
    "/frequency?q=" + quote(",".join(f"{letter}*" for letter in "abcdefghij")),
    "/concordance?q=title:meeting",
)
COLUMNS: Final = (
    *("load", "answers a second", "200", "503", "lost", "wrong of compared"),
    *("median, ms", "p99, ms", "p99 / median alone", "MB early", "MB late"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of load: how many connections of which kind, and what else happens."""

    name: str
    visitors: int
    slow: int = 0
    hasty: int = 0
    half: int = 0
    costly: bool = False
    published: int = 0


KINDS: Final = (
    Kind("50 connections", 50),
    Kind("500 connections", 500),
    Kind("500, three generations published", 500, published=GENERATIONS),
    Kind("500, 50 slow readers", 500, slow=50, half=20),
    Kind("500, 200 that hang up", 500, hasty=200),
    Kind("500, one in 50 costly", 500, costly=True),
)


def page_addresses(engine: SearchEngine) -> Iterator[str]:
    """Pages of results, none twice."""
    return (f"/search?{urlencode({'q': q})}" for q in queries(engine))


def table_addresses(engine: SearchEngine) -> Iterator[str]:
    """The same questions to Datasette: twenty rows, three facets."""
    shown = [*(("_facet", name) for name in ("speaker", "year", "place")), ("_size", "20")]
    return (f"/bench/turns?{urlencode([('_search', q), *shown])}" for q in queries(engine))


async def loaded(
    server: Server, kind: Kind, asked: Asked, seconds: float, data: Path
) -> tuple[Outcome, float, float]:
    """What came of a load, and memory early and late."""
    load = Load(server.site, asked, time.monotonic() + seconds)
    job = asyncio.create_task(load.run(kind.visitors, kind.slow, kind.hasty, kind.half))
    early_seconds = min(EARLY_SECONDS, seconds / 3)
    await asyncio.sleep(early_seconds)
    early = server.resident_mb()
    for _ in range(kind.published):
        await asyncio.to_thread(publish_again, data)
        await asyncio.sleep((seconds - early_seconds) / (kind.published + 1))
    late = early
    while not job.done():
        late = server.resident_mb()
        await asyncio.wait([job], timeout=1)
    await job
    return load.outcome, early, late


def row(name: str, outcome: Outcome, alone: float, early: float, late: float) -> tuple[object, ...]:
    """A row of the table; `alone` is the median of one request at a time, in seconds."""
    times = statistics.quantiles(outcome.seconds or [0.0, 0.0], n=100)
    told = outcome.told
    return (
        *(name, f"{sum(told.values()) / outcome.elapsed:.1f}", told["200"], told["503"]),
        *(outcome.lost, f"{outcome.wrong} of {outcome.checked}"),
        *(f"{times[49] * 1000:.0f}", f"{times[98] * 1000:.0f}", f"{times[98] / alone:.0f}"),
        *(f"{early:.0f}", f"{late:.0f}"),
    )


def printed(cells: tuple[object, ...]) -> None:
    """A row, at once."""
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def beside(
    servers: dict[str, Server], asked: dict[str, Iterator[str]], seconds: float, data: Path
) -> None:
    """50 connections to each of some servers in turn; a row each."""
    outcomes = {name: Outcome() for name in servers}
    alone = {
        name: statistics.median(
            asyncio.run(asked_alone(server.site, list(islice(asked[name], 30))))[1]
        )
        for name, server in servers.items()
    }
    for _ in range(ROUNDS):
        for name, server in servers.items():
            given = Asked(asked[name])
            part, _, _ = asyncio.run(loaded(server, KINDS[0], given, seconds / ROUNDS, data))
            outcomes[name].told += part.told
            outcomes[name].seconds += part.seconds
            outcomes[name].elapsed += part.elapsed
    for name, server in servers.items():
        late = server.resident_mb()
        printed(row(f"{name}: 50, in turn", outcomes[name], alone[name], late, late))


def every_kind(data: Path, engine: SearchEngine, seconds: float, kinds: Sequence[Kind]) -> int:
    """Each kind of load on a server of its own; how many answers were lost or wrong."""
    bad, fresh = 0, page_addresses(engine)
    for kind in kinds:
        with onrecord(data, workers=WORKERS) as server:
            known, alone = asyncio.run(asked_alone(server.site, list(islice(fresh, KNOWN))))
            asked = Asked(fresh, known, COSTLY if kind.costly else ())
            outcome, early, late = asyncio.run(loaded(server, kind, asked, seconds, data))
        printed(row(kind.name, outcome, statistics.median(alone), early, late))
        bad += outcome.lost + outcome.wrong
    return bad


def load_beside(given: argparse.Namespace, data: Path, engine: SearchEngine, folder: Path) -> None:
    """Those that are named beside this one, over their own copies."""
    with ExitStack() as serving:
        servers = {}
        asked = {}
        if given.before:
            earlier = onrecord(given.data_before or data, given.before, WORKERS)
            servers["before"] = serving.enter_context(earlier)
            asked["before"] = page_addresses(engine)
        if given.datasette:
            write_turns(engine, folder / "bench.db")
            peer = datasette(given.datasette, folder / "bench.db")
            servers["Datasette"] = serving.enter_context(peer)
            asked["Datasette"] = table_addresses(engine)
        servers["now"] = serving.enter_context(onrecord(data, workers=WORKERS))
        asked["now"] = page_addresses(engine)
        beside(servers, asked, given.seconds, data)


def main() -> None:
    """Load everything in turn and print the table."""
    by_name = {kind.name: kind for kind in KINDS}
    reader = argparse.ArgumentParser(
        prog="python -m benchmarks.load",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    reader.add_argument("data", type=Path)
    reader.add_argument("--seconds", type=float, default=600.0)
    reader.add_argument("--before", type=Path, help="a checkout of an earlier version")
    reader.add_argument("--data-before", type=Path, help="an index of the same pages, made by it")
    reader.add_argument("--datasette", help="its program")
    reader.add_argument("--only", action="append", choices=[BESIDE, *by_name])
    given = reader.parse_args()
    wanted = given.only or [BESIDE, *by_name]
    printed(COLUMNS)
    printed(("---",) * len(COLUMNS))
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        data = shutil.copytree(given.data, folder / "data")  # generations are published into it
        engine = open_engine(read_settings({"data": data}, environ={}))
        opened.callback(engine.close)
        if BESIDE in wanted:
            load_beside(given, data, engine, folder)
        kinds = [by_name[name] for name in wanted if name != BESIDE]
        bad = every_kind(data, engine, given.seconds, kinds)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
