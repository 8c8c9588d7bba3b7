"""A generation just written, or one that serves → whether it holds what it should."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from search.engines.manifest import REBUILD
from search.engines.opensearch.cluster.retry import retry
from search.engines.opensearch.layout.documents import analysed
from search.engines.opensearch.layout.manifest import read_manifest
from search.engines.opensearch.layout.name_tables import read_tables, tables_from
from search.engines.opensearch.layout.sidecar import TABLES, read_counts, read_sidecar
from search.engines.opensearch.layout.term_counts import TermCounter
from search.engines.opensearch.layout.vocabulary import Vocabulary
from search.engines.opensearch.publish.changes import document_keys
from search.engines.opensearch.query.read_statements import read_statements
from search.errors import CannotWrite, IndexUnavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from search.engine import Offer
    from search.engines.opensearch.cluster.client import Cluster
    from search.records import StatementId

_KEYS_LOOKED_AT: Final = 1_000
_STATEMENTS_LOOKED_AT: Final = 20


def verify_loaded(cluster: Cluster, name: str, offers: Mapping[StatementId, Offer]) -> None:
    """Raise `CannotWrite` for a generation that does not hold what was offered.

    All statements are counted; the keys of a thousand are compared, and twenty are read back.
    """
    found = retry(lambda: count(cluster, name))
    if found != len(offers):
        raise _not_as_sent(name, f"it holds {found:,} of {len(offers):,} statements")
    ids = list(offers)
    some = random.sample(ids, min(_KEYS_LOOKED_AT, len(ids)))  # any will do
    keys = document_keys(cluster, name, some)
    wrong = [one for one in some if not keys.get(one, "").startswith(offers[one].digest)]
    if wrong:
        raise _not_as_sent(name, f"{wrong[0]} is missing or another")
    read = some[:_STATEMENTS_LOOKED_AT]
    for statement in read_statements(cluster, name, read, patient=True):
        given = offers[statement.id].load()
        if statement.title != given.title or statement.turns != given.turns:
            raise _not_as_sent(name, f"{statement.id} reads otherwise")


def verify(cluster: Cluster, index: str) -> tuple[str, ...]:
    """What is wrong with a generation, in sentences; nothing when all is well.

    Every statement is read back; the sidecar is computed anew and compared.
    """
    try:
        published = read_manifest(cluster.meta(index), index).coverage.statements
        ids = list(document_keys(cluster, index))
        known = Vocabulary()
        counter = TermCounter(known)
        read = 0
        for statement in read_statements(cluster, index, ids):
            counter.add(analysed(statement, known))
            read += 1
        counts, tables = read_counts(cluster, index), read_sidecar(cluster, index, TABLES)
        anew = read_tables(cluster, index)
    except IndexUnavailable as error:
        return (str(error),)
    found = (
        (
            read != published,
            f"the index {index} holds {read:,} statements where {published:,} were published",
        ),
        (not counts.equals(counter.counts()), "its counts of words differ from its words"),
        (
            tables_from(tables).shape() != anew.shape(),
            "its tables of names differ from its statements",
        ),
    )
    return tuple(f"{sentence}; {REBUILD}" for wrong, sentence in found if wrong)


def count(cluster: Cluster, index: str) -> int:
    """How many statements an index holds."""
    body = {"size": 0, "track_total_hits": True}
    return int(cluster.search(index, body)["hits"]["total"]["value"])


def _not_as_sent(name: str, what: str) -> CannotWrite:
    return CannotWrite(
        f"the generation {name} is not what was sent: {what}. It was not published, and the index"
        " that served before still does; look at the cluster's log and run the same again."
    )
