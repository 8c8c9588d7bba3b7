"""A request → every full match of it, one after the other, however many there are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from search.highlight.snippet import snippet
from search.records import TurnHit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.answers.searcher import Searcher
    from search.query.request import Request
    from search.records import Hit, Statement, Turn

AT_A_TIME: Final = 100
"""Statements read at once before it is known how long they are."""
LEAST: Final = 10
MOST: Final = 4_000
CHARS: Final = 2_000_000
"""Of turns held in memory at once, about: a search each time costs more than the reading."""


def every_match(searcher: Searcher, request: Request) -> Iterator[Hit]:
    """The full matches in the order of `request`, each with every turn that matches, as printed.

    Its page and number a page do not count. Read as it is asked for, from one generation. Where no
    word and no speaker is asked for, as in an empty query, every turn of a statement is of it.
    """
    wordless = not searcher.marks_any(request)
    offset, many = 0, AT_A_TIME
    while True:
        hits = searcher.full_matches(request, offset, many)
        for hit in hits:
            if wordless and not hit.turns:
                yield _with_every_turn(searcher, hit)
                continue
            yield replace(hit, turns=tuple(sorted(hit.turns, key=lambda one: one.turn.n)))
        if len(hits) < many:
            return
        offset, many = offset + many, _how_many_next(hits)


def _how_many_next(hits: Sequence[Hit]) -> int:
    """As many as hold about `CHARS`, by the last ones; never many times as many at one step."""
    chars = sum(
        len(paragraph) for hit in hits for found in hit.turns for paragraph in found.turn.paragraphs
    )
    fitting = len(hits) * CHARS // max(chars, 1)
    return max(LEAST, min(fitting, 4 * len(hits), MOST))


def _with_every_turn(searcher: Searcher, hit: Hit) -> Hit:
    statement = searcher.open(hit.statement.id).statement
    return replace(hit, turns=tuple(_whole(statement, turn) for turn in statement.turns))


def _whole(statement: Statement, turn: Turn) -> TurnHit:
    piece = snippet(turn.paragraphs, [()] * len(turn.paragraphs))
    return TurnHit(
        statement.turn_id(turn), turn, piece.text, piece.spans, piece.cut_before, piece.cut_after
    )
