"""The statements of a page, by number → what is shown: heads and the best turns that matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple, overload

import numpy as np

from search.engine import Found
from search.records import Part
from search.word_rows import TurnBatch, UnreadTurn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from search.engines.whoosh.evaluate.relevance import RankedPage
    from search.engines.whoosh.format.columns import Columns
    from search.engines.whoosh.read.stored_fields import StoredReader
    from search.engines.whoosh.read.turn_words import TokenReader
    from search.records import Statement, Turn, TurnId
    from search.word_rows import WordRow


_AT_A_TIME: Final = 200  # statements whose turns are put in order
_FIRST_READ: Final = 16_000  # words of turns that are read together at first
_MOST_READ: Final = 256_000  # and later: often the first are all that is looked at
_FEW_TURNS: Final = 1_000  # of them are all looked at, and at once


class ListedStatements(NamedTuple):
    """How many statements match in full and how many nearly, and the page of what is listed.

    `missing` are the plain words that each statement of the page lacks.
    """

    total: int
    partial: int
    page: RankedPage
    missing: Sequence[tuple[int, ...]]


class ShownStatements(NamedTuple):
    """The statements of a page, and the documents of their turns, one after the other."""

    found: Sequence[Found]
    turns: Sequence[int]


class FoundOnPage(Sequence[Found]):
    """The statements of a page, read when the first of them is asked for; for one thread.

    Who wants to know which they are (a saved query, of thousands) asks `statements`, their numbers.
    """

    def __init__(
        self,
        read: Callable[[ListedStatements, int], ShownStatements],
        pages: Sequence[ListedStatements],
        turns_per_hit: int,
    ) -> None:
        """`pages` follow each other; `read` gives what is shown of one."""
        self._read, self._pages, self._most = read, pages, turns_per_hit
        self.statements: list[int] = []
        for one in pages:
            self.statements += one.page.statements.tolist()

    @cached_property
    def shown(self) -> ShownStatements:
        """What is shown of all pages."""
        found: list[Found] = []
        turns: list[int] = []
        for page in self._pages:
            one = self._read(page, self._most)
            found += one.found
            turns += one.turns
        return ShownStatements(tuple(found), turns)

    @overload
    def __getitem__(self, at: int) -> Found: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Found]: ...
    def __getitem__(self, at: int | slice) -> Found | Sequence[Found]:
        return self.shown.found[at]

    def __iter__(self) -> Iterator[Found]:
        return iter(self.shown.found)

    def __len__(self) -> int:
        return len(self.statements)

    def __eq__(self, other: object) -> bool:
        return self.shown.found == (other.shown.found if isinstance(other, FoundOnPage) else other)

    __hash__ = None  # type: ignore[assignment] # as of a list

    def __repr__(self) -> str:
        return repr(self.shown.found)


class PageRows(Mapping["TurnId", "WordRow"]):
    """The words of the turns of a page, looked for when the first of them is asked for."""

    def __init__(self, words: TokenReader, page: FoundOnPage) -> None:
        self._words, self._page = words, page

    @cached_property
    def _made(self) -> Mapping[TurnId, WordRow]:
        found, documents = self._page.shown
        ids = (one.statement.turn_id(turn) for one in found for turn in one.turns)
        rows = zip(ids, self._words.rows(documents), strict=True)
        return {turn_id: row for turn_id, row in rows if row is not None}

    def __getitem__(self, turn_id: TurnId) -> WordRow:
        return self._made[turn_id]

    def get(self, turn_id: TurnId, default: Any = None) -> Any:
        return self._made.get(turn_id, default)

    def __iter__(self) -> Iterator[TurnId]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


class PageBuilder:
    """Puts pages together; safe to share between threads."""

    def __init__(self, columns: Columns, stored: StoredReader, words: TokenReader) -> None:
        self._columns = columns
        self._stored = stored
        self._words = words

    def statement(self, number: int) -> Statement:
        """A whole statement."""
        (head,) = self._heads(np.array([number]))
        return replace(head, turns=tuple(self._stored.turns(self._columns.turns_of(number))))

    def place(self, document: int, part: Part) -> tuple[Statement, Part, Turn | None]:
        """The head that a document is or belongs to, and its turn where the part is of turns."""
        (head,) = self._heads(np.array([self._columns.statement[document]]))
        turn = self._stored.turns([document])[0] if part is Part.TURNS else None
        return head, part, turn

    def found(self, listed: ListedStatements, turns_per_hit: int) -> ShownStatements:
        """The statements of a page, each with at most so many turns, the best first."""
        statements, words, passages = listed.page
        if not len(statements):
            return ShownStatements((), ())
        matching = words.turns_of(statements)
        if passages is not None:
            matching = passages.best_first(matching)
        numbers, sizes = matching.first(turns_per_hit)
        turns = iter(self._stored.turns(numbers))
        counts = matching.counts.tolist()
        found = list(
            map(
                Found,
                self._heads(statements),
                [tuple(islice(turns, size)) for size in sizes],
                listed.page.scores,
                words.parts_of(statements, counts),
                counts,
                listed.missing,
            )
        )
        return ShownStatements(found, numbers)

    def unread(self, listed: ListedStatements) -> Iterator[TurnBatch]:
        """Every turn that matched in the statements listed, in the order spoken."""
        statements, words, _ = listed.page
        size = _FIRST_READ
        for start in range(0, len(statements), _AT_A_TIME):
            documents = words.turns_of(statements[start : start + _AT_A_TIME]).documents
            if len(documents) <= _FEW_TURNS:
                size = _MOST_READ
            while len(documents):
                upto = np.cumsum(self._columns.words[documents]).searchsorted(size) + 1
                some, documents = documents[:upto], documents[upto:]
                rows, joined = self._words.batch(some.tolist())
                yield TurnBatch(self._unread(some, rows), joined, partial(self._read, some))
                size = min(4 * size, _MOST_READ)

    def _unread(
        self, documents: NDArray[np.integer], rows: Sequence[WordRow | None]
    ) -> list[UnreadTurn]:
        columns = self._columns
        days = columns.day[columns.statement[documents]].tolist()
        return [
            UnreadTurn(
                n,
                date.fromordinal(day) if day > 0 else None,
                partial(self._turn, document) if row is None else partial(columns.turn, document),
                row,
            )
            for n, day, document, row in zip(
                columns.paragraph[documents].tolist(),
                days,
                documents.tolist(),
                rows,
                strict=True,
            )
        ]

    def _turn(self, document: int) -> Turn:
        return self._stored.turns([document])[0]

    def _read(
        self, documents: NDArray[np.integer], numbers: Sequence[int]
    ) -> list[tuple[Statement, Turn]]:
        """Some of the documents, which are turns, with the heads of their statements."""
        chosen = documents[np.array(numbers, np.intp)]
        heads = self._heads(self._columns.statement[chosen])
        return list(zip(heads, self._stored.turns(chosen.tolist()), strict=True))

    def _heads(self, statements: NDArray[np.integer]) -> list[Statement]:
        documents, indexed = self._columns.head[statements], self._columns.indexed[statements]
        return self._stored.heads(documents.tolist(), indexed.tolist())
