"""Two texts of one statement → where they differ, line by line and in changed lines word by word.

Nothing is left out and nothing added: what stays and what went, put together, is the older text;
what stays and what came the newer one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz.distance import Indel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.records import Statement

_WORD: Final = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]|\s+")
_SENTENCE: Final = re.compile(r"(?<=[.!?…])(?=\s)")
_MOST_PAIRS: Final = 4_000_000  # of tokens compared at once; beyond, sentences are compared first
_ALIKE: Final = 0.5  # lines with less in common are not one line changed
_MOST_LINES_MATCHED: Final = 10_000  # pairs of lines looked at in one place; beyond, by order


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    DELETED = "gone"
    INSERTED = "come"


class Piece(NamedTuple):
    """A run of text that stayed, went or came as one."""

    change: Change
    text: str


class LineKind(StrEnum):
    """What a line is of a statement."""

    TITLE = "title"
    DATE = "date"
    PLACE = "place"
    LEAD = "lead"
    LABEL = "label"  # who speaks what follows, as printed
    WORDS = "words"
    MARK = "mark"


class TextLine(NamedTuple):
    """A line of a statement; of the words of a turn, `n` is the turn's number."""

    part: LineKind
    text: str
    n: int | None = None


@dataclass(frozen=True, slots=True)
class DiffRow:
    """A line of both texts, or of one: `change` is `same`, `gone`, `come`, or None for changed."""

    part: LineKind
    pieces: tuple[Piece, ...]
    change: Change | None
    n: int | None  # the turn's number in the newer text, in the older where the line is gone


@dataclass(frozen=True, slots=True)
class Difference:
    """All lines in the order of the newer text, and how many words went and came."""

    rows: tuple[DiffRow, ...]
    deleted: int
    inserted: int

    @property
    def changed(self) -> int:
        """How many lines differ."""
        return sum(row.change is not Change.SAME for row in self.rows)


def difference(older: Statement, newer: Statement) -> Difference:
    """What became of the lines of `older` in `newer`."""
    rows = tuple(_rows(lines(older), lines(newer)))
    words = dict.fromkeys(Change, 0)
    for piece in (piece for row in rows for piece in row.pieces):
        words[piece.change] += sum(one[0].isalnum() for one in _WORD.findall(piece.text))
    return Difference(rows, words[Change.DELETED], words[Change.INSERTED])


def lines(statement: Statement) -> list[TextLine]:
    """What a statement says, a line a fact, label, paragraph or mark."""
    clock = " ".join(filter(None, (str(statement.date or ""), statement.time)))
    facts = (
        TextLine(LineKind.TITLE, statement.title or ""),
        TextLine(LineKind.DATE, clock),
        TextLine(LineKind.PLACE, statement.place or ""),
        TextLine(LineKind.LEAD, statement.lead or ""),
    )
    found = [line for line in facts if line.text]
    for turn in statement.turns:
        if turn.label is not None:
            found.append(TextLine(LineKind.LABEL, turn.label, turn.n))
        for position, paragraph in enumerate(("", *turn.paragraphs), start=-1):
            if paragraph:
                found.append(TextLine(LineKind.WORDS, paragraph, turn.n))
            found += [
                TextLine(LineKind.MARK, mark.text, turn.n)
                for mark in turn.marks
                if mark.after == position
            ]
    return found


def _rows(old: Sequence[TextLine], new: Sequence[TextLine]) -> Iterator[DiffRow]:
    for what, start, stop, first, last in _opcodes([one[:2] for one in old], [o[:2] for o in new]):
        if what is Change.SAME:
            yield from (_whole(one, Change.SAME) for one in new[first:last])
        else:
            yield from _replaced(old[start:stop], new[first:last])


def _whole(line: TextLine, change: Change) -> DiffRow:
    return DiffRow(line.part, (Piece(change, line.text),), change, line.n)


def _replaced(old: Sequence[TextLine], new: Sequence[TextLine]) -> Iterator[DiffRow]:
    """Lines that took others' place: pairs that are much alike are one line changed."""
    done = 0
    for line in new:
        match = _counterpart(old, done, line, len(new))
        if match is None:
            yield _whole(line, Change.INSERTED)
            continue
        yield from (_whole(one, Change.DELETED) for one in old[done:match])
        yield DiffRow(line.part, pieces(old[match].text, line.text), None, line.n)
        done = match + 1
    yield from (_whole(one, Change.DELETED) for one in old[done:])


def _counterpart(old: Sequence[TextLine], start: int, line: TextLine, among: int) -> int | None:
    """The place of the line most like `line` from `start` on; None where none is much alike."""
    stop = len(old) if len(old) * among <= _MOST_LINES_MATCHED else min(start + 1, len(old))
    best, place = _ALIKE, None
    for at in range(start, stop):
        if old[at].part is line.part:
            alike = Indel.normalized_similarity(_words(old[at].text), _words(line.text))
            if alike > best:
                best, place = alike, at
    return place


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Two texts word by word."""
    return tuple(_merged(_compared(old, new)))


def _compared(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) * len(after) <= _MOST_PAIRS:
        yield from _word_pieces(before, after)
        return
    before, after = _SENTENCE.split(old), _SENTENCE.split(new)
    for what, start, stop, first, last in _opcodes(before, after):
        gone, come = before[start:stop], after[first:last]
        tokens = [_WORD.findall("".join(some)) for some in (gone, come)]
        if what is Change.SAME or len(tokens[0]) * len(tokens[1]) > _MOST_PAIRS:
            yield from _word_pieces(gone, come)
        else:
            yield from _word_pieces(*tokens)


def _word_pieces(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    for what, start, stop, first, last in _opcodes(before, after):
        if what is Change.SAME:
            yield Piece(what, "".join(after[first:last]))
        else:
            yield Piece(Change.DELETED, "".join(before[start:stop]))
            yield Piece(Change.INSERTED, "".join(after[first:last]))


class _Step(NamedTuple):
    what: Change | None  # None: something went, something came
    start: int
    stop: int
    first: int
    last: int


def _opcodes(before: Sequence[object], after: Sequence[object]) -> Iterator[_Step]:
    """Runs of both that are the same, and those between them."""
    start = first = 0
    codes: dict[object, int] = {}
    numbered = [
        [codes.setdefault(one, len(codes)) for one in sequence] for sequence in (before, after)
    ]
    for block in Indel.opcodes(*numbered):
        if block.tag != "equal":
            continue
        if block.src_start > start or block.dest_start > first:
            yield _Step(None, start, block.src_start, first, block.dest_start)
        yield _Step(Change.SAME, block.src_start, block.src_end, block.dest_start, block.dest_end)
        start, first = block.src_end, block.dest_end
    if start < len(before) or first < len(after):
        yield _Step(None, start, len(before), first, len(after))


def _merged(found: Iterator[Piece]) -> Iterator[Piece]:
    """Changes that only a space parts are one change; what went stands before what came."""
    gone, come = "", ""
    space = ""
    for piece in found:
        if piece.change is Change.DELETED:
            gone, come, space = gone + space + piece.text, come + space, ""
        elif piece.change is Change.INSERTED:
            come = come + piece.text
        elif (gone or come) and piece.text.isspace() and not space:
            space = piece.text
        else:
            yield from _changed(gone, come)
            yield Piece(Change.SAME, space + piece.text)
            gone = come = space = ""
    yield from _changed(gone, come)
    if space:
        yield Piece(Change.SAME, space)


def _changed(gone: str, come: str) -> Iterator[Piece]:
    if gone:
        yield Piece(Change.DELETED, gone)
    if come:
        yield Piece(Change.INSERTED, come)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)[:2_000]  # enough to tell whether two lines are much alike
