"""One row of a table, read or broken, and the name its page goes by: values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its number (from 1, headings not counted), the line it begins on, cells by column."""

    number: int
    line: int
    cells: Mapping[str, str]

    def place(self, path: str) -> str:
        """Where the row lies, in words."""
        return row_place(path, self.number, self.line)


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that could not be read, and why; where the table breaks off, its last."""

    number: int
    line: int
    why: str

    def place(self, path: str) -> str:
        """Where the row lies, in words."""
        return row_place(path, self.number, self.line)


AnyRow = TableRow | BrokenRow


def row_place(path: str, number: int, line: int) -> str:
    """The place of a row, as reports name it."""
    return f"{path} row {number}, line {line}"
