"""Where a single mark opens or closes a quoted passage (‘…’, '…'), and where it is an apostrophe.

An apostrophe stands between letters (don’t), before a word that lost its beginning (’tis, '90s), or
behind one: the ministers’ visit. Only the last looks like a mark that closes; it is read as one
where no surer mark follows in the passage.
"""

from __future__ import annotations

import re
from typing import Final

SINGLE: Final = {"‘": "’", "'": "'"}
"""Marks that open, and what closes them."""

_BEGUN_LATE: Final = re.compile(
    r"(?:\d\ds?|tis|twas|twill|em|til|till|cause|bout|round|n|cos|kay)\b", re.IGNORECASE
)
_ENDS: Final = ".,!?…;:—–-"


def opens(text: str, at: int) -> bool:
    """Whether the mark at a place begins a passage: before a word, and behind none."""
    if text[at] not in SINGLE:
        return False
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if not after or after.isspace() or after in "’'‘":
        return False
    if before and (before.isalnum() or before in ".,!?…;’'”"):
        return False
    return text[at] == "‘" or _BEGUN_LATE.match(text, at + 1) is None


def closes(text: str, at: int) -> bool:
    """Whether the mark at a place may end a passage: behind a word or a stop, and before none."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(before) and not before.isspace() and not after.isalnum()


def closing(text: str, start: int, stop: int) -> int | None:
    """Where the passage ends that the mark at `start` opens, looked for up to `stop`.

    The first mark that may close it; but behind a plural (ministers’) only if no other follows
    before the next passage is opened.
    """
    unsure = None
    own = SINGLE[text[start]]
    for found in re.finditer(f"[{text[start]}{own}]", text[start + 1 : stop]):
        at = start + 1 + found.start()
        if opens(text, at) and _begins_word(text, at):
            if unsure is not None:
                return unsure
            if not _goes_on(text, at):
                return None
        elif closes(text, at):
            if not _is_plural(text, at):
                return at if unsure is None or text[at - 1] in _ENDS else unsure
            unsure = unsure if unsure is not None else at
    return unsure


def _begins_word(text: str, at: int) -> bool:
    return not text[at - 1 : at] or not text[at - 1].isalnum()


def _goes_on(text: str, at: int) -> bool:
    """Whether a mark begins a further paragraph of the passage."""
    return text[max(at - 20, 0) : at].rstrip(" \t\u00a0").endswith("\n")


def _is_plural(text: str, at: int) -> bool:
    """Whether a mark may be the apostrophe of a plural: ministers’ visit."""
    return text[at - 1] in "sS" and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower()
