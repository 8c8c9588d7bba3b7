"""Folded words → where they stand side by side on a cluster, and the stretches that hold most."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import words as tokens_of
from search.engine import IndexPassage, Quoted, Sort
from search.engines.opensearch.layout.documents import turn_pieces
from search.engines.opensearch.layout.mapping import TURNS
from search.engines.opensearch.layout.vocabulary import Vocabulary, cut_word
from search.engines.opensearch.query.dsl import everything, nested, some
from search.engines.opensearch.query.hits import head_in, turns_in
from search.engines.opensearch.query.listing import Display, StatementListing, own
from search.engines.opensearch.query.paging import EVERY, walked
from search.engines.stretches import SPARE, best_stretch, side_by_side
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.engines.opensearch.cluster.client import Body, Cluster
    from search.engines.opensearch.layout.term_counts import TermCounts
    from search.engines.opensearch.query.dsl import Clause
    from search.records import Statement, Turn

_EXACT: Final = f"{TURNS}.exact"
_HEADS: Final = {Part.TITLE: "title_exact", Part.LEAD: "lead_exact"}
_EVERY_TURN: Final = 10_000
_TURNS: Final = 3  # of a statement that are looked at
_FEATURES: Final = 12
_RUN: Final = 3
_RUNS: Final = 6
_RARE: Final = 2_000  # places: words in more of them are looked for in runs


def quoted(cluster: Cluster, index: str, words: Sequence[str], most: int) -> Quoted:
    """Where words stand side by side, turns first, oldest first."""
    written = list(map(cut_word, words))
    in_turns = own(_side_by_side(_EXACT, written))
    heads = [_side_by_side(field, written) for field in _HEADS.values()]
    matching = some([nested(TURNS, in_turns), *heads])
    display = Display(in_turns, turns_per_hit=_EVERY_TURN)
    listing = StatementListing(matching, Sort.OLDEST, display)
    turns: list[IndexPassage] = []
    others: list[IndexPassage] = []
    for hit in walked(cluster, index, listing, 0, EVERY):
        for passage, row in _rows(hit):
            for first in side_by_side(row, written):
                found = passage._replace(words=(first, first + len(written)))
                (others if passage.turn is None else turns).append(found)
    return Quoted(len(turns) + len(others), tuple([*turns, *others][:most]))


def passages(
    cluster: Cluster, index: str, words: Sequence[str], most: int, counts: TermCounts
) -> tuple[IndexPassage, ...]:
    """The places that hold most of the rarest words, best first."""
    written = list(map(cut_word, words))
    weights = _weights(written, counts)
    features = list(_features(written, weights, counts))
    if not features or most < 1:
        return ()
    answer = cluster.search(index, _body(features, most))
    found = [
        (stretch.worth, passage._replace(words=(stretch.first, stretch.stop)))
        for hit in answer["hits"]["hits"]
        for passage, row in _rows(hit)
        if (stretch := best_stretch(row, weights, len(written) + SPARE))
    ]
    found.sort(key=lambda one: -one[0])
    return tuple(passage for _, passage in found[:most])


def _rows(hit: Body) -> Iterator[tuple[IndexPassage, list[str | None]]]:
    """The turns of a hit in their order, then its title and lead, each with its words."""
    head: Statement = head_in(hit)
    known = Vocabulary()
    inner = hit["inner_hits"][Part.TURNS.value]["hits"]
    for turn in sorted(turns_in(inner), key=lambda one: one.n):
        yield IndexPassage(head, Part.TURNS, turn), _row(turn, known)
    for part, text in ((Part.TITLE, head.title), (Part.LEAD, head.lead)):
        if text:
            yield IndexPassage(head, part, None), [cut_word(one) for one in tokens_of(text)]


def _row(turn: Turn, known: Vocabulary) -> list[str | None]:
    row: list[str | None] = []
    for at, piece in enumerate(turn_pieces(turn, known)):
        if at:
            row.append(None)
        row.extend(known.words[number] for number in piece)
    return row


def _side_by_side(field: str, words: Sequence[str]) -> Clause:
    if len(words) == 1:
        return {"term": {field: words[0]}}
    return {"match_phrase": {field: " ".join(words)}}


def _weights(words: Sequence[str], counts: TermCounts) -> dict[str, float]:
    """The rarer a word, the more it weighs; words that stand nowhere weigh nothing."""
    total = sum(counts.sums["documents"])
    held = {word: sum(counts.exact.get(word, ())) for word in words}
    return {word: math.log(1 + total / (1 + many)) for word, many in held.items() if many}


def _features(
    words: Sequence[str], weights: dict[str, float], counts: TermCounts
) -> Iterator[tuple[Sequence[str], float]]:
    """Rare words, and runs of words side by side, with what each is worth."""
    known = sorted(weights, key=lambda word: -weights[word])
    rare = [word for word in known if sum(counts.exact[word]) <= _RARE][:_FEATURES]
    yield from (([word], weights[word]) for word in rare)
    if not known:
        return
    length = min(_RUN, len(words))
    runs = dict.fromkeys(tuple(words[at : at + length]) for at in range(len(words) - length + 1))
    held = [run for run in runs if all(word in weights for word in run)]
    held.sort(key=lambda run: -max(weights[word] for word in run))
    yield from ((run, sum(weights[word] for word in run)) for run in held[:_RUNS])


def _body(features: Sequence[tuple[Sequence[str], float]], most: int) -> Body:
    """Asks for the statements of which a turn, title or lead holds most of the features."""

    def worth(field: str) -> list[Clause]:
        return [
            {"constant_score": {"filter": _side_by_side(field, run), "boost": round(boost, 4)}}
            for run, boost in features
        ]

    turns: Clause = {
        "bool": {"filter": [own(everything())], "should": worth(_EXACT), "minimum_should_match": 1}
    }
    should: list[Clause] = [
        {"nested": {"path": TURNS, "score_mode": "max", "query": turns}},
        *({"dis_max": {"queries": worth(field)}} for field in _HEADS.values()),
    ]
    shown = Display(
        own(some([_side_by_side(_EXACT, run) for run, _ in features])), turns_per_hit=_TURNS
    ).clause(worth(_EXACT))
    query = {"bool": {"filter": [shown], "should": should, "minimum_should_match": 1}}
    return {
        "query": query,
        "size": most,
        "sort": [{"_score": "desc"}, {"id": "asc"}],
        "track_scores": True,
        "_source": ["head"],
        "docvalue_fields": ["indexed"],
    }
