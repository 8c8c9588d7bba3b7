"""Small parts of OpenSearch's query language, simplified as they are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Clause = dict[str, Any]
"""A query as JSON; not to be written to, for its parts are shared."""

MOST: Final = 1_000  # clauses of a query; a cluster takes 1,024 unless it is configured otherwise
_LISTED: Final = 16  # so many values of a field count as so many clauses, and more as one


def everything() -> Clause:
    """All documents."""
    return {"match_all": {}}


def nothing() -> Clause:
    """No document."""
    return {"match_none": {}}


def every(clauses: Iterable[Clause]) -> Clause:
    """Documents that match all of some clauses; all documents, where there are none."""
    flat: list[Clause] = []
    for one in clauses:
        for part in _parts(one, "filter"):
            if part != everything() and part not in flat:
                flat.append(part)
    if nothing() in flat:
        return nothing()
    if len(flat) < 2:
        return flat[0] if flat else everything()
    return {"bool": {"filter": flat}}


def some(clauses: Iterable[Clause]) -> Clause:
    """Documents that match any of some clauses; none, where there are none."""
    flat: list[Clause] = []
    for one in clauses:
        for part in _parts(one, "should"):
            if part != nothing() and part not in flat:
                flat.append(part)
    if everything() in flat:
        return everything()
    if len(flat) < 2:
        return flat[0] if flat else nothing()
    return {"bool": {"should": flat, "minimum_should_match": 1}}


def without(clause: Clause) -> Clause:
    """Documents that do not match a clause."""
    if clause == everything():
        return nothing()
    if clause == nothing():
        return everything()
    return {"bool": {"must_not": [clause]}}


def nested(path: str, clause: Clause) -> Clause:
    """Documents of which a nested one matches."""
    if clause == nothing():
        return clause
    return {"nested": {"path": path, "query": clause}}


def any_of(field: str, values: Collection[str]) -> Clause:
    """Documents of which a field has any of some values."""
    if not values:
        return nothing()
    if len(values) == 1:
        return {"term": {field: next(iter(values))}}
    return {"terms": {field: sorted(values)}}


def has(field: str) -> Clause:
    """Documents that have a field at all."""
    return {"exists": {"field": field}}


def _parts(clause: Clause, kind: str) -> list[Clause]:
    """The clauses that a clause joins in this way; else itself alone."""
    inner = dict(clause.get("bool", {}))
    if inner.pop("minimum_should_match", 1) == 1 and set(inner) == {kind}:
        return list(inner[kind])
    return [clause]


def size(clause: object) -> int:
    """About how many clauses a cluster counts in a query, a little more rather than less."""
    if isinstance(clause, list):
        return sum(map(size, clause))
    if not isinstance(clause, dict):
        return 0
    total = 0
    for name, inner in clause.items():
        if name == "terms":
            total += sum(min(len(values), _LISTED) for values in inner.values())
        elif name == "nested":
            total += 1 + size(inner["query"])
        elif name in _SINGLE:
            total += 1
        elif name not in _SILENT:
            total += size(inner)
    return total


_SINGLE: Final = frozenset(
    {"term", "span_term", "match_phrase", "match_all", "match_none", "exists", "range"}
)
_SILENT: Final = frozenset({"script", "inner_hits"})
