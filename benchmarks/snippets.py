"""A data folder → ten results with their snippets, beside tantivy's over the same turns.

    python -m benchmarks.snippets DATA_FOLDER WORK_FOLDER [ASKED]     (needs the extra `bench`)

Ours are ten statements with the snippet of their best turn, tantivy's ten turns with theirs. Both
read the query, search, count and read what they show. Queries are two and three words of the index
that stand together in ten turns at least, so that both have ten to show; asked of both in turn:
once, and then once more. Times are of the processor.
"""

from __future__ import annotations

import statistics
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Final

from benchmarks.beside import queries, spread
from benchmarks.documents import statements, write_turns
from benchmarks.line_program import LineProgram
from benchmarks.usage import arguments
from search.answers.searcher import Searcher
from search.engines import open_engine
from search.query.request import Request
from search.settings import read_settings

ASKED: Final = 80
_SHOWN: Final = 10
_PEER: Final = Path(__file__).parent / "peers" / "tantivy_snippets.py"


def ours_seconds(searcher: Searcher, q: str) -> float:
    """How long a search with snippets takes."""
    began = time.process_time()
    searcher.search(Request(q, limit=_SHOWN), turns_per_hit=1, facets=(), nearly=False)
    return time.process_time() - began


def main() -> None:
    """Measure and print the table; exit 1 where ours take longer."""
    given = arguments(__doc__, 2, 3)
    data, work = Path(given[0]), Path(given[1])
    count = int(given[2]) if len(given) > 2 else ASKED
    work.mkdir(parents=True, exist_ok=True)
    turns = work / "turns.jsonl"
    if not turns.exists():
        write_turns(statements(data), turns)
    with (
        closing(open_engine(read_settings({"data": data}, environ={}))) as engine,
        LineProgram([sys.executable, _PEER, turns, work / "tantivy"]) as peer,
    ):
        peer.await_ready("tantivy's index was not built; is the extra `bench` installed?")
        first, again = [], []
        for q in queries(engine):
            if len(first) == count:
                break
            for times in (first, again):
                their_seconds, found, _ = map(float, peer.answer(q))
                if found < _SHOWN:
                    break
                # a searcher of its own remembers no question
                times.append((their_seconds * 1000, ours_seconds(Searcher(engine), q) * 1000))
    print("| asked | queries | tantivy, ms | onrecord, ms | onrecord / tantivy |\n|" + " --- |" * 5)
    for name, times in (("first", first), ("again", again)):
        theirs, own = ([one[at] for one in times] for at in (0, 1))
        ratio = statistics.median(own) / statistics.median(theirs)
        print(f"| {name} | {len(times)} | {spread(theirs)} | {spread(own)} | {ratio:.2f} |")
    sys.exit(1 if ratio > 1 else 0)


if __name__ == "__main__":
    main()
