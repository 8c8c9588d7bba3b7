"""What an engine gives without a search: a statement whole, and the words it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from search.errors import NotFound
from search.records import StatementId

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engine import SearchEngine
    from search.records import Statement, Turn

    Build = Callable[..., SearchEngine]
    MakeTurn = Callable[..., Turn]
    MakeStatement = Callable[..., Statement]


def test_a_statement_comes_back_whole(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    given = make_statement(
        7, make_turn("A", "One.", "", "Two\n\nand three."), make_turn(None), lead="Lead", time="x"
    )
    engine = build(given, make_statement(7, lang="ru"), make_statement(8))
    assert engine.statement(given.id) == given
    assert engine.statements(7) == ("en-7", "ru-7")
    assert engine.statements(70) == engine.statements(-1) == ()
    with pytest.raises(NotFound, match="en-9"):
        engine.statement(StatementId("en-9"))


def test_the_lexicon_counts_places_that_hold_a_word(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    engine = build(
        make_statement(1, make_turn("Anna", "Peace, peace!"), title="Peace", lead="Grain"),
        make_statement(2, make_turn("Anna", "Миру — мир."), title=""),
    )
    assert dict(engine.lexicon()) == {"anna": 2, "grain": 1, "peace": 2, "мир": 1, "миру": 1}
    assert list(engine.lexicon().words) == sorted(engine.lexicon().words)
