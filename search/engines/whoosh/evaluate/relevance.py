"""Statements that match → one page of them in order, scored by their passages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from search.engine import Sort
from search.engines.passages import RERANKED
from search.engines.whoosh.evaluate.ranking import in_units, leading
from search.engines.whoosh.evaluate.scores import score_statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from search.engine import Search
    from search.engines.query_plan import Leaf, Node
    from search.engines.whoosh.evaluate.evaluator import Evaluator
    from search.engines.whoosh.evaluate.match_units import TurnScope
    from search.engines.whoosh.evaluate.passages import PassageScored, PassageScorer
    from search.engines.whoosh.evaluate.ranking import StatementOrder
    from search.engines.whoosh.evaluate.scores import Scores


class RankedPage(NamedTuple):
    """Statements of a page in order, the words found, and the passages (None: none were asked)."""

    statements: NDArray[np.int32]
    words: Scores
    passages: PassageScored | None

    @property
    def scores(self) -> list[float]:
        """The score of each statement; 0 where nothing was scored."""
        if self.passages is None:
            return [0.0] * len(self.statements)
        return self.passages.of_statements(self.statements)


class RelevanceOrder:
    """Orders what matches; holds no state of a query."""

    def __init__(
        self, evaluator: Evaluator, order: StatementOrder, passages: PassageScorer
    ) -> None:
        self._evaluator, self._order, self._passages = evaluator, order, passages

    def page(
        self,
        search: Search,
        tree: Node,
        scope: TurnScope,
        statements: NDArray[np.integer],
        span: tuple[int, int],
        before: NDArray[np.int64] | None = None,
    ) -> RankedPage:
        """The places of `span` (start, stop) among the statements, in the order of `search`.

        `before` has a number for every statement of the index: the highest come first.
        """

        def decide(leaves: Sequence[Leaf]) -> Sequence[Leaf]:
            return self._passages.telling(leaves, search)

        words = score_statements(self._evaluator, tree, scope, decide)
        if words.leaves and span[0] < span[1]:
            if search.sort is Sort.RELEVANCE:
                return self._by_passages(search, tree, scope, statements, span, before, words)
            if search.turns_per_hit:
                shown = self._placed(statements, search.sort, span, before)
                found = self._passages.scores(tree, scope, search, shown)
                return RankedPage(shown, words, found)
        return RankedPage(self._placed(statements, search.sort, span, before), words, None)

    def _by_passages(
        self,
        search: Search,
        tree: Node,
        scope: TurnScope,
        statements: NDArray[np.integer],
        span: tuple[int, int],
        before: NDArray[np.int64] | None,
        words: Scores,
    ) -> RankedPage:
        """The first ones by their words in the order of their passages, the others after them."""
        start, stop = span
        scores = words.scores
        if search.by_passage:
            scores = scores + self._passages.best_turns(tree, scope, search)
        if before is None and stop <= RERANKED:
            statements = statements[leading(scores[statements], RERANKED)]
        by_words = in_units(scores[statements])
        first = self._placed(statements, search.sort, (0, RERANKED), before, by_words)
        found = self._passages.scores(tree, scope, search, first)
        by_passage = in_units(np.array(found.of_statements(first)))
        shown = self._placed(first, search.sort, span, before, by_passage)
        if stop > RERANKED and len(statements) > len(first):
            rest = (max(start, RERANKED), stop)
            last = self._placed(statements, search.sort, rest, before, by_words)
            more = self._passages.scores(tree, scope, search, last)
            found = found.followed_by(more)
            shown = np.concatenate([shown, last])
        return RankedPage(shown, words, found)

    def _placed(
        self,
        statements: NDArray[np.integer],
        sort: Sort,
        span: tuple[int, int],
        before: NDArray[np.int64] | None,
        *keys: NDArray[np.int64],
    ) -> NDArray[np.int32]:
        above = () if before is None else (before[statements],)
        return self._order.page(statements, sort, (*above, *keys), span[1], span[0])
