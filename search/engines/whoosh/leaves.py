"""A word or phrase of the tree → every place that holds it, with its BM25 score there.

Scores are Whoosh's BM25F of one field, so that turns score as stock Whoosh scores them; how places
are weighed against each other is in `docs/decisions/0003-score.md`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from whoosh.query import Or, Phrase
from whoosh.util.numeric import byte_to_length

from search.engines.whoosh.cache import ByteCache
from search.engines.whoosh.postings import POSITION_BITS
from search.engines.whoosh.schema import GAP
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from whoosh.query import Query

    from search.engines.whoosh.postings import Positions, PostingFiles, Postings

K1: Final = 1.2
B: Final = 0.75
WEIGHTS: Final = {Part.TITLE: 2.0, Part.LEAD: 1.25, Part.LABELS: 1.0, Part.TURNS: 1.0}
"""What a place is worth; `docs/decisions/0003-score.md` says why."""

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


class Scored(NamedTuple):
    """Documents, ascending, and the score of each."""

    documents: NDArray[np.int32]
    scores: NDArray[np.float64]

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return self.documents.nbytes + self.scores.nbytes


class Leaves:
    """Looks words and phrases up; safe to share between threads."""

    def __init__(self, files: PostingFiles, cache_bytes: int) -> None:
        self._files = files
        self._scored: ByteCache[Scored] = ByteCache(cache_bytes // 2)
        self._postings: ByteCache[Postings] = ByteCache(cache_bytes // 4)
        self._positions: ByteCache[Positions] = ByteCache(cache_bytes // 4)
        self._norms = {
            field: self._norm(field) for fields in _FIELDS.values() for field in fields.values()
        }

    def places(self, leaf: Query) -> dict[Part, Scored]:
        """Where a Term or Phrase of one of the text fields stands: turns, or heads.

        Of an Or of Terms of one such field: where any of them stands.
        """
        if isinstance(leaf, Or):
            words = tuple(term.text for term in leaf.subqueries)
            fields = _FIELDS[leaf.subqueries[0].fieldname]
            return {part: self._any(field, words) for part, field in fields.items()}
        words = tuple(leaf.words) if isinstance(leaf, Phrase) else (leaf.text,)
        slop = leaf.slop if isinstance(leaf, Phrase) else 1
        fields = _FIELDS[leaf.fieldname]
        return {part: self._row(field, words, slop) for part, field in fields.items()}

    def _row(self, field: str, words: tuple[str, ...], slop: int) -> Scored:
        return self._scored.get((field, words, slop), lambda: self._find(field, words, slop))

    def _any(self, field: str, words: tuple[str, ...]) -> Scored:
        """Documents that hold any of the words, with the sum of their scores."""

        def find() -> Scored:
            rows = [self._row(field, (word,), 1) for word in words]
            found = np.concatenate([row.documents for row in rows])
            documents, at = np.unique(found, return_inverse=True)
            scores = np.concatenate([row.scores for row in rows])
            return Scored(documents, np.bincount(at, scores).astype(np.float64))

        return self._scored.get((field, words, None), find)

    def _find(self, field: str, words: Sequence[str], slop: int) -> Scored:
        """Documents that hold the words in order; weighed by the part they are of."""
        documents = self._postings_of(field, words[0]).documents if words else np.empty(0, np.int32)
        for word in words[1:]:
            other = self._postings_of(field, word).documents
            documents = np.intersect1d(documents, other, assume_unique=True)
        if len(words) > 1 and len(documents):
            documents = self._in_order(field, words, slop)
        scores = np.zeros(len(documents))
        for word in words if len(documents) else ():
            scores += self._scores(field, word, documents)
        return Scored(documents, scores * _WEIGHT_OF[field])

    def _in_order(self, field: str, words: Sequence[str], slop: int) -> NDArray[np.int32]:
        """Documents in which each word stands within `slop` places after the one before it.

        Of all earlier places the nearest decides: whatever reaches from farther, reaches from it;
        and a gap between the nearest and the word lies between all others and the word as well.
        """
        gaps = self._positions_of(field, GAP) if slop > 1 else np.empty(0, np.int64)
        ends = self._positions_of(field, words[0])
        for word in words[1:]:
            here = self._positions_of(field, word)
            nearest = np.searchsorted(ends, here) - 1
            here, nearest = here[nearest >= 0], nearest[nearest >= 0]
            good = here - ends[nearest] <= slop
            good &= np.searchsorted(gaps, ends[nearest]) == np.searchsorted(gaps, here)
            ends = here[good]
        documents: NDArray[np.int32] = np.unique(ends >> POSITION_BITS).astype(np.int32)
        return documents

    def _scores(self, field: str, word: str, documents: NDArray[np.int32]) -> NDArray[np.float64]:
        """BM25 of a word in documents all of which hold it."""
        holders, counts = self._postings_of(field, word)
        often = counts[np.searchsorted(holders, documents)]
        total, table, length_bytes = self._norms[field]
        idf = math.log(total / (len(holders) + 1)) + 1
        scores: NDArray[np.float64] = (
            idf * (often * (K1 + 1)) / (often + table[length_bytes[documents]])
        )
        return scores

    def _postings_of(self, field: str, word: str) -> Postings:
        return self._postings.get((field, word), lambda: self._files.postings(field, word))

    def _positions_of(self, field: str, word: str) -> NDArray[np.int64]:
        return self._positions.get((field, word), lambda: self._files.positions(field, word)).keys

    def _norm(self, field: str) -> _Norm:
        """BM25's figures of a field.

        For turns Whoosh's own: all documents count, heads included. For the rest the documents
        that have the field, or titles would pass for short only because turns have none.
        """
        length_bytes = self._files.length_bytes[field]
        having = int(np.count_nonzero(length_bytes))
        total = self._files.document_count if field in ("body", "exact") else having
        mean = self._files.total_length(field) / (total or 1) or 1
        lengths = np.array([byte_to_length(byte) for byte in range(256)], np.float64)
        return _Norm(total, K1 * ((1 - B) + B * lengths / mean), length_bytes)


class _Norm(NamedTuple):
    """What BM25 needs of a field: documents, its length term by length byte, length bytes."""

    total: int
    table: NDArray[np.float64]
    length_bytes: NDArray[np.uint8]


_WEIGHT_OF: Final = {
    field: WEIGHTS[part] for fields in _FIELDS.values() for part, field in fields.items()
}
