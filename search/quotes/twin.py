"""A turn + an engine → the official text of the same turn in another language, if it is indexed."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from search.errors import NotFound
from search.quotes.verdicts import TwinPassage

if TYPE_CHECKING:
    from search.engine import SearchEngine
    from search.records import Statement, StatementId, Turn


def twin_of(engine: SearchEngine, statement: Statement, turn: Turn) -> TwinPassage | None:
    """The same turn in the statement's other language, by who speaks in which order."""
    other_id = _other(engine, statement)
    if other_id is None:
        return None
    try:
        own, other = engine.statement(statement.id), engine.statement(other_id)
    except NotFound:
        return None
    place = next((at for at, one in enumerate(own.turns) if one.n == turn.n), None)
    found = None if place is None else _counterpart(own.turns, other.turns, place)
    if found is None:
        return None
    return TwinPassage(other, found, "\n\n".join(found.paragraphs))


def _other(engine: SearchEngine, statement: Statement) -> StatementId | None:
    """The id of the statement with the same number, of the same kind, in another language."""
    if statement.number is None:
        return None
    kind = statement.id.removeprefix(f"{statement.lang}-")
    for one in engine.statements(statement.number):
        if one != statement.id and one.partition("-")[2] == kind:
            return one
    return None


def _counterpart(left: tuple[Turn, ...], right: tuple[Turn, ...], place: int) -> Turn | None:
    matcher = SequenceMatcher(a=[*map(_voice, left)], b=[*map(_voice, right)], autojunk=False)
    for start, other, size in matcher.get_matching_blocks():
        if start <= place < start + size:
            return right[other + place - start]
    return None


def _voice(turn: Turn) -> str:
    """What tells a voice in any language: the person, else the kind of turn."""
    return turn.person or turn.kind.value
