"""Where words stand side by side, and which stretch holds most of them, in every engine."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from search.analysis.tokenizer import words
from search.engines import passages
from search.records import Mark, MarkKind, Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engine import IndexPassage, SearchEngine

    Build = Callable[..., Any]

LONG = "Nothing of the kind was ever said there, and nobody asked for it either. " * 30


@pytest.fixture
def engine(
    build: Callable[..., SearchEngine], make_statement: Build, make_turn: Build
) -> SearchEngine:
    gap = (Mark(0, MarkKind.ABRIDGED, "<…>"),)
    return build(
        make_statement(
            1,
            make_turn("Anna Berg", "We shall not sell grain.", "We shall not sell grain to them."),
            make_turn("Ivan Petrov", f"{LONG} The harbour of Northport will stay open. {LONG}"),
            title="We shall not sell grain",
            date=date(2014, 1, 2),
        ),
        make_statement(
            2,
            make_turn(None, "They shall not sell grain."),
            make_turn("Anna Berg", "So we shall not", "sell grain.", marks=gap),
            lead="Anna Berg: we shall not sell grain",
            date=date(2012, 5, 7),
        ),
        make_statement(3, make_turn("Anna Berg", "We shall not", "sell grain."), date=None),
    )


def places(found: tuple[IndexPassage, ...]) -> list[tuple[str, str, int, tuple[int, int] | None]]:
    return [
        (one.statement.id, one.part.value, one.turn.n if one.turn else 0, one.words)
        for one in found
    ]


def test_words_side_by_side_are_found_in_turns_oldest_first_then_in_titles_and_leads(
    engine: SearchEngine,
) -> None:
    found = engine.quoted(words("we shall not sell grain"), 10)
    assert places(found.passages) == [
        ("en-1", "turns", 1, (0, 5)),
        ("en-1", "turns", 1, (5, 10)),
        ("en-3", "turns", 1, (0, 5)),
        ("en-2", "lead", 0, (2, 7)),
        ("en-1", "title", 0, (0, 5)),
    ]
    assert found.total == 5
    assert all(not one.statement.turns for one in found.passages)


def test_no_more_are_read_than_asked_for_and_all_are_counted(engine: SearchEngine) -> None:
    found = engine.quoted(words("we shall not sell grain"), 2)
    assert (found.total, len(found.passages)) == (5, 2)


@pytest.mark.parametrize("text", ["grain sell", "rye", "we shall not sell grain rye", "sell rye"])
def test_what_stands_nowhere_side_by_side_is_not_found(engine: SearchEngine, text: str) -> None:
    assert engine.quoted(words(text), 10) == (0, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the harbour of Southport will not stay open", ("en-1", Part.TURNS, 3)),
        ("Northport stays an open harbour", ("en-1", Part.TURNS, 3)),
        ("they will never sell grain", ("en-2", Part.TURNS, 1)),
    ],
)
def test_the_stretch_that_holds_most_of_the_rare_words_comes_first(
    engine: SearchEngine, text: str, expected: tuple[str, Part, int]
) -> None:
    best = engine.passages(words(text), 5)[0]
    assert (best.statement.id, best.part, best.turn and best.turn.n) == expected


def test_a_stretch_deep_in_a_long_turn_tells_where_it_is(engine: SearchEngine) -> None:
    best = engine.passages(words("the harbour of Southport stays open"), 1)[0]
    assert best.turn is not None
    assert best.words is not None
    first, stop = best.words
    said = words(" ".join(best.turn.paragraphs))[first:stop]
    assert {"harbour", "open"} <= set(said)
    assert len(said) <= 16


def test_words_that_stand_nowhere_have_no_passage(engine: SearchEngine) -> None:
    assert engine.passages(words("rye barley oats"), 5) == ()
    assert engine.passages([], 5) == ()


@pytest.mark.parametrize("seed", range(6))
def test_windows_of_many_words_have_the_scores_that_counting_all_of_them_gives(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = np.random.default_rng(seed)
    turns = np.sort(some.integers(0, 9, 500))
    keys = np.unique((turns << passages.TURN_BITS) + some.integers(0, 400, len(turns)))
    standing = some.integers(0, some.choice((1, 5, 60)), len(keys))
    worth = some.uniform(0, 5, 60)
    ends = keys.searchsorted(keys + some.integers(1, 300))
    for counted, shares in product(
        (passages.saturated, passages._once), (None, some.uniform(0.1, 1, len(keys)))
    ):
        slid = passages._windows(standing, shares, ends, worth, counted)
        monkeypatch.setattr(passages, "_SLID_FROM", 1_000)
        assert slid == pytest.approx(passages._windows(standing, shares, ends, worth, counted))
        monkeypatch.undo()
