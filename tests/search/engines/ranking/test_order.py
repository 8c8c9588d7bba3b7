"""In which order statements come where nothing of their words decides, page by page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from whoosh.query import And, Every

from asked_words import ids, word
from search.engine import Search, Sort
from search.records import StatementId

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engine import SearchEngine
    from search.records import Statement, Turn

    Build = Callable[..., SearchEngine]
    MakeTurn = Callable[..., Turn]
    MakeStatement = Callable[..., Statement]

DATED = {
    "en-9": {"date": date(2012, 5, 7), "time": "10:00"},
    "en-10": {"date": date(2012, 5, 7), "time": "10:00"},
    "ru-9": {"date": date(2012, 5, 7), "time": "10:00"},
    "en-1": {"date": date(2012, 5, 7), "time": "09:00"},
    "en-2": {"date": date(2012, 5, 7)},
    "en-3": {"date": date(2013, 1, 1)},
    "en-4": {},
}


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.NEWEST, ["en-3", "en-9", "en-10", "ru-9", "en-1", "en-2", "en-4"]),
        (Sort.RELEVANCE, ["en-3", "en-9", "en-10", "ru-9", "en-1", "en-2", "en-4"]),
        (Sort.OLDEST, ["en-1", "en-9", "en-10", "ru-9", "en-2", "en-3", "en-4"]),
    ],
)
def test_ties_go_by_date_time_language_and_number_what_is_unknown_last(
    build: Build, make_statement: MakeStatement, sort: Sort, expected: list[str]
) -> None:
    engine = build(
        *[
            make_statement(int(name[3:]), lang=name[:2], **facts)
            for name, facts in sorted(DATED.items())
        ]
    )
    assert ids(engine.search(Search(Every(), sort=sort)).found) == expected
    if sort is Sort.NEWEST:
        assert list(engine.newest(100)) == expected
        assert list(engine.newest(2)) == expected[:2]
        assert [one for one, _ in engine.titles()] == expected


def test_newest_indexed_first_then_newest_and_unknown_moments_last(
    build: Build, make_statement: MakeStatement
) -> None:
    monday = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    engine = build(
        make_statement(1, date=date(2012, 5, 7), indexed=monday),
        make_statement(2, date=date(2001, 1, 1), indexed=monday + timedelta(seconds=1)),
        make_statement(3, date=date(2020, 1, 1)),
        make_statement(4, date=date(2012, 5, 8), indexed=monday),
    )
    found = engine.search(Search(Every(), sort=Sort.INDEXED)).found
    assert ids(found) == ["en-2", "en-4", "en-1", "en-3"]
    assert [one.statement.indexed for one in found[1:]] == [monday, monday, None]
    assert engine.statement(StatementId("en-2")).indexed == monday + timedelta(seconds=1)


def test_pages_neither_overlap_nor_skip(build: Build, make_statement: MakeStatement) -> None:
    engine = build(*[make_statement(n) for n in range(1, 24)])
    pages = [engine.search(Search(Every(), offset=at, limit=5)) for at in range(0, 30, 5)]
    assert [one for page in pages for one in ids(page.found)] == [f"en-{n}" for n in range(1, 24)]
    assert {page.total.statements for page in pages} == {23}


def test_the_best_turns_come_with_a_statement(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    said = ("Rain.", "Grain, they said.", "Grain, grain!", "Rye, they said.", "Grain and rye.")
    engine = build(make_statement(1, *[make_turn("A", text) for text in said]))
    one = engine.search(Search(And([word("grain"), word("rye")]), turns_per_hit=2)).found[0]
    assert [turn.paragraphs[0] for turn in one.turns] == ["Grain and rye.", "Grain, grain!"]
    assert one.matching_turns == 4
    assert one.statement.turns == ()
