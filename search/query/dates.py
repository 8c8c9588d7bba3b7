"""What somebody writes for a date → the days it means, first and last; `today` is a parameter.

Understood: 2012, 2012-05, 2012-05-07, 07.05.2012, "May 2012", "7 May 2012", "May 7, 2012", the same
in Russian, "last year" and its kind; of these A..B, A.., ..B, >=A, >A, <=A and <A.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final, NamedTuple

_ENGLISH: Final = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_RUSSIAN: Final = (
    *("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август"),
    *("сентябр", "октябр", "ноябр", "декабр"),
)
_RUSSIAN_END: Final = "(?:ь|я|е|й|а)?"  # май, мая, мае; март, марта, марте

_ISO: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DOTTED: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_MONTH_YEAR: Final = re.compile(r"([^\W\d_]+)\.?,? (\d{4})")
_DAY_MONTH_YEAR: Final = re.compile(r"(\d{1,2}) ([^\W\d_]+)\.?,? (\d{4})")
_MONTH_DAY_YEAR: Final = re.compile(r"([^\W\d_]+)\.? (\d{1,2}),? (\d{4})")
_YEARS: Final = re.compile(r"(\d{4}) ?[-–—] ?(\d{4})")
_COMPARED: Final = re.compile(r"(>=|=>|<=|=<|>|<) ?(.+)")
_YEAR_WORD: Final = re.compile(r"(?<=\d{4}) (?:года?|году)$")


_MOSCOW: Final = timezone(timedelta(hours=3))  # the site's wall time, since 2014
_WEEK_DAYS: Final = 7


class Period(NamedTuple):
    """First and last day, both within it; None is an open end. `turned`: written last to first."""

    first: date | None
    last: date | None
    turned: bool = False


def moscow_today(now: datetime | None = None) -> date:
    """The day in Moscow, by which statements are dated, wherever this machine stands."""
    return (now or datetime.now(UTC)).astimezone(_MOSCOW).date()


def read_period(text: str, today: date) -> Period | None:
    """The days `text` means, or None when it is no date."""
    plain = _YEAR_WORD.sub("", " ".join(text.casefold().split()))
    if compared := _COMPARED.fullmatch(plain):
        return _compared(compared[1], _span(compared[2], today))
    if years := _YEARS.fullmatch(plain):
        return _between(_span(years[1], today), _span(years[2], today))
    start, dots, end = plain.partition("..")
    if not dots:
        return _span(plain, today)
    start, end = start.strip(), end.strip(". ")
    if not start and not end:
        return None
    whole = Period(None, None)
    return _between(_span(start, today) if start else whole, _span(end, today) if end else whole)


def _compared(sign: str, span: Period | None) -> Period | None:
    if span is None or span.first is None or span.last is None:
        return None
    try:
        match sign.replace("=>", ">=").replace("=<", "<="):
            case ">=":
                return Period(span.first, None)
            case ">":
                return Period(span.last + timedelta(days=1), None)
            case "<=":
                return Period(None, span.last)
            case _:
                return Period(None, span.first - timedelta(days=1))
    except OverflowError:  # before the first day there is, or after the last
        return None


def _between(first: Period | None, last: Period | None) -> Period | None:
    if first is None or last is None:
        return None
    if first.first and last.last and last.last < first.first:
        return Period(last.first, first.last, turned=True)
    return Period(first.first, last.last)


def _span(text: str, today: date) -> Period | None:
    """The days of one date without range signs."""
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part) if part else None for part in found.groups())
        return days(year, month, day)
    if found := _DOTTED.fullmatch(text):
        return days(int(found[3]), int(found[2]), int(found[1]))
    if found := _MONTH_YEAR.fullmatch(text):
        return days(int(found[2]), month_number(found[1]), None, named=True)
    if found := _DAY_MONTH_YEAR.fullmatch(text):
        return days(int(found[3]), month_number(found[2]), int(found[1]))
    if found := _MONTH_DAY_YEAR.fullmatch(text):
        return days(int(found[3]), month_number(found[1]), int(found[2]))
    return _relative(text, today)


def days(
    year: int | None, month: int | None, day: int | None, *, named: bool = False
) -> Period | None:
    """The days of a year, of a month or of one day; None where the calendar has none such.

    `named` says that the month was written as a word: without one there is no date.
    """
    if year is None or (month is None and (named or day is not None)):
        return None
    try:
        if month is None:
            return Period(date(year, 1, 1), date(year, 12, 31))
        if day is not None:
            return Period(date(year, month, day), date(year, month, day))
        return Period(date(year, month, 1), _month_end(year, month))
    except ValueError:  # no such day in the calendar
        return None


def month_number(name: str) -> int | None:
    """The number of a month by its English name (or first three letters) or Russian form."""
    for number, (english, russian) in enumerate(zip(_ENGLISH, _RUSSIAN, strict=True), start=1):
        if name in (english, english[:3]) or (number == 9 and name == "sept"):
            return number
        if re.fullmatch(russian + _RUSSIAN_END, name):
            return number
    return None


def _month_end(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


def _relative(text: str, today: date) -> Period | None:
    before = today.replace(day=1) - timedelta(days=1)
    match text:
        case "today" | "сегодня":
            return Period(today, today)
        case "yesterday" | "вчера":
            return Period(today - timedelta(days=1), today - timedelta(days=1))
        case "this week" | "эта неделя" | "на этой неделе":
            return _week(today)
        case "last week" | "прошлая неделя" | "на прошлой неделе":
            return _week(today - timedelta(days=_WEEK_DAYS))
        case "this year" | "этот год" | "в этом году":
            return days(today.year, None, None)
        case "last year" | "прошлый год" | "в прошлом году":
            return days(today.year - 1, None, None)
        case "this month" | "этот месяц" | "в этом месяце":
            return days(today.year, today.month, None)
        case "last month" | "прошлый месяц" | "в прошлом месяце":
            return days(before.year, before.month, None)
        case _:
            return None


def _week(day: date) -> Period:
    """The days from Monday to Sunday among which a day is."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=_WEEK_DAYS - 1))
