"""A page's bytes and a pattern → its first place, looked for only near words it cannot be without.

A pattern without regard to letter case is tried at every byte of a page, which took a third of the
time of reading pages; finding a word takes next to none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_REACH_BYTES: Final = 6_000  # from a word to either end of a match; so patterns are bounded


class SearchableBytes:
    """The bytes of a page, and the same in lower case."""

    def __init__(self, content: bytes) -> None:
        self.bytes = content
        self.lowered = content.lower()


@dataclass(frozen=True, slots=True)
class BytePattern:
    """A pattern, and words (in lower case) of which every match holds one.

    A match lies in one tag and the text after it: no "<" stands in it but as its first byte.
    """

    pattern: re.Pattern[bytes]
    words: tuple[bytes, ...]

    def search(self, content: SearchableBytes) -> re.Match[bytes] | None:
        """The first match in a page."""
        lowered, end = content.lowered, 0
        places = dict.fromkeys(self.words, -1)
        while (at := _next(lowered, places, end)) is not None:
            before = lowered.rfind(b"<", max(end, at - _REACH_BYTES), at + 1)
            start = before if before >= 0 else max(end, at - _REACH_BYTES)
            after = lowered.find(b"<", at + 1, at + _REACH_BYTES)
            end = after if after >= 0 else at + _REACH_BYTES
            if found := self.pattern.search(content.bytes, start, end):
                return found
        return None


def _next(lowered: bytes, places: dict[bytes, int], start: int) -> int | None:
    """Where the first of the words stands from `start` on.

    `places` keeps where each was found last: what a page has nowhere is looked for once.
    """
    for word, at in places.items():
        if at < start:
            found = lowered.find(word, start)
            places[word] = len(lowered) if found < 0 else found
    first = min(places.values())
    return first if first < len(lowered) else None


def byte_pattern(pattern: bytes, *words: bytes, exact_case: bool = False) -> BytePattern:
    """A pattern, every match of which holds one of `words`."""
    return BytePattern(re.compile(pattern, 0 if exact_case else re.IGNORECASE), words)
