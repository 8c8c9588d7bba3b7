"""A request → one line for every place its words stand at, the word in the middle.

A phrase with other words between stands at one place, from its first word to its last; `frequency`
counts the same places.

Lines are made of the first statements in the request's order until there are `MOST_LINES`; whoever
shows them tells that there are more.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Final

from search.analysis.letters import letter_start
from search.analysis.tokenizer import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.answers.searcher import MarkedTurn, Searcher
    from search.query.request import Request
    from search.records import Span, Statement, Turn

MOST_LINES: Final = 2_000  # more are not read; sorting them all would cost a second
CONTEXT_CHARS: Final = 70  # on each side, cut at a word's border
LEAST_CONTEXT_CHARS: Final = 35  # where no space stands beyond these, cut between two letters
_COMPARED_WORDS: Final = 4


class LineOrder(StrEnum):
    """What lines are sorted by."""

    NEXT = "next"
    PREVIOUS = "previous"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """One place: what stands before the match, the match as printed, what stands after it."""

    statement: Statement
    turn: Turn
    before: str
    match: str
    after: str


@dataclass(frozen=True, slots=True)
class Concordance:
    """Lines in order; `whole` unless there were more places than were read.

    `asked` unless the query holds no word that could stand anywhere.
    """

    lines: tuple[ConcordanceLine, ...]
    whole: bool
    asked: bool = True


def concordance(searcher: Searcher, request: Request, order: LineOrder) -> Concordance:
    """Every place in the words of turns; title, lead and labels are none."""
    if not searcher.marks_any(request):
        return Concordance((), whole=True, asked=False)
    found = list(islice(_lines(searcher, request), MOST_LINES + 1))
    lines = found[:MOST_LINES]
    match order:
        case LineOrder.NEXT:
            lines.sort(key=lambda line: (words(line.after)[:_COMPARED_WORDS], _day(line)))
        case LineOrder.PREVIOUS:
            lines.sort(
                key=lambda line: (words(line.before)[: -_COMPARED_WORDS - 1 : -1], _day(line))
            )
        case LineOrder.DATE:
            lines.sort(key=_day)
    return Concordance(tuple(lines), len(found) == len(lines))


def _lines(searcher: Searcher, request: Request) -> Iterator[ConcordanceLine]:
    for one in searcher.marked_turns(request):
        for text, places in zip(one.turn.paragraphs, one.places, strict=True):
            for span in places:
                yield _line(one, text, span)


def _line(one: MarkedTurn, text: str, span: Span) -> ConcordanceLine:
    start, end = span
    return ConcordanceLine(
        one.statement,
        one.turn,
        _tail(" ".join(text[:start].split()), glued=text[start - 1 : start].strip() != ""),
        text[start:end],
        _head(" ".join(text[end:].split()), glued=text[end : end + 1].strip() != ""),
    )


def _tail(text: str, *, glued: bool) -> str:
    """The last words of `text`; a space goes before the match unless it is glued to them."""
    cut = text
    if len(text) > CONTEXT_CHARS:
        start = text.find(" ", len(text) - CONTEXT_CHARS, len(text) - LEAST_CONTEXT_CHARS) + 1
        cut = "…" + text[start or letter_start(text, len(text) - CONTEXT_CHARS) :]
    return cut if glued or not cut else cut + " "


def _head(text: str, *, glued: bool) -> str:
    cut = text
    if len(text) > CONTEXT_CHARS:
        end = text.rfind(" ", LEAST_CONTEXT_CHARS, CONTEXT_CHARS)
        cut = text[: end if end >= 0 else letter_start(text, CONTEXT_CHARS)] + "…"
    return cut if glued or not cut else " " + cut


def _day(line: ConcordanceLine) -> tuple[str, int]:
    """The newest first within one statement's turns in order; statements without a date last."""
    date = line.statement.date
    return (str(9_999_999 - date.toordinal()) if date else "~", line.turn.n)
