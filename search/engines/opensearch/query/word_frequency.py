"""A search → by year, how often its words stand in turns, and how many words these have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from search.engine import EXACT_FIELDS
from search.engines.opensearch.layout.documents import turn_pieces
from search.engines.opensearch.layout.mapping import BESIDE, TURNS
from search.engines.opensearch.layout.vocabulary import Vocabulary, cut_word
from search.engines.opensearch.query.dsl import every
from search.engines.opensearch.query.hits import found_in
from search.engines.opensearch.query.listing import Display, StatementListing, own
from search.engines.opensearch.query.paging import EVERY, walked
from search.engines.opensearch.query.translator import FIELDS, field_clause, in_turn
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from search.engines.opensearch.cluster.client import Body, Cluster
    from search.engines.opensearch.query.dsl import Clause
    from search.engines.opensearch.query.translator import ClauseLeaf, ClauseScope
    from search.engines.query_plan import Leaf
    from search.records import Turn

_MOST_YEARS: Final = 10_000
_MOST_WORDS: Final = 500  # asked for at once
_EVERY_TURN: Final = 10_000  # of a statement that holds a phrase


def occurrences(
    cluster: Cluster, index: str, matching: Clause, leaves: Iterable[ClauseLeaf]
) -> dict[int, int]:
    """How often words and phrases stand in turns in scope of matching statements, by year."""
    total: dict[int, int] = {}
    for leaf, scope in leaves:
        if leaf.of_title or not leaf.words:
            continue
        if leaf.slop > 1 and len(leaf.words) > 1:
            counts = _counted_in_turns(cluster, index, matching, leaf, scope)
        else:
            counts = _counted_by_cluster(cluster, index, matching, leaf, scope)
        for year, often in counts:
            total[year] = total.get(year, 0) + often
    return {year: often for year, often in sorted(total.items()) if often}


def words_spoken(
    cluster: Cluster, index: str, matching: Clause, scope: ClauseScope
) -> dict[int, int]:
    """How many words the turns in scope of matching statements have, by year."""
    summed = {"sum": {"sum": {"field": f"{TURNS}.words"}}}
    kept = {"kept": {"filter": own(every(scope.turns)), "aggs": summed}}
    inside = {"turns": {"nested": {"path": TURNS}, "aggs": kept}}
    found = cluster.search(index, _by_year(every([matching]), inside))
    counts = (
        (_year(one), round(one["turns"]["kept"]["sum"]["value"]))
        for one in found["aggregations"]["years"]["buckets"]
    )
    return {year: often for year, often in sorted(counts) if often}


def _counted_by_cluster(
    cluster: Cluster, index: str, matching: Clause, leaf: Leaf, scope: ClauseScope
) -> Iterator[tuple[int, int]]:
    """The cluster counts words, and words side by side: as the score, which is their frequency."""
    field = FIELDS[leaf.field][Part.TURNS]
    in_order = leaf.slop and len(leaf.words) > 1
    said = [field_clause(leaf, field)] if in_order else [_word(field, one) for one in leaf.words]
    times = len(leaf.words) if in_order else 1  # a phrase is counted once for each of its words
    summed = {"sum": {"sum": {"script": {"source": "_score"}}}}
    for start in range(0, len(said), _MOST_WORDS):
        turns: Clause = {
            "bool": {
                "filter": [own(every(scope.turns))],
                "should": said[start : start + _MOST_WORDS],
                "minimum_should_match": 1,
            }
        }
        counted = {"nested": {"path": TURNS, "score_mode": "sum", "query": turns}}
        query = {"bool": {"filter": [matching], "must": [counted]}}
        found = cluster.search(index, _by_year(query, summed))
        for one in found["aggregations"]["years"]["buckets"]:
            yield _year(one), round(one["sum"]["value"] / times)


def _counted_in_turns(
    cluster: Cluster, index: str, matching: Clause, leaf: Leaf, scope: ClauseScope
) -> Iterator[tuple[int, int]]:
    """Phrases with words between are counted in the turns read: the cluster would weight them."""
    turns = own(in_turn(leaf, scope))
    holding = {"nested": {"path": TURNS, "query": turns}}
    display = Display(turns, turns_per_hit=_EVERY_TURN)
    listing = StatementListing(every([matching, holding]), display=display)
    words, known = tuple(map(cut_word, leaf.words)), Vocabulary()
    for hit in walked(cluster, index, listing, 0, EVERY):
        found = found_in(hit)
        year = found.statement.date.year if found.statement.date else 0
        for turn in found.turns:
            yield year, sum(_ends(row, words, leaf.slop) for row in _rows(turn, leaf, known))


def _rows(turn: Turn, leaf: Leaf, known: Vocabulary) -> Iterator[Sequence[Sequence[str]]]:
    """What is found at each place of a turn as a leaf asks for it, piece by piece."""
    for piece in turn_pieces(turn, known):
        exact = leaf.field in EXACT_FIELDS
        found = known.written(piece) if exact else known.stemmed(piece)
        yield tuple(one.split(BESIDE) for one in found)


def _ends(row: Sequence[Sequence[str]], words: Sequence[str], slop: int) -> int:
    """How many places words in order, each within `slop` places after the one before, end at."""
    ends = [at for at, found in enumerate(row) if words[0] in found]
    for following_word in words[1:]:
        following_ends, nearest = [], iter([*ends, len(row)])
        before, following = -1 - slop, next(nearest)
        for at, found in enumerate(row):
            while following < at:
                before, following = following, next(nearest)
            if following_word in found and at - before <= slop:
                following_ends.append(at)
        ends = following_ends
    return len(ends)


def _word(field: str, word: str) -> Clause:
    return {"term": {field: cut_word(word)}}


def _by_year(query: Clause, inside: Mapping[str, Any]) -> Body:
    years = {"field": "year", "missing": "", "size": _MOST_YEARS}
    return {
        "size": 0,
        "track_total_hits": False,
        "query": query,
        "aggs": {"years": {"terms": years, "aggs": dict(inside)}},
    }


def _year(bucket: Body) -> int:
    return int(bucket["key"] or 0)
