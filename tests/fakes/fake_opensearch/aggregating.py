"""Aggregations and the units found → the counts asked for."""

from __future__ import annotations

import zlib
from collections import defaultdict
from itertools import product
from typing import Any, Final

from fake_opensearch.indices import Json, Refused, Unknown
from fake_opensearch.matching import Unit, matches

_MOST_BUCKETS: Final = 65_535


def aggregated(asked: Json, units: list[Unit]) -> Json:
    """The answer to each aggregation by its name."""
    return {name: _one(told, units) for name, told in asked.items()}


def _one(told: Json, units: list[Unit]) -> Json:
    inside = told.get("aggs", {})
    kinds = told.keys() - {"aggs"}
    if len(kinds) != 1 or not kinds <= _KINDS.keys():
        raise Unknown(f"the aggregation {kinds}")
    (kind,) = kinds
    return _KINDS[kind](told[kind], units, inside)


def _counted(units: list[Unit], inside: Json) -> Json:
    return {"doc_count": len(units), **aggregated(inside, units)}


def _filter(told: Json, units: list[Unit], inside: Json) -> Json:
    return _counted([one for one in units if matches(told, one)], inside)


def _nested(told: Json, units: list[Unit], inside: Json) -> Json:
    return _counted([inner for one in units for inner in one.nested(told["path"])], inside)


def _reverse_nested(told: Json, units: list[Unit], inside: Json) -> Json:
    if told:
        raise Unknown(f"reverse_nested with {told}")
    return _counted(list(dict.fromkeys(one.root for one in units)), inside)


def _numbers(told: Json, units: list[Unit]) -> list[float]:
    if told == {"script": {"source": "_score"}}:
        return [one.score for one in units]
    if told.keys() != {"field"}:
        raise Unknown(f"a sum of {told}")
    return [value for one in units for value in one.values(told["field"])]


def _sum(told: Json, units: list[Unit], inside: Json) -> Json:
    return {"value": float(sum(_numbers(told, units)))}


def _min(told: Json, units: list[Unit], inside: Json) -> Json:
    return {"value": min(map(float, _numbers(told, units)), default=None)}


def _max(told: Json, units: list[Unit], inside: Json) -> Json:
    return {"value": max(map(float, _numbers(told, units)), default=None)}


def _values(name: str, unit: Unit) -> list[Any]:
    return [one for one in dict.fromkeys(unit.values(name)) if one is not None]


def _terms(told: Json, units: list[Unit], inside: Json) -> Json:
    if told.keys() - {"field", "size", "missing", "include"}:
        raise Unknown(f"terms with {told.keys()}")
    if told["size"] > _MOST_BUCKETS:
        raise Refused(400, "too_many_buckets_exception")
    parts = told.get("include", {"partition": 0, "num_partitions": 1})
    found: dict[Any, list[Unit]] = defaultdict(list)
    for unit in units:
        given = _values(told["field"], unit)
        for value in given or ([told["missing"]] if "missing" in told else []):
            if zlib.crc32(str(value).encode()) % parts["num_partitions"] == parts["partition"]:
                found[value].append(unit)
    rows = sorted(found.items(), key=lambda row: (-len(row[1]), row[0]))
    shown, rest = rows[: told["size"]], rows[told["size"] :]
    return {
        "doc_count_error_upper_bound": 0,
        "sum_other_doc_count": sum(len(one) for _, one in rest),
        "buckets": [{"key": key, **_counted(inner, inside)} for key, inner in shown],
    }


def _composite(told: Json, units: list[Unit], inside: Json) -> Json:
    names, fields, missing = [], [], []
    for source in told["sources"]:
        ((name, how),) = source.items()
        names.append(name)
        fields.append(how["terms"]["field"])
        missing.append(how["terms"]["missing_bucket"])
    found: dict[tuple[Any, ...], list[Unit]] = defaultdict(list)
    for unit in units:
        rows = [
            _values(field, unit) or ([None] if may else [])
            for field, may in zip(fields, missing, strict=True)
        ]
        for key in product(*rows):
            found[key].append(unit)
    keys = sorted(found, key=_ordered)
    if "after" in told:
        after = _ordered(tuple(told["after"][name] for name in names))
        keys = [key for key in keys if _ordered(key) > after]
    buckets = [
        {"key": dict(zip(names, key, strict=True)), **_counted(found[key], inside)}
        for key in keys[: told["size"]]
    ]
    return {"buckets": buckets} | ({"after_key": buckets[-1]["key"]} if buckets else {})


def _ordered(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """As keys are compared, what is missing first."""
    return tuple((one is not None, one if one is not None else "") for one in key)


_KINDS: Final = {
    "filter": _filter,
    "nested": _nested,
    "reverse_nested": _reverse_nested,
    "sum": _sum,
    "min": _min,
    "max": _max,
    "terms": _terms,
    "composite": _composite,
}
