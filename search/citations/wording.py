"""A citation's facts → the English sentences and days that several styles print."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING

from search.records import Evidence, TurnKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from search.citations.citation import Citation

UNTITLED = "Untitled"
EDITORS = "Editors’ text"
NOT_NAMED = "Unattributed"


def english_day(day: date) -> str:
    """A day as English prints it, whatever the system's language: 14 May 2012."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def voice(cited: Citation) -> str | None:
    """Who speaks, in brackets where no name is printed; None of a whole statement."""
    if cited.speaker:
        return cited.speaker
    if cited.kind is None:
        return None
    if cited.kind is TurnKind.NARRATIVE:
        return f"[{EDITORS}]"
    return f"[{cited.voice or NOT_NAMED}]"


def genre(cited: Citation) -> str:
    """What kind of text it is."""
    if cited.kind is TurnKind.NARRATIVE:
        return EDITORS
    if cited.kind is TurnKind.ANONYMOUS:
        return "Words of an unnamed voice"
    return "Speech" if cited.kind or cited.speaker else "Statement"


def moscow_time(cited: Citation) -> str | None:
    """The hour, as the site prints it."""
    return f"{cited.time} (Moscow time)" if cited.time else None


def place_in_text(cited: Citation) -> str | None:
    """Which paragraphs of the published text are cited."""
    if cited.paragraphs is None:
        return None
    first, last = cited.paragraphs
    return f"paragraph {first}" if first == last else f"paragraphs {first}–{last}"


def remarks(cited: Citation) -> Iterator[str]:
    """What a careful reader must know: how the speaker is known, whose translation it is."""
    if cited.evidence is Evidence.PAGE and cited.speaker:
        yield "The speaker is named by the page’s title or lead; no label is printed"
    elif cited.evidence is Evidence.TABLE and cited.speaker:
        yield "The speaker is named by a column of a table; no label is printed"
    if cited.qualifiers:
        yield f"Printed with the speaker’s label: {', '.join(cited.qualifiers)}"
    if cited.is_translation_known:
        yield "Text of the publisher’s English version" + (
            f"; in Russian: {cited.twin}" if cited.twin else ""
        )


def note_parts(cited: Citation) -> list[str]:
    """What records have no field for, one sentence a fact."""
    found = [
        f"Office as printed: {cited.role}" if cited.role else None,
        f"Time: {moscow_time(cited)}" if cited.time else None,
        f"Cited: {place_in_text(cited)}" if cited.paragraphs else None,
        f"Text version {cited.version}: {cited.link}",
        *remarks(cited),
        f"Credit: {cited.credit}",
    ]
    return [one for one in found if one]
