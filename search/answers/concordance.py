"""A request → one line for every place its words stand at, the word in the middle.

A phrase with other words between stands at one place, from its first word to its last; `frequency`
counts the same places.

Lines are made of the first statements in the request's order until there are `MOST_LINES`; whoever
shows them tells that there are more.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING, Final, NamedTuple, overload

from search.analysis.letters import letter_start
from search.highlight.row_matches import TurnTexts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from search.answers.searcher import MarkedTurn, Searcher
    from search.engine import WordRow
    from search.highlight.row_matches import RowMatch
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

    def day(self) -> tuple[str, int]:
        """The newest first within one statement's turns in order; those without a date last."""
        date = self.turn.unread.date
        return (str(9_999_999 - date.toordinal()) if date else "~", self.turn.unread.n)


class Lines(Sequence[ConcordanceLine]):
    """Lines in order, of which those are read that are looked at."""

    def __init__(self, places: Sequence[_Place] = ()) -> None:
        self._places = places
        self._read: dict[int, ConcordanceLine] = {}

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> ConcordanceLine: ...
    @overload
    def __getitem__(self, at: slice) -> Lines: ...
    def __getitem__(self, at: int | slice) -> ConcordanceLine | Lines:
        if isinstance(at, slice):
            return Lines(self._places[at])
        place = self._places[at]
        if id(place) not in self._read:
            self._read[id(place)] = _line(place)
        return self._read[id(place)]


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
            places = _sorted(places, _after)
        case LineOrder.PREVIOUS:
            places = _sorted(places, _before)
        case LineOrder.DATE:
            places.sort(key=_Place.day)
    return Concordance(Lines(places), len(found) == len(places))


def _sorted(places: Sequence[_Place], beside: Callable[[WordRow, RowMatch], range]) -> list[_Place]:
    """By the words beside the matches, the nearest first; they are looked up turn by turn."""
    keys: list[tuple[Sequence[str], tuple[str, int]]] = []
    for _, alike in groupby(places, key=lambda one: id(one.turn)):
        own = list(alike)
        row, day = own[0].turn.row, own[0].day()
        near = [beside(row, one.match) for one in own]
        words = iter(row.words_at(list(chain.from_iterable(near))))
        keys += [(list(islice(words, len(one))), day) for one in near]
    return [places[at] for at in sorted(range(len(places)), key=keys.__getitem__)]


def _after(row: WordRow, match: RowMatch) -> range:
    """The first places after the match in its paragraph."""
    first, breaks = match.last + 1, row.breaks
    at = bisect_left(breaks, first)
    end = breaks[at] if at < len(breaks) else len(row)
    return range(first, min(end, first + _COMPARED_WORDS))


def _before(row: WordRow, match: RowMatch) -> range:
    """The last places before the match in its paragraph, the nearest first."""
    end, breaks = match.first, row.breaks
    at = bisect_right(breaks, end)
    first = max(breaks[at - 1] if at else 0, end - _COMPARED_WORDS)
    return range(end - 1, first - 1, -1)


def every_line(searcher: Searcher, request: Request) -> Iterator[ConcordanceLine]:
    """Every place in the order of `request`, however many there are, read as it is asked for."""
    return map(_line, _places(searcher, request))


def _places(searcher: Searcher, request: Request) -> Iterator[_Place]:
    for turn in searcher.marked_turns(request):
        for match in turn.matches:
            yield _Place(turn, match)


def _line(one: _Place) -> ConcordanceLine:
    statement, turn = one.turn.unread.read()
    ((which, (start, end)),) = TurnTexts(turn.paragraphs, one.turn.row).spans([one.match])
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
