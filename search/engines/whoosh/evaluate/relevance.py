"""Statements that match → one page of them in order, scored by their passages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from search.engine import Sort
from search.engines.passages import RERANKED
from search.engines.whoosh.evaluate.ranking import in_units, leading
from search.engines.whoosh.evaluate.scores import find_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from search.engine import Search
    from search.engines.query_plan import Leaf, Node
    from search.engines.whoosh.evaluate.evaluator import Evaluator
    from search.engines.whoosh.evaluate.kept_scores import PassageScored
    from search.engines.whoosh.evaluate.match_units import TurnScope
    from search.engines.whoosh.evaluate.passages import PassageScorer
    from search.engines.whoosh.evaluate.ranking import StatementOrder
    from search.engines.whoosh.evaluate.scores import FoundWords


class RankedPage(NamedTuple):
    """Statements of a page in order, the words found, and the passages (None: none were asked)."""

    statements: NDArray[np.int32]
    words: FoundWords
    passages: PassageScored | None

    @property
    def scores(self) -> list[float]:
        """The score of each statement; 0 where nothing was scored."""
        if self.passages is None:
            return [0.0] * len(self.statements)
        scores: list[float] = self.passages.of_statements(self.statements).tolist()
        return scores


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
        *,
        scored: bool = True,
    ) -> RankedPage:
        """The places of `span` (start, stop) among the statements, in the order of `search`.

        `before` has a number for every statement of the index: the highest come first. Unless
        scores are asked for, only what decides the order is scored.
        """

        def decide(leaves: Sequence[Leaf]) -> Sequence[Leaf]:
            return self._passages.telling(leaves, search)

        words = find_words(self._evaluator, tree, scope, decide)
        if words.leaves and span[0] < span[1]:
            if search.sort is Sort.RELEVANCE:
                return self._by_passages(
                    search, tree, scope, statements, span, before, words, scored=scored
                )
            if search.turns_per_hit:
                shown = self._placed(statements, search.sort, span, before)
                found = self._passages.scores(tree, scope, search, words, np.sort(shown))
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
        words: FoundWords,
        *,
        scored: bool,
    ) -> RankedPage:
        """The first ones by their words in the order of their passages, the others after them."""
        start, stop = span
        by_words = None
        if len(statements) <= RERANKED:
            first = statements.astype(np.int32)
        else:
            scores = words.scores(statements)
            if search.by_passage:
                scores += self._passages.best_turns(words)[statements]
            if before is None and stop <= RERANKED:
                rows = leading(scores, RERANKED)
                statements, scores = statements[rows], scores[rows]
            by_words = in_units(scores)
            if before is None:
                first = self._order.first(statements, by_words, RERANKED).astype(np.int32)
            else:
                ordered = self._placed(statements, search.sort, (0, RERANKED), before, by_words)
                first = np.sort(ordered)
        found = self._passages.scores(tree, scope, search, words, first)
        by_passage = found.of_statements(first)  # as round as they count
        if before is None:
            shown = self._order.best(first, by_passage, span)
        else:
            shown = self._placed(first, search.sort, span, before, in_units(by_passage))
        if by_words is not None and stop > RERANKED:
            rest = (max(start, RERANKED), stop)
            last = self._placed(statements, search.sort, rest, before, by_words)
            shown = np.concatenate([shown, last])
            if not scored:
                return RankedPage(shown, words, None)
            more = self._passages.scores(tree, scope, search, words, np.sort(last))
            among = self._evaluator.extents.among
            found = found.only(among(first)).followed_by(more.only(among(np.sort(last))))
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
