"""Whom the texts of statements are owed to: what every page and export that shows them says.

The licence is that of the site's own texts. Text of another office (`Statement.publisher`), or of
nobody knows whom, is credited without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from search.save_warnings import WarningCode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.records import Statement

PUBLISHER: Final = "Presidential Executive Office"
LICENCE: Final = "CC BY 4.0"
LICENCE_URL: Final = "https://creativecommons.org/licenses/by/4.0/"
CREDIT: Final = f"{PUBLISHER}, {LICENCE}"
UNKNOWN: Final = "publisher not known"


def is_licensed(statement: Statement) -> bool:
    """Whether a text is the site's own, and under its licence."""
    return statement.publisher is None and not any(
        warning.code == WarningCode.NO_ADDRESS for warning in statement.warning_codes
    )


def credit_of(statement: Statement) -> str:
    """Whom one text is owed to, in a line."""
    if is_licensed(statement):
        return CREDIT
    return f"{statement.publisher or UNKNOWN}; not under the licence of the site's texts"


def other_publishers(statements: Iterable[Statement]) -> tuple[str, ...]:
    """The publishers of those texts that are not under the site's licence, each once."""
    found = {one.publisher or UNKNOWN for one in statements if not is_licensed(one)}
    return tuple(sorted(found))
