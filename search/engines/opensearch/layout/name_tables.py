"""A generation in the cluster → its names, offices and values of fields, each with its count.

Exact, by aggregations that are read to their end. The publisher keeps the tables in the sidecar,
so that an engine that opens the generation does not count anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from search.engines.opensearch.layout.mapping import TURNS, VOICES
from search.engines.printed_speakers import PrintedName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from search.engines.opensearch.cluster.client import Cluster

PRINTED: Final = ("place", "section", "topic")
"""Fields of statements whose values are texts."""

_AT_A_TIME: Final = 5_000  # values a request


@dataclass(frozen=True, slots=True)
class NameTables:
    """The names, offices and values of a generation.

    Numbers of statements: `spoken` by choice of the speaker facet, `roles` by choice of the role
    facet, `printed` by field and text. `voices` are names as printed, with numbers of turns.
    """

    voices: Sequence[PrintedName]
    spoken: Mapping[str, int]
    roles: Mapping[str, int]
    printed: Mapping[str, Mapping[str, int]]
    langs: Sequence[str]
    years: Sequence[str]

    def shape(self) -> dict[str, Any]:
        """The tables as JSON."""
        return {
            "voices": [
                [*voice[:5], *(day and day.toordinal() for day in voice[5:])]
                for voice in self.voices
            ],
            "spoken": dict(self.spoken),
            "roles": dict(self.roles),
            "printed": {name: dict(counts) for name, counts in self.printed.items()},
            "langs": list(self.langs),
            "years": list(self.years),
        }


def tables_from(shape: Mapping[str, Any]) -> NameTables:
    """The tables that a shape was made of."""
    voices = [PrintedName(*row[:5], *map(_day, row[5:])) for row in shape["voices"]]
    return NameTables(**{**shape, "voices": voices})


def read_tables(cluster: Cluster, index: str) -> NameTables:
    """The tables of a generation, counted now."""
    return NameTables(
        voices=list(_voices(cluster, index)),
        spoken=dict(_counted(cluster, index, f"{VOICES}.speaker", VOICES)),
        roles=dict(_counted(cluster, index, f"{VOICES}.role", VOICES)),
        printed={name: dict(_counted(cluster, index, f"{name}_print")) for name in PRINTED},
        langs=[lang for lang, _ in _counted(cluster, index, "lang")],
        years=[year for year, _ in _counted(cluster, index, "year")],
    )


def buckets(
    cluster: Cluster,
    index: str,
    fields: Mapping[str, str],
    path: str = "",
    more: Mapping[str, Any] | None = None,
    query: Mapping[str, Any] | None = None,
) -> Iterator[dict[str, Any]]:
    """Every combination of values of some fields that occurs, with its count: none is left out.

    `path` is that of the nested documents to look at; `more` are aggregations of each combination.
    """
    sources = [
        {name: {"terms": {"field": field, "missing_bucket": len(fields) > 1}}}
        for name, field in fields.items()
    ]
    after: Mapping[str, Any] | None = None
    while True:
        composite: dict[str, Any] = {"size": _AT_A_TIME, "sources": sources}
        if after:
            composite["after"] = after
        aggregations = {"all": {"composite": composite, "aggs": dict(more or {})}}
        if path:
            aggregations = {"in": {"nested": {"path": path}, "aggs": aggregations}}
        body = {"size": 0, "track_total_hits": False, "aggs": aggregations}
        answer = cluster.search(index, body | ({"query": dict(query)} if query else {}))
        found = answer["aggregations"]
        found = found["in"]["all"] if path else found["all"]
        yield from found["buckets"]
        after = found.get("after_key")
        if after is None:
            return


def _voices(cluster: Cluster, index: str) -> Iterator[PrintedName]:
    fields = {
        name: f"{TURNS}.{field}"
        for name, field in (
            ("own", "own"),
            ("person", "person"),
            ("speaker", "speaker_print"),
            ("role", "role_print"),
            ("role_inferred", "role_inferred_print"),
        )
    }
    days = {"first": {"min": {"field": "day"}}, "last": {"max": {"field": "day"}}}
    more = {"statements": {"reverse_nested": {}, "aggs": days}}
    for bucket in buckets(cluster, index, fields, TURNS, more):
        own, person, speaker, role, inferred = bucket["key"].values()
        spans = bucket["statements"]
        first, last = (_day(spans[name]["value"]) for name in ("first", "last"))
        if own:
            yield PrintedName(person, speaker, role, inferred, bucket["doc_count"], first, last)


def _counted(cluster: Cluster, index: str, field: str, path: str = "") -> Iterator[tuple[str, int]]:
    """Every value of a field, and how many documents have it."""
    for bucket in buckets(cluster, index, {"value": field}, path):
        yield bucket["key"]["value"], bucket["doc_count"]


def _day(ordinal: float | None) -> date | None:
    return None if ordinal is None else date.fromordinal(int(ordinal))
