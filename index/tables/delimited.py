"""Lines of a table whose cells something parts (CSV, TSV) → rows of cells, with their lines.

The `csv` module reads; here is which sign parts and quotes the cells, and what to do where a
quotation mark is opened and never closed: such a row is told as broken, and reading goes on with
the line after it, for the module would take all the rest for one cell.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from index.tables.table_text import MOST_ROW_CHARS, LongLine, TableBreaksOff, told_too_long
from index.tables.title_rows import MOST_ABOVE, known_names, rows_above

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SEPARATORS: Final = (",", ";", "\t", "|")
_NEVER: Final = "\x1f"  # parts the cells of a table of one column
_DOUBLED: Final = re.compile(r'[^,;\t|"\s]""')
_ESCAPED: Final = re.compile(r'\\"[^,;\t|"\r\n]')
_SAMPLE_LINES: Final = 300
_SAMPLE_CHARS: Final = 2_000_000
_SIGN_CHARS: Final = 500_000
_MOST_CELLS: Final = 1_000  # of a row, that may be names
_END: Final = "\ufdd0"  # no character: stands in no text
_MOST_REREAD_CHARS: Final = 4 * MOST_ROW_CHARS
UNCLOSED: Final = "a quotation mark that this row opens is not closed; the lines after it are read"


class SeparatedRow(NamedTuple):
    """The cells of a row and the line it begins on; `why` it is broken, if it is."""

    line: int
    cells: list[str]
    why: str = ""


@dataclass(frozen=True, slots=True)
class CellSigns:
    """What parts the cells, and whether marks quote them, doubled or after a backslash inside.

    `loose` marks stand inside a quoted cell as they are: such a one is told by its neighbours.
    """

    separator: str
    quoted: bool = True
    backslash: bool = False
    loose: bool = False

    def reader(self, lines: Iterable[str], *, strict: bool = False) -> Iterator[list[str]]:
        """The rows of `lines`."""
        csv.field_size_limit(2 * MOST_ROW_CHARS)  # the module's own; rows are bounded before that
        return csv.reader(
            map(self._doubled, lines) if self.loose else lines,
            delimiter=self.separator,
            quoting=csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE,
            doublequote=not self.backslash,
            escapechar="\\" if self.backslash else None,
            strict=strict,
        )

    def opens_cell(self, line: str) -> bool:
        """Whether a quoted cell begins in a line after another cell."""
        apart = re.escape(self.separator)
        return re.search(rf'{apart}"[^{apart}"\r\n]', line) is not None

    def _doubled(self, line: str) -> str:
        apart = re.escape(self.separator) + r'\r\n"'
        return re.sub(rf'(?<=[^{apart}])"(?=[^{apart}])', '""', line)


def read_separated(lines: Iterator[str]) -> Iterator[SeparatedRow]:
    """The rows that hold anything, the line of headings first; lines above it are passed over."""
    sample, broken = _sample(lines)
    skipped, declared = _declared(sample)
    signs = CellSigns(declared) if declared else find_signs(_beginning(sample[skipped:]))
    skipped += _lines_above(sample[skipped:], signs)
    feed = _LineFeed(sample[skipped:], lines if broken is None else iter(()), skipped)
    try:
        yield from _rows(feed, signs)
        if broken is not None:
            raise broken
    except TableBreaksOff as error:
        yield SeparatedRow(feed.number + 1, [], f"the table is read no further: {error}")


def find_signs(sample: Sequence[str]) -> CellSigns:
    """The signs by which the sample falls into known columns, without fault and evenly."""
    tried = [CellSigns(one) for one in _SEPARATORS]
    if any('\\"' in line for line in sample):
        escaped = [CellSigns(one, backslash=True) for one in _SEPARATORS]
        sure = any(map(_ESCAPED.search, sample)) and not any(map(_DOUBLED.search, sample))
        tried = [*escaped, *tried] if sure else [*tried, *escaped]
    tried += [CellSigns(one, quoted=False) for one in ("\t", "|")]
    tried += [CellSigns(one, loose=True) for one in _SEPARATORS]
    tried.append(CellSigns(_NEVER))
    return max(tried, key=lambda signs: (*_fit(signs, sample), -tried.index(signs)))


def _beginning(sample: Sequence[str]) -> list[str]:
    """The lines of a sample up to `_SIGN_CHARS`; of a longer first one its beginning.

    Every pair of signs is tried on all of it.
    """
    found: list[str] = []
    left = _SIGN_CHARS
    for line in sample:
        if found and len(line) > left:
            break
        found.append(line[:left])
        left -= len(line)
    return found


def _fit(signs: CellSigns, sample: Sequence[str]) -> tuple[float, ...]:
    """How well signs fit; more is better, what counts most first."""
    clean = True
    try:
        rows = [row for row in signs.reader(sample, strict=True) if row]
    except csv.Error as error:
        clean = len(sample) >= _SAMPLE_LINES and "unexpected end" in str(error)
        rows = [row for row in signs.reader(sample) if row]
    if not rows:
        return 0, 0, 0, 0
    heads = [row[:_MOST_CELLS] for row in rows[: MOST_ABOVE + 1]]
    head = max(heads, key=known_names)
    width, known = len(head), known_names(head)
    even = sum(len(row[:_MOST_CELLS]) == width for row in rows) / len(rows)
    parts = even > 1 / 2 and width > 1
    return known, parts, clean, even


def _lines_above(sample: Sequence[str], signs: CellSigns) -> int:
    """How many lines stand above the headings."""
    feed = _LineFeed(sample, iter(()), 0)
    rows: list[list[str]] = []
    ends = [0]
    with suppress(csv.Error, _RowTooLong):
        for row in signs.reader(feed):
            if row == [_END]:
                break
            rows.append(row[:_MOST_CELLS])
            ends.append(feed.number)
            feed.begin_row()
    return ends[rows_above(rows)]


def _sample(lines: Iterator[str]) -> tuple[list[str], TableBreaksOff | None]:
    """The first lines, and why there are no more where the file breaks off so soon."""
    found: list[str] = []
    chars = 0
    try:
        for line in islice(lines, _SAMPLE_LINES):
            found.append(line)
            chars += len(line)
            if chars > _SAMPLE_CHARS:
                break
    except TableBreaksOff as error:
        return found, error
    return found, None


def _declared(sample: Sequence[str]) -> tuple[int, str]:
    """The separator of a first line `sep=;`, as spreadsheets write it, and how many lines it is."""
    first = sample[0].strip().lower() if sample else ""
    told = first.startswith("sep=") and len(first) == len("sep=;")
    return (1, first[-1]) if told else (0, "")


class _LineFeed:
    """Lines handed to the csv module one by one, and again where it went wrong."""

    def __init__(self, first: Sequence[str], rest: Iterator[str], number: int) -> None:
        self._again = deque(first)
        self._rest = rest
        self.number = number  # of the line handed out last
        self._row: list[str] = []
        self._row_chars = self._reread_chars = 0
        self.ended = False

    @property
    def first(self) -> int:
        """The line on which the row at hand begins."""
        return self.number - len(self._row) + 1

    @property
    def is_one_long_line(self) -> bool:
        """Whether the row at hand is a line longer than any row may be."""
        return len(self._row) == 1 and isinstance(self._row[0], LongLine)

    def is_several_rows(self, cells: int, width: int, signs: CellSigns, strict: bool) -> bool:
        """Whether a mark that is not closed made one row of the several lines at hand.

        Then it has more cells than there are headings, or a cell is opened in a later line.
        """
        if len(self._row) < 2:
            return False
        return 0 < width < cells or (not strict and any(map(signs.opens_cell, self._row[1:])))

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.ended:
            raise StopIteration
        line = self._again.popleft() if self._again else next(self._rest, None)
        if line is None:
            self.ended = True
            return _END
        self.number += 1
        self._row.append(line)
        self._row_chars += len(line)
        if self._row_chars > MOST_ROW_CHARS or isinstance(line, LongLine):
            raise _RowTooLong
        return line

    def begin_row(self) -> None:
        """The row at hand is read; the next line begins one."""
        self._row.clear()
        self._row_chars = 0

    def back_to(self, line: int) -> None:
        """Hand out again the lines of the row at hand from its `line` on (0 is its first)."""
        if line:
            self._reread_chars += self._row_chars
        if self._reread_chars > _MOST_REREAD_CHARS:
            raise TableBreaksOff("too many quotation marks are opened and not closed")
        self._again.extendleft(reversed(self._row[line:]))
        self.number -= len(self._row) - line
        self.ended = False
        self.begin_row()


class _RowTooLong(Exception):
    """A row has more characters than any may have: a quotation mark was not closed."""


def _rows(feed: _LineFeed, signs: CellSigns) -> Iterator[SeparatedRow]:
    """The rows, each read by the strict rules, and where it breaks them once more by loose ones."""
    width, strict = 0, True
    while True:
        is_broken = False
        try:
            for cells in signs.reader(feed, strict=strict):
                if cells == [_END]:
                    return
                is_broken = feed.ended or feed.is_several_rows(len(cells), width, signs, strict)
                if is_broken:
                    break
                if cells:
                    width = width or len(cells)
                    yield SeparatedRow(feed.first, cells)
                feed.begin_row()
                if not strict:
                    break
        except csv.Error:
            if strict:
                feed.back_to(0)
                strict = False
                continue
            is_broken = True
        except _RowTooLong:
            is_broken = True
        strict = True
        if is_broken:
            yield SeparatedRow(
                feed.first, [], told_too_long() if feed.is_one_long_line else UNCLOSED
            )
            feed.back_to(1)
