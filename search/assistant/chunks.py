"""A statement, or a turn of it → its paragraphs in chunks that an assistant can read at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from search.records import Turn

MOST_CHARS: Final = 8_000
"""Of a chunk: some two thousand words of a language model."""


class ParagraphPiece(NamedTuple):
    """A paragraph of a turn, verbatim, or a piece of one that is longer than a chunk."""

    turn: Turn
    position: int
    text: str
    goes_on: bool = False


def chunks(turns: Iterable[Turn], most: int = MOST_CHARS) -> list[list[ParagraphPiece]]:
    """The paragraphs of `turns` in order, parted where the next would go beyond `most` letters.

    There is one chunk at least, which may be empty.
    """
    found: list[list[ParagraphPiece]] = [[]]
    chars = 0
    for piece in _pieces(turns, most):
        if found[-1] and chars + len(piece.text) > most:
            found.append([])
            chars = 0
        found[-1].append(piece)
        chars += len(piece.text)
    return found


def by_turn(pieces: Sequence[ParagraphPiece]) -> Iterator[tuple[Turn, list[ParagraphPiece]]]:
    """The pieces of one turn together."""
    held: list[ParagraphPiece] = []
    for piece in pieces:
        if held and held[-1].turn is not piece.turn:
            yield held[0].turn, held
            held = []
        held.append(piece)
    if held:
        yield held[0].turn, held


def _pieces(turns: Iterable[Turn], most: int) -> Iterator[ParagraphPiece]:
    for turn in turns:
        for position, paragraph in enumerate(turn.paragraphs):
            rest = paragraph
            while len(rest) > most:
                end = rest.rfind(" ", 1, most) + 1 or most
                yield ParagraphPiece(turn, position, rest[:end], goes_on=True)
                rest = rest[end:]
            yield ParagraphPiece(turn, position, rest)
