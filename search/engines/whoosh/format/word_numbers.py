"""Printed text → numbers of its words, each distinct piece between two spaces looked at once.

Most pieces of a long text were met before: a look into a table takes the place of tokenizer and
folding. What comes out is what `search.analysis.tokenizer.words` gives, which a test holds it to.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from search.analysis.tokenizer import halves, plain_word, stem, tokens
from search.engines.numbers import TextNumbers
from search.engines.whoosh.format.runs import distinct, ranges
from search.engines.whoosh.format.schema import GAP
from search.engines.whoosh.format.token_rows import PlacedTokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from search.analysis.tokenizer import Token

    Ints = NDArray[np.int32]

TEXT_BREAK_CHARS: Final = 2  # between two paragraphs of a turn as it is stored
_PIECE: Final = re.compile(r"\S+")


class Pieces(dict[str, int]):
    """Piece of a text → its number; by that, which words stand in it, and where."""

    def __init__(self) -> None:
        super().__init__()
        self.words = TextNumbers()
        self.codes = array("i")
        """Of each piece the number of its word; -1 - n where it has those in `several[n]`."""
        self.several: list[list[int]] = []
        self.starts = array("i")  # of the words of all pieces, one after the other
        self.stops = array("i")
        self.gap = self._add(GAP, 0, 0)

    def __missing__(self, piece: str) -> int:
        plain = plain_word(piece)
        if plain is not None:
            start = piece.index(plain)
            number = self._add(plain.lower(), start, start + len(plain))
        else:
            number = self._add_tokens(list(tokens(piece)))
        self[piece] = number
        return number

    def _add(self, word: str, start: int, stop: int) -> int:
        """A piece of one word; its number."""
        self.codes.append(self.words[word])
        self.starts.append(start)
        self.stops.append(stop)
        return len(self.codes) - 1

    def _add_tokens(self, found: Sequence[Token]) -> int:
        if len(found) == 1:
            return self._add(*found[0])
        self.codes.append(-1 - len(self.several))
        self.several.append([self.words[word] for word, _, _ in found])
        self.starts.extend(start for _, start, _ in found)
        self.stops.extend(stop for _, _, stop in found)
        return len(self.codes) - 1

    def lengths(self) -> Ints:
        """How many characters each piece has; a gap has none."""
        return np.array([0, *map(len, self)], np.int32)

    def token_ends(self) -> NDArray[np.int64]:
        """Of each piece where its words end in `starts` and `stops`."""
        codes = np.frombuffer(self.codes, np.int32)
        sizes = np.ones(len(codes), np.int64)
        sizes[codes < 0] = list(map(len, self.several))
        return np.cumsum(sizes)

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

    def spread(self, pieces: Ints) -> tuple[Ints, NDArray[np.int64]]:
        """The words of pieces, one after the other, and how many stand before each piece.

        The latter has one element more than there are pieces: the number of all words.
        """
        codes = np.frombuffer(self.codes, np.int32)[pieces]
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

    def of(self, words: NDArray[np.bool_]) -> Ints:
        """The halves of some words, flagged by number."""
        return self.numbers[np.repeat(words, self.sizes)]

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
    """All texts of one field in the order of their documents, as numbers of their pieces."""

    pieces: array[int] = field(default_factory=lambda: array("i"))
    documents: array[int] = field(default_factory=lambda: array("i"))
    ends: array[int] = field(default_factory=lambda: array("q"))  # in `pieces`, of each document
    text_ends: array[int] = field(default_factory=lambda: array("q"))  # the same, of each text
    bases: array[int] = field(default_factory=lambda: array("q"))  # where texts start
    uneven: dict[int, list[int]] = field(default_factory=dict)
    """Of texts with more white space than one space between pieces: where their pieces start"""

    def add(self, document: int, pieces: Pieces, texts: Iterable[str | None]) -> None:
        """Take in the texts of a document; None is a gap between them."""
        base = 0
        for text in texts:
            if text is None:
                self.pieces.append(pieces.gap)
                self.bases.append(max(base - TEXT_BREAK_CHARS, 0))
            else:
                found = text.split()
                self.pieces.extend(map(pieces.__getitem__, found))
                if len("".join(found)) + len(found) - 1 != len(text):
                    starts = [match.start() for match in _PIECE.finditer(text)]
                    self.uneven[len(self.bases)] = starts
                self.bases.append(base)
                base += len(text) + TEXT_BREAK_CHARS
            self.text_ends.append(len(self.pieces))
        self.documents.append(document)
        self.ends.append(len(self.pieces))

    def placed(self, pieces: Pieces, ranks: Ints, count: int) -> PlacedTokens:
        """The tokens of `count` documents, each text `TEXT_BREAK_CHARS` after the one before it."""
        given = np.frombuffer(self.pieces, np.int32)
        numbers, before = pieces.spread(given)
        ends = pieces.token_ends()
        firsts = np.append(0, ends[:-1])[given]
        inner = ranges(firsts, ends[given])
        at = np.repeat(self._piece_starts(pieces, given), np.diff(before))
        text_ends = np.frombuffer(self.text_ends, np.int64)
        documents = np.frombuffer(self.documents, np.int32)
        upto = np.zeros(count, np.int64)
        upto[documents] = before[np.frombuffer(self.ends, np.int64)]
        upto = np.maximum.accumulate(upto)
        breaks = distinct(before[text_ends])
        return PlacedTokens(
            ends=upto,
            numbers=ranks[numbers],
            starts=at + np.frombuffer(pieces.starts, np.int32)[inner],
            stops=at + np.frombuffer(pieces.stops, np.int32)[inner],
            breaks=breaks[~np.isin(breaks, upto)],
        )

    def _piece_starts(self, pieces: Pieces, given: Ints) -> NDArray[np.int64]:
        """Where every piece starts in the text of its document."""
        ends = np.frombuffer(self.text_ends, np.int64)
        firsts = np.append(0, ends[:-1])
        before = np.append(0, np.cumsum(pieces.lengths()[given] + 1))
        starts: NDArray[np.int64] = before[:-1] + np.repeat(
            np.frombuffer(self.bases, np.int64) - before[firsts], ends - firsts
        )
        for text, own in self.uneven.items():
            starts[firsts[text] : ends[text]] = self.bases[text] + np.array(own, np.int64)
        return starts

    def words(self, pieces: Pieces) -> Words:
        """The words of all documents."""
        numbers, before = pieces.spread(np.frombuffer(self.pieces, np.int32))
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
