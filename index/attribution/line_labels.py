"""Lines of a text save, some of which broke amid a label or after it → the same, those joined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.attribution.attribute import find_labels
from index.attribution.label_candidate import LONGEST_LABEL_CHARS
from index.attribution.unread_shape import is_headed_by_title
from index.blocks import Block, kind_of
from index.names.word import look_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.attribution.labels import Label
    from index.blocks import Facts

_MOST_WORDS: Final = 16
_ENDS: Final = re.compile(r"[.!?…:;,»”\")*>-]$")
_INITIALS: Final = re.compile(r"(?:[A-ZА-ЯЁ]\.\s?){1,2}")
_REST: Final = re.compile(r"(?:[A-ZА-ЯЁ][^.!?:]{1,60}|\([^()]{1,60}\))?\s?:\s")
"""The rest of a label: a name, what is said of how it was spoken, or the colon alone."""


def labels_of_lines(lines: Sequence[str], facts: Facts) -> dict[int, Label]:
    """The labels by the lines that they open."""
    blocks = [Block(n, kind_of(line), line) for n, line in enumerate(lines, 1)]
    return find_labels(blocks, facts)


def with_words_after(lines: Sequence[str], facts: Facts) -> list[str]:
    """The lines, a label on a line of its own joined to the words in the next."""
    alone = [at for at in range(len(lines) - 1) if _may_stand_alone(lines[at])]
    if not alone:
        return list(lines)
    printed, whole = labels_of_lines(lines, facts), [*lines]
    for at in alone:
        whole[at] = f"{lines[at]} {lines[at + 1]}"
    read = labels_of_lines(whole, facts)
    joined = {at for at in alone if at in read and at + 1 not in printed}
    return [
        whole[at] if at in joined else line
        for at, line in enumerate(lines)
        if at - 1 not in joined or at in joined
    ]


def with_whole_labels(lines: Sequence[str], facts: Facts) -> list[str]:
    """The lines, the first half of a label joined to the second where that alone is not its whole.

    "Minister of Tides", "Oren Pell: Yes." and "Oren", "Pell: Yes." are joined, the second where
    the page has the name elsewhere.
    """
    halves = [at for at in range(len(lines) - 1) if _may_be_half(lines[at], lines[at + 1])]
    if not halves:
        return list(lines)
    printed, whole = labels_of_lines(lines, facts), [*lines]
    for at in halves:
        whole[at + 1] = f"{lines[at]} {lines[at + 1]}"
    read = labels_of_lines(whole, facts)
    joined = {at for at in halves if _is_whole(read.get(at + 1), printed.get(at + 1), lines[at])}
    return [
        whole[at] if at - 1 in joined else line for at, line in enumerate(lines) if at not in joined
    ]


def _may_stand_alone(line: str) -> bool:
    return line.endswith(":") and len(line) <= LONGEST_LABEL_CHARS


def _may_be_half(line: str, following: str) -> bool:
    """Whether a line holds words of a label alone, and the next may hold the rest."""
    words = [look_up(word.strip("(),")) for word in line.split()]
    if not (0 < len(words) <= _MOST_WORDS and _REST.match(following)):
        return False
    if _INITIALS.fullmatch(line):
        return True
    fits = all(
        word.is_capitalised or word.is_in("joining_words") or word.is_role_word for word in words
    )
    return fits and words[0].is_capitalised and _ENDS.search(line) is None


def _is_whole(label: Label | None, second: Label | None, line: str) -> bool:
    """Whether a joined line opens with a label that its second half alone is not."""
    if label is None or label.speaker is None:
        return False
    if second is None or second.speaker is None:
        return True
    return label.role is not None and second.role is None and is_headed_by_title(line)
