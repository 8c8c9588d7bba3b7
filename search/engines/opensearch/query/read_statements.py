"""Ids of statements → the statements whole, as they were indexed, many at a time."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from search.engines.opensearch.cluster.retry import RetryPolicy, retry
from search.engines.opensearch.layout.mapping import TURNS
from search.engines.opensearch.query.dsl import everything
from search.engines.opensearch.query.hits import head_in, turns_in
from search.engines.opensearch.query.listing import OWN, with_turns
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from search.engines.opensearch.cluster.client import Body, Cluster
    from search.records import Statement

_AT_A_TIME: Final = 20
_MOST_TURNS: Final = 500  # of a statement; a longer one is asked for again


def read_statements(
    cluster: Cluster, index: str, ids: Iterable[str], *, patient: bool = False
) -> Iterator[Statement]:
    """The statements of these ids that the generation holds, in this order.

    A `patient` caller waits until the cluster can answer; else it raises `IndexUnavailable`.
    """
    policy = None if patient else RetryPolicy(0)
    coming = iter(ids)
    while some := list(islice(coming, _AT_A_TIME)):
        bodies = [_body(one, _MOST_TURNS) for one in some]
        answers = retry(partial(cluster.searches, index, bodies), policy)
        for one, answer in zip(some, answers, strict=True):
            hits = answer["hits"]["hits"]
            if not hits:
                continue
            inner = hits[0]["inner_hits"][Part.TURNS.value]["hits"]
            most = inner["total"]["value"]
            if most > _MOST_TURNS:
                again = retry(partial(cluster.search, index, _body(one, most)), policy)
                inner = again["hits"]["hits"][0]["inner_hits"][Part.TURNS.value]["hits"]
            yield replace(head_in(hits[0]), turns=turns_in(inner))


def _body(statement_id: str, most_turns: int) -> Body:
    """Asks for a statement with all its turns in order."""
    turns = with_turns(OWN, most_turns, [{f"{TURNS}.n": "asc"}])
    wanted = {"filter": [{"term": {"id": statement_id}}], "should": [turns, everything()]}
    return {
        "query": {"bool": wanted},
        "_source": ["head"],
        "docvalue_fields": ["indexed"],
        "size": 1,
    }
