"""A listing → its statements from any offset on, however deep, as hits of the cluster.

A published generation never changes, so a statement's place in the order (its sort values, the id
last) is enough to go on from, in any later request, to any replica. No state is kept in the
cluster, and the link of a page works on every machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.engines.opensearch.cluster.client import Body, Cluster
    from search.engines.opensearch.query.listing import Key, StatementListing

AT_ONCE: Final = 500  # statements shown by one answer
EVERY: Final = 1 << 62  # as many as there are
WINDOW: Final = 10_000  # the most that a cluster skips and lists in one answer


def is_near(offset: int, limit: int) -> bool:
    """Whether one request brings the whole page."""
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
