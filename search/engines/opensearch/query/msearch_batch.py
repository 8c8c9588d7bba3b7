"""Aggregations over statements → as few search requests as they take, and each one's answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from search.engines.opensearch.query.dsl import every

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from search.engines.opensearch.cluster.client import Body
    from search.engines.opensearch.query.dsl import Clause


class BatchKey(NamedTuple):
    """Where the answer to an aggregation is: in that of which query, under which name."""

    query: str
    name: str


class SearchBatch:
    """Collects aggregations; those over the same statements become one request."""

    def __init__(self) -> None:
        self._aggregations: dict[str, dict[str, Body]] = {}
        self._queries: dict[str, Clause] = {}
        self._total: str | None = None

    def add(self, query: Clause, aggregation: Body) -> BatchKey:
        """Ask for an aggregation over the statements of a query; the key of its answer."""
        query_key = self._key(query)
        aggregations = self._aggregations[query_key]
        name = f"asked-{len(aggregations)}"
        aggregations[name] = aggregation
        return BatchKey(query_key, name)

    def add_total(self, query: Clause) -> None:
        """Ask how many statements match a query, one in a batch."""
        self._total = self._key(query)

    def bodies(self) -> list[Body]:
        """The requests."""
        return [
            {
                "size": 0,
                "track_total_hits": key == self._total,
                "query": every([self._queries[key]]),
                "aggs": aggregations,
            }
            for key, aggregations in self._aggregations.items()
        ]

    def read(self, answers: Sequence[Body]) -> BatchAnswers:
        """The answers to the requests, in their order."""
        by_query = dict(zip(self._aggregations, answers, strict=True))
        total = by_query[self._total]["hits"]["total"]["value"] if self._total is not None else 0
        return BatchAnswers(by_query, total)

    def _key(self, query: Clause) -> str:
        key = json.dumps(query, sort_keys=True)
        self._queries.setdefault(key, query)
        self._aggregations.setdefault(key, {})
        return key


class BatchAnswers(NamedTuple):
    """The answers to a batch; `total` is 0 where it was not asked for."""

    by_query: Mapping[str, Body]
    total: int

    def aggregation(self, key: BatchKey) -> Body:
        """The answer to an aggregation."""
        found: Body = self.by_query[key.query]["aggregations"][key.name]
        return found
