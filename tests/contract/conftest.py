"""Engines under contract: a name here and every test of this folder runs on it too."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from search.engines import open_engine, open_writer
from search.engines.reference import ReferenceEngine
from search.records import Coverage, Evidence, Manifest, Statement, StatementId, Turn, TurnKind
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from search.engine import SearchEngine

    Build = Callable[..., SearchEngine]

COVERAGE = Coverage(1, 1, None, None, 0, 0, 0)
MANIFEST = Manifest("20200101T000000-s1", 1, "1", "reference", "2020-01-01T00:00:00", COVERAGE)


@pytest.fixture
def build_reference() -> Build:
    """Statements → a reference engine over them."""

    def build(
        *statements: Statement, forms: Mapping[str, Sequence[str]] | None = None
    ) -> SearchEngine:
        return ReferenceEngine(statements, MANIFEST, forms)

    return build


@pytest.fixture
def build_whoosh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    """Statements → a published Whoosh index of them, open."""
    opened: list[SearchEngine] = []

    def build(
        *statements: Statement, forms: Mapping[str, Sequence[str]] | None = None
    ) -> SearchEngine:
        settings = read_settings({"data": tmp_path_factory.mktemp("data")}, {})
        with open_writer(settings) as writer:
            writer.add(statements)
            writer.publish(COVERAGE, [], sample=False, forms=forms)
        opened.append(open_engine(settings))
        return opened[-1]

    yield build
    for engine in opened:
        with closing(engine):
            pass


@pytest.fixture(params=["reference", "whoosh"])
def build(request: pytest.FixtureRequest) -> Build:
    """Statements → an engine, each engine in its turn."""
    found: Build = request.getfixturevalue(f"build_{request.param}")
    return found


@pytest.fixture
def make_turn() -> Callable[..., Turn]:
    """A speaker and words → a turn; a narrative where the speaker is None."""

    def make(speaker: str | None, *paragraphs: str, n: int = 1, **more: Any) -> Turn:
        given: dict[str, Any] = {
            "kind": TurnKind.SPEECH if speaker else TurnKind.NARRATIVE,
            "evidence": Evidence.LABEL if speaker else Evidence.NONE,
            "label": speaker,
        }
        return Turn(n, paragraphs, speaker=speaker, **(given | more))

    return make


@pytest.fixture
def make_statement() -> Callable[..., Statement]:
    """A number and turns → a statement; turns are numbered anew, a paragraph each."""

    def make(number: int, *turns: Turn, **more: Any) -> Statement:
        from dataclasses import replace

        numbered, n = [], 1
        for turn in turns:
            numbered.append(replace(turn, n=n))
            n += max(len(turn.paragraphs), 1)
        lang = more.pop("lang", "en")
        given: dict[str, Any] = {"title": "Meeting", "number": number, "lang": lang}
        return Statement(
            id=StatementId(f"{lang}-{number}"), turns=tuple(numbered), **(given | more)
        )

    return make
