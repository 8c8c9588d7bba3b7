"""A table's file → the names of its columns and its rows, whatever form they are written in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

from index.tables.column_names import is_known_name
from index.tables.delimited import read_separated
from index.tables.json_rows import JsonRow, JsonTable, flat_cells, read_json_lines, whole_value
from index.tables.json_shapes import objects_in
from index.tables.row import BrokenRow, TableRow
from index.tables.table_text import TableBreaksOff, TableText, table_suffix
from search.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from index.tables.json_rows import FoundList
    from index.tables.row import AnyRow

SAMPLE_ROWS: Final = 200
MOST_COLUMNS: Final = 1_000
"""Each is looked at by its name and its cells; the widest table known has 40."""
_DATA: Final = re.compile(r"https?://|.{100}|.*\b(?:19|20)\d\d-\d\d-\d\d|\d\d?[./]\d\d?[./]\d{4}")
_NUMBER: Final = re.compile(r"[\d.,]+")


@dataclass(frozen=True)
class Table:
    """A table of which nothing is kept: every call of `rows` reads the file from its beginning."""

    text: TableText
    columns: tuple[str, ...]
    has_headings: bool = True
    chosen: FoundList | None = None  # of a JSON file: where the list is
    is_json: bool = False
    is_reshaped: bool = False  # JSON that is no list of objects, and a table all the same
    above: tuple[str, ...] = ()  # lines above the headings, which are no rows

    def rows(self) -> Iterator[AnyRow]:
        """Every row in order; those that cannot be read are told as such."""
        if self.is_json:
            yield from _json_rows(self.text, self.chosen, is_reshaped=self.is_reshaped)
        else:
            yield from _separated_rows(self.text, self.columns, has_headings=self.has_headings)

    @cached_property
    def sample(self) -> tuple[TableRow, ...]:
        """The first rows that could be read."""
        return tuple(row for row in islice(self.rows(), SAMPLE_ROWS) if isinstance(row, TableRow))


def open_table(path: Path) -> Table:
    """Look at a table; `SourceError` where it is empty or holds no rows, `OSError` as files do."""
    text = TableText.open(path)
    table = _json(text) if table_suffix(path) not in (".csv", ".tsv") else _separated(text)
    if len(table.columns) > MOST_COLUMNS:
        raise SourceError(
            f"{path} has more than {MOST_COLUMNS:,} columns; give a table with one statement a row"
        )
    if not table.sample:
        what = "headings and no row" if table.columns else "no row"
        broken = next(table.rows(), None)
        if isinstance(broken, BrokenRow):
            what = f"no row that can be read (line {broken.line}: {broken.why})"
        raise SourceError(f"{path} holds {what}; give a table with one statement a row")
    return table


def _separated(text: TableText) -> Table:
    first = next(read_separated(text.lines()), None)
    if first is None:
        raise SourceError(f"{text.path} is empty; give a table with one statement a row")
    cells = first.cells[: MOST_COLUMNS + 1]
    headings = is_heading(cells)
    names = column_names(cells if headings else [""] * len(cells))
    return Table(text, names, headings, above=_above(text, first.line))


def _above(text: TableText, line: int) -> tuple[str, ...]:
    """What stands above a line; a sheet's own `sep=;` and blank lines tell nothing."""
    lines = (one.strip(' \t\r\n\ufeff,;|"') for one in islice(text.lines(), line - 1))
    return tuple(one for one in lines if one and not one.lower().startswith("sep="))


def is_heading(cells: Sequence[str]) -> bool:
    """Whether the first row names columns: a known name is in it, or nothing that is data."""
    if any(map(is_known_name, cells)):
        return True
    return not any(_DATA.match(cell.strip()) or _NUMBER.fullmatch(cell.strip()) for cell in cells)


def column_names(headings: Sequence[str]) -> tuple[str, ...]:
    """A name a column: `#3` for the third where it has none, `text (2)` where it has one before."""
    seen: Counter[str] = Counter()
    names = []
    for position, heading in enumerate(headings, 1):
        name = " ".join(heading.strip("\ufeff").replace("\0", "").split()) or f"#{position}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def _separated_rows(
    text: TableText, columns: Sequence[str], *, has_headings: bool
) -> Iterator[AnyRow]:
    found = read_separated(text.lines())
    if has_headings:
        next(found, None)
    for number, (line, cells, why) in enumerate(found, 1):
        extra = sum(bool(cell.strip()) for cell in cells[len(columns) :])
        if extra and not why:
            why = "has more cells than there are headings; see whether its text is quoted"
        if why:
            yield BrokenRow(number, line, why)
        else:
            yield TableRow(number, line, dict(zip(columns, cells, strict=False)))


def _json(text: TableText) -> Table:
    try:
        chosen, is_reshaped = _chosen_list(text)
    except TableBreaksOff as error:
        raise SourceError(f"{text.path} cannot be read: {error}") from error
    names: dict[str, None] = {}
    for row in islice(_json_rows(text, chosen, is_reshaped=is_reshaped), SAMPLE_ROWS):
        if isinstance(row, TableRow):
            names |= dict.fromkeys(islice(row.cells, MOST_COLUMNS + 1))
    return Table(text, tuple(names), chosen=chosen, is_json=True, is_reshaped=is_reshaped)


def _chosen_list(text: TableText) -> tuple[FoundList | None, bool]:
    """The one list of objects in a JSON file; None for JSON lines, and for another shape (True)."""
    first = next((piece.lstrip("\ufeff \t\r\n") for piece in text.pieces()), "")
    if not first:
        raise SourceError(f"{text.path} is empty; give a table with one statement a row")
    is_lines = table_suffix(text.path) in (".jsonl", ".ndjson")
    if not first.startswith("[") and (is_lines or JsonTable(text.pieces()).is_json_lines()):
        return None, False
    lists = _lists(text, whole=not first.startswith("["))
    if not lists and objects_in(whole_value(text.pieces())):
        return None, True
    if not lists:
        raise SourceError(
            f"{text.path} holds no list of objects; a table is a list such as "
            '[{"text": …, "date": …}, …], or one object a line'
        )
    if len(lists) > 1:
        named = ", ".join(".".join(one.keys) for one in lists[:10])
        raise SourceError(
            f"{text.path} holds {len(lists)} lists of objects ({named}); put the one of "
            "statements into a file of its own"
        )
    return lists[0], False


def _lists(text: TableText, *, whole: bool) -> list[FoundList]:
    """The lists of a file; of one that is a list itself no more is looked at.

    A file that breaks off after a list is read as far as it goes.
    """
    lists: list[FoundList] = []
    try:
        for found in JsonTable(text.pieces()).lists():
            lists.append(found)
            if not whole:
                break
    except TableBreaksOff:
        if not lists:
            raise
    return lists


def _json_rows(text: TableText, chosen: FoundList | None, *, is_reshaped: bool) -> Iterator[AnyRow]:
    found: Iterator[JsonRow]
    if is_reshaped:
        found = (JsonRow(1, value) for value in objects_in(whole_value(text.pieces())))
    elif chosen is None:
        found = read_json_lines(text.lines())
    else:
        found = JsonTable(text.pieces()).rows(chosen)
    for number, (line, value, why) in enumerate(found, 1):
        yield BrokenRow(number, line, why) if why else TableRow(number, line, flat_cells(value))
