"""Dates and times as the site prints them, in English and Russian → dates and `HH:MM`."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_MONTHS: Final = {
    name: number
    for names in (
        "January February March April May June July August September October November December",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    )
    for number, name in enumerate(names.split(), 1)
}
MONTH: Final = f"(?:{'|'.join(_MONTHS)})"
"""Any month as dates print it."""

_WEEKDAY: Final = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,\s)?"
_ENGLISH_MONTH: Final = f"(?:{'|'.join(name for name in _MONTHS if name.isascii())})"
ENGLISH_DATE: Final = (
    rf"{_WEEKDAY}(?:{MONTH}\s\d{{1,2}},\s\d{{4}}|\d{{1,2}}\s{_ENGLISH_MONTH}\s\d{{4}})"
)
RUSSIAN_DATE: Final = rf"\d{{1,2}}\s{MONTH}\s\d{{4}}\s(?:года|г\.)"
_NUMBERS: Final = r"(?<![\d.-])(?:\d{4}-[01]\d-[0-3]\d|[0-3]\d\.[01]\d\.[12]\d{3})(?![\d-])"
PRINTED_DATE: Final = rf"(?:{ENGLISH_DATE}|{RUSSIAN_DATE}|{_NUMBERS})"
"""A date as the site prints it, spaces plain."""

_ENGLISH: Final = re.compile(
    rf"\b({MONTH})\s(\d{{1,2}})(?:\s?[-–—−]\s?(?:{MONTH}\s)?\d{{1,2}})?,\s(\d{{4}})\b"
)
_RUSSIAN: Final = re.compile(
    rf"\b(\d{{1,2}})(?:\s({MONTH}))?(?:\s?[-–—−]\s?\d{{1,2}})?\s({MONTH})\s(\d{{4}})\b"
)
_ISO: Final = re.compile(r"(?<![\d-])(\d{4})-(\d\d)-(\d\d)(?![\d-])")
_DOTTED: Final = re.compile(r"(?<![\d.])(\d\d)\.(\d\d)\.(\d{4})(?!\d)")
_TIME: Final = re.compile(r"\b([01]?\d|2[0-3]):([0-5]\d)\b")


def read_date(text: str) -> date | None:
    """The first day a printed date or span of days names; None when it names none."""
    if found := _ENGLISH.search(text):
        return _day(int(found[3]), _MONTHS[found[1]], int(found[2]))
    if found := _RUSSIAN.search(text):
        return _day(int(found[4]), _MONTHS[found[2] or found[3]], int(found[1]))
    if found := _ISO.search(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DOTTED.search(text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    return None


def read_iso(text: str | None) -> date | None:
    """The day of a `datetime` attribute; None when absent or not one."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def read_time(text: str) -> str | None:
    """The first clock time in `text` as `HH:MM`."""
    found = _TIME.search(text)
    return f"{int(found[1]):02d}:{found[2]}" if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
