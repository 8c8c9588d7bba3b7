"""Rows of an invented table in every form of file, and what was read of one."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

from search.records import Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

SPOKEN: Final = "President of Veldoria Irena Solvei: The tide is high.\n\nPilot Nils Ravn: It is."
QUOTED: Final = "The harbour, she said, is “open” to all; it will not close."
HEADINGS: Final = ("title", "date", "text", "url")
ROWS: Final = (
    ("On the tide", "2031-05-08", SPOKEN, "https://president.veldoria.example/a/1"),
    ('The "open" harbour', "8 May 2031", QUOTED, "https://president.veldoria.example/a/2"),
)
RUSSIAN: Final = (
    ("Заголовок", "Дата", "Текст"),
    ("Встреча", "8 мая 2031 года", "И.Солвей: Прилив высок, гавань открыта.\nН.Равн: Да."),
)


def as_csv(rows: Sequence[Sequence[str]] = (HEADINGS, *ROWS), **ways: Any) -> str:
    """Rows as the csv module writes them, in these ways."""
    text = io.StringIO(newline="")
    csv.writer(text, **ways).writerows(rows)
    return text.getvalue()


def as_objects() -> list[dict[str, str]]:
    """The rows, each an object."""
    return [dict(zip(HEADINGS, row, strict=True)) for row in ROWS]


def objects(**more: object) -> str:
    """The rows as a list in JSON; with `more`, one more at its end."""
    return json.dumps([*as_objects(), more] if more else as_objects())


def whys(found: list[Statement | str]) -> list[str]:
    """What was told of rows that are no statement."""
    return [one for one in found if isinstance(one, str)]


def titles(found: list[Statement | str]) -> list[str | None]:
    """The titles of rows that are one."""
    return [one.title for one in found if isinstance(one, Statement)]
