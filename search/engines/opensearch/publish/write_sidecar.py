"""What an engine keeps in memory → the index beside a generation's main one, written whole."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from search.engines.opensearch.cluster.bulk import Bulk
from search.engines.opensearch.cluster.retry import retry
from search.engines.opensearch.layout.name_tables import read_tables
from search.engines.opensearch.layout.sidecar import (
    FORMS,
    TABLES,
    count_documents,
    sidecar_document,
    sidecar_index,
)
from search.engines.opensearch.publish.generations import load_alias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from search.engines.opensearch.cluster.client import Cluster
    from search.engines.opensearch.layout.term_counts import TermCounts


def write_sidecar(
    cluster: Cluster, name: str, counts: TermCounts, forms: Mapping[str, Sequence[str]]
) -> None:
    """Write counts, tables and names of a generation whose statements are all visible."""
    tables = retry(lambda: read_tables(cluster, name))
    further = {person: list(names) for person, names in forms.items()}
    documents = chain(
        count_documents(counts),
        [sidecar_document(TABLES, tables.shape()), sidecar_document(FORMS, further)],
    )
    index = sidecar_index(name)
    bulk = Bulk(cluster, load_alias(index))
    for part, document in documents:
        bulk.index(part, document)
    bulk.flush()
