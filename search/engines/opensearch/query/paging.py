"""A listing → its statements from any place on, however deep, as the cluster tells them.

A published generation never changes, so the place of a statement in the order (the values it is
sorted by, its id last) is enough to go on from: any later request, to any copy of a shard, goes on
there. No state is kept in the cluster, and a page's link works whoever answers it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.engines.opensearch.cluster.client import Body, Cluster
    from search.engines.opensearch.query.listing import Key, StatementListing

AT_ONCE: Final = 500  # statements shown by one answer
EVERY: Final = 1 << 62  # as many as there are
WINDOW: Final = 10_000  # a cluster counts off no more in one answer


def is_near(offset: int, limit: int) -> bool:
    """Whether one request tells all that is asked for."""
    return limit <= AT_ONCE and offset + limit <= WINDOW


def walked(
    cluster: Cluster, index: str, listing: StatementListing, offset: int, limit: int
) -> Iterator[Body]:
    """Statements of a listing, as hits; read as they are asked for."""
    after: Key | None = None
    while offset > 0:
        size = min(offset, WINDOW)
        hits = cluster.search(index, listing.bare_body(size, after))["hits"]["hits"]
        if len(hits) < size:
            return
        after = hits[-1]["sort"]
        offset -= size
    while limit > 0:
        size = min(limit, AT_ONCE)
        hits = cluster.search(index, listing.body(size, after=after))["hits"]["hits"]
        yield from hits
        if len(hits) < size:
            return
        after = hits[-1]["sort"]
        limit -= size
