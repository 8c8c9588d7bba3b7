"""What passages score by the same words, and where one of these stands: kept between searches.

It depends on the words and their scopes alone; why it is kept is in
`docs/decisions/0029-kept-scores.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from search.engines.passages import TURN_BITS, starts_of
from search.engines.whoosh.format.runs import ranges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.engines.whoosh.evaluate.leaf_matches import Among, FoundTurns


class PassageScored(NamedTuple):
    """Scores of statements by number and of turns by document, each ascending."""

    numbers: NDArray[np.int32]
    by_number: NDArray[np.float64]
    documents: NDArray[np.int32]
    turns: NDArray[np.float64]

    def of_statements(self, statements: NDArray[np.int32]) -> NDArray[np.float64]:
        """The scores of some statements that were scored."""
        return self.by_number[self.numbers.searchsorted(statements)]

    def best_first(self, found: FoundTurns) -> FoundTurns:
        """Turns of each statement by the score of their passages, those without one last.

        What is equal comes in the order spoken, in which they are given.
        """
        turns, counts = found
        if len(turns) == len(counts.nonzero()[0]) or not len(self.documents):
            return found
        rows = self.documents.searchsorted(turns)
        told = self.turns.take(rows, mode="clip")
        told *= self.documents.take(rows, mode="clip") == turns
        owners = np.arange(len(counts)).repeat(counts)
        return type(found)(turns[np.lexsort((-told, owners))], counts)

    def only(self, among: Among) -> PassageScored:
        """The scores of some of the statements and of their turns."""
        rows = ranges(*among.rows(self.documents))
        scores = self.of_statements(among.statements)
        return PassageScored(among.statements, scores, self.documents[rows], self.turns[rows])

    def followed_by(self, more: PassageScored) -> PassageScored:
        """These and others that come after them, whose scores are never higher than theirs."""
        lowest = self.by_number.min(initial=np.inf)
        return self.joined(more._replace(by_number=np.minimum(more.by_number, lowest)))

    def joined(self, more: PassageScored) -> PassageScored:
        """These and others."""
        numbers = np.concatenate([self.numbers, more.numbers])
        documents = np.concatenate([self.documents, more.documents])
        order, turn_order = np.argsort(numbers), np.argsort(documents)
        return PassageScored(
            numbers[order],
            np.concatenate([self.by_number, more.by_number])[order],
            documents[turn_order],
            np.concatenate([self.turns, more.turns])[turn_order],
        )

    def lacking(self, statements: NDArray[np.int32]) -> NDArray[np.int32]:
        """Those of some statements, ascending, that were not scored."""
        if not len(self.numbers):
            return statements
        if len(self.numbers) == len(statements) and bool((self.numbers == statements).all()):
            return statements[:0]  # the same words again, or another page
        rows = self.numbers.searchsorted(statements)
        new: NDArray[np.int32] = statements[self.numbers.take(rows, mode="clip") != statements]
        return new

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return sum(one.nbytes for one in self)


class Standing(NamedTuple):
    """Where a word or phrase stands in the turns that count, `turn << TURN_BITS | position`."""

    documents: NDArray[np.int32]
    upto: NDArray[np.intp]  # how many keys stand before those of each document, and all
    keys: NDArray[np.int64]

    @classmethod
    def of(cls, keys: NDArray[np.int64]) -> Standing:
        """Keys, ascending."""
        owners = (keys >> TURN_BITS).astype(np.int32)
        starts = starts_of(owners)
        return cls(owners[starts], np.append(starts, len(keys)), keys)

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return self.documents.nbytes + self.upto.nbytes + self.keys.nbytes

    def of_statements(self, among: Among) -> NDArray[np.int64]:
        """Where it stands in turns of some statements."""
        starts, ends = among.rows(self.documents)
        return self.keys[ranges(self.upto[starts], self.upto[ends])]
