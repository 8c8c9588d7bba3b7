"""The first lines of a text save → title, lead, date, time, place; and which lines are the site's.

Saves without markup tell the parts of a page by order alone: settings and menus of the site, a
crumb, title, lead, date with time and place. The date line is the landmark; what the site prints
above it is furniture down to its last line known as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.headings.dates import PRINTED_DATE, read_date
from index.headings.furniture import ANNOUNCED, CHROME, CRUMB
from search.records import Removed

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

_PLACE_WORD: Final = r"(?:[A-ZА-ЯЁ\d«“\"][\w.’'”\"»-]*|of|the|in|on|at|near|and|de|на|в|и)"
_DOTTED_PLACE: Final = rf"{_PLACE_WORD}(?:,?\s{_PLACE_WORD}){{0,11}}"
"""A place with full stops in it ("St. Port Sorrel", "Sorrel, N.C."): no sentence is written so."""

DATE_LINE: Final = re.compile(
    rf"(?P<date>{PRINTED_DATE})(?:,?\s(?P<time>\d\d?:\d\d))?"
    rf"(?:,\s?(?P<place>[^.!?:]{{2,80}}|{_DOTTED_PLACE}))?"
)
_TIME_LINE: Final = re.compile(r"\d\d?:\d\d")
_PLACE_LINE: Final = re.compile(rf"[A-ZА-ЯЁ][^.!?:;]{{2,60}}|{_DOTTED_PLACE}(?<!\w\w\.)")
_FURNITURE_LINES: Final = 24  # settings, menus and title; a date further down is text
_MENU_LINES: Final = 200  # a whole page's menus, when its status tells which date to look for
_BARE_LINES: Final = 4  # title, lead and date where nothing of the site precedes them


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the text, as printed; `lines` is how many lines it takes."""

    lines: int
    removed: tuple[Removed, ...]
    title: str = ""
    lead: str | None = None
    date: str = ""
    time: str = ""
    place: str | None = None
    announced: str = ""


def begins_as_saves_do(lines: Sequence[str]) -> bool:
    """Whether the first lines are the site's, or a title with its date."""
    furniture = any(_is_furniture(line) for line in lines[:_FURNITURE_LINES])
    dated = any(_is_date(line) for line in lines[1:_BARE_LINES])
    return furniture or dated


def read_heading(lines: Sequence[str], day: datetime.date | None) -> Heading:
    """The heading of a save; `day` is the date its publication status tells, when it has one."""
    when = _date_line(lines, day)
    above = lines[: len(lines[:_FURNITURE_LINES]) if when is None else when]
    start, removed, title = _furniture(above)
    if when is None:
        title = title or (lines[start] if start < len(lines) else "")
        return Heading(min(start + 1, len(lines)), removed, title)
    rest = [*([title] if title else []), *above[start:]]
    title, lead = (rest[0], " ".join(rest[1:]) or None) if rest else ("", None)
    if announced := ANNOUNCED.fullmatch(lines[when]):
        removed += (Removed("announcement line", lines[when]),)
        return Heading(when + 1, removed, title, lead, announced=announced["day"])
    return _dated(lines, when, Heading(when + 1, removed, title, lead))


def _dated(lines: Sequence[str], when: int, above: Heading) -> Heading:
    """The heading with what the date line says; time and place may have lines of their own."""
    found = DATE_LINE.fullmatch(lines[when])
    date, time, place = found.groups() if found else ("", "", None)
    end = when + 1
    if not time and end < len(lines) and _TIME_LINE.fullmatch(lines[end]):
        time, end = lines[end], end + 1
        if end < len(lines) and _PLACE_LINE.fullmatch(lines[end]):
            place, end = lines[end], end + 1
    return Heading(end, above.removed, above.title, above.lead, date, time or "", place)


def _date_line(lines: Sequence[str], day: datetime.date | None) -> int | None:
    if day is not None:
        for position, line in enumerate(lines[:_MENU_LINES]):
            if _is_date(line) and read_date(line) == day:
                return position
    for position, line in enumerate(lines[:_FURNITURE_LINES]):
        if _is_date(line):
            return position
    return None


def _is_date(line: str) -> bool:
    return bool(DATE_LINE.fullmatch(line) or ANNOUNCED.fullmatch(line))


def _is_furniture(line: str) -> bool:
    return bool(CHROME.fullmatch(line) or CRUMB.match(line))


def _furniture(above: Sequence[str]) -> tuple[int, tuple[Removed, ...], str]:
    """How many lines are the site's, they themselves, and a title in the last one's rest."""
    last = max((n for n, line in enumerate(above) if _is_furniture(line)), default=-1)
    removed: list[Removed] = []
    title = ""
    for line in above[: last + 1]:
        crumb = CRUMB.match(line)
        removed.append(Removed("crumb", crumb[0].strip()) if crumb else Removed("menu", line))
        title = line[crumb.end() :].strip() if crumb else ""
    return last + 1, tuple(removed), title
