"""One generation on a cluster, open for reading: the `SearchEngine` of the distributed index."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from search.analysis.lexicon import Lexicon
from search.engine import ALMOST_BELOW, Hits, Sort
from search.engines.opensearch.layout.manifest import read_manifest
from search.engines.opensearch.layout.mapping import TURNS
from search.engines.opensearch.layout.name_tables import tables_from
from search.engines.opensearch.layout.sidecar import FORMS, TABLES, read_counts, read_sidecar
from search.engines.opensearch.query.dsl import every, everything, nothing
from search.engines.opensearch.query.facets import FacetQuestions, counted
from search.engines.opensearch.query.field_values import ValueClauses
from search.engines.opensearch.query.listing import (
    StatementListing,
    found_in,
    matching_parts,
    matching_turns,
    missing_in,
)
from search.engines.opensearch.query.msearch_batch import SearchBatch
from search.engines.opensearch.query.paging import EVERY, is_near, walked
from search.engines.opensearch.query.partial_matches import almost_listings
from search.engines.opensearch.query.read_statements import read_statements
from search.engines.opensearch.query.scoring import Scoring
from search.engines.opensearch.query.translator import Translator, Unit
from search.engines.opensearch.query.word_frequency import occurrences, words_spoken
from search.engines.query_plan import plan, text_leaves
from search.engines.scope import Scope
from search.errors import NotFound
from search.records import StatementId, Total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from search.engine import Filters, Found, Search
    from search.engines.opensearch.cluster.client import Body, Cluster
    from search.engines.opensearch.query.dsl import Clause
    from search.engines.opensearch.query.translator import ClauseScope
    from search.engines.query_plan import Node
    from search.records import SpeakerRow, Statement

_MONTHS: Final = {"terms": {"field": "month", "missing": "", "size": 20_000}}


class OpenSearchEngine:
    """Answers from one generation; immutable but for what it reads once, shared by threads."""

    def __init__(
        self, cluster: Cluster, index: str, on_close: Callable[[], object] | None = None
    ) -> None:
        self._cluster = cluster
        self._index = index
        self._on_close = on_close
        self.manifest = read_manifest(cluster.meta(index), index)
        self._counts = read_counts(cluster, index)
        tables = tables_from(read_sidecar(cluster, index, TABLES))
        self._values = ValueClauses(tables, read_sidecar(cluster, index, FORMS))
        self._translator = Translator(self._values)
        self._scoring = Scoring(self._counts)

    # -- the port

    def search(self, search: Search) -> Hits:
        """Answer `search`; see `search.engine` for what the answer means."""
        tree, scope = plan(search.tree), self._scope(search.filters)
        full = self._full(tree, scope, search.filters)
        listing = self._listing(search, tree, scope, full)
        batch = SearchBatch()
        batch.ask_total(full)
        turns = batch.ask(full, _within_turns(listing.turns))
        months = batch.ask(full, _MONTHS) if search.histogram else None
        facets = FacetQuestions(self._translator, self._values, tree, search.filters)
        asked = {
            name: [(one, batch.ask(one.query, one.aggregation)) for one in facets.countings(name)]
            for name in search.facets
        }
        near = is_near(search.offset, search.limit)
        page = [listing.body(search.limit, offset=search.offset)] if near else []
        answers = self._cluster.searches(self._index, [*page, *batch.bodies()])
        told = batch.read(answers[len(page) :])
        hits = answers[0]["hits"]["hits"] if near else self._far(listing, search)
        found = list(map(found_in, hits))
        partial, almost = self._almost(search, scope, full, told.total)
        return Hits(
            Total(told.total, told.of(turns)["kept"]["doc_count"], partial),
            (*found, *almost),
            {
                name: counted(
                    [(one, told.of(asks)) for one, asks in countings], self._values.choices(name)
                )
                for name, countings in asked.items()
            },
            _by_month(told.of(months)) if months else {},
        )

    def statement(self, statement_id: StatementId) -> Statement:
        """The whole statement; `NotFound` when the index lacks it."""
        found = next(read_statements(self._cluster, self._index, [statement_id]), None)
        if found is None:
            raise NotFound(f"there is no statement {statement_id} in this index")
        return found

    def statements(self, number: int) -> tuple[StatementId, ...]:
        """Ids of the statements the site numbers so."""
        listing = StatementListing({"term": {"number": number}})
        hits = walked(self._cluster, self._index, listing, 0, EVERY)
        return tuple(sorted(StatementId(hit["_id"]) for hit in hits))

    def lexicon(self) -> Lexicon:
        """All folded words with the number of places that hold them."""
        return self._lexicon

    def speakers(self) -> tuple[SpeakerRow, ...]:
        """Everybody who speaks, most turns first."""
        return self._values.people.rows

    def occurrences(self, search: Search) -> Mapping[int, int]:
        """How often the words of `search` stand in turns of its full matches, by year."""
        tree, scope = plan(search.tree), self._scope(search.filters)
        full = self._full(tree, scope, search.filters)
        leaves = self._translator.positive_leaves(tree, scope)
        return occurrences(self._cluster, self._index, full, leaves)

    def words_spoken(self, filters: Filters) -> Mapping[int, int]:
        """How many words the turns have that the filters leave, by year."""
        left = self._values.filtered(filters)
        return words_spoken(self._cluster, self._index, left, self._scope(filters))

    def newest(self, limit: int) -> tuple[StatementId, ...]:
        """Ids, newest first."""
        hits = walked(self._cluster, self._index, StatementListing(everything()), 0, limit)
        return tuple(StatementId(hit["_id"]) for hit in hits)

    def titles(self) -> Iterator[tuple[StatementId, str]]:
        """Ids with their titles, newest first."""
        for hit in walked(self._cluster, self._index, StatementListing(everything()), 0, EVERY):
            yield StatementId(hit["_id"]), hit["_source"]["head"]["shape"]["title"]

    def close(self) -> None:
        """Let go of connections, where they are this engine's alone."""
        if self._on_close is not None:
            self._on_close()

    # -- what matches

    def _scope(self, filters: Filters) -> ClauseScope:
        """The turns that the filters leave."""
        chosen = self._values.chosen_turns(filters)
        return Scope(chosen, only_turns=bool(chosen))

    def _full(self, tree: Node, scope: ClauseScope, filters: Filters) -> Clause:
        """Statements that match the tree and the filters."""
        matching = [self._translator.holds(tree, scope, Unit.STATEMENT)]
        if scope.only_turns:
            matching.append(self._translator.with_turns(scope, Unit.STATEMENT))
        return every([*matching, self._values.filtered(filters)])

    def _listing(
        self, search: Search, tree: Node, scope: ClauseScope, full: Clause
    ) -> StatementListing:
        """Full matches in order."""
        leaves = list(self._translator.positive_leaves(tree, scope))
        pairs = self._translator.adjacent_pairs(tree, scope)
        scored = [*leaves, *self._scoring.telling(pairs)]
        conditions = list(self._translator.condition_scopes(tree, scope))
        ranked = search.sort is Sort.RELEVANCE and any(True for _ in text_leaves(tree))
        listing = StatementListing(
            matching=full,
            sort=search.sort,
            turns=matching_turns(leaves, conditions, scope.turns),
            parts=matching_parts(leaves),
            turns_per_hit=search.turns_per_hit,
        )
        first = self._translator.together(tree, scope) if ranked else None
        return listing.scoring(self._scoring, scored, first)

    def _far(self, listing: StatementListing, search: Search) -> Iterator[Body]:
        return walked(self._cluster, self._index, listing, search.offset, search.limit)

    def _almost(
        self, search: Search, scope: ClauseScope, full: Clause, before: int
    ) -> tuple[int, list[Found]]:
        """How many statements hold at least half of the plain words, and those of the page."""
        if len(search.plain) < 2 or before >= ALMOST_BELOW:
            return 0, []
        left = self._values.filtered(search.filters)
        listings = almost_listings(search, self._translator, self._scoring, scope, left, full)
        counts = self._cluster.searches(self._index, [one.counting() for one in listings])
        totals = [one["hits"]["total"]["value"] for one in counts]
        offset = max(search.offset - before, 0)
        limit = max(search.offset + search.limit - before, 0) - offset
        found: list[Found] = []
        for listing, total in zip(listings, totals, strict=True):
            if offset < total and limit > 0:
                for hit in walked(self._cluster, self._index, listing, offset, limit):
                    missing = missing_in(hit, len(search.plain))
                    found.append(found_in(hit)._replace(missing=missing))
                limit -= min(total - offset, limit)
            offset = max(offset - total, 0)
        return sum(totals), found

    @cached_property
    def _lexicon(self) -> Lexicon:
        held = {word: sum(row) for word, row in sorted(self._counts.exact.items())}
        return Lexicon(list(held), list(held.values()))


def _within_turns(turns: Clause | None) -> Body:
    """Counts turns in the statements found."""
    kept = {"kept": {"filter": turns or nothing()}}
    return {"nested": {"path": TURNS}, "aggs": kept}


def _by_month(aggregation: Body) -> dict[str, int]:
    buckets = aggregation["buckets"]
    return {bucket["key"]: bucket["doc_count"] for bucket in sorted(buckets, key=_key)}


def _key(bucket: Body) -> str:
    return str(bucket["key"])
