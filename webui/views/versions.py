"""`/s/<id>/versions` and `.json`: the saved texts of a statement, two of them word by word."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from flask import jsonify, render_template, request
from flask_babel import gettext

from search.errors import NotFound, StoreUnavailable
from search.formats.json_shapes import credit_shape
from search.formats.version_formats import difference_shape, history_shape
from search.links import statement_link
from search.query.request import Request
from search.records import StatementId
from search.store.text_diff import Change, LineKind, difference
from search.store.versions import FILE_NAME, Versions, history
from webui import site
from webui.machine.text_credit import note_credit
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
    found, older, newer, differs = _compared(statement_id)
    current = found.serving if found.serving is not None else newer - 1
    shown = found.versions[current].statement  # its title is the one that holds now
    note_credit(one.statement for one in found.versions)
    return render_template(
        "versions.html",
        form=form(Request()),
        statement=shown,
        official=official_link(shown),
        own=versions_link(shown.id),
        history=found,
        older=older,
        newer=newer,
        difference=differs,
        runs=tuple(_runs(differs)) if differs else (),
        label=LineKind.LABEL,
        same=Change.SAME,
        other_rules=_cleaned_otherwise(found, older, newer),
    )


def json(statement_id: str) -> ResponseReturnValue:
    """The same as data; `difference` is null where there is one version only."""
    found, older, newer, differs = _compared(statement_id)
    shape = difference_shape(older, newer, differs) if differs else None
    texts = [one.statement for one in found.versions]
    note_credit(texts)
    return jsonify(history_shape(found) | {"difference": shape, "credit": credit_shape(texts)})


def versions_link(statement_id: StatementId) -> str:
    """`/s/en-17093/versions`."""
    return f"{statement_link(statement_id)}/versions"


def known_versions(statement_id: StatementId) -> int:
    """How many versions a statement has; 1 where none was kept, or none can be read."""
    try:
        return _versions().count(statement_id) or 1
    except StoreUnavailable:  # told where somebody asks for them
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


def _compared(statement_id: str) -> tuple[History, int, int, Difference | None]:
    """All versions, the numbers of the two to compare and what differs between these.

    A number that cannot be read is as if not given; None where both name one version.
    """
    found = _history(statement_id)
    last = len(found.versions)
    older, newer = _number("old", last, max(1, last - 1)), _number("new", last, last)
    if older == newer:
        return found, older, newer, None
    before, after = found.versions[older - 1].statement, found.versions[newer - 1].statement
    return found, older, newer, difference(before, after)


def _number(name: str, last: int, default: int) -> int:
    given = request.args.get(name, "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0
    return number if 1 <= number <= last else default


def _cleaned_otherwise(found: History, older: int, newer: int) -> bool:
    rules = {found.versions[one - 1].rules for one in (older, newer)}
    return len(rules) > 1 and None not in rules


def _runs(differs: Difference) -> Iterator[Run]:
    """Rows as they are shown: long stretches without a change folded, but for their ends."""
    stretches = [
        (changed, tuple(rows))
        for changed, rows in groupby(differs.rows, lambda row: row.change is not Change.SAME)
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
