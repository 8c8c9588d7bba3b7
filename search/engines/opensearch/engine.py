"""One generation on a cluster, open for reading: the `SearchEngine` of the distributed index."""

from __future__ import annotations

from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from search.analysis.lexicon import Lexicon
from search.engine import Hits
from search.engines.opensearch.layout.manifest import read_manifest
from search.engines.opensearch.layout.mapping import TURNS
from search.engines.opensearch.layout.name_tables import tables_from
from search.engines.opensearch.layout.sidecar import FORMS, TABLES, read_counts, read_sidecar
from search.engines.opensearch.query.dsl import every, everything, nothing
from search.engines.opensearch.query.facets import FacetRequests, counted
from search.engines.opensearch.query.field_values import ValueClauses
from search.engines.opensearch.query.listing import StatementListing
from search.engines.opensearch.query.msearch_batch import SearchBatch
from search.engines.opensearch.query.paging import EVERY, walked
from search.engines.opensearch.query.quoted_places import passages, quoted
from search.engines.opensearch.query.read_statements import read_statements
from search.engines.opensearch.query.scoring import Scoring
from search.engines.opensearch.query.search_listings import SearchListings
from search.engines.opensearch.query.translator import Translator, Unit
from search.engines.opensearch.query.word_frequency import occurrences, words_spoken
from search.engines.opensearch.ranking.result_pages import ResultPages
from search.engines.query_plan import plan
from search.engines.read_turns import read_turns
from search.engines.said import said_one_by_one
from search.engines.scope import Scope
from search.errors import NotFound
from search.records import StatementId, Total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from search.engine import Filters, IndexPassage, Quoted, Said, Search
    from search.engines.opensearch.cluster.client import Body, Cluster
    from search.engines.opensearch.query.dsl import Clause
    from search.engines.opensearch.query.translator import ClauseScope
    from search.engines.query_plan import Node
    from search.records import SpeakerRow, Statement
    from search.word_rows import TurnBatch

_MONTHS: Final = {"terms": {"field": "month", "missing": "", "size": 20_000}}


class OpenSearchEngine:
    """Answers from one generation, of which it keeps the sidecar; safe between threads.

    Raises `DamagedIndex` where the generation is not whole, `OtherVersion` for another layout.
    """

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
        """Answer `search`; see `search.engine` for what the answer means.

        Raises `TooLong` for more words than the cluster takes at once, and `IndexUnavailable`.
        """
        tree, scope = plan(search.tree), self._scope(search.filters)
        full = self._full(tree, scope, search.filters)
        listings = SearchListings(self._translator, self._scoring, search, scope)
        listing = listings.full(tree, full)
        batch = SearchBatch()
        batch.add_total(full)
        turns = batch.add(full, _count_turns(listing))
        months = batch.add(full, _MONTHS) if search.histogram else None
        facets = FacetRequests(self._translator, self._values, tree, search.filters)
        asked = {
            name: [(one, batch.add(one.query, one.aggregation)) for one in facets.requests(name)]
            for name in search.facets
        }
        answers = batch.read(self._cluster.searches(self._index, batch.bodies()))
        page = ResultPages(self._cluster, self._index, self._translator, self._scoring)
        left = self._values.filtered(search.filters)
        found, partial = page.found(search, tree, scope, listings, full, left, answers.total)
        return Hits(
            Total(answers.total, answers.aggregation(turns)["kept"]["doc_count"], partial),
            tuple(one.statement.id for one in found),
            tuple(found),
            {
                name: counted(
                    [(one, answers.aggregation(key)) for one, key in requests],
                    self._values.choices(name),
                    search.most_values,
                )
                for name, requests in asked.items()
            },
            _by_month(answers.aggregation(months)) if months else {},
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

    def printed(self, field: str) -> Iterable[str]:
        """The texts that a field holds, of speakers further names too; see `search.engine`."""
        return self._values.texts(field)

    def turns(self, search: Search) -> Iterator[TurnBatch]:
        """Every turn that matches `search`."""
        return read_turns(self, search)

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

    def said_by(self, search: Search, speakers: Sequence[str]) -> Mapping[str, Said]:
        """How often each speaker says the words of `search`."""
        return said_one_by_one(self, search, speakers)

    def quoted(self, words: Sequence[str], most: int) -> Quoted:
        """Where words stand side by side, turns first, oldest first."""
        return quoted(self._cluster, self._index, words, most)

    def passages(self, words: Sequence[str], most: int) -> tuple[IndexPassage, ...]:
        """The places that hold most of the rarest words, best first."""
        return passages(self._cluster, self._index, words, most, self._counts)

    def newest(self, limit: int) -> tuple[StatementId, ...]:
        """Ids, newest first."""
        hits = walked(self._cluster, self._index, StatementListing(everything()), 0, limit)
        return tuple(StatementId(hit["_id"]) for hit in hits)

    def titles(self) -> Iterator[tuple[StatementId, str]]:
        """Ids with their titles, newest first."""
        for hit in walked(self._cluster, self._index, StatementListing(everything()), 0, EVERY):
            yield StatementId(hit["_id"]), hit["_source"]["head"]["shape"]["title"] or ""

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

    @cached_property
    def _lexicon(self) -> Lexicon:
        places = {word: sum(row) for word, row in sorted(self._counts.exact.items())}
        return Lexicon(list(places), list(places.values()))


def _count_turns(listing: StatementListing) -> Body:
    """Counts the matching turns in the statements found."""
    turns = listing.display.turns if listing.display else nothing()
    return {"nested": {"path": TURNS}, "aggs": {"kept": {"filter": turns}}}


def _by_month(aggregation: Body) -> dict[str, int]:
    buckets = aggregation["buckets"]
    return {one["key"]: one["doc_count"] for one in sorted(buckets, key=itemgetter("key"))}
