"""Hits of a listing, as the cluster answers → the statements found, with their turns and scores."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from search.engine import Found
from search.engines.opensearch.query.listing import PLAIN, SHAPE
from search.records import Part
from search.statement_json import statement_from, turn_from

if TYPE_CHECKING:
    from search.engines.opensearch.cluster.client import Body
    from search.records import Statement, Turn


def found_in(hit: Body) -> Found:
    """A statement with its turns, and the parts that match; it is scored elsewhere."""
    named = set(hit.get("matched_queries", ()))
    turns = hit.get("inner_hits", {}).get(Part.TURNS.value, {"hits": {"hits": []}})["hits"]
    matching = turns["total"]["value"] if "total" in turns else 0
    if matching:
        named.add(Part.TURNS.value)
    return Found(
        statement=head_in(hit),
        turns=turns_in(turns),
        score=0.0,
        matched_in=tuple(part for part in Part if part.value in named),
        matching_turns=matching,
    )


def missing_in(hit: Body, plain: int) -> tuple[int, ...]:
    """Positions of the plain words, of so many, that a statement lacks."""
    named = hit.get("matched_queries", ())
    return tuple(at for at in range(plain) if f"{PLAIN}{at}" not in named)


def head_in(hit: Body) -> Statement:
    """The statement of a hit, its turns left out."""
    head = statement_from(hit["_source"]["head"]["shape"])
    seconds = hit.get("fields", {}).get("indexed")
    return replace(head, indexed=datetime.fromtimestamp(seconds[0], UTC)) if seconds else head


def turns_in(hits: Body) -> tuple[Turn, ...]:
    """The turns of inner hits."""
    return tuple(turn_from(json.loads(hit["fields"][SHAPE][0])) for hit in hits["hits"])
