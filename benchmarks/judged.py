"""Judged queries on the real pages → how good the order is, beside SQLite FTS5 over turns.

    python -m benchmarks.judged DATA      DATA: a data folder that holds an index of the real pages

Two sets of queries were written and their statements graded from reading, with ranks unseen: the
first before the order of passages was made, the second by another reader after it. 3 is substantial
spoken words on the subject (or the very event asked for), 2 on it in part, 1 in passing or by the
editors alone, 0 not. nDCG@10 has gain 2^grade - 1 and discount log2(place + 1); a statement nobody
graded counts as 0, one the index lacks not at all.
"""

from __future__ import annotations

import json
import math
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.usage import arguments
from search.analysis.tokenizer import stems
from search.answers.searcher import Searcher
from search.engines import open_engine
from search.query.request import Request
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from search.engine import SearchEngine

SETS: Final = ("judged", "judged_second")
GOLD: Final = Path(__file__).parent.parent / "tests" / "search" / "answers" / "gold"
_PLACES: Final = 10
_BEST: Final = 3


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query and the grades of the statements that were read for it."""

    q: str
    kind: str
    grades: dict[str, int]

    def ndcg(self, ranked: Sequence[str]) -> float:
        """nDCG@10 of a ranking."""
        found = _gain(self.grades.get(one, 0) for one in ranked[:_PLACES])
        return found / _gain(sorted(self.grades.values(), reverse=True)[:_PLACES])

    def is_first_right(self, ranked: Sequence[str]) -> bool:
        """Whether the first place holds substantial spoken words on it."""
        return bool(ranked) and self.grades.get(ranked[0], 0) == _BEST


def judged_queries(name: str, engine: SearchEngine) -> tuple[JudgedQuery, ...]:
    """Those of a set, with the grades of what the index holds."""
    rows = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
    held = {statement for statement, _ in engine.titles()}
    return tuple(
        JudgedQuery(
            row["q"], row["kind"], {one: n for one, n in row["grades"].items() if one in held}
        )
        for row in rows
    )


def quality(
    queries: Sequence[JudgedQuery], rank: Callable[[str], Sequence[str]]
) -> tuple[float, float]:
    """Mean nDCG@10, and the share of first places that are right."""
    ranked = [rank(one.q) for one in queries]
    found = zip(queries, ranked, strict=True)
    scores = [(one.ndcg(ids), one.is_first_right(ids)) for one, ids in found]
    return tuple(sum(column) / len(queries) for column in zip(*scores, strict=True))  # type: ignore[return-value]


def ours(engine: SearchEngine) -> Callable[[str], Sequence[str]]:
    """The order of results."""
    searcher = Searcher(engine)

    def rank(q: str) -> Sequence[str]:
        return [hit.statement.id for hit in searcher.search(Request(q, limit=_PLACES)).hits]

    return rank


def fts5(engine: SearchEngine) -> Callable[[str], Sequence[str]]:
    """BM25 of SQLite over spoken turns, any of the words, a statement by its best turn."""
    table = sqlite3.connect(":memory:")
    table.execute("CREATE VIRTUAL TABLE turn USING fts5(id UNINDEXED, words)")
    for name, _ in engine.titles():
        statement = engine.statement(name)
        rows = [
            (name, " ".join(stems(" ".join(turn.paragraphs))))
            for turn in statement.turns
            if turn.speaker
        ]
        table.executemany("INSERT INTO turn VALUES (?, ?)", rows)

    def rank(q: str) -> Sequence[str]:
        asked = " OR ".join(f'"{word}"' for word in stems(q))
        query = "SELECT id FROM turn WHERE turn MATCH ? ORDER BY bm25(turn) LIMIT 500"
        return list(dict.fromkeys(name for (name,) in table.execute(query, (asked,))))[:_PLACES]

    return rank


def main() -> None:
    """Print the figures of both orders on each set."""
    given = arguments(__doc__, 1, 1)
    with closing(open_engine(read_settings({"data": Path(given[0])}))) as engine:
        orders = (("onrecord", ours(engine)), ("SQLite FTS5 over turns", fts5(engine)))
        for name in SETS:
            queries = judged_queries(name, engine)
            for order, rank in orders:
                ndcg, first = quality(queries, rank)
                told = f"nDCG@10 {ndcg:.4f}   first place graded 3: {first:.4f}"
                print(f"{name:14} {order:24} {told}")


def _gain(grades: Iterable[int]) -> float:
    return sum((2**one - 1) / math.log2(place + 2) for place, one in enumerate(grades))


if __name__ == "__main__":
    main()
