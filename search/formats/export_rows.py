"""Hits, uses, speakers → rows of an export, with the turn's whole text, as CSV or JSON lines.

The names of the columns are a contract: some may be added, none renamed or removed. `text` is the
whole turn, its paragraphs parted by an empty line; `snippet` the piece of it that a page shows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec

from search.formats.credit import credit_of
from search.formats.csv_table import csv_line, guard, is_formula, with_cuts
from search.links import official_url, turn_link, turn_links
from search.statement_json import attribution_shape, day_text

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
SPEAKER_COLUMNS: Final = ("name", "statements", "turns", "times", "words", "per_million", "link")

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
        one, link = hit.statement, turn_links(hit.statement.id, q)
        statement, source = _statement_cells(one), _source_cells(one, hit.link, root)
        for found in hit.turns or (None,):
            row = _match_row(hit, found, statement, source)
            if found:
                row["link"] = _absolute(link(found.turn.n), one.version, root)
            yield row


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
        yield f"{_json_line(row)}\n"


def _json_line(row: Mapping[str, object]) -> str:
    try:
        return msgspec.json.encode(row).decode()
    except UnicodeEncodeError:  # half of a letter, which UTF-8 has no bytes for
        return json.dumps(row, ensure_ascii=False)


def _cell(value: object) -> str:
    """A value as a spreadsheet shows it: nothing for null and false."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _match_row(hit: Hit, found: TurnHit | None, statement: Row, source: Row) -> Row:
    """A row; what it shares with others of its statement is given."""
    turn = found.turn if found else None
    return {
        "id": str(found.id if found else hit.statement.id),
        **statement,
        **_turn_cells(turn),
        "text": "\n\n".join(turn.paragraphs) if turn else None,
        "snippet": with_cuts(found) if found else None,
        **source,
    }


def _statement_cells(one: Statement) -> Row:
    day = day_text(one.date)
    return dict(zip(_OF_STATEMENT, (day, one.time, one.title, one.place, one.lang), strict=True))


def _turn_cells(turn: Turn | None) -> Row:
    if turn is None:
        return {**dict.fromkeys(_OF_TURN), "qualifiers": []}
    told = attribution_shape(turn)
    return {name: told[name] for name in _OF_TURN}


def _source_cells(one: Statement, link: str, root: str) -> Row:
    return {
        "abridged": one.abridged,
        "link": _absolute(link, one.version, root),
        "url": official_url(one),
        "version": one.version or None,
        "publisher": one.publisher,
        "credit": credit_of(one),
    }


def _absolute(link: str, version: str, root: str) -> str:
    """The link under the site's address, naming the text that it was copied from."""
    if version:
        link = f"{link}{'&' if '?' in link else '?'}v={version}"
    return root.rstrip("/") + link
