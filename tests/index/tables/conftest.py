"""Invented tables, written to a file, and what becomes of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from index.saves.recognise import NotAStatement, Unreadable
from index.tables.column_map import read_map
from index.tables.columns import guess_columns
from index.tables.row import BrokenRow
from index.tables.row_statement import row_statement
from index.tables.table import open_table

if TYPE_CHECKING:
    from pathlib import Path

    from search.records import Statement


class ReadTable(Protocol):
    """A file of that name and content → its statements; for a row that is none, why."""

    def __call__(self, name: str, content: str | bytes, *maps: str) -> list[Statement | str]: ...


@pytest.fixture
def read_table(tmp_path: Path) -> ReadTable:
    """A function that writes a table and reads it."""

    def read(name: str, content: str | bytes, *maps: str) -> list[Statement | str]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        table = open_table(path)
        guess = guess_columns(table, read_map(maps) if maps else {})
        found: list[Statement | str] = []
        for row in table.rows():
            if isinstance(row, BrokenRow):
                found.append(f"line {row.line}: {row.why}")
                continue
            try:
                found.append(row_statement(row, guess))
            except (NotAStatement, Unreadable) as other:
                found.append(f"line {row.line}: {other}")
        return found

    return read
