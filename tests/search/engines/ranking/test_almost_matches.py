"""Where few statements hold all of the words, which come after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from whoosh.query import And, Not, Phrase, Term

from asked_words import every, word
from search.engine import Filters, Search
from search.records import Total

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engine import SearchEngine
    from search.records import Statement, Turn

    Build = Callable[..., SearchEngine]
    MakeTurn = Callable[..., Turn]
    MakeStatement = Callable[..., Statement]


ALMOST = ("grain", "rye", "oats", "peas")


@pytest.fixture
def harvests(build: Build, make_statement: MakeStatement, make_turn: MakeTurn) -> SearchEngine:
    """1 holds four words, 2 three, 3 two, 4 one; 5 three of another speaker."""
    turns = [make_turn("Anna Berg", " ".join(ALMOST[:n])) for n in (4, 3, 2, 1)]
    return build(
        *[make_statement(n, turn) for n, turn in enumerate(turns, start=1)],
        make_statement(5, make_turn("Ivan Petrov", "grain rye peas")),
    )


def test_few_full_matches_are_followed_by_those_that_hold_half_of_the_words(
    harvests: SearchEngine,
) -> None:
    hits = harvests.search(every(*ALMOST))
    assert hits.total == Total(statements=1, turns=1, partial=3)
    assert [(one.statement.number, one.missing) for one in hits.found] == [
        (1, ()),
        (2, (3,)),
        (5, (2,)),
        (3, (2, 3)),
    ]
    assert [value.count for value in hits.facets["lang"]] == [1]


def test_almost_matches_go_on_over_pages(harvests: SearchEngine) -> None:
    search = every(*ALMOST)
    whole = harvests.search(search).found
    pages = [
        harvests.search(Search(search.tree, plain=search.plain, offset=at, limit=2)).found
        for at in (0, 2, 4)
    ]
    assert [len(page) for page in pages] == [2, 2, 0]
    assert (*pages[0], *pages[1]) == whole


def test_what_is_required_is_never_given_up(harvests: SearchEngine) -> None:
    plain = tuple(word(text) for text in ALMOST)
    for required, numbers in (
        (Term("speaker", "petrov"), [5]),
        (Phrase("text", ["rye", "oat"]), [1, 2]),
        (Not(word("oats")), [5, 3]),
        (And([Term("speaker", "berg"), Not(word("oats"))]), [3]),
    ):
        members = required.subqueries if type(required) is And else [required]
        search = Search(And([*members, *plain]), plain=plain, required=required)
        assert [one.statement.number for one in harvests.search(search).found] == numbers, required


def test_almost_matches_keep_to_the_filters(harvests: SearchEngine) -> None:
    search = every(*ALMOST)
    chosen = Search(search.tree, Filters({"speaker": ("petrov",)}), plain=search.plain)
    assert harvests.search(chosen).total == Total(0, 0, 1)


def test_ten_full_matches_are_followed_by_nothing(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    both = [make_statement(n, make_turn("A", "Grain and rye.")) for n in range(1, 11)]
    one = make_statement(11, make_turn("A", "Grain."))
    assert build(*both, one).search(every("grain", "rye")).total == Total(10, 10, 0)
    assert build(*both[1:], one).search(every("grain", "rye")).total == Total(9, 9, 1)


def test_the_ids_found_are_those_of_the_statements_shown(harvests: SearchEngine) -> None:
    for asked in (every(*ALMOST), Search(word("grain"), limit=2, offset=1), Search(word("zinc"))):
        hits = harvests.search(asked)
        assert hits.ids == tuple(one.statement.id for one in hits.found)
        assert bool(hits.ids) is bool(hits.found)
