"""A text as browsers of the terminal print it → the same without link numbers and their addresses.

They print "[1]" right before the words of a link, and where each leads at the end.
"""

from __future__ import annotations

import re
from typing import Final

from search.records import Removed

_NUMBER: Final = re.compile(r"(?<![^\s(«“\"])\[(\d{1,4})\](?=[^\W\d_])")
_REFERENCES: Final = re.compile(
    r"\n\s*References\s*\n(?:\s*Visible links:?\s*\n)?"
    r"(?:\s*\d{1,4}\.\s(?:https?|file|mailto):\S{1,2000}[^\S\n]*(?:\n|\Z))+\s*\Z"
)


def strip_link_numbers(text: str) -> tuple[str, tuple[Removed, ...]]:
    """`text` without its link numbers, where they count from one, and what was taken out."""
    found = _NUMBER.findall(text)
    if not found or list(map(int, found)) != list(range(1, len(found) + 1)):
        return text, ()
    references = _REFERENCES.search(text)
    end = references.start() if references else len(text)
    removed = [Removed("link number", f"[{number}]") for number in found]
    removed += [Removed("link number", references[0].strip())] if references else []
    return _NUMBER.sub("", text[:end]), tuple(removed)
