"""`/browse/topics`, `/browse/places`, `/browse/months`: everything there is to look through."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from flask import render_template
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from search.engine import Sort
from search.errors import NotFound
from search.links import search_link
from search.query.request import Request
from webui import site
from webui.charts.month_chart import in_month
from webui.page.alphabet import alphabet_key
from webui.page.markup import month_name

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

LISTS: Final = {
    "topics": ("topic", _("Topics")),
    "places": ("place", _("Places")),
    "sections": ("section", _("Sections")),
    "months": ("", _("Months")),
}
"""By address: the facet it lists, or none, and its heading."""


def page(kind: str) -> ResponseReturnValue:
    """All values of one kind, each with how many statements it has."""
    if kind not in LISTS:
        raise NotFound(gettext("nothing stands at %(path)s; search for it instead", path=kind))
    facet, heading = LISTS[kind]
    return render_template(
        "browse.html",
        kind=kind,
        heading=heading,
        lists=[(one, name) for one, (_facet, name) in LISTS.items()],
        groups=_values(facet) if facet else _months(),
    )


Group = tuple[str, list[tuple[str, str, int]]]


def _values(facet: str) -> list[Group]:
    """One group: the values by alphabet, each with its link and count."""
    found = site.searcher().values(Request(), facet)
    ordered = sorted(found, key=lambda one: alphabet_key(one.label))
    asked = (Request().toggled(facet, one.value) for one in ordered)
    rows = zip(ordered, asked, strict=True)
    return [("", [(one.label, _newest(wanted), one.count) for one, wanted in rows])]


def _months() -> list[Group]:
    """A group a year, the newest first."""
    counts = site.searcher().months(Request())
    dated = sorted((month for month in counts if month), reverse=True)
    years = groupby(dated, lambda month: month[:4])
    return [(year, [_month(one, counts[one]) for one in months]) for year, months in years]


def _month(month: str, count: int) -> tuple[str, str, int]:
    year, number = int(month[:4]), int(month[5:])
    return month_name(number, year), _newest(in_month(Request(), year, number)), count


def _newest(wanted: Request) -> str:
    return search_link(replace(wanted, sort=Sort.NEWEST))
