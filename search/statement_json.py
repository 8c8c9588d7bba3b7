"""Statements and turns ↔ their JSON shapes: what is printed, stored and sent is one shape.

Keys may be added to these shapes, never renamed or removed: `tests/search/test_statement_json.py`
holds them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from search.records import (
    Evidence,
    Form,
    Mark,
    MarkKind,
    Removed,
    Statement,
    StatementId,
    Turn,
    TurnKind,
)
from search.save_warnings import SaveWarning, WarningCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Shape = dict[str, Any]


def statement_shape(statement: Statement) -> Shape:
    """A statement as `onrecord clean --json` and `onrecord show --json` print it."""
    return {
        "id": statement.id,
        "lang": statement.lang,
        "number": statement.number,
        "url": statement.url,
        "title": statement.title,
        "date": day_text(statement.date),
        "event_date": day_text(statement.event_date),
        "time": statement.time,
        "place": statement.place,
        "lead": statement.lead,
        "sections": list(statement.sections),
        "topics": list(statement.topics),
        "persons": list(statement.persons),
        "geography": list(statement.geography),
        "updated": day_text(statement.updated),
        "abridged": statement.abridged,
        "form": statement.form.value,
        "turns": [turn_shape(turn) for turn in statement.turns],
        "removed": [
            {"rule": block.rule, "text": block.text, "repeats": block.repeats}
            for block in statement.removed
        ],
        "part": statement.part,
        "edges": list(statement.edges),
        "warnings": list(statement.warnings),
        "warning_codes": [
            {"code": warning.code, "values": dict(warning.values)}
            for warning in statement.warning_codes
        ],
        "cards": list(statement.cards),
        "indexed": moment_text(statement.indexed),
    }


def turn_shape(turn: Turn) -> Shape:
    """One turn of a statement's shape."""
    return {
        "n": turn.n,
        "label": turn.label,
        "speaker": turn.speaker,
        "person": turn.person,
        "role": turn.role,
        "role_inferred": turn.role_inferred,
        "qualifiers": list(turn.qualifiers),
        "kind": turn.kind.value,
        "evidence": turn.evidence.value,
        "paragraphs": list(turn.paragraphs),
        "marks": [
            {"after": mark.after, "kind": mark.kind.value, "text": mark.text} for mark in turn.marks
        ],
    }


def statement_from(shape: Mapping[str, Any]) -> Statement:
    """The statement a shape was made of.

    Raises `KeyError` for a missing key and `ValueError` for a value that is none of its kind.
    """
    return Statement(
        id=StatementId(shape["id"]),
        lang=shape["lang"],
        title=shape["title"],
        turns=tuple(turn_from(turn) for turn in shape["turns"]),
        number=shape["number"],
        url=shape["url"],
        date=_day(shape["date"]),
        event_date=_day(shape["event_date"]),
        time=shape["time"],
        place=shape["place"],
        lead=shape["lead"],
        sections=tuple(shape["sections"]),
        topics=tuple(shape["topics"]),
        persons=tuple(shape["persons"]),
        geography=tuple(shape["geography"]),
        updated=_day(shape["updated"]),
        form=Form(shape["form"]),
        abridged=shape["abridged"],
        removed=tuple(Removed(**block) for block in shape["removed"]),
        part=shape["part"],
        edges=(shape["edges"][0], shape["edges"][1]),
        warnings=tuple(shape["warnings"]),
        warning_codes=tuple(_warning_codes(shape)),
        cards=tuple(shape.get("cards", ())),  # absent from what was stored before there were any
        indexed=_moment(shape.get("indexed")),
    )


def turn_from(shape: Mapping[str, Any]) -> Turn:
    """The turn a shape was made of; raises as `statement_from` does."""
    return Turn(
        n=shape["n"],
        paragraphs=tuple(shape["paragraphs"]),
        kind=TurnKind(shape["kind"]),
        evidence=Evidence(shape["evidence"]),
        label=shape["label"],
        speaker=shape["speaker"],
        person=shape["person"],
        role=shape["role"],
        role_inferred=shape["role_inferred"],
        qualifiers=tuple(shape["qualifiers"]),
        marks=tuple(
            Mark(mark["after"], MarkKind(mark["kind"]), mark["text"]) for mark in shape["marks"]
        ),
    )


def day_text(day: date | None) -> str | None:
    """A day as `YYYY-MM-DD`."""
    return None if day is None else day.isoformat()


def moment_text(moment: datetime | None) -> str | None:
    """A moment in ISO 8601, to the second."""
    return None if moment is None else moment.isoformat(timespec="seconds")


def _warning_codes(shape: Mapping[str, Any]) -> Iterable[SaveWarning]:
    """One code for each sentence; what was stored before there were codes tells none."""
    if "warning_codes" not in shape:
        return (SaveWarning(WarningCode.UNKNOWN) for _ in shape["warnings"])
    return (SaveWarning(**warning) for warning in shape["warning_codes"])


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
