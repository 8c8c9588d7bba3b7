"""The cluster as its own library talks to it, with nothing of ours between.

    python -m benchmarks.clustered.bare DOCUMENTS.jsonl INDEX SHARDS REPLICAS [PARTS]  →  JSON

Loads the documents that `benchmarks.clustered.loading` wrote (of PARTS one) with the library's own
helper, in one loop. Reading them from the file is not in the time; what is made of them on the way
is.
"""

from __future__ import annotations

import json
import os
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from opensearchpy import OpenSearch, helpers

from benchmarks.usage import arguments
from search.engines.opensearch.cluster.bulk import REQUEST_BYTES
from search.engines.opensearch.layout.mapping import mappings, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

_READ_AT_ONCE: Final = 500


def client() -> OpenSearch:
    """A client of the cluster that ONRECORD_OPENSEARCH_HOSTS names."""
    return OpenSearch(hosts=os.environ["ONRECORD_OPENSEARCH_HOSTS"].split(","), timeout=120)


def load(documents: Path, index: str, shards: int, replicas: int, parts: int = 1) -> float:
    """Fill a new index; seconds."""
    api = client()
    api.indices.delete(index=index, params={"ignore_unavailable": "true"})
    given = settings(shards, replicas) | {"refresh_interval": -1}
    api.indices.create(index=index, body={"settings": {"index": given}, "mappings": mappings()})
    seconds = 0.0
    with documents.open(encoding="utf-8") as lines:
        taken = islice(lines, 0, None, parts)
        while batch := [json.loads(line) for line in islice(taken, _READ_AT_ONCE)]:
            began = time.perf_counter()
            helpers.bulk(api, _actions(batch, index), max_chunk_bytes=REQUEST_BYTES)
            seconds += time.perf_counter() - began
    began = time.perf_counter()
    api.indices.refresh(index=index, params={"request_timeout": 600})
    return seconds + time.perf_counter() - began


def _actions(batch: list[dict[str, Any]], index: str) -> Iterator[dict[str, Any]]:
    for one in batch:
        yield {"_index": index, "_id": one["id"], "_source": one}


def main() -> None:
    """Load, print, delete."""
    given = arguments(__doc__, 4, 5)
    documents, index = Path(given[0]), given[1]
    seconds = load(documents, index, *map(int, given[2:]))
    client().indices.delete(index=index)
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
