"""A search and the listings of what it finds → one page of statements, in order."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from search.engine import ALMOST_BELOW, Sort
from search.engines.opensearch.query.hits import found_in, head_in, missing_in
from search.engines.opensearch.query.paging import is_near, walked
from search.engines.opensearch.ranking.passages import MOST_TURNS, PassageScoring
from search.engines.passages import RERANKED
from search.engines.query_plan import bracket, plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.engine import Found, Search
    from search.engines.opensearch.cluster.client import Body, Cluster
    from search.engines.opensearch.query.dsl import Clause
    from search.engines.opensearch.query.listing import StatementListing
    from search.engines.opensearch.query.scoring import Scoring
    from search.engines.opensearch.query.search_listings import SearchListings
    from search.engines.opensearch.query.translator import ClauseScope, Translator
    from search.engines.opensearch.ranking.passages import HitScore
    from search.engines.query_plan import Node
    from search.records import Statement


class _Scored(NamedTuple):
    """A hit, the number of the listing it is of, and its scores."""

    hit: Body
    level: int
    score: HitScore


class ResultPages:
    """Reads pages of one generation; holds no state of a query."""

    def __init__(
        self, cluster: Cluster, index: str, translator: Translator, scoring: Scoring
    ) -> None:
        self._cluster, self._index = cluster, index
        self._translator, self._scoring = translator, scoring

    def found(
        self,
        search: Search,
        tree: Node,
        scope: ClauseScope,
        listings: SearchListings,
        full: Clause,
        left: Clause,
        total: int,
    ) -> tuple[list[Found], int]:
        """The statements of the page, and how many match nearly; `total` match in full.

        `left` is what filters leave.
        """
        span = (search.offset, search.offset + search.limit)
        if search.by_passage and search.sort is Sort.RELEVANCE:
            listing = listings.by_passage(tree, full, left)
            (listed,) = self._counts([listing])
            page = _Page(self, search, tree, scope, [listing], [listed])
            return page.statements(*span), listed - total
        page = _Page(self, search, tree, scope, [listings.full(tree, full)], [total])
        found = page.statements(*span)
        if len(search.plain) < 2 or total >= ALMOST_BELOW:
            return found, 0
        levels = list(listings.partial(full, left))
        totals = self._counts(levels)
        required = bracket(search.required)
        nearly = replace(required, rest=(*required.rest, *map(plan, search.plain)))
        page = _Page(self, search, nearly, scope, levels, totals)
        found += page.statements(max(span[0] - total, 0), max(span[1] - total, 0))
        return found, sum(totals)

    def _counts(self, listings: Sequence[StatementListing]) -> list[int]:
        """How many statements each listing has."""
        answers = self._cluster.searches(self._index, [one.count_body() for one in listings])
        return [one["hits"]["total"]["value"] for one in answers]

    def hits(self, listing: StatementListing, offset: int, limit: int) -> list[Body]:
        """Some hits of a listing."""
        if limit <= 0:
            return []
        if is_near(offset, limit):
            body = listing.body(limit, offset=offset)
            found: list[Body] = self._cluster.search(self._index, body)["hits"]["hits"]
            return found
        return list(walked(self._cluster, self._index, listing, offset, limit))

    def passages(self, search: Search, tree: Node, scope: ClauseScope) -> PassageScoring:
        """How passages of a search are scored."""
        return PassageScoring(self._translator, self._scoring, search, tree, scope)


class _Page:
    """Listings one after the other, and how many statements each has."""

    def __init__(
        self,
        pages: ResultPages,
        search: Search,
        tree: Node,
        scope: ClauseScope,
        listings: Sequence[StatementListing],
        totals: Sequence[int],
    ) -> None:
        self._pages, self._search = pages, search
        self._listings, self._totals = listings, totals
        self._passages = pages.passages(search, tree, scope)

    def statements(self, start: int, stop: int) -> list[Found]:
        """The statements from one place to another."""
        stop = min(stop, sum(self._totals))
        if start >= stop:
            return []
        if self._search.sort is not Sort.RELEVANCE or not self._passages.worded:
            asked = self._search.turns_per_hit > 0 and self._passages.worded
            hits = [hit for _, hit in self._hits(start, stop, scored=asked)]
            scores = self._passages.scores(hits) if asked else [None] * len(hits)
            return [self._found(hit, one) for hit, one in zip(hits, scores, strict=True)]
        found = [self._found(one.hit, one.score) for one in self._reranked[start:stop]]
        if stop > RERANKED:
            hits = [hit for _, hit in self._hits(max(start, RERANKED), stop, scored=True)]
            lowest = min(one.score.statement for one in self._reranked)
            for hit, score in zip(hits, self._passages.scores(hits), strict=True):
                capped = score._replace(statement=min(score.statement, lowest))
                found.append(self._found(hit, capped))
        return found

    @cached_property
    def _reranked(self) -> list[_Scored]:
        """The first ones by their words, those that lack least first, by their passages."""
        rows = list(self._hits(0, RERANKED, scored=True))
        scores = self._passages.scores([hit for _, hit in rows])
        scored = [_Scored(hit, level, one) for (level, hit), one in zip(rows, scores, strict=True)]
        scored.sort(key=lambda one: _ties(head_in(one.hit)))
        return sorted(scored, key=lambda one: (one.level, -one.score.statement))

    def _hits(self, start: int, stop: int, *, scored: bool) -> Iterator[tuple[int, Body]]:
        """Hits from one place to another, each with the number of its listing."""
        before = 0
        for level, (listing, total) in enumerate(zip(self._listings, self._totals, strict=True)):
            first, last = max(start - before, 0), min(stop - before, total)
            shown = self._with_turns(listing) if scored else listing
            for hit in self._pages.hits(shown, first, last - first):
                yield level, hit
            before += total

    def _with_turns(self, listing: StatementListing) -> StatementListing:
        """The listing with the turns that passages are scored by."""
        if listing.display is None:
            return listing
        most = max(self._search.turns_per_hit, MOST_TURNS) if self._search.turns_per_hit else 0
        beside = tuple(self._passages.inner_turns())
        return replace(listing, display=replace(listing.display, turns_per_hit=most, beside=beside))

    def _found(self, hit: Body, score: HitScore | None) -> Found:
        """The statement of a hit, its best turns first."""
        found = found_in(hit)
        missing = missing_in(hit, len(self._search.plain)) if self._lists_missing else ()
        if score is None:
            return found._replace(missing=missing)
        turns = sorted(found.turns, key=lambda turn: (-score.turns.get(turn.n, 0.0), turn.n))
        return found._replace(
            turns=tuple(turns[: self._search.turns_per_hit]),
            score=score.statement,
            missing=missing,
        )

    @property
    def _lists_missing(self) -> bool:
        """Whether its listings name the plain words that a hit holds."""
        return any(one.display is not None and one.display.plain for one in self._listings)


def _ties(one: Statement) -> tuple[object, ...]:
    """A statement's place among those of equal scores: newest first, what is unknown last."""
    day = one.date.toordinal() if one.date else None
    when = (day is None, -(day or 0), one.minute is None, -(one.minute or 0))
    return (*when, one.lang, one.number is None, one.number or 0, one.id)
