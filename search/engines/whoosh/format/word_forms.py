"""Words of a field → postings of their stems and of the words as written, nothing said twice.

A stem of which a segment knows one form alone stands where that form stands: as often, at the same
positions. Of such a pair the postings are kept once, and both terms point at them. Halves are forms
like others: where one stands, its stem stands as well. Of the UN corpus
these are 39 % of all postings of stems (`docs/decisions/0024-smaller-index.md`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from search.engines.whoosh.format.inversion import invert
from search.engines.whoosh.format.token_rows import SegmentWords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from search.engines.whoosh.format.inversion import Inverted
    from search.engines.whoosh.format.word_numbers import Halves, Terms, Words

    Ints = NDArray[np.int32]


class SharedTerms(NamedTuple):
    """Terms of words as written, ascending, and the term of the stem that has the same postings."""

    exact: Ints
    stems: Ints


class InvertedForms(NamedTuple):
    """Postings of a field's stems, and of those words as written that have other ones."""

    stem_names: Sequence[bytes]  # by term
    exact_names: Sequence[bytes]
    stems: Inverted
    exact: Inverted
    shared: SharedTerms


@dataclass(frozen=True, slots=True)
class WordForms:
    """The words of a segment, halves among them, and their stems.

    `stem_of` are numbers of stems by number of word.
    """

    exact: Terms
    stemmed: Terms
    stem_of: Ints
    halves: Halves

    def words(self) -> SegmentWords:
        """The words in the order of their bytes, with their stems."""
        stems = np.empty(len(self.stem_of), np.int32)
        stems[self.exact.ranks] = self.stemmed.ranks[self.stem_of]
        whole = np.repeat(self.exact.ranks, self.halves.sizes)
        halves = self.exact.ranks[self.halves.numbers]
        return SegmentWords(self.exact.names, self.stemmed.names, stems, whole, halves)

    def inverted(self, words: Words) -> InvertedForms:
        """The postings of a field in both forms."""
        alone = np.bincount(self.stem_of)[self.stem_of] == 1
        here = np.zeros(len(alone), np.bool_)
        here[words.numbers] = True
        here[self.halves.of(here)] = True
        shared = np.flatnonzero(alone & here)
        terms = self.exact.ranks[shared]
        order = np.argsort(terms)
        return InvertedForms(
            self.stemmed.names,
            self.exact.names,
            invert(words, self.stemmed.ranks[self.stem_of], self.halves),
            invert(words, self.exact.ranks, self.halves, ~alone),
            SharedTerms(terms[order], self.stemmed.ranks[self.stem_of[shared]][order]),
        )
