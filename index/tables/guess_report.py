"""What a table's columns were taken for → lines for a terminal, and JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from index.tables.column_map import listed_columns
from index.tables.row import TableRow
from search.formats.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.tables.columns import ColumnGuess
    from index.tables.table import Table

_SHOWN_CHARS: Final = 48


@dataclass(frozen=True, slots=True)
class GuessReport:
    """A table, what its columns were taken for, and an example of each."""

    path: str
    guess: ColumnGuess
    examples: dict[str, str]

    @classmethod
    def of(cls, table: Table, guess: ColumnGuess) -> GuessReport:
        """The report on a table's guess."""
        first = {name: _example(table, name) for name in guess.columns.values()}
        return cls(str(table.text.path), guess, first)

    def lines(self) -> Iterator[str]:
        """The small table, and what is said beside it."""
        rows = [
            (role.value, name, self.guess.known_by[role], self.examples[name])
            for role, name in self.guess.columns.items()
        ]
        widths = [max(len(row[at]) for row in (*rows, _HEADINGS)) for at in range(3)]
        yield f"{safe(self.path)} is read as a table, one statement a row:"
        for row in (_HEADINGS, *rows):
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
            yield safe(f"  {'  '.join((*cells, row[3]))}".rstrip())
        if self.guess.unused:
            yield safe(f"  not used: {listed_columns(self.guess.unused)}")
        yield from (safe(f"  note: {remark}") for remark in self.guess.remarks)
        yield "  if a column is taken wrongly, run again with --map ROLE=COLUMN,…"

    def shape(self) -> dict[str, Any]:
        """`{"path", "columns": {ROLE: {"column", "known_by"}}, "unused": [], "notes": []}`."""
        return {
            "path": self.path,
            "columns": {
                role.value: {"column": name, "known_by": self.guess.known_by[role]}
                for role, name in self.guess.columns.items()
            },
            "unused": list(self.guess.unused),
            "notes": list(self.guess.remarks),
        }


_HEADINGS: Final = ("role", "column", "known by", "first cell")


def _example(table: Table, name: str) -> str:
    cells = (row.cells.get(name, "") for row in table.sample if isinstance(row, TableRow))
    text = " ".join(next((cell for cell in cells if cell.strip()), "").split())
    return text if len(text) <= _SHOWN_CHARS else f"{text[: _SHOWN_CHARS - 1]}…"
