"""A search → every turn that matched, read page by page, for an engine that keeps texts alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Final

from search.engine import UnreadTurn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.engine import Search, SearchEngine
    from search.records import Statement, Turn

_AT_A_TIME: Final = 50  # statements
_EVERY_TURN: Final = 100_000  # no statement has so many


def _read(statement: Statement, turn: Turn) -> UnreadTurn:
    return UnreadTurn(turn.n, statement.date, lambda: turn, None, lambda: (statement, turn))


def read_turns(engine: SearchEngine, search: Search) -> Iterator[UnreadTurn]:
    """What `SearchEngine.turns` gives, a handful of statements at a time."""
    search = replace(search, limit=_AT_A_TIME, turns_per_hit=_EVERY_TURN, facets=(), plain=())
    for offset in count(0, _AT_A_TIME):
        hits = engine.search(replace(search, offset=offset))
        for found in hits.found:
            for turn in sorted(found.turns, key=lambda one: one.n):
                yield _read(found.statement, turn)
        if offset + _AT_A_TIME >= hits.total.statements:
            return
