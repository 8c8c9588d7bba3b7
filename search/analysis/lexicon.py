"""A sorted list of words with counts → the words a prefix, wildcard or misspelling stands for."""

from __future__ import annotations

import bisect
import fnmatch
import itertools
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from search.analysis.last_kept import VERY_MANY, LastKept
from search.analysis.tokenizer import stem_each

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LAST: Final = "\U0010ffff"  # comes after every letter
MOST_WORDS: Final = 1_000  # expansions kept, the most frequent first; the rest is counted as cut
_LAST_EXPANSIONS: Final = 10  # of at most a thousand words, of which each takes 200 bytes
_LAST_PATTERNS: Final = 2  # of at most two thousand, of which each takes 800
_MOST_KEPT: Final = 2_000  # stems of which it is known how often their commonest form stands
MOST_PLACES: Final = 5_000_000  # in which all of these together may stand, since each is looked at


class Expansion(NamedTuple):
    """The words found, alphabetically, and how many more were cut."""

    words: tuple[str, ...]
    cut: int


class Counted(NamedTuple):
    """Words in code point order, and for each the number of documents that hold it."""

    words: Sequence[str]
    counts: Sequence[int]

    def count(self, word: str) -> int:
        """Documents that hold a word."""
        at = bisect.bisect_left(self.words, word)
        return int(self.counts[at]) if at < len(self.words) and self.words[at] == word else 0

    def beginning_with(self, prefix: str) -> Counted:
        """Those that begin so."""
        first = bisect.bisect_left(self.words, prefix)
        end = bisect.bisect_left(self.words, prefix + LAST, first)
        return Counted(self.words[first:end], self.counts[first:end])

    def most_frequent(self, some: Sequence[int], most: int, places: int) -> Expansion:
        """The most frequent of some of the words, which are given by number.

        At most so many, which stand in at most so many places; one is kept however frequent it is.
        """
        ordered = sorted(sorted(some), key=self.counts.__getitem__, reverse=True)
        kept = ordered[:most]
        upto = itertools.accumulate(self.counts[at] for at in kept)
        few = max(sum(1 for held in upto if held <= places), 1)
        return Expansion(
            tuple(self.words[at] for at in sorted(kept[:few])), len(some) - len(kept[:few])
        )


class _Alike(NamedTuple):
    """Words of one length and first letter, and their numbers among those of the letter."""

    numbers: list[int]
    words: list[str]


@dataclass(frozen=True)
class Lexicon:
    """Folded words in code point order, and for each the number of documents that hold it."""

    words: Sequence[str]
    counts: Sequence[int]

    def __contains__(self, word: str) -> bool:
        return self.count(word) > 0

    def count(self, word: str) -> int:
        """Documents that hold `word`."""
        return self._every.count(word)

    def counts_of(self, words: Sequence[str]) -> Mapping[str, int]:
        """Documents that hold each of some words; very many are looked for among their letters'."""
        if len(words) < VERY_MANY:
            return {word: self.count(word) for word in words}
        known: dict[str, int] = {}
        for letter in {word[:1] for word in words}:
            known.update(zip(*self.beginning_with(letter), strict=True))
        return {word: int(known.get(word, 0)) for word in words}

    def forms(self, root: str) -> Sequence[str]:
        """The words whose stem is `root`; stemming leaves the first letter as it is.

        The words of one letter are stemmed when the first of them is asked for, and kept so.
        """
        letter = root[:1]
        if letter not in self._stemmed:
            table: dict[str, str] = {}  # forms in one string: the collector of garbage skips it
            words = self._of_letter(letter).words if letter else self.words
            for word, own in zip(words, stem_each(words), strict=True):
                table[own] = f"{table[own]} {word}" if own in table else word
            self._stemmed[letter] = table
        return self._stemmed[letter].get(root, "").split()

    def commonest(self, root: str) -> int:
        """Documents that hold the commonest of its forms; what was asked for last is kept."""
        found = self._commonest.get(root)
        if found is None:
            if len(self._commonest) >= _MOST_KEPT:
                self._commonest.clear()
            found = self._commonest[root] = max(map(self.count, self.forms(root)), default=0)
        return found

    def beginning_with(self, prefix: str) -> Counted:
        """All words that begin so, however many."""
        return self._of_letter(prefix[0]).beginning_with(prefix) if prefix else self._every

    @property
    def _every(self) -> Counted:
        return Counted(self.words, self.counts)

    def _of_letter(self, letter: str) -> Counted:
        """The words that begin with a letter; kept where there are any.

        Two threads that ask first both make the same.
        """
        found = self._letters.get(letter) or self._begun_by(letter)
        if found.words:
            self._letters[letter] = found
        return found

    def _begun_by(self, letter: str) -> Counted:
        """The same, looked for among all."""
        return self._every.beginning_with(letter)

    def prefixed(self, prefix: str, most: int = MOST_WORDS, places: int = MOST_PLACES) -> Expansion:
        """Words that start with `prefix`: at most so many, which stand in at most so many places.

        One is kept however frequent it is.
        """
        begun = self.beginning_with(prefix)
        return begun.most_frequent(range(len(begun.words)), most, places)

    def like(self, pattern: str, most: int = MOST_WORDS, places: int = MOST_PLACES) -> Expansion:
        """Words that match `pattern`, in which ? is one character and * any number."""
        fixed = re.split(r"[?*]", pattern, maxsplit=1)[0]
        rule = re.compile(fnmatch.translate(pattern))  # which never backtracks over a *
        begun = self.beginning_with(fixed)
        found = itertools.compress(itertools.count(), map(rule.fullmatch, begun.words))
        return begun.most_frequent(list(found), most, places)

    def near(
        self, word: str, distance: int, most: int = MOST_WORDS, places: int = MOST_PLACES
    ) -> Expansion:
        """Words within `distance` edits (a swap of neighbours is one), the first letter kept."""
        if not word:
            return Expansion((), 0)
        # imported where a misspelling is looked for, which few commands do
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found = [
            alike.numbers[at]
            for length in range(len(word) - distance, len(word) + distance + 1)
            for alike in (self._alike(word[0], length),)
            for _, _, at in process.extract(
                word,
                alike.words,
                scorer=OSA.distance,
                score_cutoff=distance,
                limit=None,
            )
        ]
        return self._of_letter(word[0]).most_frequent(found, most, places)

    @cached_property
    def kept_expansions(self) -> LastKept:
        """The words of the last patterns that stand for very many."""
        return LastKept(_LAST_EXPANSIONS)

    @cached_property
    def kept_patterns(self) -> LastKept:
        """How the words of the last queries that stand for very many are marked."""
        return LastKept(_LAST_PATTERNS)

    @cached_property
    def _commonest(self) -> dict[str, int]:
        return {}

    @cached_property
    def _letters(self) -> dict[str, Counted]:
        return {}

    @cached_property
    def _lengths(self) -> dict[tuple[str, int], _Alike]:
        return {}

    @cached_property
    def _stemmed(self) -> dict[str, dict[str, str]]:
        return {}

    def _alike(self, letter: str, length: int) -> _Alike:
        """The words of one first letter and length; kept where there are any."""
        found = self._lengths.get((letter, length))
        if found is None:
            words = self._of_letter(letter).words
            numbers = [at for at, word in enumerate(words) if len(word) == length]
            found = _Alike(numbers, [words[at] for at in numbers])
            if numbers:
                self._lengths[letter, length] = found
        return found

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return zip(self.words, (int(count) for count in self.counts), strict=True)
