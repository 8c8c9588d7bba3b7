"""A search → every turn that matched, read page by page, for an engine that keeps texts alone."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Final

from search.word_rows import TurnBatch, UnreadTurn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.engine import Search, SearchEngine
    from search.records import Statement, Turn

_AT_A_TIME: Final = 50  # statements
_EVERY_TURN: Final = 100_000  # no statement has so many


def read_turns(engine: SearchEngine, search: Search) -> Iterator[TurnBatch]:
    """What `SearchEngine.turns` gives, a handful of statements at a time."""
    search = replace(search, limit=_AT_A_TIME, turns_per_hit=_EVERY_TURN, facets=(), plain=())
    for offset in count(0, _AT_A_TIME):
        hits = engine.search(replace(search, offset=offset))
        yield _batch(
            [
                (found.statement, turn)
                for found in hits.found
                for turn in sorted(found.turns, key=lambda one: one.n)
            ]
        )
        if offset + _AT_A_TIME >= hits.total.statements:
            return


def _batch(found: Sequence[tuple[Statement, Turn]]) -> TurnBatch:
    """Turns that were read already."""
    turns = [
        UnreadTurn(turn.n, statement.date, partial(_same, turn), None) for statement, turn in found
    ]
    return TurnBatch(turns, None, lambda numbers: [found[one] for one in numbers])


def _same(turn: Turn) -> Turn:
    return turn
