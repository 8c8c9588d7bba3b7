"""A search → listings of its full matches, and of those that hold most of its plain words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from whoosh.query import Term

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
from search.engines.query_plan import Fixed, Leaf, bracket, plan, telling
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
        return self._ranked(tree, matching)

    def by_passage(self, tree: Node, full: Clause, left: Clause) -> StatementListing:
        """Full matches, and those that answer half of the plain words that decide."""
        plain = [plan(word) for word in self.search.plain]
        words = tuple(self.translator.holds(one, self.scope, Unit.STATEMENT) for one in plain)
        decide = self._deciding([one for one in plain if isinstance(one, Leaf)])
        answered = [
            some([clause, *self._answers(one)])
            for one, clause in zip(plain, words, strict=True)
            if one in decide
        ]
        fit = [left, _at_least(answered, -(-len(answered) // 2))]
        if self.scope.only_turns:
            fit.append(self.translator.with_turns(self.scope, Unit.STATEMENT))
        return self._ranked(tree, some([full, every(fit)]), plain=words)

    def _answers(self, leaf: Node) -> Iterator[Clause]:
        """Statements whose date or place answers a plain word."""
        for word in self.search.context:
            if plan(word.leaf) != leaf:
                continue
            if word.year is not None:
                yield {"term": {"year": str(word.year)}}
            elif word.month is not None:
                yield self.translator.in_month(word.month)
            if word.word:
                yield self.translator.holds(
                    Fixed(Term("place", word.word)), self.scope, Unit.STATEMENT
                )

    def _deciding(self, leaves: Sequence[Leaf]) -> frozenset[Leaf]:
        return frozenset(telling(leaves, self.search.weightless, self.scoring.is_everywhere))

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
        self, tree: Node, matching: Clause, *, plain: tuple[Clause, ...] = ()
    ) -> StatementListing:
        """Statements ranked as far as a cluster takes clauses beside those that find them."""
        leaves = list(self.translator.positive_leaves(tree, self.scope))
        conditions = list(self.translator.condition_scopes(tree, self.scope))
        display = Display(
            turns=matching_turns(leaves, conditions, self.scope.turns),
            parts=matching_parts(leaves),
            plain=plain,
            turns_per_hit=self.search.turns_per_hit,
        )
        listing = StatementListing(matching, self.search.sort, display)
        room = MOST - size(listing.body(0)["query"])
        decide = self._deciding([one.leaf for one in leaves])
        ranking = self.scoring.ranking(leaves, decide, room)
        if self.search.by_passage:
            told = self.scoring.best_turn([one for one in leaves if one.leaf in decide])
            ranking = ranking._replace(statements=(*ranking.statements, *told))
        return replace(listing, ranking=ranking)


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
