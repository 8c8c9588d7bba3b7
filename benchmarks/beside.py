"""A data folder and a checkout of another version → how long pages take in both, in one run.

    python -m benchmarks.beside DATA_FOLDER CHECKOUT [ASKED [DATA_BEFORE]]

`make bench-before` sets the first two. Each version answers in a process of its own, the same
addresses in turn, so that whatever else the machine does meets both alike; DATA_BEFORE is an index
of the same pages for a version that does not read this one's. Times are of the processor. Queries
are two and three words of the index, for lines and speakers rare, middling and frequent words, and
two side by side; none is asked twice.
"""

from __future__ import annotations

import os
import statistics
import sys
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from benchmarks.line_program import LineProgram
from benchmarks.pages import longest
from benchmarks.usage import arguments
from search.engines import open_engine
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.engine import SearchEngine

ASKED: Final = 100
WARMING: Final = 12  # of each kind, not counted: what is made at first use
TARGETS: Final = {
    "results": 0.35,
    "json": 0.5,
    "statement": 0.6,
    "longest statement": 0.6,
    "lines": 0.25,
    "speakers": 0.4,
}
_BANDS: Final = ((3, 12), (60, 300), (1_000, 1_000_000))
"""How many places hold a rare word, a middling and a frequent one."""
_HERE: Final = Path(__file__).parent


def version(checkout: Path, data: Path) -> LineProgram:
    """A version of the program that answers addresses in a process of its own.

    Exits where the checkout is none: Python would look no further than the version installed.
    """
    if not (checkout / "webui" / "app.py").is_file():
        sys.exit(f"{checkout} is no checkout of the program")
    command: list[str | Path] = [sys.executable, _HERE / "page_timer.py", data]
    return LineProgram(command, {**os.environ, "PYTHONPATH": str(checkout.absolute())})


def queries(engine: SearchEngine) -> Iterator[str]:
    """Two and three words that stand in the index, never the same twice."""
    some = Random(23)  # the same ones every time
    counted = sorted(engine.lexicon(), key=lambda one: -one[1])
    known = [word for word, count in counted if len(word) > 3 and count > 20 and word.isalpha()]
    asked: set[str] = set()
    while True:
        q = " ".join(some.sample(known[:4_000], some.choice((2, 3))))
        if q not in asked:
            asked.add(q)
            yield q


def words(engine: SearchEngine) -> Iterator[str]:
    """A rare word, a middling one, a frequent one and two side by side, over and over again."""
    some = Random(17)
    known = [(word, count) for word, count in engine.lexicon() if word.isalpha() and len(word) > 3]
    bands = [[word for word, count in known if low <= count <= high] for low, high in _BANDS]
    for one in bands:
        some.shuffle(one)
    for several in zip(*bands, strict=False):
        yield from several
        yield f'"{" ".join(some.sample(bands[-1], 2))}"'


def addresses(engine: SearchEngine, count: int) -> dict[str, list[str]]:
    """Addresses by kind of page."""
    of_words = queries(engine)
    held = [statement_id for statement_id, _ in engine.titles()]
    chosen = Random(24).sample(held, min(count, len(held)))
    most = quote(longest(engine, held))

    def each(address: str, many: int = count) -> list[str]:
        return [f"{address}?{urlencode({'q': next(of_words)})}" for _ in range(many)]

    return {
        "results": each("/search"),
        "json": each("/search.json"),
        "statement": [each(f"/s/{quote(one)}", 1)[0] for one in chosen],
        "longest statement": each(f"/s/{most}", max(count // 4, WARMING + 4)),
        "lines": [f"/concordance?{urlencode({'q': one})}" for one in islice(words(engine), count)],
        "speakers": [f"/who?{urlencode({'q': one})}" for one in islice(words(engine), count)],
    }


def spread(values: list[float]) -> str:
    """The median, and between what half of all lie."""
    low, middle, high = statistics.quantiles(values, n=4)
    return f"{middle:.3g} ({low:.3g} to {high:.3g})"


def main() -> None:
    """Measure, print the table; exit 1 where a page takes more than is asked of it."""
    given = arguments(__doc__, 2, 4)
    data, checkout = Path(given[0]), Path(given[1])
    engine = open_engine(read_settings({"data": data}, environ={}))
    asked = addresses(engine, int(given[2]) if len(given) > 2 else ASKED)
    engine.close()
    print("| page | asked | before, ms | now, ms | now / before | at most |\n|" + " --- |" * 6)
    missed = 0
    with ExitStack() as both:
        earlier = Path(given[3]) if len(given) > 3 else data
        before = both.enter_context(version(checkout, earlier))
        now = both.enter_context(version(_HERE.parent, data))
        for kind, every in asked.items():
            times = [(before.page(one).seconds, now.page(one).seconds) for one in every][WARMING:]
            old, new = ([one[at] * 1000 for one in times] for at in (0, 1))
            ratio = statistics.median(new) / statistics.median(old)
            missed += ratio > TARGETS[kind]
            told = (kind, len(times), spread(old), spread(new), f"{ratio:.2f}", TARGETS[kind])
            print(f"| {' | '.join(map(str, told))} |", flush=True)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
