"""A generation in the cluster → its statements whole, as they were put in, many at a time."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from search.engines.opensearch.cluster.retry import RetryPolicy, retry
from search.engines.opensearch.query.listing import head_in, turns_in, whole_statement
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from search.engines.opensearch.cluster.client import Cluster
    from search.records import Statement

_AT_A_TIME: Final = 20
_MOST_TURNS: Final = 500  # of a statement; a longer one is asked for again


def read_statements(
    cluster: Cluster, index: str, names: Iterable[str], *, patient: bool = False
) -> Iterator[Statement]:
    """The statements of these ids that the generation holds, in this order.

    Who is `patient` is answered when the cluster can; a reader is told that it cannot.
    """
    patience = None if patient else RetryPolicy(0)
    coming = iter(names)
    while some := list(islice(coming, _AT_A_TIME)):
        bodies = [whole_statement(name, _MOST_TURNS) for name in some]
        answers = retry(partial(cluster.searches, index, bodies), patience)
        for name, answer in zip(some, answers, strict=True):
            hits = answer["hits"]["hits"]
            if not hits:
                continue
            inner = hits[0]["inner_hits"][Part.TURNS.value]["hits"]
            most = inner["total"]["value"]
            if most > _MOST_TURNS:
                body = whole_statement(name, most)
                again = retry(partial(cluster.search, index, body), patience)
                inner = again["hits"]["hits"][0]["inner_hits"][Part.TURNS.value]["hits"]
            yield replace(head_in(hits[0]), turns=turns_in(inner))
