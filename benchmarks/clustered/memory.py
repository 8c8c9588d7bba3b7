"""What the writer and the engine keep in memory → bytes a statement, bytes a word.

    python -m benchmarks.clustered.memory DATA_FOLDER  →  one JSON line

DATA_FOLDER has a ledger of pages, whose statements are offered to nobody; of the cluster's serving
generation the words are read, as an engine does that opens it.
"""

from __future__ import annotations

import json
import time
import tracemalloc
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.usage import arguments
from index.pipeline.build import LEDGER_NAME
from index.pipeline.ledger import Ledger
from index.pipeline.offers import offered
from index.progress import Progress
from search.engines.opensearch.layout.sidecar import read_counts
from search.engines.opensearch.publish.changes import document_keys
from search.engines.opensearch.serving import ClusterGenerationSource
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable


def weighed(make: Callable[[], object]) -> tuple[Any, int, float]:
    """What is made, the bytes that stay for it, and the seconds it took when it was not weighed."""
    began = time.perf_counter()
    make()
    seconds = time.perf_counter() - began
    tracemalloc.start()
    made = make()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return made, held, seconds


def of_offers(data: Path) -> dict[str, float]:
    """The ledger on disk, and the offers made of it."""
    file = data / LEDGER_NAME
    with closing(Ledger(file)) as ledger:
        chosen = ledger.chosen()
        indexed = dict.fromkeys(chosen, datetime.now(UTC))
        made, held, seconds = weighed(
            lambda: offered(ledger, chosen, indexed, None, Progress()).offers
        )
        return {
            "statements": len(made),
            "ledger_bytes": file.stat().st_size / len(made),
            "offer_bytes": held / len(made),
            "offer_seconds": seconds / len(made),
        }


def of_engine() -> dict[str, float]:
    """The words of the serving generation, and what is known of its statements to a writer."""
    shelf = ClusterGenerationSource(read_settings({"engine": "opensearch"}))
    with closing(shelf):
        name = shelf.current()
        counts, held, seconds = weighed(lambda: read_counts(shelf.cluster, name))
        words = len(counts.exact)
        keys, key_bytes, key_seconds = weighed(lambda: document_keys(shelf.cluster, name))
    return {
        "words": words,
        "word_bytes": held / words,
        "word_seconds": seconds / words,
        "key_bytes": key_bytes / len(keys),
        "key_seconds": key_seconds / len(keys),
    }


def main() -> None:
    """Weigh, print."""
    given = arguments(__doc__, 1, 1)
    print(json.dumps({"offers": of_offers(Path(given[0])), "engine": of_engine()}))


if __name__ == "__main__":
    main()
