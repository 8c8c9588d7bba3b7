"""Folded words → where they stand side by side, and the stretches that hold most of the rarest.

Everything is arrays of `document << POSITION_BITS | position`. What is near is found by features:
rare words, and runs of words side by side, which tell places of the same words apart. Their places
are sorted, and a window of the quotation's length is weighed at each.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from search.engines.whoosh.evaluate.leaf_lookup import POSITION_BITS
from search.engines.whoosh.format.runs import distinct
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from search.engines.whoosh.evaluate.leaf_lookup import PostingLookup
    from search.engines.whoosh.read.postings import PostingFiles

FIELDS: Final = {Part.TURNS: "exact", Part.TITLE: "title_exact", Part.LEAD: "lead_exact"}

_RARE: Final = 2_000  # documents: a word in no more is looked up by itself
_FEATURES: Final = 12  # rare words and runs looked up
_RUNS: Final = 6
_MOST_PLACES: Final = 20_000  # of all features together, but for the first ones
_FEWEST: Final = 3  # features that are looked up however frequent they are
_RUN: Final = 3  # words side by side
_POSITION: Final = (1 << POSITION_BITS) - 1
_SPARE: Final = 10  # words that a window is longer than the quotation


class StandingPlace(NamedTuple):
    """A stretch of a document: its first word and the one after its last."""

    document: int
    part: Part
    first: int
    stop: int
    weight: float = 0.0


class QuotedPlaces:
    """Looks quotations up in one generation; safe to share between threads."""

    def __init__(self, lookup: PostingLookup, files: PostingFiles) -> None:
        self._lookup = lookup
        self._files = files

    def side_by_side(self, words: Sequence[str]) -> Iterator[StandingPlace]:
        """Every place where all words stand in order, turns before titles and leads."""
        for part, field in FIELDS.items():
            for key in self._starts(field, words).tolist():
                document, first = divmod(key, 1 << POSITION_BITS)
                yield StandingPlace(document, part, first, first + len(words))

    def near(self, words: Sequence[str], most: int) -> list[StandingPlace]:
        """The stretches that hold most of the rarest words, at most one a document and part."""
        found = [
            place
            for part, field in FIELDS.items()
            for place in self._near_in(part, field, words, most)
        ]
        return sorted(found, key=lambda place: -place.weight)[:most]

    # -- side by side

    def _starts(self, field: str, words: Sequence[str]) -> NDArray[np.int64]:
        """Where all words begin to stand side by side."""
        nothing = np.empty(0, np.int64)
        holders = [self._files.holders(field, word) for word in words]
        order = sorted(range(len(words)), key=holders.__getitem__)
        if not order or not holders[order[0]]:
            return nothing
        documents = self._files.postings(field, words[order[0]]).documents
        keys = self._lookup.stands(field, words[order[0]], documents) - order[0]
        for at in order[1:]:
            if not len(keys):
                return nothing
            fewer = distinct((keys >> POSITION_BITS).astype(np.int32))
            documents = fewer if len(fewer) < len(documents) else documents
            keys = _both(keys, self._lookup.stands(field, words[at], documents) - at)
        return keys

    # -- near

    def _near_in(
        self, part: Part, field: str, words: Sequence[str], most: int
    ) -> Iterator[StandingPlace]:
        features = [one for one in self._features(part, field, words) if len(one[1])]
        if not features:
            return
        places = np.sort(np.concatenate([keys for _, keys in features]))
        window = len(words) + _SPARE
        worth = np.zeros(len(places))
        last = places.copy()
        for weight, keys in features:
            following = keys.take(np.searchsorted(keys, places), mode="clip")
            inside = (following >= places) & (following < places + window)
            worth += weight * inside
            np.maximum(last, np.where(inside, following, 0), out=last)
        documents = places >> POSITION_BITS
        order = np.lexsort((places, -worth))
        _, firsts = np.unique(documents[order], return_index=True)
        for at in order[np.sort(firsts)[:most]].tolist():
            first = int(places[at]) & _POSITION
            stop = (int(last[at]) & _POSITION) + 1
            yield StandingPlace(int(documents[at]), part, first, stop, float(worth[at]))

    def _features(
        self, part: Part, field: str, words: Sequence[str]
    ) -> Iterator[tuple[float, NDArray[np.int64]]]:
        """Rare words and runs of words: what each is worth and where it stands, the rarest first.

        What is rare in turns counts as rare in titles too.
        """
        counts = {word: self._files.holders(FIELDS[Part.TURNS], word) for word in words}
        known = sorted((count, word) for word, count in counts.items() if count)
        rare = [word for count, word in known if count <= _RARE][:_FEATURES]
        taken = 0
        for number, word in enumerate(rare):
            holders = self._files.postings(field, word).documents
            keys = self._lookup.stands(field, word, holders)
            taken += len(keys)
            if number >= _FEWEST and taken > _MOST_PLACES:
                break
            yield self._weight(counts[word]), keys
        if part is Part.TURNS and known:
            yield from self._runs(field, words, counts)

    def _runs(
        self, field: str, words: Sequence[str], counts: dict[str, int]
    ) -> Iterator[tuple[float, NDArray[np.int64]]]:
        """Runs of words that stand somewhere, those with the rarest word first."""
        length = min(_RUN, len(words))
        runs = [tuple(words[at : at + length]) for at in range(len(words) - length + 1)]
        held = [run for run in dict.fromkeys(runs) if all(counts[word] for word in run)]
        held.sort(key=lambda run: min(counts[word] for word in run))
        for run in held[:_RUNS]:
            keys = self._starts(field, run)
            if 0 < len(keys) <= _MOST_PLACES:
                yield self._weight(len(keys)), keys

    def _weight(self, places: int) -> float:
        return math.log(1 + self._files.document_count / (1 + places))


def _both(some: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those of some keys that are among others; both ascending."""
    if not len(others):
        return others
    found: NDArray[np.int64] = some[others.take(np.searchsorted(others, some), mode="clip") == some]
    return found
