"""A request → one line for every place its words stand at, the word in the middle.

A phrase with other words between stands at one place, from its first word to its last; `frequency`
counts the same places.

Lines are made of the first statements in the request's order until there are `MOST_LINES`; whoever
shows them tells that there are more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple, overload

from search.analysis.letters import letter_start
from search.highlight.matcher import TurnTexts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.answers.searcher import MarkedTurn, Searcher
    from search.highlight.matcher import RowMatch
    from search.query.request import Request
    from search.records import Statement, Turn

MOST_LINES: Final = 2_000  # more are not read; sorting them all would cost a second
CONTEXT_CHARS: Final = 70  # on each side, cut at a word's border
LEAST_CONTEXT_CHARS: Final = 35  # where no space stands beyond these, cut between two letters
_COMPARED_WORDS: Final = 4
_LOOKED_AT: Final = 4 * CONTEXT_CHARS


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


class _Place(NamedTuple):
    """A line that is not read yet: its turn, and which of the turn's matches it is."""

    turn: MarkedTurn
    match: RowMatch

    def after(self) -> Sequence[str]:
        """The first words after the match in its paragraph."""
        row, first = self.turn.row, self.match.last + 1
        end = next((at for at in row.breaks if at >= first), len(row))
        return row.words(first, min(end, first + _COMPARED_WORDS))

    def before(self) -> Sequence[str]:
        """The last words before the match in its paragraph, the nearest first."""
        row, end = self.turn.row, self.match.first
        first = max((at for at in row.breaks if at <= end), default=0)
        return row.words(max(first, end - _COMPARED_WORDS), end)[::-1]

    def day(self) -> tuple[str, int]:
        """The newest first within one statement's turns in order; those without a date last."""
        date = self.turn.unread.date
        return (str(9_999_999 - date.toordinal()) if date else "~", self.turn.unread.n)


class Lines(Sequence[ConcordanceLine]):
    """Lines in order, of which those are read that are looked at."""

    def __init__(self, places: Sequence[_Place] = ()) -> None:
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> ConcordanceLine: ...
    @overload
    def __getitem__(self, at: slice) -> Lines: ...
    def __getitem__(self, at: int | slice) -> ConcordanceLine | Lines:
        if isinstance(at, slice):
            return Lines(self._places[at])
        return _line(self._places[at])


@dataclass(frozen=True, slots=True)
class Concordance:
    """Lines in order; `whole` unless there were more places than were looked at.

    `asked` unless the query holds no word that could stand anywhere.
    """

    lines: Lines
    whole: bool
    asked: bool = True


def concordance(searcher: Searcher, request: Request, order: LineOrder) -> Concordance:
    """Every place in the words of turns; title, lead and labels are none."""
    if not searcher.marks_any(request):
        return Concordance(Lines(), whole=True, asked=False)
    found = list(islice(_places(searcher, request), MOST_LINES + 1))
    places = found[:MOST_LINES]
    match order:
        case LineOrder.NEXT:
            places.sort(key=lambda one: (one.after(), one.day()))
        case LineOrder.PREVIOUS:
            places.sort(key=lambda one: (one.before(), one.day()))
        case LineOrder.DATE:
            places.sort(key=_Place.day)
    return Concordance(Lines(places), len(found) == len(places))


def every_line(searcher: Searcher, request: Request) -> Iterator[ConcordanceLine]:
    """Every place in the order of `request`, however many there are, read as it is asked for."""
    return map(_line, _places(searcher, request))


def _places(searcher: Searcher, request: Request) -> Iterator[_Place]:
    for turn in searcher.marked_turns(request):
        for match in turn.matches:
            yield _Place(turn, match)


def _line(one: _Place) -> ConcordanceLine:
    statement, turn = one.turn.unread.read()
    which, (start, end) = TurnTexts(turn.paragraphs, one.turn.row).span(one.match)
    text = turn.paragraphs[which]
    return ConcordanceLine(
        statement,
        turn,
        _tail(_spaced(text, 0, start), glued=text[start - 1 : start].strip() != ""),
        text[start:end],
        _head(_spaced(text, end, len(text)), glued=text[end : end + 1].strip() != ""),
    )


def _spaced(text: str, start: int, end: int) -> str:
    """A piece before or after a match with single spaces; of a long one what is near the match."""
    first, last = (max(end - _LOOKED_AT, 0), end) if start == 0 else (start, start + _LOOKED_AT)
    near = text[first:last]
    found = " ".join(near.split())
    if len(near) == end - start or len(found) > CONTEXT_CHARS:
        return found
    return " ".join(text[start:end].split())  # nearly all of it is white space


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
