"""The first rows of a table → how many stand above its headings, as spreadsheets print a title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.tables.column_names import is_known_name

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ABOVE: Final = 20
_LONGEST_HEADING_CHARS: Final = 80


def known_names(cells: Sequence[str]) -> int:
    """How many names of columns that are known a row has."""
    return len({cell.strip().lower() for cell in cells if is_known_name(cell)})


def rows_above(rows: Sequence[Sequence[str]]) -> int:
    """How many of the first rows are a title, notes, or blank, and no headings yet."""
    named = next((at for at, row in enumerate(rows[:MOST_ABOVE]) if _names_columns(row)), None)
    if named is not None:
        return named if all(_filled(row) < _filled(rows[named]) for row in rows[:named]) else 0
    if any(map(known_names, rows[:1])):
        return 0
    above = next((at for at, row in enumerate(rows) if _filled(row) > 1), 0)
    rest = rows[above:]
    wide = sum(_filled(row) > 1 for row in rest)
    fit = wide > 1 and wide * 2 > len(rest)  # headings, and a row under them
    return above if fit and above <= MOST_ABOVE else 0


def _names_columns(row: Sequence[str]) -> bool:
    """Whether a row is headings beyond doubt: a name that is known, and another beside it."""
    short = all(len(cell) <= _LONGEST_HEADING_CHARS for cell in row)
    return short and known_names(row) > 0 and _filled(row) > 1


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip(" \t\ufeff")) for cell in row)
