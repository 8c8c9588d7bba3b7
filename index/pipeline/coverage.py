"""Statements, as they pass by → what an index of them covers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from search.records import Coverage, TurnKind

if TYPE_CHECKING:
    from datetime import date

    from search.records import Statement


@dataclass(slots=True)
class CoverageCounter:
    """Counts statements; their outlines do."""

    statements: int = 0
    turns: int = 0
    undated: int = 0
    abridged: int = 0
    without_speech: int = 0
    days: tuple[date | None, date | None] = (None, None)
    languages: dict[str, int] = field(default_factory=dict)

    def count(self, one: Statement) -> None:
        """Take in a statement."""
        self.statements += 1
        self.turns += len(one.turns)
        self.abridged += one.abridged
        self.without_speech += all(turn.kind is not TurnKind.SPEECH for turn in one.turns)
        self.languages[one.lang] = self.languages.get(one.lang, 0) + 1
        if one.date is None:
            self.undated += 1
        else:
            first, last = self.days
            self.days = (min(first or one.date, one.date), max(last or one.date, one.date))

    def coverage(self) -> Coverage:
        """What was counted."""
        return Coverage(
            statements=self.statements,
            turns=self.turns,
            first=self.days[0],
            last=self.days[1],
            undated=self.undated,
            abridged=self.abridged,
            without_speech=self.without_speech,
            languages=dict(sorted(self.languages.items())),
        )
