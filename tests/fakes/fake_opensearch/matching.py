"""Queries and documents → whether they match, and with which score.

A unit is a document or one nested in it. Scores are those of the similarity that the index names,
how often a word stands times its boost; what is looked at as a filter has none.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from fake_opensearch.indices import Index, Json, Unknown

_SCRIPT: Final = re.compile(
    r"params\.worth \* _score / \(_score \+ params\.fixed \+ params\.growing"
    r" \* doc\['([\w.]+)'\]\.value\)"
)
_MOST_CLAUSES: Final = 1024


@dataclass(eq=False)
class Unit:
    """A document, or one nested in it at `path`; its score where one was asked for."""

    index: Index
    source: Json
    path: str = ""
    parent: Unit | None = None
    id: str = ""
    score: float = 0.0
    _nested: dict[str, list[Unit]] = field(default_factory=dict)
    _tokens: dict[str, dict[str, list[int]]] = field(default_factory=dict)

    @cached_property
    def root(self) -> Unit:
        """The document that this is nested in."""
        return self.parent.root if self.parent else self

    def nested(self, path: str) -> list[Unit]:
        """The units below this one at a path."""
        if path not in self._nested:
            if not path.startswith(f"{self.path}." if self.path else ""):
                raise Unknown(f"nested {path} within {self.path}")
            steps = path[len(self.path) :].strip(".").split(".")
            units, at = [self], self.path
            for step in steps:
                at = f"{at}.{step}".strip(".")
                if self.index.kind(at).get("type") != "nested":
                    raise Unknown(f"{at} is not nested")
                units = [
                    Unit(self.index, source, at, one, one.id)
                    for one in units
                    for source in one.source.get(step, ())
                ]
            self._nested[path] = units
        return self._nested[path]

    def values(self, name: str) -> list[Any]:
        """The values of a field of this unit."""
        self.index.kind(name)
        before, _, own = name.rpartition(".")
        if before != self.path:
            raise Unknown(f"the field {name} is looked for in {self.path or 'a document'}")
        found = self.source.get(own, [])
        return found if isinstance(found, list) else [found]

    def indexed(self, name: str) -> list[Any]:
        """The values of a field that queries may ask for."""
        if self.index.kind(name).get("index") is False:
            raise Unknown(f"{name} is not indexed")
        return self.values(name)

    def positions(self, name: str) -> dict[str, list[int]]:
        """The places of each word of a text."""
        if name not in self._tokens:
            gap = self.index.kind(name).get("position_increment_gap", 100)
            at, found = -1 - gap, dict[str, list[int]]()
            for text in self.indexed(name):
                at += gap
                for token in text.split():
                    at += 1
                    for word in self.index.analysed(name, token):
                        found.setdefault(word, []).append(at)
            self._tokens[name] = found
        return self._tokens[name]


@dataclass
class Matched:
    """What a query notes of a document beside its score: named clauses and inner hits."""

    named: list[str] = field(default_factory=list)
    inner: dict[str, tuple[Json, list[tuple[Unit, float]]]] = field(default_factory=dict)


def matches(query: Json, unit: Unit, noted: Matched | None = None) -> bool:
    """Whether a unit matches a query that is looked at as a filter."""
    return score(query, unit, noted, scored=False) is not None


def score(
    query: Json, unit: Unit, noted: Matched | None = None, *, scored: bool = True
) -> float | None:
    """The score of a unit; None where it does not match."""
    ((kind, told),) = query.items()
    if kind not in _KINDS:
        raise Unknown(f"the query {kind}")
    found = _KINDS[kind](told, unit, noted, scored)
    return found if found is None or scored else 0.0


def clauses(query: object) -> int:
    """How many clauses a query has, terms of one field as one."""
    if isinstance(query, list):
        return sum(map(clauses, query))
    if not isinstance(query, dict):
        return 0
    leaves = sum(1 for name in query if name in _LEAVES)
    return leaves + sum(clauses(one) for name, one in query.items() if name not in _LEAVES)


def refuse_too_many(query: Json) -> bool:
    """Whether a cluster would refuse a query for its size."""
    return clauses(query) > _MOST_CLAUSES


def _match_all(told: Json, unit: Unit, noted: Matched | None, scored: bool) -> float | None:
    return 1.0


def _match_none(told: Json, unit: Unit, noted: Matched | None, scored: bool) -> float | None:
    return None


def _term(told: Json, unit: Unit, noted: Matched | None, scored: bool) -> float | None:
    ((name, value),) = told.items()
    if unit.index.kind(name)["type"] != "text":
        return math.nan if value in unit.indexed(name) else None  # nobody may order by it
    places = unit.positions(name).get(value)
    if places is None:
        return None
    return _often(name, unit, len(places)) if scored else 0.0


def _often(name: str, unit: Unit, count: int) -> float:
    """The score of what stands so often: the similarity `often`, which is scripted."""
    if unit.index.kind(name).get("similarity") != "often":
        raise Unknown(f"the score of {name}, which has no similarity")
    return float(count)


def _terms(told: Json, unit: Unit, noted: Matched | None, scored: bool) -> float | None:
    ((name, wanted),) = told.items()
    if unit.index.kind(name)["type"] == "text":
        found = any(one in unit.positions(name) for one in wanted)
    else:
        found = not set(wanted).isdisjoint(unit.indexed(name))
    return 1.0 if found else None


def _range(told: Json, unit: Unit, noted: Matched | None, scored: bool) -> float | None:
    ((name, bounds),) = told.items()
    tests = {
        "gt": lambda one, other: one > other,
        "gte": lambda one, other: one >= other,
        "lt": lambda one, other: one < other,
        "lte": lambda one, other: one <= other,
    }
    if bounds.keys() - tests.keys():
        raise Unknown(f"the range {bounds}")
    values = unit.indexed(name)
    found = any(all(tests[how](one, end) for how, end in bounds.items()) for one in values)
    return 1.0 if found else None


def _exists(told: Json, unit: Unit, noted: Matched | None, scored: bool) -> float | None:
    return 1.0 if any(one is not None for one in unit.values(told["field"])) else None


def _match_phrase(told: Json, unit: Unit, noted: Matched | None, scored: bool) -> float | None:
    ((name, text),) = told.items()
    words = text.split()
    places = [set(unit.positions(name).get(word, ())) for word in words]
    often = sum(all(at + n in one for n, one in enumerate(places)) for at in places[0])
    if not often:
        return None
    return _often(name, unit, often) * len(words) if scored else 0.0  # once for each word


def _span(query: Json, unit: Unit) -> list[tuple[int, int]]:
    """Where spans begin and end."""
    ((kind, told),) = query.items()
    if kind == "span_term":
        ((name, word),) = told.items()
        return [(at, at + 1) for at in unit.positions(name).get(word, ())]
    if kind != "span_near" or not told["in_order"] or len(told["clauses"]) != 2:
        raise Unknown(f"the span {query}")
    first, second = (_span(one, unit) for one in told["clauses"])
    found = []
    for start, end in first:
        nearest = min((one for one in second if one[0] >= end), default=None)
        if nearest and nearest[0] - end <= told["slop"]:
            found.append((start, nearest[1]))
    return found


def _span_near(told: Json, unit: Unit, noted: Matched | None, scored: bool) -> float | None:
    if scored:
        raise Unknown("the score of spans")
    return 0.0 if _span({"span_near": told}, unit) else None


def _bool(told: Json, unit: Unit, noted: Matched | None, scored: bool) -> float | None:
    known = {"filter", "must", "should", "must_not", "minimum_should_match", "_name"}
    if told.keys() - known:
        raise Unknown(f"bool with {told.keys() - known}")
    if any(matches(one, unit) for one in told.get("must_not", ())):
        return None
    if not all(matches(one, unit, noted) for one in told.get("filter", ())):
        return None
    must = [score(one, unit, noted, scored=scored) for one in told.get("must", ())]
    should = [score(one, unit, noted, scored=scored) for one in told.get("should", ())]
    fits = [one for one in should if one is not None]
    some = "should" in told and not (told.keys() & {"filter", "must"})
    if None in must or len(fits) < told.get("minimum_should_match", int(some)):
        return None
    if noted is not None and "_name" in told:
        noted.named.append(told["_name"])
    return sum(one for one in (*must, *fits) if one is not None)


def _nested(told: Json, unit: Unit, noted: Matched | None, scored: bool) -> float | None:
    found = []
    for one in unit.nested(told["path"]):
        worth = score(told["query"], one, scored=scored or _orders(told.get("inner_hits", {})))
        if worth is not None:
            found.append((one, worth))
    if noted is not None and "inner_hits" in told:
        noted.inner[told["inner_hits"]["name"]] = (told["inner_hits"], found)
    if not found:
        return None
    if not scored:
        return 0.0
    modes = {"sum": sum, "max": max}
    if told.get("score_mode") not in modes:
        raise Unknown("nested scores without sum or max")
    return modes[told["score_mode"]](worth for _, worth in found)


def _orders(inner: Json) -> bool:
    """Whether inner hits are ordered by their scores."""
    return any("_score" in one for one in inner.get("sort", ()))


def _constant_score(told: Json, unit: Unit, noted: Matched | None, scored: bool) -> float | None:
    return told["boost"] if matches(told["filter"], unit, noted) else None


def _dis_max(told: Json, unit: Unit, noted: Matched | None, scored: bool) -> float | None:
    found = [score(one, unit, noted, scored=scored) for one in told["queries"]]
    return max((one for one in found if one is not None), default=None)


def _function_score(told: Json, unit: Unit, noted: Matched | None, scored: bool) -> float | None:
    if told.keys() != {"query", "functions"}:
        raise Unknown(f"function_score with {told.keys()}")
    found = score(told["query"], unit, noted, scored=scored)
    for function in told["functions"]:
        if found is not None and matches(function["filter"], unit):
            found *= function["weight"]
    return found


def _script_score(told: Json, unit: Unit, noted: Matched | None, scored: bool) -> float | None:
    script = _SCRIPT.fullmatch(told["script"]["source"])
    if script is None:
        raise Unknown(f"the script {told['script']['source']}")
    found = score(told["query"], unit, noted)
    if found is None:
        return None
    (length,) = unit.values(script[1])
    given = told["script"]["params"]
    return float(given["worth"] * found / (found + given["fixed"] + given["growing"] * length))


_LEAVES: Final = frozenset(
    {"term", "terms", "span_term", "match_phrase", "match_all", "match_none", "exists", "range"}
)
_KINDS: Final = {
    "match_all": _match_all,
    "match_none": _match_none,
    "term": _term,
    "terms": _terms,
    "range": _range,
    "exists": _exists,
    "match_phrase": _match_phrase,
    "span_near": _span_near,
    "bool": _bool,
    "nested": _nested,
    "constant_score": _constant_score,
    "dis_max": _dis_max,
    "function_score": _function_score,
    "script_score": _script_score,
}
