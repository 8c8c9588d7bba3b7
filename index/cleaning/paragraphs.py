"""Pieces of text in bold, in italics or plain → one Block: single spaces, offsets kept true."""

from __future__ import annotations

import re
from typing import Final

from index.blocks import OMISSION, Block, BlockKind, Card, Range
from index.cleaning.markup import SPACES

_SCENE: Final = re.compile(r"(?:\*\s?){2,}")
_ABRIDGED: Final = re.compile(rf"{OMISSION.pattern}\s?[.…]?")
_SENTENCE_ENDS: Final = re.compile(r"[.!?…][)»”\"]*$")
_FEWEST_PLAIN_CHARS: Final = 8
_INVISIBLE: Final = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")


def kind_of(text: str) -> BlockKind:
    """Whether a paragraph's text is a mark of the editors or words."""
    bare = text.translate(_INVISIBLE).strip()
    if _SCENE.fullmatch(bare):
        return BlockKind.SCENE
    if _ABRIDGED.fullmatch(bare):
        return BlockKind.ABRIDGED
    return BlockKind.PARAGRAPH


def is_blank(text: str) -> bool:
    """Whether nothing of a text is visible."""
    return not text.translate(_INVISIBLE).strip()


class Paragraph:
    """One paragraph while it is read: text is added piece by piece as it is printed."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._space_waits = False
        self._bold: list[Range] = []
        self._italic: list[Range] = []
        self._cards: list[Card] = []

    def __len__(self) -> int:
        return self._length

    @property
    def is_said(self) -> bool:
        """Whether the words so far are more than the beginning of a label."""
        text = self._text()
        return ":" in text or _SENTENCE_ENDS.search(text) is not None

    @property
    def is_ended(self) -> bool:
        """Whether words that are not in bold end a sentence: no label ends so ("Dr.")."""
        text = self._text()
        bold_chars = sum(stretch.end - stretch.start for stretch in self._bold)
        ended = _SENTENCE_ENDS.search(text) is not None
        return ended and self._length - bold_chars >= _FEWEST_PLAIN_CHARS

    def add(self, text: str, *, bold: bool = False, italic: bool = False) -> None:
        """Append a piece; runs of white space, also across pieces, become one space."""
        plain = SPACES.sub(" ", text)
        if plain.startswith(" "):
            self._space_waits = self._length > 0
            plain = plain[1:]
        if not plain:
            return
        ends_in_space = plain.endswith(" ")
        self._append(plain.rstrip(" "), bold, italic)
        self._space_waits = ends_in_space

    def add_card(self, start: int, name: str) -> None:
        """Note that the words since `start` (offset) carry the card of the person `name`."""
        start += self._length > start and self._text()[start] == " "
        if name:
            self._cards.append(Card(start, self._length, name))

    def block(self, n: int) -> Block | None:
        """The finished block, number `n`; None when nothing visible was added."""
        text = self._text()
        if is_blank(text):
            return None
        ranges = (tuple(self._bold), tuple(self._italic), tuple(self._cards))
        return Block(n, kind_of(text), text, *ranges)

    def _append(self, text: str, bold: bool, italic: bool) -> None:
        space = " " if self._space_waits else ""
        start = self._length + len(space)
        self._parts += [space, text]
        self._length = start + len(text)
        for wanted, ranges in ((bold, self._bold), (italic, self._italic)):
            if wanted:
                self._mark(ranges, start)

    def _mark(self, ranges: list[Range], start: int) -> None:
        """Mark from `start` to the end; a range that ended here, or a space before, grows."""
        if ranges and ranges[-1].end >= start - 1 and self._between(ranges[-1].end, start):
            ranges[-1] = Range(ranges[-1].start, self._length)
        else:
            ranges.append(Range(start, self._length))

    def _between(self, end: int, start: int) -> bool:
        return end == start or self._parts[-2] == " "

    def _text(self) -> str:
        return "".join(self._parts)
