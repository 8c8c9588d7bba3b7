"""Statements far larger than most: nothing is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whoosh.query import And, Phrase, Term

from search.engine import Search

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engine import SearchEngine
    from search.records import Statement

    Build = Callable[..., SearchEngine]
    MakeStatement = Callable[..., Statement]


def test_a_statement_of_ten_thousand_turns(
    build_whoosh: Build, make_statement: MakeStatement, make_turn: Callable[..., Any]
) -> None:
    turns = [make_turn(f"Delegate {n % 70}", f"Point {n}.") for n in range(10_000)]
    engine = build_whoosh(make_statement(1, *turns))
    hits = engine.search(Search(And([Term("speaker", "delegate 7"), Term("text", "point")])))
    assert (hits.total.statements, hits.total.turns) == (1, 143)
    (found,) = engine.search(Search(Phrase("exact", ["point", "9999"]))).found
    assert found.turns[0].n == 10_000
    assert len(engine.statement(found.statement.id).turns) == 10_000


def test_a_turn_of_a_million_words(
    build_whoosh: Build, make_statement: MakeStatement, make_turn: Callable[..., Any]
) -> None:
    text = "grain and rye " * 333_333 + "at last peace"
    engine = build_whoosh(make_statement(1, make_turn("A", text)), make_statement(2))
    assert engine.search(Search(Phrase("exact", ["last", "peace"]))).total.turns == 1
    assert engine.search(Search(Phrase("exact", ["rye", "peace"]))).total.turns == 0
    (turn,) = engine.search(Search(Term("text", "peac"))).found[0].turns
    assert turn.paragraphs == (text,)


def test_words_numbers_and_names_of_any_length(
    build_whoosh: Build, make_statement: MakeStatement, make_turn: Callable[..., Any]
) -> None:
    long = "x" * 70_000
    engine = build_whoosh(
        make_statement(10**12, make_turn(long, long, role=long), title=long, place=long)
    )
    for field in ("exact", "title", "speaker", "role", "place"):
        assert engine.search(Search(Term(field, long))).total.statements == 1, field
    assert engine.statements(10**12) == (f"en-{10**12}",)
