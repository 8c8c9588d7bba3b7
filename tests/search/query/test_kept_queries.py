"""Queries as they were saved, each with the tree it had: none may ever come to mean another thing.

`kept_queries.toml` only grows: rows of a former version of the language stay when it rises, and are
read through `search.query.older_grammars`.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from whoosh.query import Query

from search.query import older_grammars
from search.query.grammar import VERSION
from search.query.older_grammars import in_this_grammar, is_known
from search.query.parser import parse

KEPT = tomllib.loads(Path(__file__).with_name("kept_queries.toml").read_text(encoding="utf-8"))
THEN = date.fromisoformat(KEPT["read_on"])
NAMES = ("fieldname", "text", "words", "slop", "start", "end", "startexcl", "endexcl", "maxdist")


def written(query: Query) -> str:
    """A tree with all that decides what it finds."""
    facts = [
        f"{name}={getattr(query, name)!r}"
        for name in NAMES
        if getattr(query, name, None) not in (None, False)
    ]
    below = getattr(query, "subqueries", ()) or getattr(query, "query", ()) or ()
    members = map(written, [below] if isinstance(below, Query) else below)
    return f"{type(query).__name__}({', '.join([*facts, *members])})"


@pytest.mark.parametrize("row", KEPT["kept"], ids=lambda row: f"{row['grammar']}: {row['q']}")
def test_a_query_keeps_the_tree_it_was_saved_with(row: dict[str, Any]) -> None:
    assert written(parse(in_this_grammar(row["q"], row["grammar"]), THEN).tree) == row["tree"]


def test_every_version_of_the_language_has_kept_queries_and_is_read() -> None:
    kept = [row["grammar"] for row in KEPT["kept"]]
    for version in range(1, VERSION + 1):
        assert kept.count(version) >= 50, version
        assert is_known(version), f"search.query.older_grammars does not rewrite {version}"


def test_a_query_of_an_older_language_is_rewritten_step_by_step(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps = {
        VERSION - 2: lambda q: q.replace("&", " AND "),
        VERSION - 1: lambda q: q.replace("by:", "speaker:"),
    }
    monkeypatch.setattr(older_grammars, "REWRITERS", steps)
    assert in_this_grammar("by:Tarn & lake", VERSION - 2) == "speaker:Tarn  AND  lake"
    assert in_this_grammar("by:Tarn & lake", VERSION - 1) == "speaker:Tarn & lake"
    assert in_this_grammar("by:Tarn & lake", VERSION) == "by:Tarn & lake"


@pytest.mark.parametrize("version", [-5, VERSION + 1])
def test_a_version_that_nobody_knows_is_said_and_its_query_left_alone(version: int) -> None:
    assert not is_known(version)
    assert in_this_grammar("by:Tarn", version) == "by:Tarn"


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("treaty AND", "treaty and"),
        ("treaty OR OR lake", "treaty OR or lake"),
        ("treaty AND OR", "treaty AND or"),
        ("(OR treaty) lake", "(or treaty) lake"),
        ("(treaty AND) lake", "(treaty AND) lake"),
        ('"“new treaty”"~3 lake', " new treaty  lake"),
        ('"new treaty" "a lake"', '"new treaty" "a lake"'),
        ("OR", "OR"),
    ],
)
def test_a_query_of_the_first_language_is_written_as_it_was_read(then: str, now: str) -> None:
    assert in_this_grammar(then, 1) == now
