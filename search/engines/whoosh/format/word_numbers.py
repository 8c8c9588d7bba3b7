"""Printed text → numbers of its words, each distinct piece between two spaces looked at once.

Most pieces of a long text were met before: a look into a table takes the place of tokenizer and
folding. What comes out is what `search.analysis.tokenizer.words` gives, which a test holds it to.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from search.analysis.tokenizer import halves, piece_words, stem
from search.engines.numbers import TextNumbers
from search.engines.whoosh.format.runs import ranges
from search.engines.whoosh.format.schema import GAP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int32]


class Pieces(dict[str, int]):
    """Piece of a text → the number of its word; a negative code for a piece of no word or several.

    Code -1 - n stands for the numbers in `several[n]`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.words = TextNumbers()
        self.several: list[list[int]] = []

    def __missing__(self, piece: str) -> int:
        numbers = [self.words[word] for word in piece_words(piece)]
        if len(numbers) == 1:
            code = numbers[0]
        else:
            code = -1 - len(self.several)
            self.several.append(numbers)
        self[piece] = code
        return code

    def halves(self) -> Halves:
        """The halves of all words, which are numbered as words from now on."""
        found = [[self.words[half] for half in halves(word)] for word in list(self.words)]
        sizes = np.zeros(len(self.words), np.int32)
        sizes[: len(found)] = [len(numbers) for numbers in found]
        return Halves(sizes, np.array([one for numbers in found for one in numbers], np.int32))

    def stems(self) -> tuple[TextNumbers, Ints]:
        """The stems of all words, and which of them each word has."""
        known = TextNumbers()
        return known, np.array([known[stem(word)] for word in self.words], np.int32)

    def spread(self, codes: Ints) -> tuple[Ints, NDArray[np.int64]]:
        """The words that codes stand for, one after the other, and how many stand before each code.

        The latter has one element more than there are codes: the number of all words.
        """
        sizes = np.ones(len(codes), np.int64)
        many = np.flatnonzero(codes < 0)
        which = -1 - codes[many]
        counts = np.array([len(numbers) for numbers in self.several], np.int64)
        sizes[many] = counts[which]
        before = np.append(0, np.cumsum(sizes))
        numbers = np.repeat(codes, sizes)
        flat = np.array([one for numbers in self.several for one in numbers], np.int32)
        starts = np.cumsum(counts) - counts
        start, end = starts[which], starts[which] + counts[which]
        numbers[ranges(before[many], before[many + 1])] = flat[ranges(start, end)]
        return numbers, before


class Halves(NamedTuple):
    """What is found at the places of words beside these: how many halves each has, and which."""

    sizes: Ints  # by number of a word
    numbers: Ints  # of words, one after the other

    def beside(self, words: Ints) -> tuple[NDArray[np.int64], Ints]:
        """Words in a row → the places in it of all that is found there, and the numbers of that.

        Each word is followed by its halves.
        """
        sizes = self.sizes[words]
        places = np.repeat(np.arange(len(words)), 1 + sizes)
        spread = words[places]
        many = np.flatnonzero(sizes)
        if len(many):
            first = np.cumsum(self.sizes) - self.sizes
            starts = first[words[many]]
            after = np.cumsum(1 + sizes)[many]
            taken = ranges(starts, starts + sizes[many])
            spread[ranges(after - sizes[many], after)] = self.numbers[taken]
        return places, spread


@dataclass(slots=True)
class FieldTexts:
    """All texts of one field in the order of their documents, as codes of their pieces."""

    codes: array[int] = field(default_factory=lambda: array("i"))
    documents: array[int] = field(default_factory=lambda: array("i"))
    ends: array[int] = field(default_factory=lambda: array("q"))  # in `codes`, of each document

    def add(self, document: int, pieces: Pieces, texts: Iterable[str | None]) -> None:
        """Take in the texts of a document; None is a gap between them."""
        for text in texts:
            if text is None:
                self.codes.append(pieces.words[GAP])
            else:
                self.codes.extend(map(pieces.__getitem__, text.split()))
        self.documents.append(document)
        self.ends.append(len(self.codes))

    def words(self, pieces: Pieces) -> Words:
        """The words of all documents."""
        numbers, before = pieces.spread(np.frombuffer(self.codes, np.int32))
        ends = before[np.frombuffer(self.ends, np.int64)]
        lengths = np.diff(ends, prepend=0).astype(np.int32)
        kept = lengths > 0
        return Words(numbers, np.frombuffer(self.documents, np.int32)[kept], lengths[kept])


@dataclass(frozen=True, slots=True)
class Words:
    """All words of one field in the order they came, and the documents that have any."""

    numbers: Ints
    documents: Ints
    lengths: Ints

    def per_document(self, count: int) -> Ints:
        """How many words each of `count` documents has."""
        lengths = np.zeros(count, np.int32)
        lengths[self.documents] = self.lengths
        return lengths

    def times(self, number: int | None, count: int) -> Ints:
        """How often a word stands in each of `count` documents."""
        if number is None:
            return np.zeros(count, np.int32)
        rows = np.repeat(self.documents, self.lengths)[self.numbers == number]
        return np.bincount(rows, minlength=count).astype(np.int32)


class Terms(NamedTuple):
    """Texts in the order of their bytes, and each text's rank in it."""

    names: Sequence[bytes]
    ranks: Ints  # by number


def sorted_terms(texts: Iterable[str]) -> Terms:
    """The terms of texts that are numbered from 0 in the order they come."""
    names = [text.encode() for text in texts]
    order = sorted(range(len(names)), key=names.__getitem__)
    ranks = np.empty(len(names), np.int32)
    ranks[order] = np.arange(len(names), dtype=np.int32)
    return Terms([names[number] for number in order], ranks)
