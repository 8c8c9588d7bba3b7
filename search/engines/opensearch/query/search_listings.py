"""A search → listings of its full matches, and of those that hold most of its plain words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from search.engine import Sort
from search.engines.opensearch.layout.mapping import TURNS
from search.engines.opensearch.query.dsl import (
    MOST,
    every,
    nested,
    nothing,
    size,
    some,
    without,
)
from search.engines.opensearch.query.listing import Display, StatementListing, own
from search.engines.opensearch.query.translator import (
    FIELDS,
    IN_TURNS,
    Unit,
    field_clause,
    in_turn,
    merged,
)
from search.engines.query_plan import bracket, plan, text_leaves
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.engine import Search
    from search.engines.opensearch.query.dsl import Clause
    from search.engines.opensearch.query.scoring import Scoring
    from search.engines.opensearch.query.translator import ClauseLeaf, ClauseScope, Translator
    from search.engines.query_plan import Node


@dataclass(frozen=True, slots=True)
class SearchListings:
    """Makes the listings of one search; `scope` are the turns that its filters leave."""

    translator: Translator
    scoring: Scoring
    search: Search
    scope: ClauseScope

    def full(self, tree: Node, matching: Clause) -> StatementListing:
        """The statements of a clause, ranked by the words of the planned tree."""
        ranked = self.search.sort is Sort.RELEVANCE and any(True for _ in text_leaves(tree))
        first = self.translator.same_turn(tree, self.scope) if ranked else None
        return self._ranked(tree, matching, first=first)

    def partial(self, full: Clause, left: Clause) -> Iterator[StatementListing]:
        """A listing for each number of plain words that may be missing, one the first.

        `full` are the full matches, which are left out; `left` is what filters leave.
        """
        required = bracket(self.search.required)
        plain = [plan(word) for word in self.search.plain]
        inner = self.translator.narrowed(required.conditions, self.scope)
        words = tuple(self.translator.holds(word, inner, Unit.STATEMENT) for word in plain)
        fit = [left, without(full)]
        if self.search.required is not None:
            bare = self.translator.holds_all(required, self.scope, Unit.STATEMENT, worded=True)
            fit.append(bare)
        if self.scope.only_turns:
            fit.append(self.translator.with_turns(self.scope, Unit.STATEMENT))
        tree = replace(required, rest=(*required.rest, *plain))
        fewest = -(-len(plain) // 2)
        for count in range(len(plain) - 1, fewest - 1, -1):
            exactly = [_at_least(words, count), without(_at_least(words, count + 1))]
            yield self._ranked(tree, every([*fit, *exactly]), plain=words)

    def _ranked(
        self,
        tree: Node,
        matching: Clause,
        *,
        first: Clause | None = None,
        plain: tuple[Clause, ...] = (),
    ) -> StatementListing:
        """Statements ranked as far as a cluster takes clauses beside those that find them."""
        leaves = list(self.translator.positive_leaves(tree, self.scope))
        pairs = self.scoring.informative(self.translator.adjacent_pairs(tree, self.scope))
        conditions = list(self.translator.condition_scopes(tree, self.scope))
        display = Display(
            turns=matching_turns(leaves, conditions, self.scope.turns),
            parts=matching_parts(leaves),
            plain=plain,
            turns_per_hit=self.search.turns_per_hit,
        )
        listing = StatementListing(matching, self.search.sort, display)
        room = MOST - size(listing.body(0)["query"])
        return replace(listing, ranking=self.scoring.ranking([*leaves, *pairs], first, room))


def matching_turns(
    leaves: Sequence[ClauseLeaf], conditions: Sequence[ClauseScope], filtered: Sequence[Clause]
) -> Clause:
    """Turns that hold a positive word in scope.

    Without words those that the conditions on turns leave, or else the filters on turns.
    """
    in_text = [one for one in merged(leaves) if not one.leaf.of_title]
    if in_text:
        return own(some(in_turn(one.leaf, one.scope) for one in in_text))
    left = [every(one.turns) for one in conditions]
    return own(some(left) if left else every(filtered) if filtered else nothing())


def matching_parts(leaves: Sequence[ClauseLeaf]) -> tuple[tuple[Part, Clause], ...]:
    """The parts of a statement but turns' words, each with what finds a positive word there."""
    found: dict[Part, list[Clause]] = {}
    for leaf, scope in merged(leaves):
        for part, field in FIELDS[leaf.field].items():
            if part is Part.TURNS or (scope.only_turns and not leaf.of_title):
                continue
            clause = field_clause(leaf, field)
            inside = nested(TURNS, every([*scope.turns, clause])) if part in IN_TURNS else clause
            found.setdefault(part, []).append(inside)
    return tuple((part, some(clauses)) for part, clauses in found.items())


def _at_least(words: Sequence[Clause], count: int) -> Clause:
    return {"bool": {"should": list(words), "minimum_should_match": count}}
