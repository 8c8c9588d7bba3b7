"""A search + some speakers → how often each said its words, asked one speaker at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from search.engine import Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from search.engine import Search, SearchEngine


def said_one_by_one(
    engine: SearchEngine, search: Search, speakers: Sequence[str]
) -> Mapping[str, Said]:
    """What `SearchEngine.said_by` gives, for an engine that has no shorter way."""
    found = {}
    for speaker in speakers:
        values = {**search.filters.values, "speaker": (speaker,)}
        filters = replace(search.filters, values=values)
        alone = replace(search, filters=filters)
        times, spoken = engine.occurrences(alone), engine.words_spoken(filters)
        counted = engine.search(replace(alone, limit=0, turns_per_hit=0, facets=(), plain=()))
        turns = counted.total.turns
        found[speaker] = Said(sum(times.values()), sum(spoken.values()), turns)
    return found
