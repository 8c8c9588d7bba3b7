"""Which statements to list, in which order, with what of each → bodies of search requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from search.engine import Sort
from search.engines.opensearch.layout.mapping import TURNS
from search.engines.opensearch.query.dsl import every, everything
from search.engines.opensearch.query.scoring import Ranking
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from search.engines.opensearch.cluster.client import Body
    from search.engines.opensearch.query.dsl import Clause

SHAPE: Final = f"{TURNS}.shape"
BRIEF: Final = f"{TURNS}.brief"
OWN: Final[Clause] = {"term": {f"{TURNS}.own": True}}
PLAIN: Final = "plain-"
"""Begins the name of the clause of a plain word; its position in the search follows."""

_LEAST: Final = 2.0**-20  # added to all, for one that no word of a ranking finds is listed too

_UNRANKED: Final = Ranking()

Key = list[Any]
"""A statement's place in the order, from which the next request goes on."""

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


class InnerTurns(NamedTuple):
    """Turns that each hit brings under a name: the best so many, with some of their fields."""

    name: str
    turns: Clause
    most: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Display:
    """What comes with each statement: its best matching turns, and which clauses it fulfils.

    `parts` find words in parts of the statement, `plain` are the plain words of the search;
    `beside` are further turns, which scores of passages are made from.
    """

    turns: Clause
    parts: tuple[tuple[Part, Clause], ...] = ()
    plain: tuple[Clause, ...] = ()
    turns_per_hit: int = 0
    beside: tuple[InnerTurns, ...] = ()

    def clause(self, scored_turns: Sequence[Clause]) -> Clause:
        """Matches every statement; looked at only where one is shown, for what it names.

        Optional clauses of a filter are not looked at while statements are sought.
        """
        named = [_named(part.value, clause) for part, clause in self.parts]
        named += [_named(f"{PLAIN}{at}", clause) for at, clause in enumerate(self.plain)]
        best: Clause = {"bool": {"filter": [self.turns], "should": list(scored_turns)}}
        order = [{"_score": "desc"}, {f"{TURNS}.n": "asc"}]
        named.append(with_turns(best, self.turns_per_hit, order))
        for one in self.beside:
            best = {"bool": {"filter": [one.turns], "should": list(scored_turns)}}
            named.append(with_turns(best, one.most, order, one.name, one.fields))
        return {"bool": {"filter": [everything()], "should": named}}


@dataclass(frozen=True, slots=True)
class StatementListing:
    """Statements that match, in order; heads alone where there is no `display`."""

    matching: Clause
    sort: Sort = Sort.NEWEST
    display: Display | None = None
    ranking: Ranking = _UNRANKED

    def body(self, count: int, *, offset: int = 0, after: Key | None = None) -> Body:
        """Asks for some of the statements, with what is shown of them."""
        shown = self.display.clause(self.ranking.turns) if self.display else everything()
        body = self._body(every([self.matching, shown]), count, after)
        return body | {"_source": ["head"], "docvalue_fields": ["indexed"], "from": offset}

    def bare_body(self, count: int, after: Key | None) -> Body:
        """Asks for the places of some of the statements in the order alone."""
        return self._body(self.matching, count, after) | {"_source": False}

    def count_body(self) -> Body:
        """Asks how many there are."""
        return {"size": 0, "track_total_hits": True, "query": every([self.matching])}

    def _body(self, matching: Clause, count: int, after: Key | None) -> Body:
        scored = bool(self.ranking.statements)
        query: Clause = {"bool": {"filter": [matching]}}
        if scored:
            query["bool"]["must"] = [self._score()]
        order = list(_ORDERS[self.sort])
        if self.sort is Sort.RELEVANCE and scored:
            order.insert(0, {"_score": "desc"})
        body = {"query": query, "sort": order, "size": count, "track_scores": scored}
        return body | ({"search_after": after} if after else {})

    def _score(self) -> Clause:
        least = {"constant_score": {"filter": everything(), "boost": _LEAST}}
        return {"bool": {"should": [*self.ranking.statements, least]}}


def own(turns: Clause) -> Clause:
    """Of turns those that are no copies."""
    return every([OWN, turns])


def with_turns(
    turns: Clause,
    most: int,
    order: Sequence[Mapping[str, str]],
    name: str = Part.TURNS.value,
    fields: Sequence[str] = (SHAPE,),
) -> Clause:
    """Statements with such turns; each hit brings as many of them as `most`, in this order."""
    inner = {
        "name": name,
        "size": most,
        "_source": False,
        "stored_fields": list(fields),
        "sort": list(order),
    }
    return {"nested": {"path": TURNS, "query": turns, "inner_hits": inner}}


def _named(name: str, clause: Clause) -> Clause:
    return {"bool": {"filter": [clause], "_name": name}}
