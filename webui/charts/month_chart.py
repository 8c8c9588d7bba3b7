"""A request that stands in one year → how many statements it finds in each of its months."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from search.links import search_link
from webui.charts.timeline import Bar, draw

if TYPE_CHECKING:
    from search.answers.searcher import Searcher
    from search.query.request import Request
    from webui.charts.timeline import Timeline


def year_of(wanted: Request) -> int | None:
    """The one year that a request is about; None when it spans several."""
    if len(wanted.year) == 1 and not (wanted.since or wanted.until):
        return int(wanted.year[0])
    if not wanted.year and wanted.since and wanted.until:
        return wanted.since.year if wanted.since.year == wanted.until.year else None
    return None


def by_month(searcher: Searcher, wanted: Request) -> Timeline | None:
    """The chart of the year that the request is about.

    None when it is about several, or when nothing stands in two months to choose between.
    """
    year = year_of(wanted)
    if year is None:
        return None
    whole = replace(wanted, since=None, until=None, year=(str(year),), page=1)
    counts = {int(month[5:]): many for month, many in searcher.months(whole).items()}
    asked = {month: in_month(wanted, year, month) for month in range(1, 13)}
    chosen = next((month for month, one in asked.items() if _same_days(one, wanted)), 0)
    if not counts or (len(counts) < 2 and not chosen):
        return None
    return draw(
        [
            Bar(
                year=year,
                month=month,
                count=counts.get(month, 0),
                link=search_link(whole if month == chosen else one),
                chosen=month == chosen,
            )
            for month, one in asked.items()
        ]
    )


def in_month(wanted: Request, year: int, month: int) -> Request:
    """The same search in one month."""
    last = calendar.monthrange(year, month)[1]
    since, until = date(year, month, 1), date(year, month, last)
    return replace(wanted, year=(), since=since, until=until, page=1)


def _same_days(one: Request, other: Request) -> bool:
    return (one.since, one.until) == (other.since, other.until)
