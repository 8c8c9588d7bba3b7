"""The offers, and what the serving generation holds → what has to be sent or taken out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from search.engines.opensearch.cluster.retry import retry
from search.engines.opensearch.publish.loading import digest_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from search.engine import Offer
    from search.engines.opensearch.cluster.client import Body, Cluster
    from search.records import StatementId

_AT_A_TIME: Final = 10_000  # the most that one request may ask for


@dataclass(frozen=True, slots=True)
class Changes:
    """Offers to be sent, and ids of statements to be taken out of a copy of the generation.

    `replaced` are ids of offers of which the generation holds another text.
    """

    offers: Sequence[Offer]
    replaced: Collection[str]
    removed: Collection[str]

    @property
    def count(self) -> int:
        """How many statements are to be sent or taken out."""
        return len(self.offers) + len(self.removed)


def changes(offers: Mapping[StatementId, Offer], keys: Mapping[str, str]) -> Changes:
    """What turns a generation with these document keys into one of these offers."""
    new = [one for one in offers.values() if keys.get(one.id) != digest_key(one)]
    replaced = [one.id for one in new if one.id in keys]
    return Changes(new, replaced, [name for name in keys if name not in offers])


def document_keys(cluster: Cluster, index: str, ids: Sequence[str] | None = None) -> dict[str, str]:
    """The `digest_key` of each statement of a generation by its id; of `ids` alone, if given."""
    query = {"match_all": {}} if ids is None else {"terms": {"id": list(ids)}}
    return dict(_rows(cluster, index, query))


def _rows(cluster: Cluster, index: str, query: Body) -> Iterator[tuple[str, str]]:
    """Ids and keys, by id."""
    body: Body = {
        "query": query,
        "sort": [{"id": "asc"}],
        "size": _AT_A_TIME,
        "_source": False,
        "docvalue_fields": ["id", "digest"],
    }
    while True:
        hits = retry(partial(cluster.search, index, body))["hits"]["hits"]
        for hit in hits:
            yield hit["fields"]["id"][0], hit["fields"]["digest"][0]
        if len(hits) < _AT_A_TIME:
            return
        body = {**body, "search_after": hits[-1]["sort"]}
