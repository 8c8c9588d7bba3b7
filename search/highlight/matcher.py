"""Texts + the patterns of a query → where each pattern matches.

There are two ways to find them, which give the same matches (a test holds them to it):

- Unsplit: the few words that the patterns can begin with are looked for in the folded text as
  substrings, and a phrase is read on from there. It needs a lexicon, at most `MOST_FORMS` words,
  phrases of neighbours, and a text that folds without moving a character.
- By words: the text is split into words once, and all patterns are found in the row of them.
  It finds whatever the other cannot: loose phrases, long expansions, decomposed letters.

The second alone would do, but splitting is what takes the time: over 5,499 statements, 300 queries
asked of /search.json take 6.3 s of processor time with both and 9.3 s with the second alone, of
which marking is 1.1 s and 3.9 s; 60 concordances take 8.0 s and 14.0 s.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from search.analysis.tokenizer import (
    folded_whole,
    half_span,
    offsets,
    token_after,
    word_starts,
    words,
)
from search.highlight.patterns import PatternMatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.highlight.patterns import Pattern, PatternIndex, WordKey
    from search.records import Span


def find(
    texts: Sequence[str],
    index: PatternIndex,
    gaps: frozenset[int] = frozenset(),
) -> tuple[tuple[PatternMatch, ...], ...]:
    """The matches in each of `texts`, which read on into each other but after those in `gaps`."""
    found: list[list[PatternMatch]] = [[] for _ in texts]
    if not index.patterns:
        return tuple(() for _ in texts)
    row: list[tuple[int, str]] = []
    for number, text in enumerate(texts):
        row.append((number, text))
        if number in gaps or number == len(texts) - 1:
            if not _match_unsplit(row, index, found):
                _match_words(_SplitTexts(row), index, found)
            row = []
    return tuple(tuple(sorted(marks)) for marks in found)


def _match_unsplit(
    row: Sequence[tuple[int, str]], index: PatternIndex, found: list[list[PatternMatch]]
) -> bool:
    """Find the patterns without cutting texts into words; False where that cannot be done."""
    if index.forms is None:
        return False
    plains = [plain for _, text in row if (plain := folded_whole(text)) is not None]
    if len(plains) < len(row):
        return False
    for place, plain in enumerate(plains):
        for form, numbers in index.forms.items():
            for at in word_starts(plain, form):
                for number in numbers:
                    first = (place, at, at + len(form))
                    pieces = _read_on(plains, first, index.patterns[number])
                    for which, start, end in pieces:
                        begins = start if (which, start, end) == pieces[-1] else -1
                        found[row[which][0]].append(PatternMatch(start, end, number, begins))
    return True


def _read_on(
    plains: Sequence[str], first: tuple[int, int, int], pattern: Pattern
) -> list[tuple[int, int, int]]:
    """Where a pattern stands that begins with a word: text, start, end; several where texts end."""
    pieces = [first]
    for step in range(1, len(pattern.words)):
        place, start, end = pieces[-1]
        token = token_after(plains[place], end)
        while token is None and place + 1 < len(plains):
            place += 1
            token = token_after(plains[place], 0)
        found = pattern.found_as(step, token.text) if token else None
        if token is None or found is None:
            return []
        if place == pieces[-1][0]:
            pieces[-1] = (place, start, token.end)
        else:
            pieces.append((place, token.end - len(found), token.end))
    return pieces


class _SplitTexts:
    """The words of numbered texts that read on into each other, and where each of them stands.

    Offsets are worked out only in texts that hold something to mark: most of a long turn does not,
    and telling where every word stands takes far longer than telling which words there are.
    """

    def __init__(self, texts: Sequence[tuple[int, str]]) -> None:
        self.words: list[str] = []
        self._texts = texts
        self._firsts: list[int] = []  # of each text: the place of its first word
        self._offsets: dict[int, Sequence[Span]] = {}  # by position among the texts
        for _, text in texts:
            self._firsts.append(len(self.words))
            self.words += words(text)

    def spans(self, first: int, last: int, found: Pattern, step: int) -> Iterator[tuple[int, Span]]:
        """Where the words from one place to another stand, with the number of the text.

        The first of them is the pattern's word number `step`; of one that is found by a half of it,
        the half.
        """
        for at in range(first, last + 1):
            which = bisect_right(self._firsts, at) - 1
            number, text = self._texts[which]
            if which not in self._offsets:
                self._offsets[which] = offsets(text)
            start, end = self._offsets[which][at - self._firsts[which]]
            word = found.found_as(step + at - first, self.words[at])
            if word is not None and word != self.words[at]:
                half = half_span(text[start:end], word)
                start, end = start + half[0], start + half[1]
            yield number, (start, end)


def _match_words(row: _SplitTexts, index: PatternIndex, found: list[list[PatternMatch]]) -> None:
    """Find the patterns in a row of words."""
    for number, places in _present(row.words, index):
        pattern = index.patterns[number]
        for run in _runs(places, pattern.slop):
            by_text: dict[int, tuple[int, int]] = {}
            for text, (start, end) in row.spans(run.first, run.last, pattern, run.step):
                by_text[text] = (by_text[text][0] if text in by_text else start, end)
            for text, (start, end) in by_text.items():
                begins = -1
                if run.begins >= 0 and text == [*by_text][-1]:
                    opens, (opening, _) = next(row.spans(run.begins, run.begins, pattern, 0))
                    begins = opening if opens == text else start
                found[text].append(PatternMatch(start, end, number, begins))


def _present(
    row: Sequence[str], index: PatternIndex
) -> Iterator[tuple[int, Sequence[Sequence[int]]]]:
    """The patterns all of whose words stand in the row, and the places of each word."""
    places: dict[WordKey, list[int]] = defaultdict(list)
    if keys := index.keys(set(row)):
        for at, word in enumerate(row):
            if word in keys:
                for key in keys[word]:
                    places[key].append(at)
    for first in [*places]:
        for number in index.by_first.get(first, ()):
            pattern = index.patterns[number]
            asked = [(pattern.is_exact, word) for word in pattern.words]
            if all(key in places for key in asked):
                yield number, [places[key] for key in asked]


class _Run(NamedTuple):
    """First and last place of what to mark, which word stands in the first, and where the phrase
    begins that ends with it; -1 where none does.
    """

    first: int
    last: int
    step: int
    begins: int


def _runs(places: Sequence[Sequence[int]], slop: int) -> Iterator[_Run]:
    """What to mark: whole phrases, of loose ones every word by itself."""
    if slop == 1:
        later = [set(one) for one in places[1:]]
        for start in places[0]:
            if all(start + step in one for step, one in enumerate(later, start=1)):
                yield _Run(start, start + len(later), 0, start)
        return
    chained = _chained(places, slop)
    for step, kept in enumerate(chained):
        ends = step == len(chained) - 1
        for place in kept:
            yield _Run(place, place, step, _beginning(chained, place) if ends else -1)


def _beginning(chained: Sequence[Sequence[int]], end: int) -> int:
    """Where the first word stands of the shortest chain that ends at a place."""
    for own in reversed(chained[:-1]):
        end = own[bisect_left(own, end) - 1]
    return end


def _chained(places: Sequence[Sequence[int]], slop: int) -> list[list[int]]:
    """Of each word's places those in a chain of all words in order, each within `slop`."""
    forwards = [list(places[0])]
    for own in places[1:]:
        forwards.append([at for at, before in _latest(own, forwards[-1]) if at - before <= slop])
    kept = [forwards[-1]]
    for own in reversed(forwards[:-1]):
        backwards = _latest([-at for at in reversed(own)], [-at for at in reversed(kept[0])])
        kept.insert(0, sorted(-at for at, before in backwards if at - before <= slop))
    return kept


def _latest(own: Sequence[int], others: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each of `own` that has one of `others` before it, with the latest such."""
    taken = 0
    for at in own:
        while taken < len(others) and others[taken] < at:
            taken += 1
        if taken:
            yield at, others[taken - 1]
