"""`tricky_quotes.txt` → quotations that are easy to get wrong, with what is right of each.

A row holds facts only: a turn, a range of its words, an edit of them. The words are read from the
index when a row is filled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from labelled_quotes import text_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelled_quotes import Quarry


@dataclass(frozen=True, slots=True)
class TrickyRow:
    """One quotation: where its words are, what was done to them, what is claimed, what is right."""

    place: str  # en-17093/12:5-20
    edits: str  # old=>new, several parted by ;;
    verdict: str
    change: str
    speaker: str | None = None
    days_off: int | None = None


def tricky_rows() -> Iterator[TrickyRow]:
    """All rows of the table."""
    place = ""
    table = Path(__file__).with_name("tricky_quotes.txt").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        if "|" not in line:
            place = line
            continue
        edits, verdict, change, *claim = line.split("|")
        told = claim[0].strip() if claim else ""
        off = int(told.removeprefix("day ")) if told.startswith("day ") else None
        yield TrickyRow(
            place,
            _meant(edits.removesuffix(" ")),
            verdict.strip(),
            change.strip(),
            told if told and off is None else None,
            off,
        )


def _meant(edits: str) -> str:
    """Signs that nobody sees, and ends of lines, stand as escapes."""
    coded = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), edits)
    return coded.replace("\\n", "\n")


def filled(quarry: Quarry, row: TrickyRow) -> tuple[str, str | None]:
    """The quotation of a row, and the date it is said to be from."""
    turn, _, its = row.place.partition(":")
    name, _, n = turn.partition("/")
    first, stop = map(int, its.split("-"))
    text = " ".join(text_words(quarry.turn(name, int(n)))[first:stop])
    for edit in filter(None, row.edits.split(";;")):
        old, _, new = edit.partition("=>")
        assert old in text, (row, text)
        text = text.replace(old, new, 1)
    if row.days_off is None:
        return text, None
    day = quarry.statement(name).date
    assert day is not None, row
    return text, (day + timedelta(row.days_off)).isoformat()
