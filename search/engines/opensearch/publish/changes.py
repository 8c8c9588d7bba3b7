"""What is offered, and what the serving generation holds → what has to be sent or taken out."""

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
    """Offers that the generation does not hold so, and ids it holds that are to go.

    `replaced` are ids of the former that it holds otherwise.
    """

    wanted: Sequence[Offer]
    replaced: Collection[str]
    removed: Collection[str]

    @property
    def count(self) -> int:
        """How many statements are to be sent or taken out."""
        return len(self.wanted) + len(self.removed)


def changes(offers: Mapping[StatementId, Offer], held: Mapping[str, str]) -> Changes:
    """What makes a generation that holds `held` one that holds `offers`."""
    wanted = [one for one in offers.values() if held.get(one.id) != digest_key(one)]
    replaced = [one.id for one in wanted if one.id in held]
    return Changes(wanted, replaced, [name for name in held if name not in offers])


def held_keys(cluster: Cluster, index: str) -> dict[str, str]:
    """Every statement's id in a generation, and what its document is known by."""
    return dict(_rows(cluster, index, {"match_all": {}}))


def keys_of(cluster: Cluster, index: str, names: Sequence[str]) -> dict[str, str]:
    """The same of some statements; those that the generation lacks are left out."""
    return dict(_rows(cluster, index, {"terms": {"id": list(names)}}))


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
