"""A citation → an item of CSL-JSON, of the type `speech`, which processors of styles render."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.citations.wording import UNTITLED, genre, note_parts

if TYPE_CHECKING:
    from datetime import date

    from search.citations.citation import Citation


def csl_item(cited: Citation) -> dict[str, object]:
    """One item; names are literal, for which part is the family's is not known.

    Our link stands in `archive`, which styles print as it is: some begin `archive_location` with a
    capital, and call a `version` by a word of their own. The day stands in `issued` alone: that of
    an announcement is no event's, and Chicago printed it twice.
    """
    facts: dict[str, object] = {
        "id": cited.key,
        "type": "speech",
        "title": cited.title or UNTITLED,
        "author": [{"literal": cited.author}] if cited.author else None,
        "issued": _parts(cited.date),
        "event-place": cited.place,
        "genre": genre(cited),
        "publisher": cited.publisher,
        "language": cited.lang,
        "URL": cited.official or cited.link,
        "accessed": _parts(cited.accessed),
        "archive": f"onrecord, {cited.link}" if cited.official else "onrecord",
        "section": str(cited.number) if cited.number is not None else None,
        "note": ". ".join(note_parts(cited)),
    }
    return {name: value for name, value in facts.items() if value}


def _parts(day: date | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None
