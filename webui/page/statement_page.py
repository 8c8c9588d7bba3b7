"""An opened statement → what its page prints, in order, with its marks numbered through."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Final

from search.links import anchor, turn_link
from search.records import MarkKind
from webui.page.markup import is_direction, marked, paragraph_markup, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

    from search.answers.searcher import OpenedStatement
    from search.records import Span, Statement, Turn


PULL_QUOTE: Final = "pull quote"
"""The cleaner's rule for a sentence the editors repeat or stress beside the text."""

NEIGHBOURING: Final = 2
"""Paragraphs shown of the turns around the one that is read: enough to see what it answers."""


class PassageKind(StrEnum):
    """How a passage is set in type."""

    WORDS = "words"
    DIRECTION = "direction"  # a whole paragraph such as "(Applause.)"
    ABRIDGED = "abridged"
    SCENE = "scene"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or a mark between two; its highlights are numbered `first` to `last` (or 0).

    `ordinal` is the number of a paragraph in the published body, 0 of a mark.
    """

    kind: PassageKind
    text: Markup
    first: int = 0
    last: int = 0
    ordinal: int = 0


@dataclass(frozen=True, slots=True)
class PrintedTurn:
    """One turn as it is printed; `name` is the speaker's, else the printed word ("Question").

    `before` and `after` count paragraphs left out of a neighbour of the turn somebody reads.
    """

    turn: Turn
    name: Markup
    role: Markup
    anchor: str
    link: str
    passages: tuple[Passage, ...]
    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class StatementPage:
    """A statement's page: `marks` highlights in all, of which the first stands at `m1`.

    `matches` are the places these mark: each word of a phrase with others between has its own mark.
    """

    title: Markup
    lead: Markup
    turns: tuple[PrintedTurn, ...]
    marks: int
    matches: int


class _Counter:
    """Hands out the numbers of highlights in the order they stand on the page."""

    def __init__(self) -> None:
        self.last = 0

    def take(self, many: int) -> int:
        """The number of the first of `many` highlights; 0 when there are none."""
        first = self.last + 1 if many else 0
        self.last += many
        return first


def print_statement(opened: OpenedStatement, q: str, version: str = "") -> StatementPage:
    """The whole page of a statement; links carry the query `q` on, and the `version` of its text.

    Without one they lead to the text that serves.
    """
    statement, counter = opened.statement, _Counter()
    title = _numbered(statement.title or "", opened.title_spans, counter)
    lead = _numbered(statement.lead or "", opened.lead_spans, counter)
    turns = tuple(_print_turn(opened, turn, q, counter, version) for turn in statement.turns)
    matches = counter.last - opened.marks + opened.total
    return StatementPage(title, lead, turns, counter.last, matches)


def print_turns(
    opened: OpenedStatement, turns: Sequence[Turn], q: str, version: str = ""
) -> tuple[PrintedTurn, ...]:
    """Some turns of a statement, their highlights numbered among themselves."""
    counter = _Counter()
    return tuple(_print_turn(opened, turn, q, counter, version) for turn in turns)


def print_turn_in_place(
    opened: OpenedStatement, place: int, q: str, version: str = ""
) -> tuple[PrintedTurn, ...]:
    """The turn at `place` in full, and what stands right before and after it of its neighbours."""
    first = max(0, place - 1)
    printed = print_turns(opened, opened.statement.turns[first : place + 2], q, version)
    return tuple(
        _keep_end(one) if at < place else _keep_beginning(one) if at > place else one
        for at, one in enumerate(printed, first)
    )


def _keep_end(turn: PrintedTurn) -> PrintedTurn:
    cut = _paragraphs(turn.passages[:-NEIGHBOURING])
    return replace(turn, passages=turn.passages[-NEIGHBOURING:], before=cut) if cut > 1 else turn


def _keep_beginning(turn: PrintedTurn) -> PrintedTurn:
    cut = _paragraphs(turn.passages[NEIGHBOURING:])
    return replace(turn, passages=turn.passages[:NEIGHBOURING], after=cut) if cut > 1 else turn


def _paragraphs(passages: Sequence[Passage]) -> int:
    printed = (PassageKind.WORDS, PassageKind.DIRECTION)
    return sum(one.kind in printed for one in passages)


def _numbered(text: str, spans: Sequence[Span], counter: _Counter) -> Markup:
    spans = tidy(spans, len(text))
    return marked(text, spans, counter.take(len(spans)))


def _print_turn(
    opened: OpenedStatement, turn: Turn, q: str, counter: _Counter, version: str
) -> PrintedTurn:
    label_spans = opened.label_spans.get(turn.n, ())
    label, role = turn.label or "", turn.role or turn.role_inferred or ""
    name = turn.speaker or label
    return PrintedTurn(
        turn,
        _numbered(name, _inside(label, name, label_spans), counter),
        _numbered(role, _inside(label, role, label_spans), counter),
        anchor(turn.n),
        turn_link(opened.statement.turn_id(turn), q, version),
        tuple(_passages(opened, turn, counter)),
    )


def _inside(label: str, part: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans of a label that fall into `part` of it, as offsets into `part`.

    None when the part is not printed so: lost spaces and capitals are mended in names and roles.
    """
    at = label.find(part) if part else -1
    if at < 0:
        return ()
    end = at + len(part)
    return tuple((start - at, stop - at) for start, stop in spans if at <= start and stop <= end)


def _passages(opened: OpenedStatement, turn: Turn, counter: _Counter) -> Iterator[Passage]:
    yield from _between(turn, -1)
    for position, text in enumerate(turn.paragraphs):
        spans = tidy(opened.spans.get((turn.n, position), ()), len(text))
        first = counter.take(len(spans))
        kind = PassageKind.DIRECTION if is_direction(text) else PassageKind.WORDS
        render = marked if kind is PassageKind.DIRECTION else paragraph_markup
        last = counter.last if first else 0
        yield Passage(kind, render(text, spans, first), first, last, turn.ordinal(position))
        yield from _between(turn, position)


def _between(turn: Turn, after: int) -> Iterator[Passage]:
    for mark in turn.marks:
        if mark.after == after:
            omitted = mark.kind is MarkKind.ABRIDGED
            kind = PassageKind.ABRIDGED if omitted else PassageKind.SCENE
            yield Passage(kind, marked(mark.text))


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who speaks on a page: the name, the role first printed, how often, where first."""

    name: str
    role: str | None
    person: str | None
    turns: int
    anchor: str


def participants(statement: Statement) -> tuple[Participant, ...]:
    """Everybody with a name who speaks on the page, in order of appearance."""
    named = [turn for turn in statement.turns if turn.speaker]
    order = {_identity(turn): place for place, turn in reversed(list(enumerate(named)))}
    named.sort(key=lambda turn: order[_identity(turn)])
    return tuple(_participant(list(turns)) for _, turns in groupby(named, _identity))


def _identity(turn: Turn) -> tuple[str, str]:
    return (turn.person, "") if turn.person else ("", turn.speaker or "")


def _participant(turns: Sequence[Turn]) -> Participant:
    """The longest form of the name printed on the page is the one that tells most."""
    name = max((turn.speaker or "" for turn in turns), key=len)
    role = next((turn.role for turn in turns if turn.role), None)
    return Participant(name, role, turns[0].person, len(turns), anchor(turns[0].n))
