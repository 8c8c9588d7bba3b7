"""Statements and turns ↔ the JSON shapes that commands print and indexes and ledgers keep.

Keys may be added, never renamed or removed: `tests/search/test_statement_json.py` holds them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from search.records import Statement, Turn
from search.save_warnings import WarningCode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

_MOST_KEPT: Final = 1_000  # moments as texts: statements indexed together share one

_STATEMENTS: Final = msgspec.json.Decoder(Statement)

Shape = dict[str, Any]

STATEMENT_KEYS: Final = (
    *("id", "lang", "number", "url", "title", "date", "event_date", "time", "place", "lead"),
    *("sections", "topics", "persons", "geography", "updated", "abridged", "form", "turns"),
    *("removed", "part", "edges", "warnings", "warning_codes", "cards", "indexed", "version"),
    "publisher",
)
"""In the order they are printed."""
TURN_KEYS: Final = (
    *("n", "label", "speaker", "person", "role", "role_inferred", "qualifiers", "kind"),
    *("evidence", "paragraphs", "marks", "ordinals"),
)


def statement_shape(statement: Statement) -> Shape:
    """A statement as `onrecord clean --json` and `onrecord show --json` print it."""
    plain = plain_shape(statement)
    plain["turns"] = [_in_order(turn, TURN_KEYS) for turn in plain["turns"]]
    plain["indexed"] = moment_text(statement.indexed)
    return _in_order(plain, STATEMENT_KEYS)


def turn_shape(turn: Turn) -> Shape:
    """One turn of a statement's shape."""
    return _in_order(plain_shape(turn), TURN_KEYS)


def attribution_shape(turn: Turn) -> Shape:
    """Who speaks a turn, in which office, and how that is known.

    Values of enumerations are texts as they are; asking each for its `value` takes longer than all
    the rest.
    """
    return {
        "speaker": turn.speaker,
        "person": turn.person,
        "role": turn.role,
        "role_inferred": turn.role_inferred,
        "kind": turn.kind,
        "evidence": turn.evidence,
        "label": turn.label,
        "qualifiers": list(turn.qualifiers),
    }


def statement_from(shape: Mapping[str, Any]) -> Statement:
    """The statement a shape was made of; `ValueError` for what is no such shape.

    What was stored before warnings had codes has one for each sentence that tells none.
    """
    if "warning_codes" not in shape:
        unknown = [{"code": WarningCode.UNKNOWN} for _ in shape["warnings"]]
        shape = {**shape, "warning_codes": unknown}
    return msgspec.convert(shape, Statement)


def statement_read(text: str, indexed: datetime | None = None) -> Statement:
    """The same of a shape's JSON, at once; `indexed` as it is to be told where that is given.

    The record is put together without the dictionary between, in 0.5 to 0.6 of the time; to copy
    so many fields for a single other value takes longer than that.
    """
    found = _STATEMENTS.decode(text)
    if found.warnings and not found.warning_codes:
        found = statement_from(msgspec.json.decode(text))
    if indexed is not None:
        object.__setattr__(found, "indexed", indexed)  # nobody else has it yet
    return found


def turn_from(shape: Mapping[str, Any]) -> Turn:
    """The turn a shape was made of; `ValueError` for what is no such shape."""
    return msgspec.convert(shape, Turn)


def plain_shape(record: object) -> Shape:
    """A record in JSON's own types, its fields in their order."""
    plain: Shape = msgspec.json.decode(msgspec.json.encode(record))
    return plain


def _in_order(plain: Shape, keys: tuple[str, ...]) -> Shape:
    return {key: plain[key] for key in keys}


def day_text(day: date | None) -> str | None:
    """A day as `YYYY-MM-DD`."""
    return None if day is None else day.isoformat()


@lru_cache(maxsize=_MOST_KEPT)
def moment_text(moment: datetime | None) -> str | None:
    """A moment in ISO 8601, to the second."""
    return None if moment is None else moment.isoformat(timespec="seconds")
