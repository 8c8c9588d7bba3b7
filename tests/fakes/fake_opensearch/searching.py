"""A search's body and an index → its answer: total, hits in order with what is shown, counts."""

from __future__ import annotations

import math
import struct
from typing import Any, Final

from fake_opensearch.aggregating import aggregated
from fake_opensearch.indices import Index, Json, Refused, Unknown
from fake_opensearch.matching import Matched, Unit, refuse_too_many, score

_KNOWN: Final = frozenset(
    {
        "query", "sort", "size", "from", "search_after", "track_scores", "track_total_hits",
        "_source", "docvalue_fields", "aggs",
    }
)  # fmt: skip
_WINDOW: Final = 10_000
_LONGEST: Final = (1 << 63) - 1


def searched(index: Index, body: Json) -> Json:
    """The answer to one search."""
    if body.keys() - _KNOWN:
        raise Unknown(f"a search with {body.keys() - _KNOWN}")
    if body.get("from", 0) + body.get("size", 10) > _WINDOW:
        raise Refused(400, "illegal_argument_exception")
    query = body.get("query", {"match_all": {}})
    if refuse_too_many(query):
        raise Refused(400, "too_many_nested_clauses")
    found: list[tuple[Unit, Matched]] = []
    for name, document in index.visible.items():
        unit, noted = Unit(index, document, id=name), Matched()
        worth = score(query, unit, noted, scored=_is_scored(body))
        if worth is not None:
            unit.score = _single(worth)
            found.append((unit, noted))
    hits: Json = {"hits": _hits(body, found)}
    counted = body.get("track_total_hits", _WINDOW)
    if counted is not False:
        total = len(found) if counted is True else min(len(found), _WINDOW)
        hits["total"] = {"value": total, "relation": "eq" if total == len(found) else "gte"}
    shards = {"total": 1, "successful": 1, "failed": 0}
    answer: Json = {"timed_out": False, "_shards": shards, "hits": hits, "status": 200}
    if "aggs" in body:
        answer["aggregations"] = aggregated(body["aggs"], [unit for unit, _ in found])
    return answer


def _is_scored(body: Json) -> bool:
    """Whether anything asks for scores; the sum of them is one of the counts asked for."""
    by_score = any("_score" in one for one in body.get("sort", ()))
    return by_score or bool(body.get("track_scores")) or "_score" in str(body.get("aggs"))


def _single(number: float) -> float:
    """A number as Lucene keeps scores, in 32 bits."""
    return float(struct.unpack("f", struct.pack("f", number))[0])


def _hits(body: Json, found: list[tuple[Unit, Matched]]) -> list[Json]:
    if "sort" not in body and 0 < body.get("size", 10) < len(found):
        raise Unknown("some of many hits in no order")
    order = body.get("sort", [])
    rows = sorted(
        ((_place(order, unit, unit.score), unit, noted) for unit, noted in found),
        key=lambda row: row[0][0],
    )
    if "search_after" in body:
        after = _compared(order, body["search_after"])
        rows = [row for row in rows if row[0][0] > after]
    start = body.get("from", 0)
    shown = rows[start : start + body.get("size", 10)]
    return [_hit(body, values, unit, noted) for (_, values), unit, noted in shown]


def _place(order: list[Json], unit: Unit, worth: float) -> tuple[tuple[Any, ...], list[Any]]:
    """Where a unit stands in an order: as it is compared, and as it is told."""
    values = []
    for one in order:
        ((name, how),) = one.items()
        if name == "_score":
            if math.isnan(worth):
                raise Unknown("an order by the scores of what is no text")
            values.append(worth)
            continue
        given = unit.values(name)
        if len(given) > 1:
            raise Unknown(f"an order by the many values of {name}")
        missing = -_LONGEST - 1 if _is_falling(how) else _LONGEST
        values.append(given[0] if given and given[0] is not None else missing)
    return _compared(order, values), values


def _compared(order: list[Json], values: list[Any]) -> tuple[Any, ...]:
    falls = [_is_falling(how) for one in order for how in one.values()]
    return tuple(-one if fall else one for one, fall in zip(values, falls, strict=True))


def _is_falling(how: str | Json) -> bool:
    told = how if isinstance(how, dict) else {"order": how}
    if told.keys() - {"order", "missing"} or told.get("missing", "_last") != "_last":
        raise Unknown(f"the order {how}")
    return bool(told["order"] == "desc")


def _hit(body: Json, values: list[Any], unit: Unit, noted: Matched) -> Json:
    hit: Json = {"_id": unit.id, "_score": unit.score if _is_scored(body) else None}
    if "sort" in body:
        hit["sort"] = values
    wanted = body.get("_source", True)
    if wanted is not False:
        source = unit.index.source(unit.source)
        hit["_source"] = source if wanted is True else {name: source[name] for name in wanted}
    fields = {name: unit.values(name) for name in body.get("docvalue_fields", ())}
    if fields := {name: given for name, given in fields.items() if given}:
        hit["fields"] = fields
    if noted.named:
        hit["matched_queries"] = noted.named
    if noted.inner:
        hit["inner_hits"] = {name: _inner(unit.index, *told) for name, told in noted.inner.items()}
    return hit


def _inner(index: Index, asked: Json, units: list[tuple[Unit, float]]) -> Json:
    """Nested units that matched, in their order."""
    if asked.keys() - {"name", "size", "_source", "stored_fields", "sort"} or asked["_source"]:
        raise Unknown(f"inner hits with {asked.keys()}")
    rows = sorted(units, key=lambda row: _place(asked["sort"], row[0], _single(row[1]))[0])
    if asked["size"] > index.settings.get("index.max_inner_result_window", 100):
        raise Refused(400, "illegal_argument_exception")
    hits = [
        {"fields": {name: _stored(one, name) for name in asked["stored_fields"]}}
        for one, _ in rows[: asked["size"]]
    ]
    return {"hits": {"total": {"value": len(units), "relation": "eq"}, "hits": hits}}


def _stored(unit: Unit, name: str) -> list[Any]:
    if not unit.index.kind(name).get("store"):
        raise Unknown(f"{name} is not stored")
    return unit.values(name)
