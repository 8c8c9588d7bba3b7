"""A citation → a RIS record: a turn as a presentation (`SLIDE`), a whole statement as a web page.

A line a field, ended by CR LF; a value holds no line end of any kind, so none can begin a field.
Zotero reads AU of a presentation as its presenter, L2 as a page to attach.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from search.citations.wording import UNTITLED, genre, note_parts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from search.citations.citation import Citation

MIMETYPE: Final = "application/x-research-info-systems"
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def ris_citation(cited: Citation) -> str:
    """The record, from `TY` to `ER`."""
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in _end(cited))


def _end(cited: Citation) -> Iterator[tuple[str, str]]:
    yield from ((tag, value) for tag, value in _fields(cited) if value)
    yield "ER", ""


def _fields(cited: Citation) -> Iterator[tuple[str, str | None]]:
    yield "TY", "ELEC" if cited.number is None else "SLIDE"
    yield "AU", cited.author
    yield "TI", cited.title or UNTITLED
    yield "M3", genre(cited)
    if cited.date:
        yield "DA", _day(cited.date)
        yield "PY", f"{cited.date.year:04}"
    yield "CY", cited.place
    yield "PB", cited.publisher
    yield "LA", cited.lang
    yield "UR", cited.official or cited.link
    yield "L2", cited.link if cited.link.startswith("http") else None
    yield "Y2", _day(cited.accessed)
    yield "DB", "onrecord"
    yield "AN", cited.id
    for part in note_parts(cited):
        yield "N1", part


def _day(day: date) -> str:
    return f"{day.year:04}/{day.month:02}/{day.day:02}"


def _line(value: str) -> str:
    return " ".join(_CONTROL.sub(" ", value).split())
