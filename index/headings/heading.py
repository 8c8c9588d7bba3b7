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
from index.headings.furniture import ANNOUNCED, ARROW_CRUMB, CALENDAR, CHROME, CRUMB
from search.records import Removed

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

_PLACE_WORD: Final = r"(?:[A-ZА-ЯЁ\d«“\"][\w.’'”\"»-]*|of|the|in|on|at|near|and|de|на|в|и)"
_DOTTED_PLACE: Final = rf"{_PLACE_WORD}(?:,?\s{_PLACE_WORD}){{0,11}}"
"""A place with full stops in it ("St. Port Sorrel", "Sorrel, N.C."): no sentence is written so."""

_APART: Final = r"(?:,?\s|\s[-–—−|]\s|—)"
DATE_LINE: Final = re.compile(
    rf"(?:(?P<before>\d\d?:\d\d),?\s)?(?P<date>{PRINTED_DATE})(?:{_APART}(?P<time>\d\d?:\d\d))?"
    rf"(?:(?:,\s?|\s[-–—−|]\s|—|(?<=:\d\d)\s)(?P<place>[^.!?:]{{2,80}}|{_DOTTED_PLACE}))?"
)
_TIME_LINE: Final = re.compile(r"\d\d?:\d\d")
_PLACE_LINE: Final = re.compile(rf"[A-ZА-ЯЁ][^.!?:;]{{2,60}}|{_DOTTED_PLACE}(?<!\w\w\.)")
_FURNITURE_LINES: Final = 24  # settings, menus and title; a date further down is text
_MENU_LINES: Final = 200  # a whole page's menus, when its status tells which date to look for
_BARE_LINES: Final = 4  # title, lead and date where nothing of the site precedes them
_MOST_HEAD_LINES: Final = 3  # title and lead; what more there is above is menus
_ENDS_SENTENCE: Final = re.compile(r"[.!?…][»”\")]*$")
_IS_SENTENCE: Final = re.compile(r"\S+(?:\s\S+){2,}[.!][»”\")]*")


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the text, as printed; `lines` is how many lines it takes."""

    lines: int
    removed: tuple[Removed, ...]
    title: str | None = None
    lead: str | None = None
    date: str = ""
    time: str = ""
    place: str | None = None
    announced: str = ""


def is_clock_line(line: str) -> bool:
    """Whether a line is a clock time alone."""
    return _TIME_LINE.fullmatch(line) is not None


def begins_as_saves_do(lines: Sequence[str]) -> bool:
    """Whether the first lines are the site's, or a title with its date."""
    furniture = any(is_furniture(line) for line in lines[:_FURNITURE_LINES])
    dated = any(_is_date(line) for line in lines[1:_BARE_LINES])
    return furniture or dated


def read_heading(
    lines: Sequence[str], day: datetime.date | None, first_label: int | None = None
) -> Heading:
    """The heading of a save; `day` is the date its publication status tells, when it has one.

    `first_label` is the line that the first label of the text opens: nothing from there on is
    heading, and where no date stands above it, all above is title and lead.
    """
    when = _date_line(lines[:first_label], day, _FURNITURE_LINES if first_label is None else None)
    if when is None and first_label is not None:
        return _undated(lines, first_label)
    above = lines[: len(lines[:_FURNITURE_LINES]) if when is None else when]
    start, removed, rest_title = _furniture(above)
    if when is None:
        title = rest_title or (lines[start] if start < len(lines) else None)
        return Heading(min(start + 1, len(lines)), removed, title)
    menus, title, lead = _title_and_lead([*([rest_title] if rest_title else []), *above[start:]])
    removed += tuple(Removed("menu", line) for line in menus)
    if announced := ANNOUNCED.fullmatch(lines[when]):
        end = when + 1
        while end < len(lines) and CALENDAR.fullmatch(lines[end]):
            end += 1
        removed += tuple(Removed("announcement line", line) for line in lines[when:end])
        return Heading(end, removed, title, lead, announced=announced["day"])
    if when == 0 and first_label is not None:
        return _date_first(lines, first_label)
    return _dated(lines, when, Heading(when + 1, removed, title, lead), first_label or 0)


def _undated(lines: Sequence[str], first_label: int) -> Heading:
    """The heading of a text whose first label no date precedes; marks before it are text."""
    start, removed, rest_title = _furniture(lines[:first_label])
    words = start
    while words < first_label and any(letter.isalnum() for letter in lines[words]):
        words += 1
    menus, title, lead = _title_and_lead(
        [*([rest_title] if rest_title else []), *lines[start:words]]
    )
    removed += tuple(Removed("menu", line) for line in menus)
    return Heading(words, removed, title, lead)


def _title_and_lead(rest: Sequence[str]) -> tuple[Sequence[str], str | None, str | None]:
    """Menus, title and lead of the lines above a date: the lead ends in a full stop, no title does.

    A title is the line above the lead, and what stands above it is menus, when there is too much
    for a heading.
    """
    lead_from = len(rest)
    while lead_from and _ENDS_SENTENCE.search(rest[lead_from - 1]):
        lead_from -= 1
    if len(rest) > _MOST_HEAD_LINES and lead_from:
        menus, rest = rest[: lead_from - 1], rest[lead_from - 1 :]
        return menus, rest[0], " ".join(rest[1:]) or None
    if rest and _IS_SENTENCE.fullmatch(rest[0]):
        return (), None, " ".join(rest)
    return (), (rest[0] if rest else None), " ".join(rest[1:]) or None


def _dated(lines: Sequence[str], when: int, above: Heading, until: int) -> Heading:
    """The heading with what the date line says; time and place may have lines of their own."""
    found = DATE_LINE.fullmatch(lines[when])
    date, time, place = date_line_parts(found) if found else ("", "", None)
    end = when + 1
    if not time and end < len(lines) and _TIME_LINE.fullmatch(lines[end]):
        time, end = lines[end], end + 1
    below = len(lines) if time else until
    if place is None and end < below and _PLACE_LINE.fullmatch(lines[end]):
        place, end = lines[end], end + 1
    return Heading(end, above.removed, above.title, above.lead, date, time, place)


def date_line_parts(found: re.Match[str]) -> tuple[str, str, str | None]:
    """Date, clock time and place of a date line; the time may stand before the date."""
    return found["date"], found["before"] or found["time"] or "", found["place"]


def _date_first(lines: Sequence[str], until: int) -> Heading:
    """The heading of a text that begins with its date: title, lead and place stand below it.

    The old site printed date, title and place in this order.
    """
    found = DATE_LINE.fullmatch(lines[0])
    date, time, place = date_line_parts(found) if found else ("", "", None)
    end = 1
    if not time and end < until and _TIME_LINE.fullmatch(lines[end]):
        time, end = lines[end], end + 1
    title = lead = None
    if end < until and not _ENDS_SENTENCE.search(lines[end]):
        title, end = lines[end], end + 1
    if title and end < until and _IS_SENTENCE.fullmatch(lines[end]):
        lead, end = lines[end], end + 1
    if title and place is None and end < until and _PLACE_LINE.fullmatch(lines[end]):
        place, end = lines[end], end + 1
    return Heading(end, (), title, lead, date, time, place)


def _date_line(lines: Sequence[str], day: datetime.date | None, most: int | None) -> int | None:
    """The date line of a heading: that of `day`, else the first among `most` lines."""
    if day is not None:
        for position, line in enumerate(lines[:_MENU_LINES]):
            if _is_date(line) and read_date(line) == day:
                return position
    for position, line in enumerate(lines[: most or _MENU_LINES]):
        if _is_date(line):
            return position
    return None


def _is_date(line: str) -> bool:
    return bool(DATE_LINE.fullmatch(line) or ANNOUNCED.fullmatch(line))


def is_furniture(line: str) -> bool:
    """Whether a line is of the site's menus and settings."""
    return bool(CHROME.fullmatch(line) or CRUMB.match(line) or ARROW_CRUMB.fullmatch(line))


def _furniture(above: Sequence[str]) -> tuple[int, tuple[Removed, ...], str]:
    """How many lines are the site's, they themselves, and a title in the last one's rest."""
    last = max((n for n, line in enumerate(above) if is_furniture(line)), default=-1)
    removed: list[Removed] = []
    title = ""
    for line in above[: last + 1]:
        crumb = CRUMB.match(line)
        is_crumb = crumb or ARROW_CRUMB.fullmatch(line)
        removed.append(Removed("crumb" if is_crumb else "menu", (crumb or [line])[0].strip()))
        title = line[crumb.end() :].strip() if crumb else ""
    return last + 1, tuple(removed), title
