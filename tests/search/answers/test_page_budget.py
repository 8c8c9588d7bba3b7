"""How many statements a page of a public answer holds: fewer where marking them would take long."""

from __future__ import annotations

import pytest
from whoosh.query import And, Not, Or, Phrase, Term

from search.answers.page_budget import (
    ALWAYS,
    MOST_LINK_BYTES,
    MOST_LOOKED_FOR,
    affordable,
    looked_for,
)
from search.query.request import Request

WORD = Term("text", "a")
MANY = Or([Term("text", f"a{number}") for number in range(1_000)])
GAPS = And([Phrase("text", ["a", f"b{number}"], slop=100) for number in range(60)])


def test_words_are_counted_one_by_one_and_those_that_are_not_to_stand_there_are_not() -> None:
    assert looked_for(WORD) == 1
    assert looked_for(And([WORD, MANY, Not(MANY)])) == 1_001
    assert looked_for(Phrase("text", ["a", "b", "c"])) == 3
    assert looked_for(GAPS) == 6_000


def test_an_ordinary_query_is_given_what_it_asks_for() -> None:
    assert affordable(And([WORD, WORD]), Request("a b", limit=1_000)) == 1_000


@pytest.mark.parametrize("tree", [MANY, GAPS, Or([MANY, MANY])])
def test_words_times_statements_stay_within_the_budget(tree: object) -> None:
    most = affordable(tree, Request("a*", limit=1_000))
    assert most == max(MOST_LOOKED_FOR // looked_for(tree), ALWAYS)
    assert affordable(tree, Request("a*", limit=5)) == 5


def test_links_times_statements_stay_within_the_budget() -> None:
    wanted = Request("the " + "😀" * 1_990, limit=1_000)
    assert affordable(WORD, wanted) * len(wanted.query_string()) <= MOST_LINK_BYTES
