"""A sorted list of words with counts → the words a prefix, wildcard or misspelling stands for."""

from __future__ import annotations

import bisect
import fnmatch
import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analysis.tokenizer import stem_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MOST_WORDS: Final = 1_000  # expansions kept, the most frequent first; the rest is counted as cut
MOST_PLACES: Final = 5_000_000  # in which all of these together may stand, since each is looked at


class Expansion(NamedTuple):
    """The words found, alphabetically, and how many more were cut."""

    words: tuple[str, ...]
    cut: int


class _Alike(NamedTuple):
    """Words of one length and first letter, and their numbers."""

    numbers: list[int]
    words: list[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Folded words in code point order, and for each the number of documents that hold it."""

    words: Sequence[str]
    counts: Sequence[int]
    _lengths: dict[str, Mapping[int, _Alike]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _stemmed: dict[str, dict[str, str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __contains__(self, word: str) -> bool:
        return self.count(word) > 0

    def count(self, word: str) -> int:
        """Documents that hold `word`."""
        at = bisect.bisect_left(self.words, word)
        return int(self.counts[at]) if at < len(self.words) and self.words[at] == word else 0

    def forms(self, root: str) -> Sequence[str]:
        """The words whose stem is `root`; stemming leaves the first letter as it is.

        The words of one letter are stemmed when the first of them is asked for, and kept so.
        """
        letter = root[:1]
        if letter not in self._stemmed:
            table: dict[str, str] = {}  # forms in one string: the collector of garbage skips it
            begun = self._range(letter)
            words = self.words[begun.start : begun.stop]
            for word, own in zip(words, stem_each(words), strict=True):
                table[own] = f"{table[own]} {word}" if own in table else word
            self._stemmed[letter] = table
        return self._stemmed[letter].get(root, "").split()

    def prefixed(self, prefix: str, most: int = MOST_WORDS, places: int = MOST_PLACES) -> Expansion:
        """Words that start with `prefix`: at most so many, which stand in at most so many places.

        One is kept however frequent it is.
        """
        return self._most_frequent(self._range(prefix), most, places)

    def like(self, pattern: str, most: int = MOST_WORDS, places: int = MOST_PLACES) -> Expansion:
        """Words that match `pattern`, in which ? is one character and * any number."""
        fixed = re.split(r"[?*]", pattern, maxsplit=1)[0]
        rule = re.compile(fnmatch.translate(pattern))  # which never backtracks over a *
        begun = self._range(fixed)
        fits = map(rule.fullmatch, self.words[begun.start : begun.stop])
        found = itertools.compress(begun, fits)
        return self._most_frequent(found, most, places)

    def near(
        self, word: str, distance: int, most: int = MOST_WORDS, places: int = MOST_PLACES
    ) -> Expansion:
        """Words within `distance` edits (a swap of neighbours is one), the first letter kept."""
        if not word:
            return Expansion((), 0)
        alike = self._by_length(word[0])
        found = [
            alike[length].numbers[at]
            for length in range(len(word) - distance, len(word) + distance + 1)
            if length in alike
            for _, _, at in process.extract(
                word,
                alike[length].words,
                scorer=OSA.distance,
                score_cutoff=distance,
                limit=None,
            )
        ]
        return self._most_frequent(found, most, places)

    def _by_length(self, letter: str) -> Mapping[int, _Alike]:
        """The words that begin with a letter, by length; made once a letter.

        Two threads that ask first both make the same.
        """
        if letter not in self._lengths:
            found: dict[int, _Alike] = {}
            for number in self._range(letter):
                word = self.words[number]
                alike = found.setdefault(len(word), _Alike([], []))
                alike.numbers.append(number)
                alike.words.append(word)
            self._lengths[letter] = found
        return self._lengths[letter]

    def _range(self, prefix: str) -> range:
        start = bisect.bisect_left(self.words, prefix)
        return range(start, bisect.bisect_left(self.words, prefix + "\U0010ffff", start))

    def _most_frequent(self, found: Iterable[int], most: int, places: int) -> Expansion:
        every = list(found)
        kept = sorted(every, key=lambda at: (-int(self.counts[at]), at))[:most]
        upto = itertools.accumulate(int(self.counts[at]) for at in kept)
        few = max(sum(1 for held in upto if held <= places), 1)
        return Expansion(
            tuple(self.words[at] for at in sorted(kept[:few])), len(every) - len(kept[:few])
        )

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return zip(self.words, (int(count) for count in self.counts), strict=True)
