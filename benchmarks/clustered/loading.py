"""The UN's statements → a published generation on a cluster: how long, and how large.

    python -m benchmarks.clustered.loading documents UN DOCUMENTS.jsonl
    python -m benchmarks.clustered.loading ours UN DATA_FOLDER [PARTS]   →  one JSON line each

The first writes the documents for `benchmarks.clustered.bare`. The second is all that `onrecord
index` does with the cluster: documents are made, sent, shown, looked at, and let serve; of PARTS
statements one is taken.
"""

from __future__ import annotations

import json
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.documents import offers as offered
from benchmarks.usage import arguments
from search.engines.opensearch.cluster.client import Cluster
from search.engines.opensearch.layout.documents import analysed, document
from search.engines.opensearch.layout.sidecar import sidecar_index
from search.engines.opensearch.publish.writer import OpenSearchWriter
from search.processes import pool, process_count
from search.records import Coverage
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.engine import Offer

_PIECE: Final = 100  # statements a task


def write_documents(source: Path, target: Path) -> dict[str, Any]:
    """The documents, a line each; how long their lines are, and how many words they are made of.

    Words are told at every eighth of the statements, which stand in the order of their days.
    """
    offers = list(offered(source))
    pieces = [offers[at : at + _PIECE] for at in range(0, len(offers), _PIECE)]
    sizes: list[int] = []
    known: set[str] = set()
    grown: list[tuple[int, int]] = []
    with target.open("wb") as lines, pool(process_count(0)) as processes:
        for piece, words in processes.map(_lines, pieces):
            lines.writelines(piece)
            sizes += map(len, piece)
            known |= words
            if len(sizes) * 8 // len(offers) > len(grown):
                grown.append((len(sizes), len(known)))
    return {"statements": len(offers), "document_bytes": _shares(sizes), "words": grown}


def _shares(sizes: Sequence[int]) -> list[int]:
    """The sizes at every hundredth of all, the smallest first, the largest last."""
    ordered = sorted(sizes)
    return [ordered[(len(ordered) - 1) * at // 100] for at in range(101)]


def _lines(offers: Sequence[Offer]) -> tuple[list[bytes], set[str]]:
    found: list[bytes] = []
    words: set[str] = set()
    for offer in offers:
        statement = offer.load()
        made = document(statement, analysed(statement)) | {"digest": offer.digest}
        words.update(made["any_exact"].split())
        text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
        found.append(text.encode() + b"\n")
    return found, words


def load(source: Path, data: Path, parts: int = 1) -> dict[str, Any]:
    """Publish; seconds, and what the generation weighs."""
    settings = read_settings({"data": data, "engine": "opensearch"})
    offers = list(offered(source))[::parts]
    began = time.perf_counter()
    with OpenSearchWriter(settings, anew=True) as writer:
        writer.offer(offers)
        coverage = Coverage(len(offers), len(offers), None, None, 0, 0, 0)
        name = writer.publish(coverage, [], sample=False).generation
    seconds = time.perf_counter() - began
    with closing(Cluster(settings)) as cluster:
        return {"seconds": seconds, "statements": len(offers), **weighed(cluster, name)}


def weighed(cluster: Cluster, name: str) -> dict[str, Any]:
    """Bytes of one copy of a generation and of what stands beside it, documents, segments."""
    stats = cluster.api.indices.stats(
        index=[name, sidecar_index(name)], params={"level": "indices"}
    )
    main, side = (stats["indices"][one]["primaries"] for one in (name, sidecar_index(name)))
    return {
        "bytes": main["store"]["size_in_bytes"],
        "side_bytes": side["store"]["size_in_bytes"],
        "lucene_documents": main["docs"]["count"],
        "segments": main["segments"]["count"],
    }


def main() -> None:
    """Do what is asked, print what it took."""
    given = arguments(__doc__, 3, 4)
    what, source, target = given[0], Path(given[1]), Path(given[2])
    if what == "documents":
        print(json.dumps(write_documents(source, target)))
    else:
        print(json.dumps(load(source, target, int(given[3]) if len(given) > 3 else 1)))


if __name__ == "__main__":
    main()
