"""Statements → a generation of them in a data folder, and what serves there."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from search.answers.searcher import Searcher
from search.engines import open_engine, open_writer
from search.query.request import Request
from search.records import Coverage
from search.store.versions import FILE_NAME, Versions, history

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.records import Statement, StatementId
    from search.settings import Settings
    from search.store.versions import History


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


def found(settings: Settings, words: str) -> set[str]:
    """The ids of statements that serve in which all of the words are found."""
    with closing(open_engine(settings)) as engine:
        results = Searcher(engine).search(Request(q=words))
    return {hit.statement.id for hit in results.hits if not hit.missing}


def kept_texts(settings: Settings, statement_id: StatementId) -> History:
    """What is known of a statement's versions."""
    with closing(open_engine(settings)) as engine:
        return history(Versions(settings.data / FILE_NAME), engine, statement_id)
