"""The lists and the publication status after a text without markup → facts, and the text alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from index.headings.bare_status import find_bare_status, footer_start, tag_lines
from index.headings.furniture import STATUS, STATUS_HEADING, TAGS, sections_in, status_ends
from search.records import Removed
from search.site_address import read_address

if TYPE_CHECKING:
    from search.site_address import Address

_TAIL_CHARS: Final = 5000  # lists and publication status; the longest seen has 1,200
_LIST_CHARS: Final = 1500
_MORE: Final = re.compile(r"\s(?:Ещё\s\d+|\d+\smore)$")


class Tail(NamedTuple):
    """What the blocks after the text say."""

    text: str  # what stands before them
    date: str
    time: str
    sections: tuple[str, ...]
    tags: dict[str, str]
    address: Address | None
    removed: tuple[Removed, ...]


class Status(NamedTuple):
    """Where a publication status begins, and the parts that stand in it."""

    start: int
    parts: re.Match[str]


def find_status(text: str) -> Status | None:
    """The publication status that ends a text of an article page; None when it has none."""
    for heading in STATUS_HEADING.finditer(text, max(len(text) - _TAIL_CHARS, 0)):
        parts = STATUS.fullmatch(" ".join(text[heading.end() :].split()))
        if parts is not None:
            return Status(heading.start(), parts)
    return None


def read_tail(text: str) -> Tail:
    """The publication status and the lists before it, and the text without them."""
    text, below = _cut_below(text)
    status = find_status(text)
    if status is None:
        return _bare_tail(text, below)
    removed = [Removed("publication status", text[status.start :].strip()), *below]
    rest, tags, lists = _without_lists(text[: status.start].rstrip())
    removed = [*lists, *removed]
    return Tail(
        text=rest,
        date=status.parts["date"] or "",
        time=status.parts["time"] or "",
        sections=sections_in(status.parts["sections"] or ""),
        tags=tags,
        address=read_address(status.parts["url"] or ""),
        removed=tuple(removed),
    )


def _without_lists(text: str) -> tuple[str, dict[str, str], list[Removed]]:
    """The text without the lists of people, topics and places at its end, these, and their text."""
    tags: dict[str, str] = {}
    removed: list[Removed] = []
    for name, pattern in TAGS:
        if found := _last(pattern, text):
            tags[name] = _MORE.sub("", found["value"].strip())
            removed.insert(0, Removed("tags", found[0].strip()))
            text = text[: found.start()].rstrip()
    return text, tags, removed


def _bare_tail(text: str, below: tuple[Removed, ...]) -> Tail:
    """The end of a text without the heading of a publication status: its lines may stand there."""
    found = find_bare_status(text)
    if found is None:
        start = footer_start(text)
        menu = " ".join(text[start:].split())
        removed = (Removed("menu", menu),) if menu else ()
        return Tail(text[:start], "", "", (), {}, None, (*removed, *below))
    rest, tags, lists = _without_lists(text[: found.start].rstrip())
    start = len(rest) if tags or "\n" not in text else tag_lines(rest)
    listed = [line.strip() for line in rest[start:].split("\n") if line.strip()]
    menu = " ".join(found.below.split())
    return Tail(
        text=rest[:start],
        date=found.date,
        time=found.time,
        sections=sections_in(found.sections),
        tags=tags,
        address=read_address(found.url),
        removed=(
            *(Removed("tags", line) for line in listed),
            *lists,
            Removed("publication status", found.status),
            *((Removed("menu", menu),) if menu else ()),
            *below,
        ),
    )


def _cut_below(text: str) -> tuple[str, tuple[Removed, ...]]:
    """The text up to the end of its publication status, and the menus printed after that."""
    ends = status_ends(text)
    if not ends or not text[ends[-1] :].strip():
        return text, ()
    return text[: ends[-1]], (Removed("menu", " ".join(text[ends[-1] :].split())),)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match that begins last: a list's heading may also be a word of the text."""
    best = None
    for position in range(max(len(text) - _LIST_CHARS, 0), len(text)):
        if text[position].isspace() and (found := pattern.match(text, position)):
            best = found
    return best
