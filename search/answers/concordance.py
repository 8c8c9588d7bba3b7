"""A request → one line for every place its words stand at, the word in the middle.

A phrase with other words between stands at one place, from its first word to its last; `frequency`
counts the same places.

Lines are made of the first statements in the request's order until there are `MOST_LINES`; whoever
shows them tells that there are more.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING, Final, NamedTuple, overload

from search.analysis.letters import letter_start
from search.highlight.row_matches import TurnTexts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from search.answers.searcher import MarkedTurns, Searcher
    from search.highlight.row_matches import RowMatch
    from search.query.request import Request
    from search.records import Span, Statement, Turn

MOST_LINES: Final = 2_000  # more are not read; sorting them all would cost a second
CONTEXT_CHARS: Final = 70  # on each side, cut at a word's border
LEAST_CONTEXT_CHARS: Final = 35  # where no space stands beyond these, cut between two letters
_COMPARED_WORDS: Final = 4
_LOOKED_AT: Final = 4 * CONTEXT_CHARS
_READ_TOGETHER: Final = 500  # lines


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
    """A line that is not read yet: a match, and the turns it stands in one of."""

    among: MarkedTurns
    match: RowMatch

    def day(self) -> tuple[str, int]:
        """The newest first within one statement's turns in order; those without a date last."""
        turn = self.among.turns[self.match.turn]
        return (str(9_999_999 - turn.date.toordinal()) if turn.date else "~", turn.n)


class Lines(Sequence[ConcordanceLine]):
    """Lines in order, of which those are read that are looked at.

    `groups` follow each other in order; `ordered` puts the places of some in order.
    """

    def __init__(
        self,
        groups: Sequence[Sequence[_Place]] = (),
        ordered: Callable[[Sequence[_Place]], Sequence[_Place]] = list,
    ) -> None:
        self._groups, self._ordered = groups, ordered
        self._starts = [0, *accumulate(map(len, groups))]

    def __len__(self) -> int:
        return self._starts[-1]

    @overload
    def __getitem__(self, at: int) -> ConcordanceLine: ...
    @overload
    def __getitem__(self, at: slice) -> list[ConcordanceLine]: ...
    def __getitem__(self, at: int | slice) -> ConcordanceLine | list[ConcordanceLine]:
        if isinstance(at, slice):
            start, stop, step = at.indices(len(self))
            return list(self)[at] if step != 1 else _read(self._places(start, max(start, stop)))
        at = range(len(self))[at]
        return _read(self._places(at, at + 1))[0]

    def __iter__(self) -> Iterator[ConcordanceLine]:
        for start in range(0, len(self), _READ_TOGETHER):
            yield from self[start : start + _READ_TOGETHER]

    def _places(self, start: int, stop: int) -> list[_Place]:
        first = max(bisect_right(self._starts, start) - 1, 0)
        end = bisect_left(self._starts, stop)
        found = self._ordered(list(chain.from_iterable(self._groups[first:end])))
        return list(found[start - self._starts[first] : stop - self._starts[first]])


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
    return Concordance(_in_order(places, order), len(found) == len(places))


def _in_order(places: list[_Place], order: LineOrder) -> Lines:
    """By the day, or by the words beside the matches, the nearest first.

    Those that the same word stands beside are told apart by further words where they are looked at.
    """
    if order is LineOrder.DATE:
        return Lines([sorted(places, key=_Place.day)])
    beside = _after if order is LineOrder.NEXT else _before
    groups: dict[str, list[_Place]] = {}
    for place, words in zip(places, _beside(places, beside, 1), strict=True):
        groups.setdefault(words[0] if words else "", []).append(place)

    def ordered(some: Sequence[_Place]) -> list[_Place]:
        further = _beside(some, beside, _COMPARED_WORDS)
        keys = [(words, one.day()) for one, words in zip(some, further, strict=True)]
        return [some[at] for at in sorted(range(len(some)), key=keys.__getitem__)]

    return Lines([groups[word] for word in sorted(groups)], ordered)


def _beside(
    places: Sequence[_Place], beside: Callable[[Sequence[int], RowMatch, int], range], most: int
) -> list[Sequence[str]]:
    """Of each place so many words beside it; they are looked up batch by batch."""
    found: dict[int, Sequence[str]] = {}
    for among, own in _by_batch(places):
        breaks = among.words.breaks
        near = [beside(breaks, places[at].match, most) for at in own]
        words = among.words.words_at(list(chain.from_iterable(near)))
        first = 0
        for at, one in zip(own, near, strict=True):
            found[at] = words[first : first + len(one)]
            first += len(one)
    return [found[at] for at in range(len(places))]


def _by_batch(places: Sequence[_Place]) -> Iterator[tuple[MarkedTurns, Sequence[int]]]:
    """The batches that places are of, and which places are of each."""
    owned: dict[int, list[int]] = defaultdict(list)
    for at, (among, _) in enumerate(places):
        owned[id(among)].append(at)
    return ((places[own[0]].among, own) for own in owned.values())


def _after(breaks: Sequence[int], match: RowMatch, most: int) -> range:
    """The first places after the match in its paragraph."""
    first = match.last + 1
    end = breaks[bisect_left(breaks, first)]
    return range(first, min(end, first + most))


def _before(breaks: Sequence[int], match: RowMatch, most: int) -> range:
    """The last places before the match in its paragraph, the nearest first."""
    end = match.first
    first = max(breaks[bisect_right(breaks, end) - 1], end - most)
    return range(end - 1, first - 1, -1)


def every_line(searcher: Searcher, request: Request) -> Iterator[ConcordanceLine]:
    """Every place in the order of `request`, however many there are, read as it is asked for."""
    for among in searcher.marked_turns(request):
        for start in range(0, len(among.matches), _READ_TOGETHER):
            yield from _lines(among, among.matches[start : start + _READ_TOGETHER])


def _places(searcher: Searcher, request: Request) -> Iterator[_Place]:
    for among in searcher.marked_turns(request, MOST_LINES + 1):
        for match in among.matches:
            yield _Place(among, match)


def _read(places: Sequence[_Place]) -> list[ConcordanceLine]:
    """The lines of places, those of turns that were found together read together."""
    found: dict[int, ConcordanceLine] = {}
    for among, own in _by_batch(places):
        lines = _lines(among, [places[at].match for at in own])
        found.update(zip(own, lines, strict=True))
    return [found[at] for at in range(len(places))]


def _lines(among: MarkedTurns, matches: Sequence[RowMatch]) -> Iterator[ConcordanceLine]:
    numbers = sorted({one.turn for one in matches})
    read = dict(zip(numbers, among.read(numbers), strict=True))
    texts = TurnTexts({at: turn.paragraphs for at, (_, turn) in read.items()}, among.words)
    for match, (which, span) in zip(matches, texts.spans(matches), strict=True):
        yield _line(*read[match.turn], which, span)


def _line(statement: Statement, turn: Turn, which: int, span: Span) -> ConcordanceLine:
    """The line of a place in one of a turn's paragraphs."""
    text, (start, end) = turn.paragraphs[which], span
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
