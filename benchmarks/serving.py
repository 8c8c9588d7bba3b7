"""An open engine → what serving asks of it: facets, paging, counts, threads, memory, opening.

python -m benchmarks.serving DATA_FOLDER CORPUS  →  resident megabytes after mixed queries
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

from benchmarks.queries import Corpus, cases
from benchmarks.usage import arguments
from benchmarks.workers import rates
from search.engine import FACETS, Filters, Search, Sort
from search.engines import open_engine
from search.query.expansion import expand
from search.query.parser import parse
from search.suggest.completions import Completer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from search.engine import Hits, SearchEngine
    from search.settings import Settings

_RUNS: Final = 7
_PAGE: Final = 20
_DEEP_PAGE: Final = 500
_THREADED_ANSWERS: Final = 100_000
_RATED_ANSWERS: Final = 4_000
_MIXED: Final = 1_000
_COMMANDS: Final = 5  # of so many cases one is asked on the command line
_FACETS: Final = ("speaker", "year")
_RESIDENT: Final = re.compile(r"VmRSS:\s+(\d+) kB")


def shown(engine: SearchEngine, settings: Settings, corpus: Corpus) -> dict[str, Any]:
    """All figures, by name."""
    asked = searches(engine, corpus)
    return {
        "extras_ms": extras_ms(engine, asked),
        "deep_ms": deep_ms(engine, corpus),
        "threads": threads(engine, asked),
        "complete_ms": complete_ms(engine, corpus),
        "open_ms": open_ms(settings),
        "resident_mb": resident_mb(settings, corpus),
        "command_ms": command_ms(settings, corpus),
        "workers": rates(settings.data, corpus),
    }


def searches(engine: SearchEngine, corpus: Corpus) -> list[Search]:
    """The cases as searches of a page of twenty without facets."""
    lexicon = engine.lexicon()
    trees = [expand(parse(case.query).tree, lexicon)[0] for case in cases(corpus)]
    return [Search(tree, limit=_PAGE, facets=()) for tree in trees]


def answer(engine: SearchEngine, search: Search) -> Hits:
    """What is found, with the records that are shown, which are read when they are asked for."""
    hits = engine.search(search)
    tuple(hits.found)
    return hits


def timed_ms(call: Callable[[], object]) -> float:
    """The median of a few calls after one that warms."""
    call()
    times = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def extras_ms(engine: SearchEngine, asked: Sequence[Search]) -> dict[str, list[float]]:
    """Each case plain, with facets by speaker and year, and as a count without a page."""
    kinds = {
        "page 1": asked,
        "page 1 with facets": [replace(one, facets=_FACETS) for one in asked],
        "page 1 with years and months": [
            replace(one, facets=("year",), histogram=True) for one in asked
        ],
        "page 1 with all facets": [replace(one, facets=FACETS, histogram=True) for one in asked],
        "count alone": [replace(one, limit=0) for one in asked],
    }
    return {
        name: [timed_ms(lambda one=one: answer(engine, one)) for one in every]  # type: ignore[misc] # bound now, called now
        for name, every in kinds.items()
    }


def deep_ms(engine: SearchEngine, corpus: Corpus) -> dict[str, list[float]]:
    """Frequent words on their first page and on page 500, by relevance and by date."""
    found: dict[str, list[float]] = {}
    words = [case for case in cases(corpus) if case.kind == "frequent word"]
    for sort in (Sort.RELEVANCE, Sort.NEWEST):
        for page in (1, _DEEP_PAGE):
            every = [
                Search(
                    parse(case.query).tree,
                    sort=sort,
                    offset=(page - 1) * _PAGE,
                    limit=_PAGE,
                    facets=(),
                )
                for case in words
            ]
            found[f"{sort}, page {page}"] = [
                timed_ms(lambda one=one: answer(engine, one))  # type: ignore[misc] # as above
                for one in every
            ]
    return found


def threads(engine: SearchEngine, asked: Sequence[Search]) -> dict[str, float]:
    """Wrong answers of four threads, and answers a second of one and of two."""
    expected = [answer(engine, one) for one in asked]
    order = Random(1).choices(range(len(asked)), k=_THREADED_ANSWERS)

    def is_wrong(number: int) -> bool:
        return engine.search(asked[number]) != expected[number]

    rated = {}
    for count in (1, 2, 1, 2):  # twice, the second time counts: the first one warms
        began = time.perf_counter()
        with ThreadPoolExecutor(count) as pool:
            list(pool.map(is_wrong, order[:_RATED_ANSWERS]))
        rated[count] = _RATED_ANSWERS / (time.perf_counter() - began)
    with ThreadPoolExecutor(4) as pool:
        wrong = sum(pool.map(is_wrong, order))
    return {"wrong": wrong, "answers": len(order), "one a second": rated[1], "two": rated[2]}


def complete_ms(engine: SearchEngine, corpus: Corpus) -> list[float]:
    """Completing what is typed, letter by letter, once the completer has warmed."""
    completer = Completer(engine)
    typed = [case.query[:most] for case in list(cases(corpus))[::_COMMANDS] for most in range(1, 9)]
    return [timed_ms(lambda text=text: completer.complete(text)) for text in typed]  # type: ignore[misc] # as above


def open_ms(settings: Settings) -> float:
    """Opening an engine whose files are in the system's cache."""

    def opened() -> None:
        open_engine(settings).close()

    return timed_ms(opened)


def command_ms(settings: Settings, corpus: Corpus) -> list[float]:
    """A fresh `onrecord search` from its start to its last line, some queries of every class."""
    program = [sys.executable, "-m", "search.cli.main", "--data", str(settings.data), "search"]
    times = []
    for case in list(cases(corpus))[::_COMMANDS]:
        began = time.perf_counter()
        subprocess.run([*program, "--", case.query], capture_output=True, check=True)
        times.append((time.perf_counter() - began) * 1000)
    return times


def resident_mb(settings: Settings, corpus: Corpus) -> float:
    """Resident memory of a fresh process after a thousand mixed queries."""
    command = [sys.executable, "-m", "benchmarks.serving", str(settings.data), corpus]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _resident() -> float:
    match = _RESIDENT.search(Path(f"/proc/{os.getpid()}/status").read_text(encoding="utf-8"))
    return int(match[1]) / 1024 if match else float("nan")


def main() -> None:
    """Answer a thousand mixed queries with facets and filters; print resident megabytes."""
    given = arguments(__doc__, 2, 2)
    from search.settings import read_settings

    engine = open_engine(read_settings({"data": Path(given[0])}, environ={}))
    asked = searches(engine, Corpus(given[1]))
    (speaker, *_) = (row.person or f"={row.name}" for row in engine.speakers())
    some = Random(2)
    lexicon = engine.lexicon()
    words = [word for word, count in lexicon if count > 20]
    for number in range(_MIXED):
        if number % 2:
            one = some.choice(asked)
        else:
            pattern = some.choice(("{} {}", '"{} {}"', "{} OR {}", "{} -{}", "{}"))
            query = pattern.format(*some.choices(words, k=2))
            one = Search(expand(parse(query).tree, lexicon)[0])
        filters = Filters({"speaker": (speaker,)}) if some.random() < 0.1 else Filters()
        answer(engine, replace(one, filters=filters, facets=_FACETS))
    print(_resident())


if __name__ == "__main__":
    main()
