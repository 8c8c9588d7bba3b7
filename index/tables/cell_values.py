"""One cell of a table → what it says: nothing, a text, a day and an hour, an address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

from index.headings.dates import MONTH
from search.site_address import read_address, unarchived

MOSCOW: Final = ZoneInfo("Europe/Moscow")
_NOTHING: Final = frozenset(
    {
        "",
        "na",
        "n/a",
        "#n/a",
        "nan",
        "nat",
        "null",
        "none",
        "nil",
        "-",
        "–",
        "—",
        "\\n",
        "undefined",
    }
)
"""What programs write for a cell that holds nothing, in small letters."""

_ADDRESS: Final = re.compile(
    r"(?:https?:)?//(?P<host>[^\s/?#:@\\]+\.[^\s/?#:@\\]+)(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE
)

_SPACES: Final = re.compile(r"\s+")
_CLOCK: Final = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:[.,]\d{1,9})?)?\s?(?P<half>[ap]\.?m\.?)?"
)
_ZONE: Final = (
    r"(?P<zone>Z|(?:UTC|GMT)(?![+\-−\d])|(?:UTC|GMT)?\s?[+\-−]\d{1,2}(?::?\d{2})?|MSK|МСК)"
)
_TIME: Final = rf"(?:(?P<t>T)|,?\s(?:at\s)?|,\s?|\s?[-–—]\s?){_CLOCK}(?:\s?{_ZONE})?"
_ENGLISH_MONTH: Final = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s)?"
_DAYS: Final = (
    r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})",
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
    r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?:\s?г\.?)?",
    r"(?P<one>\d{1,2})[/-](?P<two>\d{1,2})[/-](?P<year>\d{4})",
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-](?:of\s)?(?P<name>{_ENGLISH_MONTH})\.?,?[\s-](?P<year>\d{{4}})",
    rf"{_WEEKDAY}(?P<name>{_ENGLISH_MONTH})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})",
    rf"(?P<day>\d{{1,2}})\s(?P<name>{MONTH})\s(?P<year>\d{{4}})(?:\s?(?:года|г\.?))?",
)
_WHEN: Final = tuple(re.compile(rf"{day}(?:{_TIME})?", re.IGNORECASE) for day in _DAYS)
_MIDNIGHT: Final = re.compile(r"(?P<seconds>\d{9,10})000(?:\.0*)?")
_DAY_SECONDS: Final = 86_400
_ONLY_CLOCK: Final = re.compile(_CLOCK, re.IGNORECASE)
_MONTHS: Final = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "янв фев мар апр мая июн июл авг сен окт ноя дек",
    )
    for number, name in enumerate(names.split(), 1)
}
"""By their first three letters."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and the hour printed with it; `zone` is what stands after the hour.

    Of a day written 05/08/2021 nobody can tell the order: `is_slashed`.
    """

    day: date
    time: str | None = None
    zone: str = ""
    is_slashed: bool = False


def value_of(cell: str) -> str:
    """A cell in one line; empty where it stands for nothing, as "NA" does."""
    text = _SPACES.sub(" ", cell.replace("\u200b", "").replace("\0", "")).strip(" \ufeff")
    return "" if is_nothing(text) else text


def is_nothing(cell: str) -> bool:
    """Whether a cell stands for nothing."""
    return cell.strip(" \t\r\n\ufeff").lower() in _NOTHING


def slashed_order(cell: str) -> bool | None:
    """Whether 13/08/2021 has its day first; None where both could be, or it is no such date."""
    found = _WHEN[3].fullmatch(value_of(cell))
    if found is None or (int(found["one"]) > 12) == (int(found["two"]) > 12):
        return None
    return int(found["one"]) > 12


def read_moment(cell: str, *, day_first: bool | None = None) -> Moment | None:
    """The day and hour a cell prints; None where it prints none that can be read for sure.

    An hour with `Z` after a `T`, or without a zone, is as printed; any other zone makes it
    Moscow's.
    `day_first` is the order of dates with slashes, None where it is not known.
    """
    text = value_of(cell)
    for pattern in _WHEN:
        if found := pattern.fullmatch(text):
            break
    else:
        return _counted(text)
    day = _day(found, day_first)
    if day is None:
        return None
    if not found["hour"]:
        return Moment(day, is_slashed="one" in found.groupdict())
    clock = _clock(found)
    return None if clock is None else _in_moscow(day, clock, found)


def _counted(text: str) -> Moment | None:
    """The day of a count of thousandths since 1970, as data frames write days: at midnight alone.

    Of any other nobody can tell the zone, and so the day.
    """
    found = _MIDNIGHT.fullmatch(text)
    seconds = int(found["seconds"]) if found else 1
    return None if seconds % _DAY_SECONDS else Moment(datetime.fromtimestamp(seconds, UTC).date())


def read_clock(cell: str) -> str | None:
    """The time of day that a cell prints, `HH:MM`."""
    found = _ONLY_CLOCK.fullmatch(value_of(cell))
    clock = _clock(found) if found else None
    return None if clock is None else f"{clock[0]:02d}:{clock[1]:02d}"


def host_of(cell: str) -> str | None:
    """The host of a web address, in small letters; None where the cell is no address."""
    text = address_in(cell)
    if found := _ADDRESS.fullmatch(text):
        return found["host"].lower()
    return "kremlin.ru" if read_address(text) else None


def address_in(cell: str) -> str:
    """A cell as an address: without a web archive's prefix, and with a scheme where it has none."""
    text = value_of(cell)
    own = unarchived(text)
    if own.startswith("//"):
        return f"https:{own}"
    return f"http://{own}" if own != text and "://" not in own else own


def _day(found: re.Match[str], day_first: bool | None) -> date | None:
    parts = found.groupdict()
    if parts.get("name"):
        month, day = _MONTHS[parts["name"][:3].lower()], int(parts["day"])
    elif parts.get("one"):
        one, two = int(parts["one"]), int(parts["two"])
        if one <= 12 and two <= 12 and one != two and day_first is None:
            return None
        first = one > 12 or (two <= 12 and day_first is not False)
        day, month = (one, two) if first else (two, one)
    else:
        month, day = int(parts["month"]), int(parts["day"])
    try:
        return date(int(parts["year"]), month, day)
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> tuple[int, int] | None:
    hour, minute = int(found["hour"]), int(found["minute"])
    half = (found["half"] or "")[:1].lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + 12 * (half == "p") if half else hour
    return (hour, minute) if hour < 24 and minute < 60 else None


def _in_moscow(day: date, clock: tuple[int, int], found: re.Match[str]) -> Moment | None:
    zone = _SPACES.sub("", found["zone"] or "").upper().replace("−", "-")
    is_slashed = "one" in found.groupdict()
    written = f"{clock[0]:02d}:{clock[1]:02d}"
    if not zone or zone in ("MSK", "МСК") or (zone == "Z" and found["t"]):
        return Moment(day, written, zone, is_slashed)
    offset = _offset(zone)
    if offset is None:
        return None
    try:
        moment = datetime(day.year, day.month, day.day, *clock, tzinfo=timezone(offset)).astimezone(
            MOSCOW
        )
    except (OverflowError, ValueError):
        return None
    return Moment(moment.date(), moment.strftime("%H:%M"), zone, is_slashed)


def _offset(zone: str) -> timedelta | None:
    digits = zone.removeprefix("UTC").removeprefix("GMT").replace(":", "")
    if digits in ("", "Z"):
        return timedelta(0)
    hours, minutes = (
        (int(digits[1:-2]), int(digits[-2:])) if len(digits) > 3 else (int(digits[1:]), 0)
    )
    if hours > 14 or minutes > 59:
        return None
    return timedelta(hours=hours, minutes=minutes) * (-1 if digits[0] == "-" else 1)
