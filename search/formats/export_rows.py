"""Hits, uses, speakers → rows of an export, with the turn's whole text, as CSV or JSON lines.

The names of the columns are a contract: some may be added, none renamed or removed. `text` is the
whole turn, its paragraphs parted by an empty line; `snippet` the piece of it that a page shows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from search.formats.credit import credit_of
from search.formats.csv_table import csv_line, guard, is_formula, with_cuts
from search.links import official_url, turn_link
from search.statement_json import day_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from search.answers.concordance import ConcordanceLine
    from search.records import Hit, Statement, Turn, TurnHit

Row = dict[str, Any]

_OF_STATEMENT: Final = ("date", "time", "title", "place", "lang")
_OF_TURN: Final = (
    *("label", "speaker", "person", "role", "role_inferred", "kind", "evidence", "qualifiers"),
)
_OF_SOURCE: Final = ("abridged", "link", "url", "version", "publisher", "credit")
MATCH_COLUMNS: Final = ("id", *_OF_STATEMENT, *_OF_TURN, "text", "snippet", *_OF_SOURCE)
USE_COLUMNS: Final = ("id", *_OF_STATEMENT, *_OF_TURN, "before", "match", "after", *_OF_SOURCE)
SPEAKER_COLUMNS: Final = ("name", "statements", "times", "words", "per_million", "link")

BOM: Final = "\ufeff"
"""By which spreadsheets know UTF-8."""


@dataclass
class GuardedCells:
    """How many cells got an apostrophe so far: no spreadsheet takes them for a formula."""

    count: int = 0


def match_rows(hits: Iterable[Hit], q: str, root: str = "") -> Iterator[Row]:
    """A row for every turn that matches, one for a statement without such.

    Links begin with `root`, the address of the site; without it they are root-relative.
    """
    for hit in hits:
        for turn in hit.turns or (None,):
            yield _match_row(hit, turn, q, root)


def use_rows(lines: Iterable[ConcordanceLine], q: str, root: str = "") -> Iterator[Row]:
    """A row for every place that words stand at."""
    for line in lines:
        id = line.statement.turn_id(line.turn)
        yield {
            "id": str(id),
            **_statement_cells(line.statement),
            **_turn_cells(line.turn),
            "before": line.before,
            "match": line.match,
            "after": line.after,
            **_source_cells(line.statement, turn_link(id, q), root),
        }


def csv_pieces(
    rows: Iterable[Mapping[str, object]],
    columns: Sequence[str],
    guarded: GuardedCells | None = None,
) -> Iterator[str]:
    """The table a row at a time, heading first: UTF-8 by its mark, without a cell that can run."""
    count = guarded or GuardedCells()
    yield BOM + csv_line(columns)
    for row in rows:
        cells = [_cell(row[name]) for name in columns]
        count.count += sum(map(is_formula, cells))
        yield csv_line([guard(cell) for cell in cells])


def json_pieces(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """One JSON object a line."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _cell(value: object) -> str:
    """A value as a spreadsheet shows it: nothing for null and false."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _match_row(hit: Hit, found: TurnHit | None, q: str, root: str) -> Row:
    turn = found.turn if found else None
    return {
        "id": str(found.id if found else hit.statement.id),
        **_statement_cells(hit.statement),
        **_turn_cells(turn),
        "text": "\n\n".join(turn.paragraphs) if turn else None,
        "snippet": with_cuts(found) if found else None,
        **_source_cells(hit.statement, turn_link(found.id, q) if found else hit.link, root),
    }


def _statement_cells(one: Statement) -> Row:
    day = day_text(one.date)
    return dict(zip(_OF_STATEMENT, (day, one.time, one.title, one.place, one.lang), strict=True))


def _turn_cells(turn: Turn | None) -> Row:
    if turn is None:
        return {**dict.fromkeys(_OF_TURN), "qualifiers": []}
    return {
        "label": turn.label,
        "speaker": turn.speaker,
        "person": turn.person,
        "role": turn.role,
        "role_inferred": turn.role_inferred,
        "kind": turn.kind.value,
        "evidence": turn.evidence.value,
        "qualifiers": list(turn.qualifiers),
    }


def _source_cells(one: Statement, link: str, root: str) -> Row:
    return {
        "abridged": one.abridged,
        "link": root.rstrip("/") + _of_version(link, one.version),
        "url": official_url(one),
        "version": one.version or None,
        "publisher": one.publisher,
        "credit": credit_of(one),
    }


def _of_version(link: str, version: str) -> str:
    """The link, naming the text that it was copied from."""
    if not version:
        return link
    return f"{link}{'&' if urlsplit(link).query else '?'}v={version}"
