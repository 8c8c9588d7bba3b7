"""The id of a statement, or the number the site gave it, as somebody wrote it → its id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from search.errors import NotFound, UsageError
from search.records import StatementId

if TYPE_CHECKING:
    from search.engine import SearchEngine

_MOST_DIGITS: Final = 9  # the site's numbers have five


def named_statement(engine: SearchEngine, name: str) -> StatementId:
    """The id somebody gave, or the only statement of the number they gave.

    `NotFound` where no statement has the number, `UsageError` where several have.
    """
    if not (name.isdecimal() and len(name) <= _MOST_DIGITS):
        return StatementId(name)
    ids = engine.statements(int(name))
    if not ids:
        raise NotFound(f"the index holds no statement with the number {name}")
    if len(ids) > 1:
        raise UsageError(f"{name} is {' and '.join(ids)}; say which")
    return ids[0]
