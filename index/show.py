"""A cleaned statement → the lines `onrecord clean` prints: facts, turns, what was removed."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from search.records import MarkKind, TurnKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.records import Statement, Turn

_KINDS = {TurnKind.NARRATIVE: "(narrative)", TurnKind.ANONYMOUS: "(a voice without a name)"}


def fact_lines(statement: Statement) -> Iterator[str]:
    """What the page says of itself, one fact a line; facts it lacks are left out."""
    facts = {
        "id": statement.id,
        "title": statement.title,
        "date": " ".join(filter(None, (str(statement.date or ""), statement.time))),
        "announced for": statement.event_date and str(statement.event_date),
        "place": statement.place,
        "lead": statement.lead,
        "sections": ", ".join(statement.sections),
        "topics": ", ".join(statement.topics),
        "persons": ", ".join(statement.persons),
        "geography": ", ".join(statement.geography),
        "updated": statement.updated and str(statement.updated),
        "official page": statement.url,
        "saved as": statement.form.value,
        "abridged": "yes: the editors left something out" if statement.abridged else None,
    }
    yield from (f"{name + ':':<15}{value}" for name, value in facts.items() if value)


def turn_lines(turn: Turn) -> Iterator[str]:
    """One turn: its number, who speaks and how we know, then its paragraphs with their marks."""
    who = turn.speaker or _KINDS.get(turn.kind, "(unattributed)")
    role = turn.role or (turn.role_inferred and f"{turn.role_inferred}, inferred")
    notes = [*filter(None, [role]), *turn.qualifiers, f"evidence: {turn.evidence.value}"]
    yield f"[{turn.n}] {who} · {' · '.join(notes)}"
    if turn.label is not None:
        yield f"    label: {turn.label}"
    marks = {after: list(group) for after, group in groupby(turn.marks, lambda mark: mark.after)}
    for position, paragraph in enumerate(("", *turn.paragraphs), start=-1):
        if paragraph:
            yield f"    {paragraph}"
        for mark in marks.get(position, ()):
            yield f"    {mark.text}" if mark.kind is MarkKind.ABRIDGED else "    * * *"


def removed_lines(statement: Statement) -> Iterator[str]:
    """Every block the cleaner took out, with its rule; pull quotes say whether they repeat."""
    for block in statement.removed:
        repeats = {True: ", stands in the text too", False: ", stands nowhere else", None: ""}
        yield f"{block.rule}{repeats[block.repeats]}: {block.text or '(no text)'}"
    yield f"{len(statement.removed)} blocks removed"
