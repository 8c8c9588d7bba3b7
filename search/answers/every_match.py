"""A request → every full match of it, one after the other, however many there are."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Final

from search.answers.searcher import EVERY_TURN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.answers.searcher import Searcher
    from search.query.request import Request
    from search.records import Hit

AT_A_TIME: Final = 100
"""Statements held in memory with their turns."""


def every_match(searcher: Searcher, request: Request) -> Iterator[Hit]:
    """The full matches in the order of `request`, each with every turn that matches, as printed.

    Its page and number a page do not count. Read as it is asked for, from one generation.
    """
    for page in count(1):
        part = replace(request, page=page, limit=AT_A_TIME)
        results = searcher.search(part, turns_per_hit=EVERY_TURN, facets=(), nearly=False)
        for hit in results.hits:
            yield replace(hit, turns=tuple(sorted(hit.turns, key=lambda one: one.turn.n)))
        if page >= results.pages:
            return
