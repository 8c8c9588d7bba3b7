"""A leaf of the plan → every place that holds it, with its BM25 score there.

Scores are Whoosh's BM25F of one field, so that turns score as stock Whoosh scores them; how places
are weighed against each other is in `docs/decisions/0003-score.md`.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import numpy as np
from whoosh.util.numeric import byte_to_length

from search.engine import EXACT_FIELDS
from search.engines.bm25 import K1, WEIGHTS, B, idf
from search.engines.whoosh.evaluate.leaf_matches import (
    ScoredPostings,
    each_once,
    group_by_statement,
    member,
    places,
)
from search.engines.whoosh.format.runs import changes, distinct, in_both, ranges
from search.engines.whoosh.format.schema import GAP
from search.engines.whoosh.read.postings import Postings
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from numpy.typing import NDArray

    from search.engines.query_plan import Leaf
    from search.engines.whoosh.evaluate.leaf_matches import MatchedPlaces
    from search.engines.whoosh.read.array_terms import ManyRows
    from search.engines.whoosh.read.byte_cache import ByteCache, Sized
    from search.engines.whoosh.read.postings import PostingFiles

T = TypeVar("T", bound="Sized")

POSITION_BITS: Final = 32  # a document's number stands above them
_COUNTED_LEAVES: Final = 1_024
_TABLED_FROM: Final = 10_000  # scores of more rows are looked up by count and length

_LENGTHS: Final = np.array([byte_to_length(byte) for byte in range(256)], np.float64)
_BISECTED: Final = 8  # so many times more documents are bisected quicker than flagged

_FIELDS: Final = {
    "text": {
        Part.TITLE: "title",
        Part.LEAD: "lead",
        Part.LABELS: "label",
        Part.TURNS: "body",
    },
    "exact": {
        Part.TITLE: "title_exact",
        Part.LEAD: "lead_exact",
        Part.LABELS: "label_exact",
        Part.TURNS: "exact",
    },
    "title": {Part.TITLE: "title"},
    "title_exact": {Part.TITLE: "title_exact"},
}


class PostingLookup:
    """Looks words and phrases up; safe to share between threads."""

    def __init__(self, files: PostingFiles, statement: NDArray[np.int32], cache: ByteCache) -> None:
        self._files = files
        self._statement = statement  # by document
        self._statements = int(statement[-1]) + 1 if len(statement) else 0
        self._cache = cache
        self._holding = lru_cache(maxsize=_COUNTED_LEAVES)(partial(_count_holders, files))
        self._norms = {
            field: self._norm(field) for fields in _FIELDS.values() for field in fields.values()
        }

    def places(self, leaf: Leaf) -> MatchedPlaces:
        """Every place of a leaf, in turns and heads, whoever speaks."""
        return self._cache.get(leaf, lambda: self._find(leaf))

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is derived from the places of a leaf, in the same cache; a new key is made."""
        return self._cache.get(key, make)

    def _find(self, leaf: Leaf) -> MatchedPlaces:
        parts = {}
        for part, field in _FIELDS[leaf.field].items():
            rows, ends = self._placed(leaf, field)
            if len(rows.documents):
                parts[part] = group_by_statement(rows, ends, self._statement)
        return places(parts, self._statements)

    def _placed(self, leaf: Leaf, field: str) -> tuple[ScoredPostings, NDArray[np.integer] | None]:
        """Documents that hold a leaf, and where those of each of several words end."""
        if leaf.slop:
            return self._in_order(field, leaf.words, leaf.slop), None
        if len(leaf.words) == 1:
            return self._scored(field, self._files.postings(field, leaf.words[0])), None
        found = self._files.postings_of(field, leaf.words)
        return self._scored_each(field, found), found.ends

    def _scored(self, field: str, postings: Postings) -> ScoredPostings:
        """Documents that hold a word."""
        documents, counts = postings
        return ScoredPostings(documents, counts, partial(self._norms[field].scores, len(documents)))

    def _scored_each(self, field: str, found: ManyRows) -> ScoredPostings:
        """Documents that hold each of several words."""
        holders = np.diff(found.ends, prepend=0)
        total, table, length_bytes, weight = self._norms[field]
        each = holders.tolist()  # of a thousand words few numbers differ
        worths = {one: idf(total, one) if one else 0.0 for one in set(each)}
        worth = np.array([worths[one] for one in each])
        counts = found.counts.astype(np.float64)
        scores = counts * (
            K1 + 1
        )  # as `_Norm.graded` does, in place: there may be millions of rows
        scores *= worth.repeat(holders)
        counts += table.take(length_bytes.take(found.documents))
        scores /= counts
        scores *= weight
        return ScoredPostings(found.documents, scores)

    def _in_order(self, field: str, words: Sequence[str], slop: int) -> ScoredPostings:
        """Documents that hold the words of a phrase."""
        documents, counts = self._ends(field, words, slop)
        scores = partial(_phrase_scores, self._files, self._norms[field], field, words)
        return ScoredPostings(documents, counts, scores)

    def holders(self, leaf: Leaf) -> tuple[int, ...]:
        """How many documents hold each word of a leaf in the words of turns."""
        return self._holding(leaf)

    def is_everywhere(self, leaf: Leaf) -> bool:
        """Whether more than half of the documents hold a word, or alternatives of one, in turns."""
        return not leaf.slop and 2 * sum(self._holding(leaf)) > self._files.document_count

    def weight(self, leaf: Leaf) -> float:
        """How much a leaf tells: the rarer, the more; a phrase as much as its words."""
        total, holding = self._files.document_count, self._holding(leaf)
        if leaf.slop:
            return sum(idf(total, one) for one in holding)
        return idf(total, min(sum(holding), total))

    def title_lengths(self, heads: NDArray[np.integer]) -> NDArray[np.float64]:
        """How many words the titles of head documents have, as Whoosh rounds it."""
        found: NDArray[np.float64] = _LENGTHS[self._files.length_bytes["title"][heads]]
        return found

    def places_in(self, leaf: Leaf, documents: NDArray[np.int32]) -> NDArray[np.int64]:
        """Where a leaf stands in turns of some documents that hold it: `document << 32 | position`.

        Of a phrase the places of its last word; ascending.
        """
        field = _FIELDS[leaf.field].get(Part.TURNS)
        if field is None or not len(documents):
            return np.empty(0, np.int64)
        if leaf.slop and len(leaf.words) > 1:
            return self._rows(field, leaf.words, leaf.slop).ends_in(documents)
        stands = [self.stands(field, word, documents) for word in leaf.words]
        return stands[0] if len(stands) == 1 else distinct(np.concatenate(stands))

    def documents(self, leaf: Leaf, *, of_turns: bool = False) -> Iterator[NDArray[np.int32]]:
        """Documents that hold a leaf, each once; part by part, or in the words of turns alone.

        Where it stands, without scores.
        """
        fields = _FIELDS[leaf.field]
        for field in (fields[Part.TURNS],) if of_turns else fields.values():
            if leaf.slop:
                yield self._ends(field, leaf.words, leaf.slop).documents
            elif len(leaf.words) == 1:
                yield self._files.postings(field, leaf.words[0]).documents
            else:
                every = self._files.postings_of(field, leaf.words).documents
                yield each_once(every, len(self._statement))

    def counted(self, leaf: Leaf) -> Postings:
        """How often a leaf stands in the words of turns: its word, any of its words, its phrase."""
        field = _FIELDS[leaf.field][Part.TURNS]
        if leaf.slop:
            return self._ends(field, leaf.words, leaf.slop)
        if len(leaf.words) == 1:
            return self._files.postings(field, leaf.words[0])
        return self._cache.get(("counted", leaf), lambda: self._counted_each(field, leaf.words))

    def _counted_each(self, field: str, words: tuple[str, ...]) -> Postings:
        """How often any of several words stands in each document."""
        found = self._files.postings_of(field, words)
        counts = np.bincount(found.documents, found.counts, len(self._statement)).astype(np.int64)
        holding = counts.nonzero()[0].astype(np.int32)
        return Postings(holding, counts[holding])

    def _ends(self, field: str, words: Sequence[str], slop: int) -> Postings:
        """Documents that hold words in order, and how many places a row of them ends at."""
        if len(words) == 1:
            return self._files.postings(field, words[0])
        found = self._rows(field, words, slop)
        return Postings(found.documents, found.counts)

    def _rows(self, field: str, words: Sequence[str], slop: int) -> _Rows:
        """Where words stand in order."""
        return self._cache.get(
            ("rows", field, words, slop), lambda: self._ordered(field, words, slop)
        )

    def _ordered(self, field: str, words: Sequence[str], slop: int) -> _Rows:
        lists = [self._files.postings(field, word) for word in words]
        documents = min((one.documents for one in lists), key=len, default=np.empty(0, np.int32))
        for one in lists:
            if one.documents is not documents and len(documents):
                documents = documents[member(documents, one.documents, len(self._statement))]
        ends = np.empty(0, np.int64)
        if len(documents):
            ends = self._near(field, words, slop, documents)
            documents = (ends >> POSITION_BITS).astype(np.int32)
        starts = changes(documents)
        return _Rows(documents[starts], np.diff(starts, append=len(documents)), ends)

    def _near(
        self, field: str, words: Sequence[str], slop: int, documents: NDArray[np.int32]
    ) -> NDArray[np.int64]:
        """Where the last word stands in documents in which each word stands within `slop` places
        after the one before it.

        Of all earlier places the nearest decides: whatever reaches from farther, reaches from it;
        and a gap between the nearest and the word lies between all others and the word as well.
        """
        gaps = self.stands(field, GAP, documents) if slop > 1 else np.empty(0, np.int64)
        ends = self.stands(field, words[0], documents)
        for word in words[1:]:
            here = self.stands(field, word, documents)
            if slop == 1:
                ends = in_both(ends + 1, here)
                continue
            nearest = np.searchsorted(ends, here) - 1
            here, nearest = here[nearest >= 0], nearest[nearest >= 0]
            good = here - ends[nearest] <= slop
            if len(gaps):
                good &= np.searchsorted(gaps, ends[nearest]) == np.searchsorted(gaps, here)
            ends = here[good]
        return ends

    def stands(self, field: str, word: str, documents: NDArray[np.int32]) -> NDArray[np.int64]:
        """Where a word stands in documents that hold it, `document << POSITION_BITS | position`.

        Ascending.
        """
        holders, counts = self._files.postings(field, word)
        places = self._files.positions(field, word)
        positions = places.positions
        if len(documents) * _BISECTED < len(holders):
            rows = holders.searchsorted(documents)
            rows = rows[holders.take(rows, mode="clip") == documents]
            holders, counts, ends = holders[rows], counts[rows], places.ends[rows]
            positions = positions[ranges(ends - counts, ends)]
        owners = holders.repeat(counts) if len(positions) > len(holders) else holders
        if len(documents) != len(holders) or not np.array_equal(documents, holders):
            kept = member(owners, documents, len(self._statement)).nonzero()[0]
            owners, positions = owners.take(kept), positions.take(kept)
        above = owners.astype(np.int64)
        above <<= POSITION_BITS
        above |= positions
        return above

    def _norm(self, field: str) -> _Norm:
        """BM25's figures of a field.

        For turns Whoosh's own: all documents count, heads included. For the rest the documents
        that have the field, or titles would pass for short only because turns have none.
        """
        length_bytes = self._files.length_bytes[field]
        having = int(np.count_nonzero(length_bytes))
        total = self._files.document_count if field in ("body", "exact") else having
        mean = self._files.total_length(field) / (total or 1) or 1
        table = K1 * ((1 - B) + B * _LENGTHS / mean)
        return _Norm(total, table, length_bytes, _WEIGHT_OF[field])


class _Rows(NamedTuple):
    """Documents that hold words in order, how often each does, and where the last word stands."""

    documents: NDArray[np.int32]
    counts: NDArray[np.integer]
    ends: NDArray[np.int64]  # document << POSITION_BITS | position, ascending

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return self.documents.nbytes + self.counts.nbytes + self.ends.nbytes

    def ends_in(self, documents: NDArray[np.int32]) -> NDArray[np.int64]:
        """Where the last word stands in some of the documents, ascending."""
        if len(documents) == len(self.documents):
            return self.ends
        keys = documents.astype(np.int64) << POSITION_BITS
        starts = self.ends.searchsorted(keys)
        return self.ends[ranges(starts, self.ends.searchsorted(keys + (1 << POSITION_BITS)))]


class _Norm(NamedTuple):
    """What BM25 needs of a field: documents, its length term by length byte, length bytes, weight.

    What is kept of a leaf scores by this alone: with a look-up in it, it would keep its own cache.
    """

    total: int
    table: NDArray[np.float64]
    length_bytes: NDArray[np.uint8]
    weight: float

    def scores(
        self, holders: int, documents: NDArray[np.int32], counts: NDArray[np.integer]
    ) -> NDArray[np.float64]:
        """Scores in some documents of a word that `holders` documents hold."""
        lengths = self.length_bytes.take(documents)
        worth = idf(self.total, holders) if holders else 0.0
        if len(documents) < _TABLED_FROM or counts.itemsize > 1:
            return self.graded(worth, counts, self.table[lengths])
        often = np.arange(int(counts.max()) + 1)[:, np.newaxis]
        graded = self.graded(worth, often, self.table).ravel()
        codes = counts.astype(np.uint16) << np.uint16(8)
        codes |= lengths
        scores: NDArray[np.float64] = graded.take(codes)
        return scores

    def graded(
        self, worth: float, often: NDArray[np.integer], lengths: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """BM25 of counts of a word of so much worth, with the weight; `lengths` are terms."""
        counts = often.astype(np.float64)
        scores: NDArray[np.float64] = worth * (counts * (K1 + 1)) / (counts + lengths)
        return scores * self.weight


_WEIGHT_OF: Final = {
    field: WEIGHTS[part] for fields in _FIELDS.values() for part, field in fields.items()
}


def _count_holders(files: PostingFiles, leaf: Leaf) -> tuple[int, ...]:
    """How many documents hold each word of a leaf in the words of turns."""
    field = "exact" if leaf.field in EXACT_FIELDS else "body"
    return tuple(files.holders_of(field, leaf.words))


def _phrase_scores(
    files: PostingFiles,
    norm: _Norm,
    field: str,
    words: Sequence[str],
    documents: NDArray[np.int32],
    _: NDArray[Any],
) -> NDArray[np.float64]:
    """Scores in documents of a phrase: those of its words."""
    scores = np.zeros(len(documents))
    for word in words:
        one = files.postings(field, word)
        counts = one.counts[one.documents.searchsorted(documents)]
        scores += norm.scores(len(one.documents), documents, counts)
    return scores
