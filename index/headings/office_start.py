"""Words in print → which of them an office begins with, its modifiers counted in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.names.word import look_up

if TYPE_CHECKING:
    from collections.abc import Sequence


def office_start(words: Sequence[str], after: int = 0) -> int | None:
    """The position of the first word of an office among `words`, from `after` on; None: none."""
    for at in range(after, len(words)):
        if look_up(words[at].strip(",")).is_title:
            return with_modifiers(words, at, after)
    return None


def last_office_start(words: Sequence[str], after: int = 0) -> int | None:
    """The same of the last office with a capital of its own."""
    for at in range(len(words) - 1, after - 1, -1):
        if look_up(words[at].strip(",")).is_title:
            begins = with_modifiers(words, at, after)
            if look_up(words[begins]).is_capitalised:
                return begins
    return None


def with_modifiers(words: Sequence[str], at: int, floor: int = 0) -> int:
    """The position of the first of the modifiers before the title at `at`, else `at`."""
    while at > floor and look_up(words[at - 1]).is_in("title_modifiers"):
        at -= 1
    return at
