"""Printed labels → a page of their turns, and the people they are found to be."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from index.people.resolver import PersonResolver
from search.records import Evidence, Statement, StatementId, Turn, TurnKind

if TYPE_CHECKING:
    from pathlib import Path


def statement(
    number: int,
    *labels: str,
    persons: tuple[str, ...] = (),
    lang: str = "en",
    year: int = 2015,
    cards: tuple[str, ...] = (),
) -> Statement:
    """A page whose labels are "office | name" or a name."""
    turns = []
    for n, label in enumerate(labels, start=1):
        role, _, speaker = label.rpartition(" | ")
        turns.append(
            Turn(n, ("Words.",), TurnKind.SPEECH, Evidence.LABEL, label, speaker, role=role or None)
        )
    return Statement(
        StatementId(f"{lang}-{number}"),
        lang,
        f"Page {number}",
        tuple(turns),
        number=number,
        date=datetime.date(year, 1, 1),
        persons=persons,
        cards=cards,
    )


def persons(*statements: Statement, own: Path | None = None) -> list[list[str | None]]:
    """Who each turn of each page is found to be of."""
    people = PersonResolver.learn(statements, own)
    return [[turn.person for turn in people.resolve(one).turns] for one in statements]
