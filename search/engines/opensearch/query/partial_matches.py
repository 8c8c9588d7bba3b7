"""A search that matches little → listings of what nearly matches, the most words held first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from search.engines.opensearch.query.dsl import every, everything, without
from search.engines.opensearch.query.listing import StatementListing, matching_parts, matching_turns
from search.engines.opensearch.query.translator import Unit
from search.engines.query_plan import bracket, plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.engine import Search
    from search.engines.opensearch.query.dsl import Clause
    from search.engines.opensearch.query.scoring import Scoring
    from search.engines.opensearch.query.translator import ClauseScope, Translator


def almost_listings(
    search: Search,
    translator: Translator,
    scoring: Scoring,
    scope: ClauseScope,
    left: Clause,
    full: Clause,
) -> list[StatementListing]:
    """A listing for each number of plain words that may be missing, one the first.

    `left` is what filters leave of statements, `full` what matches in full.
    """
    required = bracket(search.required)
    plain = [plan(word) for word in search.plain]
    inner = translator.narrowed(required.conditions, scope)
    held = [translator.holds(word, inner, Unit.STATEMENT) for word in plain]
    fit = [left, without(full)]
    if search.required is not None:
        fit.append(translator.holds_all(required, scope, Unit.STATEMENT, worded=True))
    if scope.only_turns:
        fit.append(translator.with_turns(scope, Unit.STATEMENT))
    tree = replace(required, rest=(*required.rest, *plain))
    leaves = list(translator.positive_leaves(tree, scope))
    scored = [*leaves, *scoring.telling(translator.adjacent_pairs(tree, scope))]
    conditions = list(translator.condition_scopes(tree, scope))
    listing = StatementListing(
        matching=everything(),
        sort=search.sort,
        turns=matching_turns(leaves, conditions, scope.turns),
        parts=matching_parts(leaves),
        plain=tuple(held),
        turns_per_hit=search.turns_per_hit,
    )
    fewest = -(-len(plain) // 2)
    counts = range(len(plain) - 1, fewest - 1, -1)
    levels = (every([*fit, *_exactly(held, count)]) for count in counts)
    return [replace(listing, matching=level).scoring(scoring, scored) for level in levels]


def _exactly(held: Sequence[Clause], count: int) -> list[Clause]:
    """Clauses that so many of the words, and no more, fulfil."""
    return [_at_least(held, count), without(_at_least(held, count + 1))]


def _at_least(held: Sequence[Clause], count: int) -> Clause:
    return {"bool": {"should": list(held), "minimum_should_match": count}}
