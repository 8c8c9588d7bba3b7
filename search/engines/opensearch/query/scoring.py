"""Positive words of a tree → clauses that score them as the contract has it.

A word's score in a place is BM25 times the place's weight (`search.engines.bm25`). The cluster
knows how often the word stands in a place and how long that place is; how rare it is in the whole
index comes from the term counts kept with the generation. So a score depends neither on how
statements fell on shards, nor on what was deleted, nor on which copy of a shard answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from search.engine import EXACT_FIELDS
from search.engines.bm25 import K1, WEIGHTS, B, idf
from search.engines.opensearch.layout.mapping import TURNS
from search.engines.opensearch.layout.term_counts import PLACES
from search.engines.opensearch.layout.vocabulary import cut_word
from search.engines.opensearch.query.dsl import any_of, every, size
from search.engines.opensearch.query.translator import FIELDS, IN_TURNS, field_clause, in_turn
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from search.engines.opensearch.layout.term_counts import TermCounts
    from search.engines.opensearch.query.dsl import Clause
    from search.engines.opensearch.query.translator import ClauseLeaf, ClauseScope
    from search.engines.query_plan import Leaf

_COLUMNS: Final = {
    Part.TURNS: "turns",
    Part.TITLE: "title",
    Part.LEAD: "lead",
    Part.LABELS: "label",
}
_LENGTHS: Final = {
    Part.TURNS: f"{TURNS}.length",
    Part.TITLE: "title_length",
    Part.LEAD: "lead_length",
    Part.LABELS: f"{TURNS}.label_length",
}
_SCRIPT: Final = (
    "params.worth * _score / (_score + params.fixed + params.growing * doc['{}'].value)"
)


class _Norm(NamedTuple):
    """What BM25 needs of a kind of place: how many there are, and its length term."""

    total: int
    fixed: float
    growing: float


class _ScoredLeaf(NamedTuple):
    """One word, or a phrase; `holders` is how many places hold it at most."""

    leaf: Leaf
    scope: ClauseScope
    holders: int


class Ranking(NamedTuple):
    """Clauses whose scores add up to those of statements and of turns."""

    statements: tuple[Clause, ...] = ()
    turns: tuple[Clause, ...] = ()


class Scoring:
    """Scores words by the term counts of one generation; immutable."""

    def __init__(self, counts: TermCounts) -> None:
        self._counts = counts
        self._norms = {part: self._norm(column) for part, column in _COLUMNS.items()}

    def ranking(self, leaves: Sequence[ClauseLeaf], decide: frozenset[Leaf], most: int) -> Ranking:
        """The ranking by words and phrases, in at most so many clauses as a cluster counts them.

        Statements are ranked by the leaves that `decide`. Of an enormous query the rarest words
        are left out of the scores.
        """
        scored = list(self._scored_leaves(leaves))
        turns = self._turn_clauses(scored, most // 4)
        deciding = list(self._scored_leaves(one for one in leaves if one.leaf in decide))
        statements = self._statement_clauses(deciding, most - size(turns))
        return Ranking(tuple(statements), tuple(turns))

    def best_turn(self, leaves: Sequence[ClauseLeaf]) -> list[Clause]:
        """What scores statements by the turn whose words tell most together, each counted once."""
        told = [
            {"constant_score": {"filter": in_turn(leaf, scope), "boost": self.weight(leaf)}}
            for leaf, scope in dict(zip(map(repr, leaves), leaves, strict=True)).values()
            if not leaf.of_title
        ]
        if not told:
            return []
        query = {"bool": {"should": told}}
        return [{"nested": {"path": TURNS, "score_mode": "max", "query": query}}]

    def is_everywhere(self, leaf: Leaf) -> bool:
        """Whether more than half of the documents hold a word, or alternatives of one, in turns."""
        return not leaf.slop and 2 * sum(self._holding(leaf)) > self._documents

    def weight(self, leaf: Leaf) -> float:
        """How much a leaf tells: the rarer, the more; a phrase as much as its words."""
        holding = self._holding(leaf)
        if leaf.slop:
            return sum(idf(self._documents, one) for one in holding)
        return idf(self._documents, min(sum(holding), self._documents))

    @property
    def _documents(self) -> int:
        return sum(self._counts.sums["documents"])

    def _holding(self, leaf: Leaf) -> list[int]:
        """How many turns hold each word of a leaf."""
        cut = leaf._replace(words=tuple(map(cut_word, leaf.words)))
        return [row[PLACES.index("turns")] for row in self._holders(cut)]

    def _statement_clauses(self, leaves: Iterable[_ScoredLeaf], most: int) -> list[Clause]:
        """For each word its best place in scope.

        Where these are more than `most` clauses, words are scored in turns alone, and of them those
        that stand most often.
        """
        best = [_best_of(places) for one in leaves if (places := self._places(one, tuple(Part)))]
        if size(best) <= most:
            return best
        frequent = sorted(leaves, key=lambda one: -one.holders)
        in_turns = (self._places(one, (Part.TURNS,)) for one in frequent)
        return _fitting((_best_of(places) for places in in_turns if places), most)

    def _turn_clauses(self, leaves: Iterable[_ScoredLeaf], most: int) -> list[Clause]:
        """Each word in scope; of more than `most` clauses those of words that stand most often."""
        frequent = sorted(leaves, key=lambda one: -one.holders)
        scored = (
            (one.scope, self._in_place(one.leaf, Part.TURNS))
            for one in frequent
            if not one.leaf.of_title
        )
        return _fitting((_with(scope, one) for scope, found in scored for one in found), most)

    def _scored_leaves(self, leaves: Iterable[ClauseLeaf]) -> Iterator[_ScoredLeaf]:
        """Every word, and every phrase, by itself."""
        for leaf, scope in leaves:
            if not leaf.words:
                continue
            cut = leaf._replace(words=tuple(map(cut_word, leaf.words)))
            alone = [cut._replace(words=(word,)) for word in cut.words]
            for one in [cut] if cut.slop else alone:
                yield _ScoredLeaf(one, scope, max(map(sum, self._holders(one))))

    def _places(self, scored_leaf: _ScoredLeaf, parts: Sequence[Part]) -> list[Clause]:
        """Clauses that score a leaf, one for each part of a statement that may hold it."""
        found = []
        leaf, scope, _ = scored_leaf
        for part in FIELDS[leaf.field]:
            shown = part in parts and (part is Part.TURNS or not scope.only_turns)
            if shown or leaf.of_title:
                scored = self._in_place(leaf, part)
                found += [_best_turn(scope, one) for one in scored] if part in IN_TURNS else scored
        return found

    def _in_place(self, leaf: Leaf, part: Part) -> list[Clause]:
        """The clause that scores a word, or a phrase by all its words; none where none holds it."""
        column = PLACES.index(_COLUMNS[part])
        holders = [row[column] for row in self._holders(leaf)]
        if not all(holders):
            return []
        field = FIELDS[leaf.field][part]
        words = zip(leaf.words, holders, strict=True)
        scored = [self._scored(field, part, word, often) for word, often in words]
        if len(scored) == 1:
            return scored
        return [{"bool": {"filter": [field_clause(leaf, field)], "should": scored}}]

    def _scored(self, field: str, part: Part, word: str, holders: int) -> Clause:
        """BM25 of a word in a place, with the place's weight."""
        norm = self._norms[part]
        script = {
            "source": _SCRIPT.format(_LENGTHS[part]),
            "params": {
                "worth": idf(norm.total, holders) * (K1 + 1) * WEIGHTS[part],
                "fixed": norm.fixed,
                "growing": norm.growing,
            },
        }
        return {"script_score": {"query": any_of(field, [word]), "script": script}}

    def _holders(self, leaf: Leaf) -> list[Sequence[int]]:
        """For each word how many places of each kind hold it."""
        counts = self._counts.exact if leaf.field in EXACT_FIELDS else self._counts.stems
        return [counts.get(word, (0,) * len(PLACES)) for word in leaf.words]

    def _norm(self, column: str) -> _Norm:
        """BM25's figures of a kind of place.

        For turns Whoosh's own: all its documents count, heads of statements included. For the rest
        those that hold a word, or titles would pass for short only because turns have none.
        """
        words, having = self._counts.sums[column]
        total = sum(self._counts.sums["documents"]) if column == "turns" else having
        mean = words / (total or 1) or 1
        return _Norm(total, K1 * (1 - B), K1 * B / mean)


def _fitting(clauses: Iterable[Clause], most: int) -> list[Clause]:
    """The first of some clauses, as many as a cluster takes."""
    found = []
    for clause in clauses:
        most -= size(clause)
        if most < 0:
            break
        found.append(clause)
    return found


def _best_of(clauses: list[Clause]) -> Clause:
    return clauses[0] if len(clauses) == 1 else {"dis_max": {"queries": clauses}}


def _best_turn(scope: ClauseScope, clause: Clause) -> Clause:
    """Statements by their best turn in scope."""
    return {"nested": {"path": TURNS, "score_mode": "max", "query": _with(scope, clause)}}


def _with(scope: ClauseScope, clause: Clause) -> Clause:
    """What scores, in turns in scope alone."""
    if not scope.turns:
        return clause
    return {"bool": {"filter": [every(scope.turns)], "must": [clause]}}
