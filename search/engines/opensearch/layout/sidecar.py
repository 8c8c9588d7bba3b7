"""What an engine keeps in memory ↔ documents of the sidecar, an index beside the main one.

Term counts, name tables and forms of names are written when a generation is published and read
whole when it is opened: as JSON, compressed, in parts that a request can carry. Whatever is missing
or cannot be read raises `DamagedIndex`.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from search.engines.manifest import REBUILD
from search.engines.opensearch.layout.term_counts import PLACES, TermCounts
from search.errors import DamagedIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from search.engines.opensearch.cluster.client import Cluster

WORD_COUNTS: Final = ("exact", "stems")
SUMS: Final = "sums"
TABLES: Final = "tables"
FORMS: Final = "forms"

_ROWS_A_PART: Final = 100_000  # about 1 MB compressed
_PARTS_AT_A_TIME: Final = 20
_BYTES: Final = 1 << 30  # of a part, expanded: more is damage, not data

SideDocument = dict[str, Any]


def sidecar_index(index: str) -> str:
    """The name of a generation's sidecar."""
    return f"{index}-side"


def count_documents(counts: TermCounts, *, suffix: str = "") -> Iterator[tuple[str, SideDocument]]:
    """Ids and documents of term counts; a suffix keeps several counts apart."""
    for kind in WORD_COUNTS:
        words: Mapping[str, Sequence[int]] = getattr(counts, kind)
        rows = ([word, *words[word]] for word in sorted(words) if any(words[word]))
        yield from _parts(f"{kind}{suffix}", rows)
    yield sidecar_document(f"{SUMS}{suffix}", counts.sums)


def sidecar_document(kind: str, value: object, part: int = 0) -> tuple[str, SideDocument]:
    """The id and the document of one part of a kind."""
    packed = zlib.compress(json.dumps(value, ensure_ascii=False).encode("utf-8"))
    data = base64.b64encode(packed).decode("ascii")
    return f"{kind}-{part}", {"kind": kind, "part": part, "data": data}


def read_counts(cluster: Cluster, index: str, *, suffix: str = "") -> TermCounts:
    """The term counts of a generation, or those that were written with a suffix."""
    counts = TermCounts()
    for kind in WORD_COUNTS:
        words: dict[str, list[int]] = getattr(counts, kind)
        for rows in _read(cluster, index, f"{kind}{suffix}"):
            words.update((row[0], row[1:]) for row in rows)
    counts.sums = read_sidecar(cluster, index, f"{SUMS}{suffix}")
    if set(counts.sums) != {"documents", *PLACES}:
        raise _damaged(index, SUMS)
    return counts


def read_sidecar(cluster: Cluster, index: str, kind: str) -> Any:
    """The value of a kind that is not cut into parts."""
    found = list(_read(cluster, index, kind))
    if len(found) != 1:
        raise _damaged(index, kind)
    return found[0]


def _parts(kind: str, rows: Iterator[list[Any]]) -> Iterator[tuple[str, SideDocument]]:
    part = 0
    while piece := list(islice(rows, _ROWS_A_PART)):
        yield sidecar_document(kind, piece, part)
        part += 1


def _read(cluster: Cluster, index: str, kind: str) -> Iterator[Any]:
    """The parts of a kind, in order."""
    after: list[Any] | None = None
    while True:
        body: dict[str, Any] = {
            "query": {"term": {"kind": kind}},
            "sort": [{"part": "asc"}],
            "size": _PARTS_AT_A_TIME,
        }
        if after:
            body["search_after"] = after
        hits: Iterable[Any] = cluster.search(sidecar_index(index), body)["hits"]["hits"]
        found = list(hits)
        for hit in found:
            yield unpacked(index, kind, hit["_source"]["data"])
        if len(found) < _PARTS_AT_A_TIME:
            return
        after = found[-1]["sort"]


def unpacked(index: str, kind: str, data: str) -> Any:
    """The value of a part of a kind."""
    try:
        packed = zlib.decompressobj()
        text = packed.decompress(base64.b64decode(data, validate=True), _BYTES)
        if packed.unconsumed_tail or not packed.eof:
            raise _damaged(index, kind)
        return json.loads(text)
    except (zlib.error, binascii.Error, ValueError) as error:
        raise _damaged(index, kind) from error


def _damaged(index: str, kind: str) -> DamagedIndex:
    return DamagedIndex(
        f"the index {sidecar_index(index)} lacks its {kind}, or they cannot be read; {REBUILD}"
    )
