"""Results → rows for a spreadsheet: one a turn that matched, one for a statement without such.

A spreadsheet runs a cell that begins with = + - @ as a formula, white space before it or not, and
some do with their full-width forms, or drop signs before it that nobody sees. Such a cell gets an
apostrophe before it, the spreadsheets' own sign for "this is text"; such cells are counted for the
caller.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from search.formats.credit import credit_of
from search.links import absolute, official_url, turn_link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from search.answers.frequency import Frequency
    from search.records import Hit, Results, TurnHit

COLUMNS: Final = (
    *("id", "date", "time", "title", "place", "lang"),
    *("speaker", "role", "role_inferred", "kind", "evidence", "qualifiers"),
    *("text", "abridged", "link", "url", "credit", "publisher"),
)
CUT: Final = "[…]"
"""Where the text goes on: no statement prints an omission so, a plain ellipsis many do."""

_UNSEEN: Final = (
    r"\x00-\x08\x0e-\x1b\x7f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
)
_FORMULA: Final = re.compile(rf"[\s{_UNSEEN}]*[=+\-@＝＋－＠]")
_FIELD_ENDS: Final = ("\t", "\r", "\n")  # a reader that parts cells there begins another one


def write_table(results: Results, to: TextIO, root: str = "") -> int:
    """Write heading and rows to `to`; gives the number of cells that got an apostrophe.

    `root` is the site's address, for absolute links.
    """
    to.write(csv_line(COLUMNS))
    guarded = 0
    for row in rows(results, root):
        guarded += sum(map(is_formula, row))
        to.write(csv_line([guard(cell) for cell in row]))
    return guarded


def write_frequency(found: Frequency, to: TextIO) -> None:
    """Write a table of frequencies to `to`: a row a year and query, of each speaker compared."""
    writer = csv.writer(to, lineterminator="\n")
    compared = len({one.speaker for one in found.series}) > 1
    who = ("speaker",) if compared else ()
    writer.writerow(("year", "words", "q", "count", "per_million", *who))
    for year in found.years:
        for one in found.series:
            share = found.per_million_printed(one, year)  # None is an empty cell
            row = (year, one.words.get(year, 0), guard(one.q), one.counts.get(year, 0), share)
            writer.writerow((*row, guard(one.speaker)) if compared else row)


def rows(results: Results, root: str = "") -> Iterator[tuple[str, ...]]:
    """The rows of `results`, in their order, cells as they were printed."""
    for hit in results.hits:
        if not hit.missing:  # exports hold full matches only
            for turn in hit.turns or (None,):
                yield _row(hit, turn, results.query, root)


def csv_line(cells: Sequence[str]) -> str:
    """One line of a table. A lone carriage return in a cell must not part it: it is quoted too."""
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(cells)  # \r is quoted for its sake
    return line.getvalue().removesuffix("\r\n") + "\n"


def guard(cell: str) -> str:
    """`cell` so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if is_formula(cell) else cell


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet may run a cell, or what it takes for the next one."""
    return cell.startswith(_FIELD_ENDS) or _FORMULA.match(cell) is not None


def with_cuts(hit: TurnHit) -> str:
    """A snippet that shows where the turn's text goes on."""
    before = f"{CUT} " if hit.cut_before else ""
    after = f" {CUT}" if hit.cut_after else ""
    return f"{before}{hit.snippet}{after}"


def _row(hit: Hit, turn: TurnHit | None, q: str, root: str) -> tuple[str, ...]:
    one = hit.statement
    return (
        str(turn.id if turn else one.id),
        one.date.isoformat() if one.date else "",
        one.time or "",
        one.title or "",
        one.place or "",
        one.lang,
        *(_turn_cells(turn) if turn else ("",) * 7),
        "yes" if one.abridged else "",
        absolute(root, turn_link(turn.id, q) if turn else hit.link),
        official_url(one) or "",
        credit_of(one),
        one.publisher or "",
    )


def _turn_cells(hit: TurnHit) -> tuple[str, ...]:
    """The cells from `speaker` to `text`."""
    turn = hit.turn
    names = (turn.speaker or "", turn.role or "", turn.role_inferred or "")
    return (*names, turn.kind, turn.evidence, "; ".join(turn.qualifiers), with_cuts(hit))
