"""Documents and scores of a leaf's words → where the leaf stands, statement by statement.

Rows stay as postings have them, word after word, documents ascending. A run is the rows of one word
in one statement, and runs stay in the order of their rows: of 200 frequent words there are twenty
million, of which sorting alone took ten seconds, and of a prefix a hundred thousand.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from search.engines.whoosh.format.runs import changes, distinct, in_order, ranges
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from search.engines.whoosh.read.byte_cache import Sized

PART_BITS: Final = {part: np.uint8(1 << place) for place, part in enumerate(Part)}
"""Of each part its bit in a set of parts."""
_SCORE_BYTES: Final = 8
_RUN_BYTES: Final = 3 * 4 + _SCORE_BYTES  # of its start, end, statement and best score
_RANKED_BYTES: Final = 12  # of a statement and its score
_FLAGS_FROM: Final = 400  # looking up fewer by bisection is quicker than making room for flags
_MANY: Final = 6  # so many times fewer than all statements are still many
_FLAGS_A_LOOKUP: Final = 8  # flags written in the time of one bisection


class ScoredPostings(NamedTuple):
    """Documents, ascending for each word, and what the score of each is worked out from.

    Scores are worked out when they are asked for: most searches find so few statements that their
    passages alone decide the order.
    """

    documents: NDArray[np.int32]
    marks: NDArray[Any]  # of each document how often it holds the word, or its score
    score: Callable[[NDArray[np.int32], NDArray[Any]], NDArray[np.float64]] | None = None
    """Documents and their marks → scores; None where the marks are the scores."""

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return self.documents.nbytes + self.marks.nbytes

    @property
    def scores(self) -> NDArray[np.float64]:
        """The score of each document."""
        return self.marks if self.score is None else self.score(self.documents, self.marks)

    def kept(self, flags: NDArray[np.bool_]) -> ScoredPostings:
        """The rows that are flagged."""
        return ScoredPostings(self.documents[flags], self.marks[flags], self.score)


class Among(NamedTuple):
    """Statements that are looked at and the bounds of their documents."""

    statements: NDArray[np.int32]
    firsts: NDArray[np.int32]  # the first document of each
    bounds: NDArray[np.int32]  # the same, and after them the document after the last of each

    def rows(self, documents: NDArray[np.int32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Where theirs start and end among documents, ascending."""
        found = documents.searchsorted(self.bounds)
        return found[: len(self.firsts)], found[len(self.firsts) :]


class FoundTurns(NamedTuple):
    """Turns of some statements, statement by statement as these were given, as they were spoken."""

    documents: NDArray[np.int32]
    counts: NDArray[np.intp]  # of each statement how many turns

    @classmethod
    def within(cls, documents: NDArray[np.int32], among: Among) -> FoundTurns:
        """Those of some documents, ascending, that are of some statements."""
        starts, ends = among.rows(documents)
        return cls(documents[ranges(starts, ends)], ends - starts)

    def first(self, most: int) -> tuple[list[int], list[int]]:
        """At most so many turns of each statement, the first ones, and how many of each."""
        numbers: list[int] = []
        sizes: list[int] = []
        start = 0
        for count in self.counts.tolist():
            size = min(count, most)
            numbers += self.documents[start : start + size].tolist()
            sizes.append(size)
            start += count
        return numbers, sizes


class Extents:
    """Where the documents of every statement lie."""

    def __init__(self, heads: NDArray[np.integer], documents: int) -> None:
        """`heads`: the document that each statement begins with; how many there are."""
        bounds = np.append(heads, documents).astype(np.int32)
        self._bounds = np.stack((bounds[:-1], bounds[1:]))

    def among(self, statements: NDArray[np.int32]) -> Among:
        """Some statements with their bounds."""
        bounds = self._bounds[:, statements]
        return Among(statements, bounds[0], bounds.ravel())


class StatementScores(NamedTuple):
    """Statements, ascending, and the score of each; None stands for all statements."""

    statements: NDArray[np.int32] | None
    scores: NDArray[np.float64]

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return self.scores.nbytes + (0 if self.statements is None else self.statements.nbytes)

    def add_to(self, scores: NDArray[np.float64]) -> None:
        """Add the scores to those of all statements."""
        if self.statements is None:
            scores += self.scores
        else:
            scores[self.statements] += self.scores


@dataclass(frozen=True)
class LeafMatches:
    """Where the words of a leaf stand in one part of statements; runs by word, then statement.

    `is_single`: the leaf is one word or one phrase. Then there is one run a statement, and
    `documents` are those of the rows, the same array: shortcuts depend on it.
    """

    is_single: bool
    rows: ScoredPostings
    starts: NDArray[np.int32]  # of runs: their first row
    ends: NDArray[np.int32]  # of runs: the row after their last
    words: NDArray[np.int32] | None  # of runs: which of the leaf's; None where it is single
    statements: NDArray[np.int32]  # of runs, ascending for each word
    documents: NDArray[np.int32]  # of all rows, ascending, each once

    @cached_property
    def best(self) -> NDArray[np.float64]:
        """Of runs the highest score."""
        return _best_of(self.rows, self.starts)

    @cached_property
    def holders(self) -> NDArray[np.int32]:
        """The statements that hold any of the words, ascending, each once."""
        if self.is_single or not len(self.statements):
            return self.statements
        return each_once(self.statements, int(self.statements.max()) + 1)

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays, with those that may still be made."""
        own = 0 if self.words is None else self.documents.nbytes + 2 * self.words.nbytes
        return own + self.rows.nbytes + len(self.starts) * _RUN_BYTES

    def shown(self, turns: NDArray[np.bool_]) -> LeafMatches:
        """What is left where only some turns are looked at; `turns` by document."""
        kept = turns[self.rows.documents]
        before = np.concatenate([[0], np.cumsum(kept, dtype=np.int32)]).astype(np.int32)
        starts, ends = before[self.starts], before[self.ends]
        left = ends > starts
        starts, ends = starts[left], ends[left]
        rows = self.rows.kept(kept)
        return LeafMatches(
            self.is_single,
            rows,
            starts,
            ends,
            None if self.words is None else self.words[left],
            self.statements[left],
            rows.documents if self.is_single else self.documents[turns[self.documents]],
        )

    def count_within(self, matched: NDArray[np.bool_], statement: NDArray[np.int32]) -> int:
        """How many of its documents are of statements that matched; `statement` by document."""
        runs = matched.take(self.statements)
        if runs.all():
            return len(self.documents)
        if not self.is_single:
            return int(np.count_nonzero(matched[statement[self.documents]]))
        rows = runs.nonzero()[0]
        return int((self.ends.take(rows) - self.starts.take(rows)).sum())

    def documents_in(self, among: Among) -> NDArray[np.int32]:
        """Its documents that are of some statements, ascending, each once."""
        return self.documents[ranges(*among.rows(self.documents))]

    def places_among(self, statements: NDArray[np.int32]) -> NDArray[np.intp]:
        """The places among statements, ascending, of those that hold it."""
        if not len(self.statements):
            return np.empty(0, np.intp)
        found = self.holders.take(self.holders.searchsorted(statements), mode="clip")
        there: NDArray[np.intp] = (found == statements).nonzero()[0]
        return there


@dataclass(frozen=True)
class MatchedPlaces:
    """Where a leaf stands, part by part, in an index of so many statements."""

    parts: Mapping[Part, LeafMatches]
    statements: int

    @cached_property
    def bits(self) -> NDArray[np.uint8]:
        """By statement the parts that hold it, each a bit of `PART_BITS`."""
        found = np.zeros(self.statements, np.uint8)
        for part, one in self.parts.items():
            found[one.holders] |= PART_BITS[part]
        return found

    @cached_property
    def best(self) -> StatementScores:
        """For each statement the sum over words of the word's best score in any part.

        Where most of the statements in the index hold it, there is a row for all of them: whole
        rows are added in a tenth of the time of places in them.
        """
        found = list(self.parts.values())
        if any(one.words is not None for one in found):
            return _best_of_several(found, self.statements)
        most = max((len(one.statements) for one in found), default=0)
        if found and most * _MANY >= self.statements:  # its best place is all that counts
            scores = np.zeros(self.statements)
            for one in found:
                scores[one.statements] = np.maximum(scores[one.statements], one.best)
            return StatementScores(None, scores)
        best = _best(found)
        if best.statements is None or len(best.statements) * _MANY < self.statements:
            return best
        scores = np.zeros(self.statements)
        scores[best.statements] = best.scores
        return StatementScores(None, scores)

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays, with those that may still be made."""
        holding = sum(len(one.statements) for one in self.parts.values())
        best = min(holding * _RANKED_BYTES, self.statements * _SCORE_BYTES)
        return self.statements + best + sum(map(_bytes_of, self.parts.values()))


def group_by_statement(
    rows: ScoredPostings, word_ends: NDArray[np.integer] | None, statement: NDArray[np.int32]
) -> LeafMatches:
    """The matches of one word or phrase, or of several words; `statement` by document.

    `word_ends` are where the rows of each word end; None where there is but one word or phrase.
    """
    owners = statement.take(rows.documents)
    if word_ends is None:
        starts = changes(owners)
        ends = _ends(starts, len(owners))
        return LeafMatches(True, rows, starts, ends, None, owners.take(starts), rows.documents)
    starts = changes(owners, word_ends[:-1])
    sizes = np.diff(starts.searchsorted(word_ends), prepend=0)  # of each word: its runs
    words = np.arange(len(word_ends), dtype=np.int32).repeat(sizes)
    documents = each_once(rows.documents, len(statement))
    ends = _ends(starts, len(owners))
    return LeafMatches(False, rows, starts, ends, words, owners.take(starts), documents)


def _ends(starts: NDArray[np.int32], rows: int) -> NDArray[np.int32]:
    """The row after the last of each run; together the runs are so many rows."""
    ends = np.empty_like(starts)
    ends[:-1] = starts[1:]
    ends[-1:] = rows
    return ends


def _best_of(rows: ScoredPostings, starts: NDArray[np.int32]) -> NDArray[np.float64]:
    """The highest score of each run; together the runs are all rows."""
    return _highest(rows.scores, starts) if len(starts) else np.empty(0)


def _highest(scores: NDArray[np.float64], starts: NDArray[np.integer]) -> NDArray[np.float64]:
    """The highest score of each run.

    Scores are above zero, and such numbers are in the order of their bits: whole numbers are
    compared in 0.6 of the time, for none of them may be NaN.
    """
    return np.maximum.reduceat(scores.view(np.int64), starts).view(np.float64)


def each_once(documents: NDArray[np.int32], size: int) -> NDArray[np.int32]:
    """Each of the documents once, ascending; they are below `size`."""
    if len(documents) < size // _FLAGS_A_LOOKUP:
        return distinct(documents)
    flags = np.zeros(size, np.bool_)
    flags[documents] = True
    return np.flatnonzero(flags).astype(np.int32)


def places(parts: Mapping[Part, LeafMatches], statements: int) -> MatchedPlaces:
    """The parts that hold it, of an index of so many statements."""
    return MatchedPlaces(
        {part: one for part, one in parts.items() if len(one.statements)}, statements
    )


def _bytes_of(one: Sized) -> int:
    return one.nbytes


def _best_of_several(found: Sequence[LeafMatches], statements: int) -> StatementScores:
    """The same of a leaf of several words, of an index of so many statements.

    What a word scores in a statement is told by a number of both. Those of the part that has most
    are in order, and the few of the others find their places among them.
    """
    first, *others = sorted(found, key=lambda one: len(one.statements), reverse=True)
    scores, holding = first.best, np.zeros(statements, np.bool_)
    holding[first.holders] = True
    more, more_scores = np.empty(0, np.int64), np.empty(0)
    if others:
        keys = np.concatenate([_keys(one, statements) for one in others])
        best = np.concatenate([one.best for one in others])
        order = keys.argsort(kind="stable")
        keys = keys[order]
        starts = changes(keys)
        keys, best = keys[starts], np.maximum.reduceat(best[order], starts)
        own = _keys(first, statements)
        at = own.searchsorted(keys)
        there = own.take(at, mode="clip") == keys
        both = at[there]
        scores = scores.copy()
        scores[both] = np.maximum(scores[both], best[there])
        more, more_scores = keys[~there] % statements, best[~there]
        holding[more] = True
    summed = np.zeros(statements)
    summed += np.bincount(first.statements, scores, statements)
    summed += np.bincount(more, more_scores, statements)
    if np.count_nonzero(holding) * _MANY >= statements:
        return StatementScores(None, summed)
    holders = np.flatnonzero(holding).astype(np.int32)
    return StatementScores(holders, summed[holders])


def _keys(one: LeafMatches, statements: int) -> NDArray[np.int64]:
    """Of each run its word and statement as one number, ascending."""
    keys = _words_of(one).astype(np.int64)
    keys *= statements
    keys += one.statements
    return keys


def _best(found: Sequence[LeafMatches]) -> StatementScores:
    """The same of a leaf of one word or phrase."""
    if not found:
        return StatementScores(np.empty(0, np.int32), np.empty(0))
    statements, scores = found[0].statements, found[0].best
    if len(found) > 1:
        statements = np.concatenate([one.statements for one in found])
        order = in_order(statements)
        statements = statements[order]
        starts = changes(statements)
        scores = _highest(np.concatenate([one.best for one in found])[order], starts)
        statements = statements[starts]
    return StatementScores(statements, scores)


def _words_of(one: LeafMatches) -> NDArray[np.int32]:
    return np.zeros(len(one.statements), np.int32) if one.words is None else one.words


def member(some: NDArray[np.int32], among: NDArray[np.int32], size: int) -> NDArray[np.bool_]:
    """Which of `some` are `among` others; both ascending and below `size`."""
    if not len(among):
        return np.zeros(len(some), np.bool_)
    if len(some) > _FLAGS_FROM + len(among) // _FLAGS_A_LOOKUP:
        flags = np.zeros(size, np.bool_)
        flags[among] = True
        return flags.take(some)
    found: NDArray[np.bool_] = among.take(among.searchsorted(some), mode="clip") == some
    return found
