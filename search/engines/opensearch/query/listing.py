"""What statements to list, in which order → bodies of requests; answers → `Found`."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from search.engine import Found, Sort
from search.engines.opensearch.layout.mapping import TURNS
from search.engines.opensearch.query.dsl import (
    MOST,
    every,
    everything,
    nested,
    nothing,
    size,
    some,
    without,
)
from search.engines.opensearch.query.translator import FIELDS, IN_TURNS, in_turn, merged, standing
from search.records import Part
from search.statement_json import statement_from, turn_from

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from search.engines.opensearch.cluster.client import Body
    from search.engines.opensearch.query.dsl import Clause
    from search.engines.opensearch.query.scoring import Scoring
    from search.engines.opensearch.query.translator import Reached
    from search.records import Statement, Turn

_SHAPE: Final = f"{TURNS}.shape"
_OWN: Final[Clause] = {"term": {f"{TURNS}.own": True}}
_PLAIN: Final = "plain-"

# A score is a float of 24 bits, and order must tell statements that come first from the others
# without taking bits from it: so the others' are made smaller by a power of two, which is exact.
_SECOND: Final = 2.0**-40
_LEAST: Final = 2.0**-20  # added to all: so that a score of 0 may come first as well

Key = list[Any]
"""Where a statement stands in the order; the next one is asked for by it."""

_NEWEST: Final = (
    {"day": {"order": "desc", "missing": "_last"}},
    {"minute": {"order": "desc", "missing": "_last"}},
)
_TIES: Final = ({"lang": "asc"}, {"number": {"order": "asc", "missing": "_last"}}, {"id": "asc"})
_ORDERS: Final[Mapping[Sort, Sequence[Mapping[str, Any]]]] = {
    Sort.RELEVANCE: (*_NEWEST, *_TIES),
    Sort.NEWEST: (*_NEWEST, *_TIES),
    Sort.OLDEST: (
        {"day": {"order": "asc", "missing": "_last"}},
        {"minute": {"order": "asc", "missing": "_last"}},
        *_TIES,
    ),
    Sort.INDEXED: ({"indexed": {"order": "desc", "missing": "_last"}}, *_NEWEST, *_TIES),
}


@dataclass(frozen=True, slots=True)
class StatementListing:
    """Statements that match, and all that decides their order and what is shown of them.

    `first` match those that come before the others under relevance; `plain` are the words of which
    it is told whether a statement holds them.
    """

    matching: Clause
    sort: Sort = Sort.NEWEST
    scored: tuple[Clause, ...] = ()
    first: Clause | None = None
    turns: Clause | None = None  # the turns that match
    scored_turns: tuple[Clause, ...] = ()
    parts: tuple[tuple[Part, Clause], ...] = ()
    plain: tuple[Clause, ...] = ()
    turns_per_hit: int = 0

    def body(self, count: int, *, offset: int = 0, after: Key | None = None) -> Body:
        """Asks for some of the statements, with what is shown of them."""
        body = self._body(every([self.matching, self._shown()]), count, after)
        return body | {"_source": ["head"], "docvalue_fields": ["indexed"], "from": offset}

    def bare_body(self, count: int, after: Key | None) -> Body:
        """Asks for the places of some of the statements in the order alone."""
        return self._body(self.matching, count, after) | {"_source": False}

    def scoring(
        self, scoring: Scoring, asked: Sequence[Reached], first: Clause | None = None
    ) -> StatementListing:
        """The same ranked by words, and by which match `first`, as far as a cluster takes it all.

        Of an enormous query the words that are told least by are left out of the scores.
        """
        left = MOST - size(self.body(0)["query"])
        if first is not None and size(first) > left // 2:
            first = None
        left -= size(first)
        turns = scoring.of_turns(asked, left // 4)
        statements = scoring.of_statements(asked, left - size(turns))
        return replace(self, scored=tuple(statements), first=first, scored_turns=tuple(turns))

    def counting(self) -> Body:
        """Asks how many there are."""
        return {"size": 0, "track_total_hits": True, "query": every([self.matching])}

    def _body(self, matching: Clause, count: int, after: Key | None) -> Body:
        query: Clause = {"bool": {"filter": [matching]}}
        if self.scored:
            query["bool"]["must"] = [self._score()]
        order = list(_ORDERS[self.sort])
        if self.sort is Sort.RELEVANCE and self.scored:
            order.insert(0, {"_score": "desc"})
        body = {"query": query, "sort": order, "size": count, "track_scores": bool(self.scored)}
        return body | ({"search_after": after} if after else {})

    def _score(self) -> Clause:
        least = {"constant_score": {"filter": everything(), "boost": _LEAST}}
        added = {"bool": {"should": [*self.scored, least]}}
        if self.sort is not Sort.RELEVANCE or self.first is None:
            return added
        second = {"filter": without(self.first), "weight": _SECOND}
        return {"function_score": {"query": added, "functions": [second]}}

    def _shown(self) -> Clause:
        """Matches every statement; looked at only where one is shown, for what it names.

        What a filter does not need to be fulfilled is not looked at while statements are sought.
        """
        named = [_named(part.value, clause) for part, clause in self.parts]
        named += [_named(f"{_PLAIN}{at}", clause) for at, clause in enumerate(self.plain)]
        if self.turns is not None:
            named.append(self._inner_hits(self.turns))
        return {"bool": {"filter": [everything()], "should": named}} if named else everything()

    def _inner_hits(self, turns: Clause) -> Clause:
        inner = {
            "name": Part.TURNS.value,
            "size": self.turns_per_hit,
            "_source": False,
            "stored_fields": [_SHAPE],
            "sort": [{"_score": "desc"}, {f"{TURNS}.n": "asc"}],
        }
        query: Clause = {"bool": {"filter": [turns], "should": list(self.scored_turns)}}
        return {"nested": {"path": TURNS, "query": query, "inner_hits": inner}}


def own(turns: Clause) -> Clause:
    """Of turns those that are no copies."""
    return every([_OWN, turns])


def matching_turns(reached: Sequence[Reached], filtered: Sequence[Clause]) -> Clause:
    """Turns that hold a positive word in scope.

    Without words those that the conditions on turns leave, or else the filters on turns.
    """
    leaves = merged(one for one in reached if one.leaf is not None)
    if any(one.leaf is not None and not one.leaf.of_title for one in leaves):
        spoken = (one for one in leaves if one.leaf is not None and not one.leaf.of_title)
        return own(some(in_turn(one.leaf, one.scope) for one in spoken if one.leaf is not None))
    left = [every(one.scope.turns) for one in reached if one.leaf is None]
    return own(some(left) if left else every(filtered) if filtered else nothing())


def matching_parts(reached: Sequence[Reached]) -> tuple[tuple[Part, Clause], ...]:
    """For each part of a statement but turns' words what finds a positive word in scope there."""
    found: dict[Part, list[Clause]] = {}
    for leaf, scope in merged(reached):
        if leaf is None:
            continue
        for part, field in FIELDS[leaf.field].items():
            if part is Part.TURNS or (scope.only_turns and not leaf.of_title):
                continue
            clause = standing(leaf, field)
            inside = nested(TURNS, every([*scope.turns, clause])) if part in IN_TURNS else clause
            found.setdefault(part, []).append(inside)
    return tuple((part, some(clauses)) for part, clauses in found.items())


def found_in(hit: Body) -> Found:
    """A statement as it was found."""
    named = set(hit.get("matched_queries", ()))
    turns = hit.get("inner_hits", {}).get(Part.TURNS.value, {"hits": {"hits": []}})["hits"]
    matching = turns["total"]["value"] if "total" in turns else 0
    if matching:
        named.add(Part.TURNS.value)
    return Found(
        statement=head_in(hit),
        turns=turns_in(turns),
        score=_score_in(hit["_score"]),
        matched_in=tuple(part for part in Part if part.value in named),
        matching_turns=matching,
    )


def missing_in(hit: Body, plain: int) -> tuple[int, ...]:
    """Positions of the plain words that a statement lacks."""
    named = hit.get("matched_queries", ())
    return tuple(at for at in range(plain) if f"{_PLAIN}{at}" not in named)


def head_in(hit: Body) -> Statement:
    """The statement of a hit, its turns left out."""
    head = statement_from(hit["_source"]["head"]["shape"])
    seconds = hit.get("fields", {}).get("indexed")
    return replace(head, indexed=datetime.fromtimestamp(seconds[0], UTC)) if seconds else head


def turns_in(hits: Body) -> tuple[Turn, ...]:
    """The turns of inner hits."""
    return tuple(turn_from(json.loads(hit["fields"][_SHAPE][0])) for hit in hits["hits"])


def whole_statement(statement_id: str, most_turns: int) -> Body:
    """Asks for a statement with all its turns in order."""
    inner = {
        "name": Part.TURNS.value,
        "size": most_turns,
        "_source": False,
        "stored_fields": [_SHAPE],
        "sort": [{f"{TURNS}.n": "asc"}],
    }
    turns = {"nested": {"path": TURNS, "query": _OWN, "inner_hits": inner}}
    return {
        "query": {
            "bool": {"filter": [{"term": {"id": statement_id}}], "should": [turns, everything()]}
        },
        "_source": ["head"],
        "docvalue_fields": ["indexed"],
        "size": 1,
    }


def _named(name: str, clause: Clause) -> Clause:
    return {"bool": {"filter": [clause], "_name": name}}


def _score_in(score: float | None) -> float:
    if not score:
        return 0.0
    plain = score if score >= _LEAST / 2 else score / _SECOND
    return max(round(plain - _LEAST, 6), 0.0)
