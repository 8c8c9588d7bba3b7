"""The statements of a page, by number → what is shown: heads and the best turns that matched."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from search.engine import Found
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from search.engines.whoosh.evaluate.relevance import RankedPage
    from search.engines.whoosh.format.columns import Columns
    from search.engines.whoosh.read.stored_fields import StoredReader
    from search.records import Statement, Turn


class ListedStatements(NamedTuple):
    """How many statements match in full and how many nearly, and the page of what is listed.

    `missing` are the plain words that each statement of the page lacks.
    """

    total: int
    partial: int
    page: RankedPage
    missing: Sequence[tuple[int, ...]]


class PageBuilder:
    """Puts pages together; safe to share between threads."""

    def __init__(self, columns: Columns, stored: StoredReader) -> None:
        self._columns = columns
        self._stored = stored

    def statement(self, number: int) -> Statement:
        """A whole statement."""
        (head,) = self._heads(np.array([number]))
        return replace(head, turns=tuple(self._stored.turns(self._columns.turns_of(number))))

    def place(self, document: int, part: Part) -> tuple[Statement, Part, Turn | None]:
        """The head that a document is or belongs to, and its turn where the part is of turns."""
        (head,) = self._heads(np.array([self._columns.statement[document]]))
        turn = self._stored.turns([document])[0] if part is Part.TURNS else None
        return head, part, turn

    def found(self, listed: ListedStatements, turns_per_hit: int) -> list[Found]:
        """The statements of a page, each with at most so many turns, the best first."""
        statements, words, passages = listed.page
        matching: Sequence[Sequence[int]] = words.turns_of(statements)
        if passages is not None:
            matching = passages.best_first(matching)
        shown = [documents[:turns_per_hit] for documents in matching]
        turns = iter(self._stored.turns(list(chain.from_iterable(shown))))
        return [
            Found(
                statement=statement,
                turns=tuple(islice(turns, len(documents))),
                score=score,
                matched_in=matched_in,
                matching_turns=count,
                missing=missing,
            )
            for statement, documents, score, matched_in, count, missing in zip(
                self._heads(statements),
                shown,
                listed.page.scores,
                words.parts_of(statements, matching),
                map(len, matching),
                listed.missing,
                strict=True,
            )
        ]

    def _heads(self, statements: NDArray[np.integer]) -> list[Statement]:
        documents, indexed = self._columns.head[statements], self._columns.indexed[statements]
        return self._stored.heads(documents.tolist(), indexed.tolist())
