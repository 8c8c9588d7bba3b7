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

from bisect import bisect_right
from collections import defaultdict
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from search.analysis.tokenizer import folded_whole, offsets, token_after, word_starts, words
from search.engine import PARAGRAPH_BREAK
from search.highlight.patterns import PatternMatch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from search.analysis.word_keys import WordKey, WordKeys
    from search.engine import WordRow
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
                    for which, start, end in _read_on(plains, first, index.patterns[number]):
                        found[row[which][0]].append(PatternMatch(start, end, number))
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
        if token is None or not pattern.matches_word(step, token.text):
            return []
        if place == pieces[-1][0]:
            pieces[-1] = (place, start, token.end)
        else:
            pieces.append((place, token.start, token.end))
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

    def spans(self, first: int, last: int) -> Iterator[tuple[int, Span]]:
        """Where the words from one place to another stand, with the number of the text."""
        for at in range(first, last + 1):
            which = bisect_right(self._firsts, at) - 1
            number, text = self._texts[which]
            if which not in self._offsets:
                self._offsets[which] = offsets(text)
            yield number, self._offsets[which][at - self._firsts[which]]


def _match_words(row: SplitTexts, index: PatternIndex, found: list[list[PatternMatch]]) -> None:
    """Find the patterns in a row of words."""
    for number, first, last in matches(row.places(index.keys), index):
        by_text: dict[int, tuple[int, int]] = {}
        for text, (start, end) in row.spans(first, last):
            by_text[text] = (by_text[text][0] if text in by_text else start, end)
        for text, (start, end) in by_text.items():
            found[text].append(PatternMatch(start, end, number))


def matches(
    places: Mapping[WordKey, Sequence[int]], index: PatternIndex
) -> Iterator[tuple[int, int, int]]:
    """Places of words in a row → the number of each pattern that matches, from where to where.

    The only code that says what a match is, wherever the places come from.
    """
    for number, own in index.present(places):
        if len(own) == 1:
            yield from ((number, at, at) for at in own[0])
            continue
        for first, last in _runs(own, index.patterns[number].slop):
            yield number, first, last


class RowMatch(NamedTuple):
    """A match in a turn, or the part of one in one paragraph, by its first and last place."""

    first: int
    last: int
    pattern: int

    def span(self, row: WordRow) -> Span:
        """Where it stands in the paragraphs joined."""
        return row.offsets(self.first)[0], row.offsets(self.last)[1]


def find_in_row(
    texts: Sequence[str], row: WordRow, index: PatternIndex
) -> tuple[tuple[PatternMatch, ...], ...]:
    """The matches in each of the texts of a turn whose words an engine has in a row."""
    found: list[list[PatternMatch]] = [[] for _ in texts]
    bases = [0, *accumulate(len(text) + len(PARAGRAPH_BREAK) for text in texts)]
    for one in row_matches(row, index):
        start, end = one.span(row)
        which = bisect_right(bases, start) - 1
        found[which].append(PatternMatch(start - bases[which], end - bases[which], one.pattern))
    return tuple(tuple(sorted(marks)) for marks in found)


def row_matches(row: WordRow, index: PatternIndex) -> Iterator[RowMatch]:
    """The matches in a turn, paragraph by paragraph; those in two are two."""
    places = row.places(index.keys)
    for part in _parted(places, row, index) if places else ():
        for number, first, last in matches(part, index):
            if first == last:
                yield RowMatch(first, last, number)
                continue
            inside = [at for at in row.breaks if first < at <= last]
            for low, high in pairwise((first, *inside, last + 1)):
                yield RowMatch(low, high - 1, number)


def joined(matches_found: Iterable[RowMatch], row: WordRow) -> Iterator[RowMatch]:
    """Matches in order that do not touch: as `patterns.spans` joins marks."""
    before: RowMatch | None = None
    for one in sorted(matches_found):
        if before is not None and _touch(before, one, row):
            before = before._replace(last=max(one.last, before.last))
        else:
            if before is not None:
                yield before
            before = one
    if before is not None:
        yield before


def _touch(before: RowMatch, one: RowMatch, row: WordRow) -> bool:
    """Whether nothing stands between a match and the next; most have other words between."""
    if one.first != before.last + 1:
        return one.first <= before.last
    return row.offsets(one.first)[0] <= row.offsets(before.last)[1]


def _parted(
    places: Mapping[WordKey, Sequence[int]], row: WordRow, index: PatternIndex
) -> Iterator[Mapping[WordKey, Sequence[int]]]:
    """Places between two where the editors left words out: nothing reads on over one of these."""
    gaps = row.gaps if any(one.slop > 1 for one in index.patterns.values()) else ()
    if not gaps:
        yield places
        return
    for before, after in pairwise((-1, *gaps, len(row))):
        inner = {key: [at for at in own if before < at < after] for key, own in places.items()}
        yield {key: own for key, own in inner.items() if own}


def _runs(places: Sequence[Sequence[int]], slop: int) -> Iterator[tuple[int, int]]:
    """First and last place of what to mark: whole phrases; of loose ones every word by itself."""
    if slop == 1:
        later = [set(one) for one in places[1:]]
        for start in places[0]:
            if all(start + step in one for step, one in enumerate(later, start=1)):
                yield start, start + len(later)
        return
    for kept in _chained(places, slop):
        for place in kept:
            yield place, place


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
