"""The statements that an answer shows → what its foot and its headers may say of their licence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g

from search.formats.credit import is_licensed, other_publishers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.records import Statement


def note_credit(statements: Iterable[Statement]) -> None:
    """Remember for this answer whose texts it shows."""
    shown = list(statements)
    g.other_publishers = other_publishers(shown)
    g.shows_licensed = not shown or any(map(is_licensed, shown))


def shown_publishers() -> tuple[str, ...]:
    """The publishers of the texts shown that are not under the site's licence."""
    others: tuple[str, ...] = g.get("other_publishers", ())
    return others


def shows_licensed() -> bool:
    """Whether any text shown is, or may be, under the site's licence."""
    return bool(g.get("shows_licensed", True))
