"""A data folder and a larger one → how much longer pages of the larger one take.

    python -m benchmarks.larger DATA_FOLDER LARGER_FOLDER [ASKED]

Pages of results and of lines, of speakers and JSON, each of queries of its own words that are not
asked twice (`benchmarks.beside`), and statements; both answer in processes of their own, in turn.
Times are of the processor.
"""

from __future__ import annotations

import statistics
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

from benchmarks.beside import WARMING, addresses, spread, version
from benchmarks.usage import arguments
from search.engines import open_engine
from search.settings import read_settings

ASKED: Final = 100
AT_MOST: Final = 3.0  # times the smaller one's


def _addresses(data: Path, count: int) -> dict[str, list[str]]:
    with closing(open_engine(read_settings({"data": data}, environ={}))) as engine:
        return addresses(engine, count)


def main() -> None:
    """Measure, print the table; exit 1 where a kind of page takes more than `AT_MOST` times."""
    given = arguments(__doc__, 2, 3)
    folders = [Path(one) for one in given[:2]]
    count = int(given[2]) if len(given) > 2 else ASKED
    asked = [_addresses(data, count) for data in folders]
    print("| page | asked | smaller, ms | larger, ms | larger / smaller |\n|" + " --- |" * 5)
    missed = 0
    with ExitStack() as both:
        here = Path(__file__).parents[1]
        sites = [both.enter_context(version(here, data)) for data in folders]
        for kind in asked[0]:
            times = [
                [site.page(one).seconds * 1000 for site, one in zip(sites, pair, strict=True)]
                for pair in zip(asked[0][kind], asked[1][kind], strict=True)
            ][WARMING:]
            small, large = ([one[at] for one in times] for at in (0, 1))
            ratio = statistics.median(large) / statistics.median(small)
            missed += ratio > AT_MOST
            print(f"| {kind} | {len(times)} | {spread(small)} | {spread(large)} | {ratio:.2f} |")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
