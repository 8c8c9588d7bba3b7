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
    halves,
    offsets,
    token_after,
    word_starts,
    words,
)
from search.analysis.word_keys import found_as
from search.highlight.patterns import PatternMatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from search.analysis.word_keys import WordKey, WordKeys
    from search.highlight.patterns import Pattern, PatternIndex
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
                _match_words(SplitTexts(row), index, found)
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


class SplitTexts:
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

    def places(self, keys: WordKeys) -> Mapping[WordKey, Sequence[int]]:
        """Where the words asked for stand."""
        found: dict[WordKey, list[int]] = defaultdict(list)
        if asked := keys.of(set(self.words)):
            for at, word in enumerate(self.words):
                for key in asked.get(word, ()):
                    found[key].append(at)
        return found

    def span(self, at: int, key: WordKey) -> tuple[int, Span]:
        """Where the word of a place stands, or the half of it that was asked for; in which text."""
        which = bisect_right(self._firsts, at) - 1
        number, text = self._texts[which]
        if which not in self._offsets:
            self._offsets[which] = offsets(text)
        span = self._offsets[which][at - self._firsts[which]]
        return number, narrowed(text, span, self.words[at], key)


def narrowed(text: str, span: Span, word: str, key: WordKey) -> Span:
    """Where what was asked for stands: of a word that is found by a half of it, the half."""
    if not halves(word):
        return span
    found = found_as(key, word)
    if found is None or found == word:
        return span
    first, last = half_span(text[span[0] : span[1]], found)
    return span[0] + first, span[0] + last


def _match_words(row: SplitTexts, index: PatternIndex, found: list[list[PatternMatch]]) -> None:
    """Find the patterns in a row of words."""
    for number, run in matches(row.places(index.keys), index):
        keys = index.asked[number]
        by_text: dict[int, tuple[int, int]] = {}
        for at in range(run.first, run.last + 1):
            text, (start, end) = row.span(at, keys[run.step + at - run.first])
            by_text[text] = (by_text[text][0] if text in by_text else start, end)
        for text, (start, end) in by_text.items():
            begins = -1
            if run.begins >= 0 and text == [*by_text][-1]:
                opens, (opening, _) = row.span(run.begins, keys[0])
                begins = opening if opens == text else start
            found[text].append(PatternMatch(start, end, number, begins))


def matches(
    places: Mapping[WordKey, Sequence[int]], index: PatternIndex
) -> Iterator[tuple[int, WordRun]]:
    """Places of words in a row → the number of each pattern that matches, and what to mark of it.

    The only code that says what a match is, wherever the places come from.
    """
    for number, own in index.present(places):
        if index.is_exact(number):
            further = len(own) - 1
            for at in side_by_side(own):
                yield number, WordRun(at, at + further, 0, at)
            continue
        for run in _loose_runs(own, index.patterns[number].slop):
            yield number, run


def side_by_side(places: Sequence[Sequence[int]]) -> Sequence[int]:
    """Where the first word stands of all words in order, each right after the one before."""
    if len(places) == 1:
        return places[0]
    rarest = min(range(len(places)), key=lambda step: len(places[step]))
    found = {place - rarest for place in places[rarest]}
    for step, own in enumerate(places):
        if step != rarest:
            found.intersection_update([place - step for place in own])
    return sorted(found)


class WordRun(NamedTuple):
    """First and last place of what to mark, which word stands in the first, and where the phrase
    begins that ends with it; -1 where none does.
    """

    first: int
    last: int
    step: int
    begins: int


def _loose_runs(places: Sequence[Sequence[int]], slop: int) -> Iterator[WordRun]:
    """What to mark of phrases with other words between: every word by itself."""
    chained = _chained(places, slop)
    for step, kept in enumerate(chained):
        ends = step == len(chained) - 1
        for place in kept:
            yield WordRun(place, place, step, _beginning(chained, place) if ends else -1)


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
