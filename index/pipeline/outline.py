"""A statement → all of it that telling people apart and counting need, and back.

The ledger keeps outlines beside the statements, so that what is learned from all of them can be
learned without unpacking them: the words that are spoken are left out.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from search.records import Evidence, Statement, StatementId, Turn, TurnKind

if TYPE_CHECKING:
    from collections.abc import Sequence


def outlined(statement: Statement) -> str:
    """A statement as the ledger keeps its outline."""
    shape = (
        statement.id,
        statement.lang,
        statement.number,
        statement.title,
        statement.lead,
        statement.date.isoformat() if statement.date else None,
        statement.abridged,
        statement.persons,
        statement.cards,
        [
            (turn.n, turn.kind.value, turn.label, turn.speaker, turn.role)
            for turn in statement.turns
        ],
    )
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":"))


def outline_from(text: str) -> Statement:
    """The statement without its words: what `outlined` left out is empty."""
    name, lang, number, title, lead, day, abridged, persons, cards, turns = json.loads(text)
    return Statement(
        id=StatementId(name),
        lang=lang,
        title=title,
        turns=tuple(map(_turn, turns)),
        number=number,
        date=date.fromisoformat(day) if day else None,
        lead=lead,
        persons=tuple(persons),
        abridged=abridged,
        cards=tuple(cards),
    )


def _turn(given: Sequence[Any]) -> Turn:
    n, kind, label, speaker, role = given
    return Turn(n, (), TurnKind(kind), Evidence.NONE, label=label, speaker=speaker, role=role)
