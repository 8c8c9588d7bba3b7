"""Which clauses score words, with which figures, and what is left out of an enormous query."""

from __future__ import annotations

import math
from typing import Any

import pytest

from search.engines.opensearch.layout.term_counts import TermCounts
from search.engines.opensearch.query.dsl import size
from search.engines.opensearch.query.scoring import Scoring
from search.engines.query_plan import Leaf
from search.engines.scope import Scope, ScopedLeaf

ANYWHERE: Any = Scope(())
BY_ANNA: Any = Scope(({"term": {"voices.turns.speaker": "anna berg"}},), only_turns=True)

# two statements with six turns; places in the order turns, title, lead, label
COUNTS = TermCounts(
    exact={"peace": [1, 0, 0, 0]},
    stems={
        "peac": [3, 1, 0, 0],
        "grain": [5, 0, 0, 0],
        **{f"w{n}": [1, 1, 0, 0] for n in range(400)},
    },
    sums={
        "documents": [2, 6],
        "turns": [60, 6],
        "title": [8, 2],
        "lead": [0, 0],
        "label": [6, 3],
    },
)
SCORING = Scoring(COUNTS)
PEACE = frozenset({Leaf("text", ("peac",))})


def leaf(*words: str, field: str = "text", slop: int = 0, scope: Any = ANYWHERE) -> Any:
    return ScopedLeaf(Leaf(field, words, slop), scope)


def deciding(*leaves: Any) -> frozenset[Leaf]:
    return frozenset(one.leaf for one in leaves)


def scripts(clause: object) -> list[dict[str, Any]]:
    """The figures of all clauses that score, in order, with the script that takes them."""
    if isinstance(clause, list):
        return [one for inner in clause for one in scripts(inner)]
    if not isinstance(clause, dict):
        return []
    if "script_score" in clause:
        return [clause["script_score"]["script"]]
    return [one for inner in clause.values() for one in scripts(inner)]


def test_a_word_has_the_figures_of_bm25_in_each_place_that_holds_it() -> None:
    (clause,) = SCORING.ranking([leaf("peac")], PEACE, 1000).statements
    title, turns = scripts(clause)
    assert "doc['title_length']" in title["source"]
    assert title["params"]["worth"] == pytest.approx((math.log(2 / 2) + 1) * 2.2 * 2.0)
    assert title["params"]["growing"] == pytest.approx(1.2 * 0.75 / (8 / 2))
    assert "doc['voices.turns.length']" in turns["source"]
    assert turns["params"]["worth"] == pytest.approx((math.log(8 / 4) + 1) * 2.2)
    assert turns["params"]["fixed"] == pytest.approx(1.2 * 0.25)
    assert turns["params"]["growing"] == pytest.approx(1.2 * 0.75 / (60 / 8))
    assert list(clause) == ["dis_max"], "the best place alone counts"


def test_a_word_that_nothing_holds_has_no_clause() -> None:
    assert SCORING.ranking([leaf("nowhere")], deciding(leaf("nowhere")), 1000) == ((), ())


def test_a_speakers_words_are_scored_in_that_speakers_turns_alone() -> None:
    ranking = SCORING.ranking([leaf("peac", scope=BY_ANNA)], PEACE, 1000)
    (statements,) = ranking.statements
    assert statements["nested"]["query"]["bool"]["filter"] == list(BY_ANNA.turns)
    (turns,) = ranking.turns
    assert turns["bool"]["filter"] == list(BY_ANNA.turns)
    assert len(scripts(statements)) == len(scripts(turns)) == 1


def test_a_phrase_is_scored_by_all_its_words_where_it_stands() -> None:
    (clause,) = SCORING.ranking([leaf("peac", "grain", slop=1)], PEACE, 1000).turns
    assert clause["bool"]["filter"] == [{"match_phrase": {"voices.turns.body": "peac grain"}}]
    assert len(scripts(clause)) == 2


def test_of_an_enormous_query_the_words_that_stand_most_often_are_scored_in_turns() -> None:
    words = [leaf(f"w{n}") for n in range(400)] + [leaf("grain"), leaf("peac")]
    ranking = SCORING.ranking(words, deciding(*words), 100)
    assert size(list(ranking.statements)) + size(list(ranking.turns)) <= 100
    assert "grain" in str(ranking.statements[0])
    assert "peac" in str(ranking.statements[1])
    assert "title_length" not in str(ranking.statements)


def test_statements_are_ranked_by_the_words_that_decide_and_turns_by_all() -> None:
    ranking = SCORING.ranking([leaf("peac"), leaf("grain")], PEACE, 1000)
    assert len(ranking.statements) == 1
    assert len(ranking.turns) == 2


def test_a_word_of_most_documents_is_everywhere_and_a_rarer_one_weighs_more() -> None:
    assert SCORING.is_everywhere(Leaf("text", ("grain",)))
    assert SCORING.is_everywhere(Leaf("text", ("peac", "w1", "w2")))
    assert not SCORING.is_everywhere(Leaf("text", ("peac",)))
    assert SCORING.weight(Leaf("text", ("peac",))) == pytest.approx(math.log(8 / 4) + 1)
    both = SCORING.weight(Leaf("text", ("peac", "w1"), 1))
    assert both == pytest.approx(math.log(8 / 4) + 1 + math.log(8 / 2) + 1)
