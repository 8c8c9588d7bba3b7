"""A table of quotations → the same table with a verdict in every row.

A column named quote (or text, quotation, цитата) holds them; speaker, date and lang are read where
there are such columns. All columns come out again, as they were.
"""

from __future__ import annotations

import csv
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from search.errors import UsageError
from search.formats.csv_table import guard
from search.links import absolute, official_url, passage_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TextIO

    from search.quotes.verdicts import QuoteCheck, QuoteMatch

VERDICT_COLUMNS: Final = (
    *("verdict", "changes", "times", "id", "found_speaker", "role", "found_date"),
    *("title", "address", "link", "difference"),
)
_QUOTE: Final = ("quote", "quotation", "text", "цитата")
_GIVEN: Final = {
    "speaker": ("speaker", "who", "автор", "кто"),
    "date": ("date", "когда", "дата"),
    "lang": ("lang", "language", "язык"),
}


class QuoteRow(NamedTuple):
    """A row of a table: its cells by column, and what they claim."""

    cells: Mapping[str, str]
    quote: str
    speaker: str | None
    date: str | None
    lang: str | None


class QuoteTable(NamedTuple):
    """The columns of a table and its rows, read as they are asked for."""

    columns: tuple[str, ...]
    rows: Iterator[QuoteRow]


def read_quotes(lines: Iterable[str], name: str) -> QuoteTable:
    """The quotations of a CSV; `UsageError` where no column holds them."""
    coming = iter(lines)
    heading = next(coming, "")
    delimiter = max(",;\t", key=heading.count)
    reader = csv.DictReader(chain([heading], coming), restkey="", delimiter=delimiter)
    columns = tuple(reader.fieldnames or ())
    quote = _column(columns, _QUOTE)
    if quote is None:
        raise UsageError(
            f"{name} has no column named quote; its first line must name the columns,"
            " as quote,speaker,date"
        )
    return QuoteTable(columns, _rows(reader, quote, columns))


def _rows(
    reader: Iterable[Mapping[str, str | None]], quote: str, columns: Sequence[str]
) -> Iterator[QuoteRow]:
    given = {name: _column(columns, names) for name, names in _GIVEN.items()}
    for row in reader:
        cells = {name: row.get(name) or "" for name in columns}
        claims = {name: cells[column].strip() if column else "" for name, column in given.items()}
        yield QuoteRow(
            cells,
            cells[quote],
            claims["speaker"] or None,
            claims["date"] or None,
            claims["lang"] or None,
        )


def _column(columns: Iterable[str], names: Sequence[str]) -> str | None:
    folded = {column.strip().lstrip("\ufeff").casefold(): column for column in columns}
    return next((folded[name] for name in names if name in folded), None)


class VerdictTable:
    """Writes rows with their verdicts, one after the other; counts the cells it guarded."""

    def __init__(self, columns: Sequence[str], to: TextIO, root: str = "") -> None:
        self._root = root
        self._columns = columns
        self._writer = csv.writer(to, lineterminator="\n")
        self._writer.writerow([*columns, *self._own()])
        self.guarded = 0

    def write(self, row: QuoteRow, found: QuoteCheck) -> None:
        """One row."""
        cells = [*(row.cells[name] for name in self._columns), *verdict_cells(found, self._root)]
        guarded = [guard(cell) for cell in cells]
        self.guarded += sum(one != other for one, other in zip(cells, guarded, strict=True))
        self._writer.writerow(guarded)

    def _own(self) -> Iterator[str]:
        """Our columns under names that the table does not have yet."""
        for name in VERDICT_COLUMNS:
            yield name if name not in self._columns else f"found_{name}"


def verdict_cells(found: QuoteCheck, root: str = "") -> tuple[str, ...]:
    """What a table says of a verdict; of many places the first, which is not *the* source."""
    best = found.matches[0] if found.matches else None
    own = (found.verdict.value, " ".join(found.changes), str(found.times))
    if best is None:
        return (*own, *[""] * (len(VERDICT_COLUMNS) - len(own)))
    one, turn = best.statement, best.turn
    return (
        *own,
        str(one.turn_id(turn) if turn else one.id),
        (turn.speaker or "") if turn else "",
        (turn.role or turn.role_inferred or "") if turn else "",
        one.date.isoformat() if one.date else "",
        one.title or "",
        official_url(one) or "",
        absolute(root, passage_link(one, best.paragraph)),
        difference_text(best),
    )


def difference_text(match: QuoteMatch) -> str:
    """A difference as a line: [-what stands-] {+what is quoted+}, equal words as they are.

    Between […] is what is left out: at cuts, and of the sentence around if that denies.
    """
    edges = match.sentence if match.sentence and match.sentence.denials else None
    pieces = [f"[…{edges.before}…]"] if edges and edges.before else []
    for step in match.difference:
        match step.op.value:
            case "equal":
                pieces.append(step.quote)
            case "cut":
                pieces.append(f"[…{step.text}…]")
            case _:
                stands = f"[-{step.text}-]" if step.text else ""
                quoted = f"{{+{step.quote}+}}" if step.quote else ""
                pieces.append(f"{stands}{quoted}")
    if edges and edges.after:
        pieces.append(f"[…{edges.after}…]")
    return " ".join(" ".join(pieces).split())
