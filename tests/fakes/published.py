"""Statements → a generation of them in a data folder, and what serves there."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from search.engines import open_engine, open_writer
from search.records import Coverage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.records import Statement
    from search.settings import Settings


def coverage_of(statements: Sequence[Statement]) -> Coverage:
    """Statements and turns, counted."""
    turns = sum(len(one.turns) for one in statements)
    return Coverage(len(statements), turns, None, None, 0, 0, 0)


def publish(
    settings: Settings,
    *statements: Statement,
    coverage: Coverage | None = None,
    sources: Sequence[str] = ("pages",),
    sample: bool = False,
    **ways: Any,
) -> str:
    """The name of the generation they are published as; `ways` are those of `open_writer`."""
    with open_writer(settings, **ways) as writer:
        writer.add(statements)
        told = coverage or coverage_of(statements)
        return writer.publish(told, list(sources), sample=sample).generation


def served(settings: Settings) -> list[str]:
    """The ids of the newest statements that serve."""
    with closing(open_engine(settings)) as engine:
        return list(engine.newest(10))


def generations(settings: Settings) -> set[str]:
    """The names of all that lie in the data folder."""
    return {path.name for path in (settings.data / "generations").iterdir()}
