"""Questions about counts → as few requests as they take, answered together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from search.engines.opensearch.query.dsl import every

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.engines.opensearch.cluster.client import Body
    from search.engines.opensearch.query.dsl import Clause


class SearchBatch:
    """Collects questions; those about the same statements are asked as one."""

    def __init__(self) -> None:
        self._aggregations: dict[str, dict[str, Body]] = {}
        self._queries: dict[str, Clause] = {}
        self._total: str | None = None

    def ask(self, query: Clause, aggregation: Body) -> tuple[str, str]:
        """Ask for an aggregation over statements that match; what returns knows the answer."""
        key = self._known(query)
        asked = self._aggregations[key]
        name = f"asked-{len(asked)}"
        asked[name] = aggregation
        return key, name

    def ask_total(self, query: Clause) -> None:
        """Ask how many statements match."""
        self._total = self._known(query)

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
        """The answers to the requests."""
        keyed = dict(zip(self._aggregations, answers, strict=True))
        total = keyed[self._total]["hits"]["total"]["value"] if self._total is not None else 0
        return BatchAnswers(keyed, total)

    def _known(self, query: Clause) -> str:
        key = json.dumps(query, sort_keys=True)
        self._queries.setdefault(key, query)
        self._aggregations.setdefault(key, {})
        return key


class BatchAnswers:
    """What the cluster said to a batch; `total` as far as one was asked for."""

    def __init__(self, keyed: dict[str, Any], total: int) -> None:
        self._keyed = keyed
        self.total: int = total

    def of(self, asked: tuple[str, str]) -> Body:
        """The aggregation that was asked for."""
        key, name = asked
        found: Body = self._keyed[key]["aggregations"][name]
        return found
