"""A request → every full match of it, one after the other, however many there are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.answers.searcher import Searcher
    from search.query.request import Request
    from search.records import Hit

AT_A_TIME: Final = 100
"""Statements read at once before it is known how long they are."""
LEAST: Final = 10
MOST: Final = 4_000
CHARS: Final = 2_000_000
"""Of turns held in memory at once, about: a search each time costs more than the reading."""


def every_match(searcher: Searcher, request: Request) -> Iterator[Hit]:
    """The full matches in the order of `request`, each with every turn that matches, as printed.

    Its page and number a page do not count. Read as it is asked for, from one generation.
    """
    offset, many = 0, AT_A_TIME
    while True:
        hits = searcher.full_matches(request, offset, many)
        for hit in hits:
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
