"""Statements far larger than most: nothing is cut."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from whoosh.query import And, Phrase, Term

from search.analysis.tokenizer import stem
from search.engine import Search
from search.engines.whoosh.engine import WhooshEngine

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


def test_rows_that_are_too_many_to_keep_do_not_push_out_what_is_known_of_statements(
    built_of: Callable[..., Any], make_statement: MakeStatement, make_turn: Callable[..., Any]
) -> None:
    words = [f"word{n}" for n in range(40)]
    turns = [make_turn("A", " ".join(words)) for _ in range(900)]
    built = built_of(make_statement(1, *turns), make_statement(2, *turns))
    search = Search(And([Term("text", stem(word)) for word in words]))
    with closing(WhooshEngine(built.folder, cache_bytes=1_000_000)) as engine:
        engine.search(search)
        read: list[str] = []
        postings = engine._files.postings
        engine._files.postings = lambda field, word: (  # type: ignore[method-assign]
            read.append(word) or postings(field, word)  # type: ignore[func-returns-value]
        )
        assert engine.search(search).total.turns == 1_800
    parts = 4
    assert len(read) < 4 * parts * len(words)  # once for each word, and for where it stands
