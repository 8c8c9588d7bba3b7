"""A long text read in chunks is one text, whatever has been published in its place meanwhile."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from search.assistant.references import TextReference, read_reference
from search.assistant.tools import AssistantTools
from search.errors import BadValue
from search.store.versions import FILE_NAME, Version, Versions
from search.text_version import text_version

if TYPE_CHECKING:
    from pathlib import Path

    from search.records import Statement
    from search.settings import Settings

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def letters(one: Statement) -> int:
    return sum(len(paragraph) for turn in one.turns for paragraph in turn.paragraphs)


@pytest.fixture
def former(statements: tuple[Statement, ...]) -> Statement:
    """The longest statement as it was: every one of its paragraphs ended otherwise."""
    long = max(statements, key=letters)
    turns = tuple(
        replace(turn, paragraphs=tuple(f"{one} Formerly." for one in turn.paragraphs))
        for turn in long.turns
    )
    text = replace(long, turns=turns, version="")
    return replace(text, version=text_version(text))


@pytest.fixture
def tools(settings: Settings, former: Statement, tmp_path: Path) -> AssistantTools:
    data = shutil.copytree(settings.data, tmp_path / "data")
    kept = Version(former, "0" * 64, "1", "a.html", NOW, NOW)
    Versions(data / FILE_NAME).add([kept])
    return AssistantTools(replace(settings, data=data), lambda: date(2026, 11, 30))


def read_on(tools: AssistantTools, id: str) -> tuple[list[str], set[str]]:
    """All paragraphs from `id` on, as `next` leads, and the versions they are said to be of."""
    texts: dict[str, str] = {}
    versions: set[str] = set()
    following: str | None = id
    while following:
        read: dict[str, Any] = tools.fetch(following)
        versions |= {read["version"], *(turn["version"] for turn in read["turns"])}
        for turn in read["turns"]:
            for one in turn["paragraphs"]:
                key = f"{turn['id']} {one['n']}"
                texts[key] = texts.get(key, "") + one["text"]
        following = read["next"]
    return list(texts.values()), versions


def test_the_next_chunk_of_a_former_text_is_of_that_text(
    tools: AssistantTools, former: Statement
) -> None:
    texts, versions = read_on(tools, f"/s/{former.id}?v={former.version}")
    assert versions == {former.version}
    assert texts == [one for turn in former.turns for one in turn.paragraphs]


def test_the_rest_of_a_long_turn_of_a_former_text_is_of_that_text(
    tools: AssistantTools, former: Statement
) -> None:
    turn = max(former.turns, key=lambda one: sum(map(len, one.paragraphs)))
    shown = tools.turn_in_context(f"/s/{former.id}/{turn.n}?v={former.version}", 0, 0)
    rest, versions = read_on(tools, shown["next"])
    assert versions == {former.version}
    assert rest[-1].endswith("Formerly.")


def test_the_next_chunk_is_of_the_text_that_was_begun_with(
    tools: AssistantTools, statements: tuple[Statement, ...]
) -> None:
    long = max(statements, key=letters)
    assert f"?v={long.version}#2" in str(tools.fetch(str(long.id))["next"])


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("en-9#2", TextReference("en-9", chunk=2)),
        ("en-9?v=0123456789ab#2", TextReference("en-9", chunk=2, version="0123456789ab")),
        ("en-9/4?v=0123456789ab#3", TextReference("en-9", 4, 3, "0123456789ab")),
        ("/s/en-9/4?v=0123456789ab#p5", TextReference("en-9", 4, version="0123456789ab")),
        ("http://site.example/s/en-9#2", TextReference("en-9")),  # a place on the page
    ],
)
def test_a_name_holds_statement_number_text_and_chunk(name: str, meant: TextReference) -> None:
    assert read_reference(name) == meant


@pytest.mark.parametrize(
    "name", ["en-9#2?v=0123456789ab", "en-9?v=0123456789ab#p2", "http://[/s/en-9", "en-9#0"]
)
def test_a_name_that_would_be_half_read_is_refused(name: str) -> None:
    with pytest.raises(BadValue, match="an id such as"):
        read_reference(name)
