"""The words of a turn as an engine keeps them + the patterns of a query → where each matches.

What a match is says `search.highlight.matcher.matches`; here its places become spans.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import accumulate, count, groupby, pairwise
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from search.analysis.word_keys import found_as
from search.engine import PARAGRAPH_BREAK
from search.highlight.matcher import matches, narrowed
from search.highlight.patterns import PatternMatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from search.analysis.word_keys import WordKey
    from search.engine import WordRow
    from search.highlight.matcher import WordRun
    from search.highlight.patterns import PatternIndex
    from search.records import Span


class RowMatch(NamedTuple):
    """What stands in one paragraph of a turn, by its first and last place.

    `opens` and `closes` are what was asked for at these two.
    """

    first: int
    last: int
    pattern: int
    opens: WordKey
    closes: WordKey

    def found(self, row: WordRow) -> tuple[str | None, str | None]:
        """The words, or the halves of them, that it begins and ends with."""
        first, last = (row.words(at, at + 1)[0] for at in (self.first, self.last))
        return found_as(self.opens, first), found_as(self.closes, last)


class _Marked(NamedTuple):
    """What to mark, and the place that ends with it; None for what ends none."""

    mark: RowMatch
    place: RowMatch | None


class TurnTexts:
    """The paragraphs of a turn whose words are a row: tells where matches stand in them."""

    def __init__(self, texts: Sequence[str], row: WordRow) -> None:
        self._texts, self._row = texts, row
        self._bases = _bases(texts)

    def spans(self, matches: Sequence[RowMatch]) -> Iterator[tuple[int, Span]]:
        """Of each match the position of its paragraph, and where it stands in it."""
        if not matches:
            return
        firsts = self._tokens([one.first for one in matches])
        longer = [one for one in matches if one.last > one.first]
        ends = self._tokens([one.last for one in longer]) if longer else ()
        lasts = dict(zip(longer, ends, strict=True))
        for one, (word, (start, end)) in zip(matches, firsts, strict=True):
            which = bisect_right(self._bases, start) - 1
            text, base = self._texts[which], self._bases[which]
            found = narrowed(text, (start - base, end - base), word, one.opens)
            if one.last > one.first:
                word, (start, end) = lasts[one]
                last = narrowed(text, (start - base, end - base), word, one.closes)
                found = (found[0], last[1])
            yield which, found

    def _tokens(self, places: Sequence[int]) -> Iterator[tuple[str, Span]]:
        return zip(self._row.words_at(places), self._row.offsets(places), strict=True)


def find_in_row(
    texts: Sequence[str], row: WordRow, index: PatternIndex
) -> tuple[tuple[PatternMatch, ...], ...]:
    """The matches in each of the texts of a turn whose words an engine has in a row."""
    if index.is_of_words:
        return _words_in_row(texts, row, index)
    marked = list(_marked(row, index))
    if not marked:
        return ((),) * len(texts)
    found: dict[int, list[PatternMatch]] = defaultdict(list)
    turn = TurnTexts(texts, row)
    farther = [one.place for one in marked if one.place is not None and one.place is not one.mark]
    opening = {one: span[0] for one, (_, span) in zip(farther, turn.spans(farther), strict=True)}
    spans = turn.spans([one.mark for one in marked])
    for (mark, place), (which, (start, end)) in zip(marked, spans, strict=True):
        begins = -1 if place is None else start if place is mark else opening[place]
        found[which].append(PatternMatch(start, end, mark.pattern, begins))
    return _by_text(found, len(texts))


def _words_in_row(
    texts: Sequence[str], row: WordRow, index: PatternIndex
) -> tuple[tuple[PatternMatch, ...], ...]:
    """The same of patterns that are single words: each place of one is a match."""
    tokens = row.tokens(index.keys)
    if not tokens:
        return ((),) * len(texts)
    found: dict[int, list[PatternMatch]] = {}
    bases = _bases(texts)
    for word, (start, end), keys in tokens:
        which = bisect_right(bases, start) - 1
        base = bases[which]
        marks = found.setdefault(which, [])
        for key in keys:
            first, last = narrowed(texts[which], (start - base, end - base), word, key)
            marks += [PatternMatch(first, last, one, first) for one in index.by_first[key]]
    return _by_text(found, len(texts))


def _bases(texts: Sequence[str]) -> list[int]:
    """Where each text starts in all of them joined."""
    starts = accumulate(map(len, texts[:-1]), initial=0)
    return list(map(add, starts, count(0, len(PARAGRAPH_BREAK))))


def _by_text(
    found: Mapping[int, list[PatternMatch]], texts: int
) -> tuple[tuple[PatternMatch, ...], ...]:
    every: list[tuple[PatternMatch, ...]] = [()] * texts
    for which, marks in found.items():
        every[which] = tuple(sorted(marks))
    return tuple(every)


def places_in_row(row: WordRow, index: PatternIndex) -> Iterator[RowMatch]:
    """The places that matches end at in a turn, in order, each once: as `patterns.places`."""
    if index.is_of_words:
        own = list(index.present(row.places(index.keys)))
        found = [
            RowMatch(at, at, number, *index.asked[number] * 2)
            for number, (places,) in own
            for at in places
        ]
        if len(own) == 1:
            yield from found
            return
        found.sort()
    else:
        found = sorted(place for _, place in _marked(row, index) if place is not None)
    for _, alike in groupby(found, key=lambda one: (one.first, one.last)):
        several = list(alike)
        if len(several) == 1:
            yield several[0]
        else:  # a word and its half are two
            yield from {one.found(row): one for one in several}.values()


def _marked(row: WordRow, index: PatternIndex) -> Iterator[_Marked]:
    """The matches in a turn, paragraph by paragraph; those in two are two."""
    places = row.places(index.keys)
    for part in _parted(places, row, index) if places else ():
        for number, run in matches(part, index):
            yield from _in_paragraphs(number, run, index.asked[number], row)


def _in_paragraphs(
    number: int, run: WordRun, keys: Sequence[WordKey], row: WordRow
) -> Iterator[_Marked]:
    """A run cut where paragraphs end; a place begins in the paragraph it ends in."""
    if run.first == run.last and run.begins in (run.first, -1):
        key = keys[run.step]
        mark = RowMatch(run.first, run.first, number, key, key)
        yield _Marked(mark, None if run.begins < 0 else mark)
        return
    breaks = row.breaks
    inside = breaks[bisect_right(breaks, run.first) : bisect_right(breaks, run.last)]
    for low, high in pairwise((run.first, *inside, run.last + 1)):
        opens, closes = (keys[run.step + at - run.first] for at in (low, high - 1))
        mark = RowMatch(low, high - 1, number, opens, closes)
        place = None if run.begins < 0 or high <= run.last else mark
        if place and run.begins < low and not _parts(breaks, run.begins, low):
            place = mark._replace(first=run.begins, opens=keys[0])
        yield _Marked(mark, place)


def _parts(breaks: Sequence[int], before: int, after: int) -> bool:
    """Whether a paragraph begins between two places."""
    return bisect_right(breaks, before) < bisect_right(breaks, after)


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
