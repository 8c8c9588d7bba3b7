"""Versions of a statement and their differences → lines of text for a terminal, and JSON shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from search.formats.terminal import counted, safe
from search.statement_json import day_text, moment_text
from search.store.text_diff import Change, difference
from search.text_version import version_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from search.store.text_diff import Difference, DiffRow, Piece
    from search.store.versions import History, Version

    Paint = Callable[[str, Change], str]

_SHOWN_AROUND: Final = 1  # unchanged lines beside a changed one
_DIGEST_CHARS: Final = 12
_EDGES: Final = {Change.SAME: ("", ""), Change.DELETED: ("[-", "-]"), Change.INSERTED: ("{+", "+}")}

_SIGNS: Final[Mapping[Change | None, str]] = {
    Change.SAME: " ",
    Change.DELETED: "-",
    Change.INSERTED: "+",
    None: "~",
}


def version_lines(history: History) -> Iterator[str]:
    """Every version: its number, which one serves, when and where it was saved, what changed."""
    before: Version | None = None
    for number, one in enumerate(history.versions):
        serves = "  (serves)" if number == history.serving else ""
        yield f"{number + 1:>3}  version {version_of(one.statement)}{serves}"
        facts = {
            "text": one.text[:_DIGEST_CHARS],
            "last updated": str(one.statement.updated or ""),
            "file dated": _day(one.saved),
            "first read": _day(one.seen),
            "page": (one.page or "")[:_DIGEST_CHARS],
            "file": one.place or "",
        }
        yield from (f"     {f'{name}:':<14}{safe(value)}" for name, value in facts.items() if value)
        if before is not None:
            yield f"     {'changed:':<14}{changes(difference(before.statement, one.statement))}"
            if before.rules != one.rules and before.rules and one.rules:
                yield "     cleaned by other rules than the one before: not all may be the site's"
        before = one


def changes(found: Difference) -> str:
    """How much differs, in words."""
    return (
        f"{counted(found.deleted, 'word')} gone, {counted(found.inserted, 'word')} new,"
        f" in {counted(found.changed, 'line')}"
    )


def difference_lines(found: Difference, paint: Paint) -> Iterator[str]:
    """The changed lines with those beside them; what is left out is counted."""
    near = [_near(found.rows, place) for place in range(len(found.rows))]
    hidden = 0
    for row, shown in zip(found.rows, near, strict=True):
        if not shown:
            hidden += 1
            continue
        if hidden:
            yield f"      … {counted(hidden, 'unchanged line')}"
        hidden = 0
        where = f"{row.n:>5}" if row.n is not None else f"{row.part.value:>5}"
        yield f"{where} {_SIGNS[row.change]} {''.join(_piece(one, paint) for one in row.pieces)}"
    if hidden:
        yield f"      … {counted(hidden, 'unchanged line')}"


def _near(rows: tuple[DiffRow, ...], place: int) -> bool:
    around = rows[max(0, place - _SHOWN_AROUND) : place + _SHOWN_AROUND + 1]
    return any(row.change is not Change.SAME for row in around)


def _piece(piece: Piece, paint: Paint) -> str:
    start, end = _EDGES[piece.change]
    text = safe(piece.text)
    return paint(f"{start}{text}{end}", piece.change) if start else text


def history_shape(history: History) -> dict[str, Any]:
    """`{"id", "serving", "versions": [{"number", "text", "version", …}]}`, with the page's facts.

    Moments are UTC, ISO 8601; `serving` is the number of the version that serves, or null. Where
    the files lie is nobody's business but the owner's, and stands in no shape.
    """
    return {
        "id": history.versions[0].statement.id,
        "serving": None if history.serving is None else history.serving + 1,
        "versions": [_shape(number, one) for number, one in enumerate(history.versions, start=1)],
    }


def _shape(number: int, version: Version) -> dict[str, Any]:
    return {
        "number": number,
        "text": version.text,
        "version": version_of(version.statement),
        "page": version.page,
        "updated": day_text(version.statement.updated),
        "saved": moment_text(version.saved),
        "seen": moment_text(version.seen),
    }


def difference_shape(older: int, newer: int, found: Difference) -> dict[str, Any]:
    """`{"older", "newer", "gone", "come", "rows": [{"part", "turn", "fate", "pieces"}]}`.

    `gone` and `come` count words; a row's `fate` is same, gone, come or changed; pieces are pairs
    of fate and text.
    """
    return {
        "older": older,
        "newer": newer,
        "gone": found.deleted,
        "come": found.inserted,
        "rows": [
            {
                "part": row.part.value,
                "turn": row.n,
                "fate": row.change.value if row.change else "changed",
                "pieces": [[piece.change.value, piece.text] for piece in row.pieces],
            }
            for row in found.rows
        ],
    }


def _day(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC") if moment else ""
