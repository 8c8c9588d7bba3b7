"""Patterns → the words of an index, and engines' nodes only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.query import And, Every, Not, Or, Phrase, Query, Term, TermRange

from search.analysis.lexicon import MOST_WORDS, Lexicon
from search.query.expansion import MOST_ROWS, MOST_TOGETHER, expand
from search.query.parser import ExplicitAnd, parse

WORDS = sorted(["harvest", "harvested", "harvests", "haste", "price", "40", "400", "s"])
LEXICON = Lexicon(WORDS, [len(word) for word in WORDS])

EXPANSIONS = (
    ("harv*", "Or([exact:harvest, exact:harvested, exact:harvests])"),
    ("hast*", "exact:haste"),
    ("none*", "nothing"),
    ("ha*t", "exact:harvest"),
    ("h?ste", "exact:haste"),
    ("harvset~", "exact:harvest"),
    ("harvest~2", "Or([exact:harvest, exact:harvested, exact:harvests])"),
    ("title:hast*", "title_exact:haste"),
    ("S-40*", 'Or([exact:"s 40", exact:"s 400"])'),
    ("-harvset~", "NOT exact:harvest"),
    ("harvests", "text:harvest"),
    ('"two words"', 'exact:"two words"'),
)


def drawn(query: Query) -> str:
    if isinstance(query, Or):
        return f"Or([{', '.join(map(drawn, query.subqueries))}])"
    if isinstance(query, Not):
        return f"NOT {drawn(query.query)}"
    if isinstance(query, Term | Phrase):
        return str(query)
    return "nothing"


@pytest.mark.parametrize(("written", "becomes"), EXPANSIONS)
def test_a_pattern_becomes_the_words_it_stands_for(written: str, becomes: str) -> None:
    tree, told = expand(parse(written).tree, LEXICON)
    assert drawn(tree) == becomes
    assert told == ()


def test_a_pattern_that_stands_for_too_many_words_is_cut_to_the_most_frequent_and_told() -> None:
    words = [f"a{n:05}" for n in range(MOST_WORDS + 5)]
    counts = [1] * 5 + [2] * MOST_WORDS
    tree, told = expand(parse("a* OR a*").tree, Lexicon(words, counts))
    assert [term.text for term in tree.subqueries] == words[5:]
    assert told == ("“a*” stands for 1,005 words; the 1,000 most frequent were searched.",)


def test_the_words_of_a_pattern_that_stands_for_very_many_are_made_once() -> None:
    words = [f"a{n:05}" for n in range(MOST_WORDS + 5)]
    lexicon = Lexicon(words, [1] * len(words))
    (tree, told), (again, told_again) = (expand(parse("a*").tree, lexicon) for _ in range(2))
    assert again is tree
    assert told_again == told != ()
    assert tree == expand(parse("a*").tree, Lexicon(words, [1] * len(words)))[0]
    assert tree != expand(parse("title:a*").tree, lexicon)[0]


def test_a_pattern_in_a_word_that_splits_is_cut_lower() -> None:
    words = [f"a{n:05}" for n in range(MOST_ROWS + 5)]
    tree, told = expand(parse("x-a*").tree, Lexicon(words, [1] * len(words)))
    assert len(tree.subqueries) == MOST_ROWS
    assert len(told) == 1


def test_two_patterns_in_a_word_that_splits_are_cut_together_and_told() -> None:
    words = [f"a{n:02}" for n in range(20)]
    tree, told = expand(parse("a*-a*").tree, Lexicon(words, [1] * len(words)))
    assert len(tree.subqueries) == MOST_ROWS
    assert told == ("“a* a*” can be read in more than 100 ways; 100 were searched.",)


def test_the_patterns_of_one_query_share_what_they_may_stand_for() -> None:
    words = sorted(f"{letter}{n:04}" for letter in "abcd" for n in range(900))
    lexicon = Lexicon(words, [1] * len(words))
    alone, told = expand(parse("a*").tree, lexicon)
    assert len(alone.subqueries) == 900
    assert told == ()
    shared, told = expand(parse("a* OR b* OR c* OR d*").tree, lexicon)
    assert [len(side.subqueries) for side in shared.subqueries] == [MOST_TOGETHER // 4] * 4
    assert "“a*” stands for 900 words; the 500 most frequent were searched." in told
    again, _ = expand(parse("d* OR c* OR b* OR a*").tree, lexicon)
    assert set(map(str, again.subqueries)) == set(map(str, shared.subqueries))


def test_an_and_that_was_written_out_stays_one() -> None:
    assert isinstance(expand(parse("a AND b*").tree, LEXICON)[0], ExplicitAnd)


PORT = {And, ExplicitAnd, Or, Not, Term, Phrase, TermRange, Every}


def nodes(query: Query) -> set[type]:
    below = getattr(query, "subqueries", [query.query] if isinstance(query, Not) else [])
    return {type(query)}.union(*(nodes(one) for one in below))


@given(
    st.lists(
        st.sampled_from(
            [
                *("a", "harv*", "S-4*", "ha?te", "price~2", '"a b"', "-", "OR", "AND", "(", ")"),
                *("speaker:Tarn", "date:2012", "title:har*", "year:2012"),
            ]
        ),
        max_size=12,
    ).map(" ".join)
)
def test_only_nodes_of_the_port_are_left(text: str) -> None:
    tree, _ = expand(parse(text).tree, LEXICON)
    assert {kind for kind in nodes(tree) if kind.__name__ != "_NullQuery"} <= PORT
