"""A data folder → its pages of results beside those that Whoosh's tutorial leads to, in one run.

    python -m benchmarks.tutorial_pages DATA_FOLDER [ASKED]

`benchmarks/peers/tutorial_site.py` indexes the same statements, each as one text, with Whoosh's own
writer, and shows twenty with its highlighter; ours shows twenty with up to three turns each, facets
and a timeline. Queries are those of `benchmarks.beside` and, of them, those that fill a page: where
few statements hold all words the tutorial's page has little to show, and ours goes on to those that
hold almost all. None is asked twice, both are asked in turn, each in a process of its own. Times
are of the processor.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import urlencode

from benchmarks.beside import queries, spread, version
from benchmarks.line_program import LineProgram
from benchmarks.usage import arguments
from search.engine import Search
from search.engines import open_engine
from search.query.parser import parse
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.engine import SearchEngine

ASKED: Final = 60
WARMING: Final = 8
SHOWN: Final = 20
AT_LEAST: Final = 20.0  # times as fast, where a page is filled
_HERE: Final = Path(__file__).parent


def filling(engine: SearchEngine) -> Iterator[str]:
    """Queries that at least a page of statements answers."""
    for q in queries(engine):
        found = engine.search(Search(parse(q).tree, limit=0, facets=()))
        if found.total.statements >= SHOWN:
            yield q


def write_statements(engine: SearchEngine, target: IO[str]) -> None:
    """Every statement as a JSON line, its turns in one text; then an empty line."""
    for statement_id, title in engine.titles():
        one = engine.statement(statement_id)
        text = "\n".join(paragraph for turn in one.turns for paragraph in turn.paragraphs)
        day = one.date.isoformat() if one.date else ""
        row = {"id": one.id, "title": title, "date": day, "content": text}
        target.write(json.dumps(row, ensure_ascii=False) + "\n")
    target.write("\n")
    target.flush()


def tutorial(folder: Path, engine: SearchEngine) -> LineProgram:
    """The tutorial's page in a process of its own, over an index of every statement."""
    program = LineProgram([sys.executable, _HERE / "peers" / "tutorial_site.py", folder])
    write_statements(engine, program.given)
    program.await_ready("the tutorial's index was not built")
    return program


def main() -> None:
    """Measure, print the table; exit 1 where ours is not `AT_LEAST` times as fast."""
    given = arguments(__doc__, 1, 2)
    data = Path(given[0])
    count = int(given[1]) if len(given) > 1 else ASKED
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        engine = open_engine(read_settings({"data": data}, environ={}))
        theirs = opened.enter_context(tutorial(folder / "index", engine))
        kinds = {"any": queries(engine), "a full page": filling(engine)}
        asked = {
            kind: [f"/search?{urlencode({'q': q})}" for q in islice(every, count)]
            for kind, every in kinds.items()
        }
        engine.close()
        ours = opened.enter_context(version(_HERE.parent, data))
        print("| answered by | asked | tutorial, ms | onrecord, ms | times as fast |")
        print("|" + " --- |" * 5)
        for kind, addresses in asked.items():
            times = [(theirs.page(one).seconds, ours.page(one).seconds) for one in addresses][
                WARMING:
            ]
            their_ms, own_ms = ([one[at] * 1000 for one in times] for at in (0, 1))
            ratio = statistics.median(their_ms) / statistics.median(own_ms)
            told = (kind, len(times), spread(their_ms), spread(own_ms), f"{ratio:.1f}")
            print(f"| {' | '.join(map(str, told))} |", flush=True)
    sys.exit(1 if ratio < AT_LEAST else 0)


if __name__ == "__main__":
    main()
