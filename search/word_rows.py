"""The words of turns in the order spoken, as an engine keeps them beside their texts.

Part of the port (`search.engine`): what was found is marked, and turned into lines, from these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from search.analysis.word_keys import WordKey, WordKeys
    from search.records import Span, Statement, Turn

PARAGRAPH_BREAK: Final = "\n\n"
"""Between two paragraphs of a turn where offsets count in all of it."""


RowToken: TypeAlias = "tuple[Span, Sequence[WordKey], str]"
"""Where a word of a row stands in the paragraphs joined by `PARAGRAPH_BREAK`, as what it was asked
for, and the folded word where it has halves, one of which may be what was asked for.
"""


TURN_PLACES: Final = 1 << 32
"""Where turns stand in one row, each begins at a multiple of it: none has as many words."""


class WordPlaces(Protocol):
    """The words of turns in the order spoken: where those that are asked for stand."""

    @property
    def gaps(self) -> Sequence[int]:
        """The places where the editors left something out, ascending."""

    @property
    def breaks(self) -> Sequence[int]:
        """The places that begin a paragraph, or are a gap between two, but the first; ascending."""

    def words_at(self, places: Sequence[int]) -> Sequence[str]:
        """The folded words at some places."""

    def offsets(self, places: Sequence[int]) -> Sequence[Span]:
        """Where tokens of places stand in the paragraphs of a turn, joined by `PARAGRAPH_BREAK`."""

    def places(self, keys: WordKeys) -> Mapping[WordKey, Sequence[int]]:
        """Where each of the words asked for stands, ascending; what stands nowhere is left out."""


class WordRow(WordPlaces, Protocol):
    """The words of one turn, as an engine keeps them beside its text.

    Places count from 0, one a token; where the editors left something out is a place of its own.
    """

    def words(self, first: int, end: int) -> Sequence[str]:
        """The folded words from a place up to another."""

    def __len__(self) -> int: ...

    def tokens(self, keys: WordKeys) -> Sequence[RowToken]:
        """The words asked for that stand in it, in order."""


class UnreadTurn(NamedTuple):
    """A turn that matched: who speaks when, and its words, before its text is read.

    Of `turn()` paragraphs, label, qualifiers and marks may be missing; `row` is None where the
    engine keeps none, which has then read the turn already. `n` is the turn's.
    """

    n: int
    date: date | None
    turn: Callable[[], Turn]
    row: WordRow | None


class TurnBatch(NamedTuple):
    """Turns that matched, as many as an engine reads at a time, and the words of them all.

    Places of turn number `at` count from `at * TURN_PLACES`; where a turn begins and where it ends
    is among the `breaks`. `words` is None where the engine keeps none of some turn. `read` reads
    turns of some numbers, each with the head of its statement.
    """

    turns: Sequence[UnreadTurn]
    words: WordPlaces | None
    read: Callable[[Sequence[int]], Sequence[tuple[Statement, Turn]]]
