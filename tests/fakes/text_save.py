"""A text → the statement that is read in a save of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.cleaning.clean import clean
from index.saves.page import Page

if TYPE_CHECKING:
    from search.records import Statement


def cleaned(text: str, name: str = "save.txt") -> Statement:
    """The statement of a file of that name."""
    return clean(Page(name, text.encode()))


def paragraphs(statement: Statement) -> list[str]:
    """Every paragraph of every turn."""
    return [paragraph for turn in statement.turns for paragraph in turn.paragraphs]
