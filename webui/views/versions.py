"""`/s/<id>/versions` and `.json`: the saved texts of a statement, two of them word by word."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from flask import jsonify, render_template, request
from flask_babel import gettext

from search.errors import NotFound, VersionsUnavailable
from search.formats.json_shapes import credit_shape
from search.formats.version_formats import difference_shape, history_shape
from search.links import statement_link
from search.query.request import Request
from search.records import StatementId
from search.store.text_diff import Change, LineKind, difference
from search.store.versions import FILE_NAME, Versions, history
from webui import site
from webui.page.form import form
from webui.page.official_address import official_link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

    from search.store.text_diff import Difference, DiffRow
    from search.store.versions import History

_FOLDED_FROM: Final = 4  # unchanged lines in a row; fewer are shown
_KEPT_AROUND: Final = 1  # of those folded: how many stand open beside a change


@dataclass(frozen=True, slots=True)
class Run:
    """Rows that follow each other, all of them shown or all folded away."""

    rows: tuple[DiffRow, ...]
    folded: bool


def page(statement_id: str) -> ResponseReturnValue:
    """The list of versions, and what differs between two: `?old=1&new=2`, else the last two."""
    found = _history(statement_id)
    older, newer = _chosen(found)
    told = _difference(found, older, newer)
    shown = found.versions[newer - 1].statement
    return render_template(
        "versions.html",
        form=form(Request()),
        statement=shown,
        official=official_link(shown),
        own=versions_link(shown.id),
        history=found,
        older=older,
        newer=newer,
        difference=told,
        runs=tuple(_runs(told)) if told else (),
        label=LineKind.LABEL,
        same=Change.SAME,
        other_rules=_cleaned_otherwise(found, older, newer),
    )


def json(statement_id: str) -> ResponseReturnValue:
    """The same as data; `difference` is null where there is one version only."""
    found = _history(statement_id)
    older, newer = _chosen(found)
    told = _difference(found, older, newer)
    shape = difference_shape(older, newer, told) if told else None
    return jsonify(history_shape(found) | {"difference": shape, "credit": credit_shape()})


def versions_link(statement_id: StatementId) -> str:
    """`/s/en-17093/versions`."""
    return f"{statement_link(statement_id)}/versions"


def known_versions(statement_id: StatementId) -> int:
    """How many versions a statement has; 1 where none was kept, or none can be read."""
    try:
        return _versions().count(statement_id) or 1
    except VersionsUnavailable:  # told where somebody asks for them
        return 1


def _versions() -> Versions:
    return Versions(site.current().settings.data / FILE_NAME)


def _history(statement_id: str) -> History:
    try:
        return history(_versions(), site.engine(), StatementId(statement_id))
    except NotFound as error:
        raise NotFound(
            gettext("there is no statement %(id)s in this index", id=statement_id)
        ) from error


def _chosen(found: History) -> tuple[int, int]:
    """The numbers of the two versions to compare; what cannot be read is as if not given."""
    last = len(found.versions)
    older = _number("old", last, max(1, last - 1))
    newer = _number("new", last, last)
    return older, newer


def _number(name: str, last: int, default: int) -> int:
    given = request.args.get(name, "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0
    return number if 1 <= number <= last else default


def _difference(found: History, older: int, newer: int) -> Difference | None:
    if older == newer:
        return None
    return difference(found.versions[older - 1].statement, found.versions[newer - 1].statement)


def _cleaned_otherwise(found: History, older: int, newer: int) -> bool:
    rules = {found.versions[one - 1].rules for one in (older, newer)}
    return len(rules) > 1 and None not in rules


def _runs(told: Difference) -> Iterator[Run]:
    """Rows as they are shown: long stretches without a change folded, but for their ends."""
    stretches = [
        (changed, tuple(rows))
        for changed, rows in groupby(told.rows, lambda row: row.change is not Change.SAME)
    ]
    for place, (changed, rows) in enumerate(stretches):
        if changed or len(rows) < _FOLDED_FROM:
            yield Run(rows, folded=False)
            continue
        first = _KEPT_AROUND if place else 0
        last = len(rows) - (_KEPT_AROUND if place < len(stretches) - 1 else 0)
        for some, folded in ((rows[:first], False), (rows[first:last], True), (rows[last:], False)):
            if some:
                yield Run(some, folded)
