"""Pages of one document, cleaned one by one → the whole document."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from search.save_warnings import SaveWarning, WarningCode
from search.text_version import text_version, version_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.records import Mark, Statement, Turn

_ENDS_OPEN: Final = re.compile(r"[\w,-]$")
_GOES_ON: Final = re.compile(r"[^\W\d_A-ZА-ЯЁ]|[\d,.;:)]")


def join(parts: Sequence[Statement]) -> Statement:
    """One statement of all `parts` of it, in the order of their pages, each page once.

    The facts are the first page's. `warnings` name every page that was not saved.
    """
    pages = {part.part: part for part in sorted(parts, key=lambda part: -part.part)}
    numbers = sorted(pages)
    whole = pages[numbers[0]]
    for number in numbers[1:]:
        whole = _appended(whole, pages[number])
    missing = sorted(set(range(1, numbers[-1] + 1)) - set(numbers))
    lacks = [SaveWarning(WarningCode.PAGE_MISSING, {"page": number}) for number in missing]
    whole = replace(
        whole,
        part=1,
        edges=("", ""),
        warnings=(*whole.warnings, *(warning.sentence for warning in lacks)),
        warning_codes=(*whole.warning_codes, *lacks),
    )
    version = version_of(whole) if len(pages) == 1 else text_version(whole)
    return replace(whole, version=version)


def _appended(whole: Statement, part: Statement) -> Statement:
    turns = whole.turns
    if part.turns:
        turns = (
            (_joined(whole.turns[0], part.turns[0], _glue(whole, part)),) if turns else part.turns
        )
    sentences = (*whole.warnings, *part.warnings)
    warnings = dict(zip(sentences, (*whole.warning_codes, *part.warning_codes), strict=True))
    return replace(
        whole,
        turns=turns,
        edges=(whole.edges[0], part.edges[1]),
        abridged=whole.abridged or part.abridged,
        removed=(*whole.removed, *part.removed),
        warnings=tuple(warnings),
        warning_codes=tuple(warnings.values()),
    )


def _glue(whole: Statement, part: Statement) -> str | None:
    """What stands between two pages cut inside a paragraph; None where a new one begins."""
    space = whole.edges[1] + part.edges[0]
    before = whole.turns[-1].paragraphs[-1:] if whole.turns else ()
    after = part.turns[0].paragraphs[:1]
    if "\n" in space or not before or not after:
        return None
    if not _ENDS_OPEN.search(before[0]) or not _GOES_ON.match(after[0]):
        return None
    return " " if space else ""


def _joined(turn: Turn, more: Turn, glue: str | None) -> Turn:
    paragraphs = [*turn.paragraphs]
    rest = [*more.paragraphs]
    if glue is not None:
        paragraphs[-1] += glue + rest.pop(0)
    shift = len(turn.paragraphs) - (glue is not None)
    last = turn.ordinals[-1] if turn.ordinals else 0
    on = [last + ordinal - (glue is not None) for ordinal in more.ordinals]
    return replace(
        turn,
        paragraphs=(*paragraphs, *rest),
        ordinals=(*turn.ordinals, *on[glue is not None :]),
        marks=(*turn.marks, *(_shifted(mark, shift) for mark in more.marks)),
    )


def _shifted(mark: Mark, by: int) -> Mark:
    return replace(mark, after=mark.after + by)
