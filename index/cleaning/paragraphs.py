"""Pieces of text in bold, in italics or plain → one Block: single spaces, offsets kept true."""

from __future__ import annotations

from typing import Final

from index.blocks import INVISIBLE, Block, Card, Range, kind_of
from index.cleaning.markup import SPACES
from index.names.word import look_up

_STOPS: Final = ".!?…"
_CLOSERS: Final = ')»”"'
_BREAKS: Final = ("–", "—", ",", ";")
_FEWEST_PLAIN_CHARS: Final = 3
_LONGEST_INITIAL_CHARS: Final = 2  # "V."
_AFTER_NAMES: Final = frozenset({"no", "inc", "co", "ltd", "corp"})
"""Abbreviations that stand before no speaker's name, and may end a sentence there."""
_LAST_PIECES: Final = 6
_LAST_CHARS: Final = 60


def is_blank(text: str) -> bool:
    """Whether nothing of a text is visible."""
    return not text[:1].isalnum() and not text.translate(INVISIBLE).strip()


class Paragraph:
    """One paragraph while it is read: text is added piece by piece as it is printed.

    What is asked of it between two pieces is kept up to date, for a page may have 20,000 of them.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._space_waits = False
        self._has_colon = self._stopped = False
        self._bold_chars = 0
        self._spaces: set[int] = set()  # where a space stands between two pieces
        self._bold: list[Range] = []
        self._italic: list[Range] = []
        self._cards: list[Card] = []

    def __len__(self) -> int:
        return self._length

    @property
    def is_said(self) -> bool:
        """Whether the words so far are more than the beginning of a label."""
        return self._has_colon or self._stopped

    @property
    def is_ended(self) -> bool:
        """Whether words that are not in bold end a sentence: no label ends so ("Dr.")."""
        last = self._last_word().rstrip(_CLOSERS)
        bare = look_up(last[:-1])
        short = bare.is_in("abbreviations") and bare.folded not in _AFTER_NAMES
        cut = last.endswith(".") and (short or len(last) <= _LONGEST_INITIAL_CHARS)
        return self._has_plain and last.endswith(tuple(_STOPS)) and not cut

    @property
    def is_broken_off(self) -> bool:
        """Whether words that are not in bold end in a mark inside a sentence: a dash, a comma."""
        return self._has_plain and self._last_word().endswith(_BREAKS)

    @property
    def _has_plain(self) -> bool:
        return self._length - self._bold_chars >= _FEWEST_PLAIN_CHARS

    def _last_word(self) -> str:
        """The last word so far, of the last pieces alone."""
        words = "".join(self._parts[-_LAST_PIECES:])[-_LAST_CHARS:].split()
        return words[-1] if words else ""

    def opening_label(self) -> frozenset[str]:
        """The words in bold that the paragraph opens with, where a colon ends them; else none."""
        if not (self._bold and self._has_colon and self._bold[0].start == 0):
            return frozenset()
        end = self._bold[0].end
        text = self._text()
        printed = text[:end].rstrip()
        if not (printed.endswith(":") or text[end:].lstrip().startswith(":")):
            return frozenset()
        return frozenset({printed.rstrip(": ")})

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
        start += start in self._spaces
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
        if space:
            self._spaces.add(self._length)
        self._parts += [space, text]
        self._length = start + len(text)
        self._note(text, apart=bool(space))
        if bold:
            self._bold_chars += self._mark(self._bold, start)
        if italic:
            self._mark(self._italic, start)

    def _note(self, text: str, *, apart: bool) -> None:
        """Keep what the words so far end in; closing marks belong to the stop before them."""
        self._has_colon = self._has_colon or ":" in text
        bare = text.rstrip(_CLOSERS)
        if bare or apart:
            self._stopped = bare[-1:] in _STOPS and bool(bare)

    def _mark(self, ranges: list[Range], start: int) -> int:
        """Mark from `start` to the end, and say by how many characters the marked ones grew.

        A range that ended here, or a space before, grows.
        """
        if ranges and ranges[-1].end >= start - 1 and self._between(ranges[-1].end, start):
            grown = self._length - ranges[-1].end
            ranges[-1] = Range(ranges[-1].start, self._length)
            return grown
        ranges.append(Range(start, self._length))
        return self._length - start

    def _between(self, end: int, start: int) -> bool:
        return end == start or self._parts[-2] == " "

    def _text(self) -> str:
        return "".join(self._parts)
