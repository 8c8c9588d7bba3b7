"""The words of turns as an engine keeps them + the patterns of a query → where each matches.

What a match is says `search.highlight.matcher.matches`; here its places become spans.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from functools import partial
from itertools import accumulate, chain, count, groupby, pairwise, repeat
from operator import add, itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from search.analysis.word_keys import found_as
from search.highlight.matcher import matches, narrowed, side_by_side
from search.highlight.patterns import PatternMatch
from search.word_rows import PARAGRAPH_BREAK, TURN_PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from search.analysis.word_keys import WordKey
    from search.highlight.matcher import WordRun
    from search.highlight.patterns import PatternIndex
    from search.records import Span
    from search.word_rows import WordPlaces, WordRow


EVERY_PLACE: Final = 1 << 62
"""More places than any turns have."""

_BOUNDS: Final = itemgetter(0, 1)
_new_match = partial(tuple.__new__, PatternMatch)  # a third of the time of calling the class
_BREAK_CHARS: Final = len(PARAGRAPH_BREAK)
_LONGER: Final = _BREAK_CHARS - 1  # than the space between paragraphs that are joined


class RowMatch(NamedTuple):
    """What stands in one paragraph of a turn, by its first and last place.

    `opens` and `closes` are what was asked for at these two. Among the words of several turns
    places are as `search.word_rows.TurnBatch` has them.
    """

    first: int
    last: int
    pattern: int
    opens: WordKey
    closes: WordKey

    def found(self, row: WordPlaces) -> tuple[str | None, str | None]:
        """The words, or the halves of them, that it begins and ends with."""
        first, last = row.words_at([self.first, self.last])
        return found_as(self.opens, first), found_as(self.closes, last)

    @property
    def turn(self) -> int:
        """Which of several turns it stands in."""
        return self.first // TURN_PLACES


class _Marked(NamedTuple):
    """What to mark, and the place that ends with it; None for what ends none."""

    mark: RowMatch
    place: RowMatch | None


class TurnTexts:
    """The paragraphs of turns whose words are a row: tells where matches stand in them.

    `texts` are those of each turn, by its number among several; of a single one it is 0.
    """

    def __init__(self, texts: Mapping[int, Sequence[str]], words: WordPlaces) -> None:
        self._texts, self._words = texts, words
        self._bases = {number: _bases(own) for number, own in texts.items()}

    def spans(self, matches: Sequence[RowMatch]) -> Iterator[tuple[int, Span]]:
        """Of each match the position of its paragraph, and where it stands in it."""
        if not matches:
            return
        firsts = self._tokens([one.first for one in matches])
        longer = [one for one in matches if one.last > one.first]
        ends = self._tokens([one.last for one in longer]) if longer else ()
        lasts = dict(zip(longer, ends, strict=True))
        for one, (word, (start, end)) in zip(matches, firsts, strict=True):
            bases = self._bases[one.turn]
            which = bisect_right(bases, start) - 1
            text, base = self._texts[one.turn][which], bases[which]
            found = narrowed(text, (start - base, end - base), word, one.opens)
            if one.last > one.first:
                word, (start, end) = lasts[one]
                last = narrowed(text, (start - base, end - base), word, one.closes)
                found = (found[0], last[1])
            yield which, found

    def _tokens(self, places: Sequence[int]) -> Iterator[tuple[str, Span]]:
        return zip(self._words.words_at(places), self._words.offsets(places), strict=True)


def find_in_row(
    texts: Sequence[str], row: WordRow, index: PatternIndex
) -> tuple[tuple[PatternMatch, ...], ...]:
    """The matches in each of the texts of a turn whose words an engine has in a row."""
    marked = list(_marked(row, index))
    if not marked:
        return ((),) * len(texts)
    found: dict[int, list[PatternMatch]] = defaultdict(list)
    turn = TurnTexts({0: texts}, row)
    farther = [one.place for one in marked if one.place is not None and one.place is not one.mark]
    opening = {one: span[0] for one, (_, span) in zip(farther, turn.spans(farther), strict=True)}
    spans = turn.spans([one.mark for one in marked])
    for (mark, place), (which, (start, end)) in zip(marked, spans, strict=True):
        begins = -1 if place is None else start if place is mark else opening[place]
        found[which].append(PatternMatch(start, end, mark.pattern, begins))
    every: list[tuple[PatternMatch, ...]] = [()] * len(texts)
    for which, marks in found.items():
        every[which] = tuple(sorted(marks))
    return tuple(every)


def words_in_joined(
    texts: Sequence[str], row: WordRow, index: PatternIndex
) -> Sequence[PatternMatch]:
    """Of patterns that are single words each place, as `patterns.joined` counts it."""
    tokens = row.tokens(index.keys)
    if not tokens:
        return ()
    found: list[PatternMatch] = []
    by_first = index.by_first
    which, last = 0, len(texts) - 1
    after = len(texts[0]) + _BREAK_CHARS  # where the paragraph after `which` starts
    for (first, stop), keys, halved in tokens:
        while first >= after and which < last:
            which += 1
            after += len(texts[which]) + _BREAK_CHARS
        start, end = span = first - _LONGER * which, stop - _LONGER * which
        for key in keys:
            if halved:
                start, end = narrowed(" ".join(texts), span, halved, key)
            for number in by_first[key]:
                found.append(_new_match((start, end, number, -1)))
    if len(found) > 1:
        found.sort()
    return found


def _bases(texts: Sequence[str]) -> list[int]:
    """Where each text starts in all of them joined."""
    starts = accumulate(map(len, texts[:-1]), initial=0)
    return list(map(add, starts, count(0, len(PARAGRAPH_BREAK))))


def places_in_row(row: WordPlaces, index: PatternIndex, most: int) -> Sequence[RowMatch]:
    """The places that matches end at in turns, in order, each once: as `patterns.places`.

    At least the first `most` of them, where there are so many.
    """
    if index.is_of_words:
        own = list(index.present(_first_places(row.places(index.keys), most)))
        found = [one for number, (starts,) in own for one in _words(number, starts, index)]
    elif all(map(index.is_exact, index.patterns)):
        own = list(index.present(row.places(index.keys)))
        found = [one for number, places in own for one in _exact(number, places, index, row)]
    else:
        own = []
        found = [place for _, place in _marked(row, index) if place is not None]
    if len(own) == 1:
        return found
    found.sort()
    if len(set(map(_BOUNDS, found))) < len(found):
        return list(_told_apart(found, row))
    return found


def _first_places(
    places: Mapping[WordKey, Sequence[int]], most: int
) -> Mapping[WordKey, Sequence[int]]:
    """Of places of words those up to the one that the first `most` end with."""
    if sum(map(len, places.values())) <= most:
        return places
    every = sorted(set(chain.from_iterable(places.values())))
    last = every[min(most, len(every)) - 1]
    return {key: up for key, own in places.items() if (up := own[: bisect_right(own, last)])}


def _words(number: int, starts: Sequence[int], index: PatternIndex) -> Iterator[RowMatch]:
    """Where a word stands."""
    (key,) = index.asked[number]
    return map(RowMatch, starts, starts, repeat(number), repeat(key), repeat(key))


def _exact(
    number: int, places: Sequence[Sequence[int]], index: PatternIndex, row: WordPlaces
) -> Iterator[RowMatch]:
    """Where a word, or words side by side, end; what begins in another paragraph begins in this."""
    starts, asked = side_by_side(places), index.asked[number]
    if len(asked) == 1:
        yield from _words(number, starts, index)
        return
    breaks, further = [-1, *row.breaks], len(asked) - 1
    for at in starts:
        last = at + further
        first = max(at, breaks[bisect_right(breaks, last) - 1])
        yield RowMatch(first, last, number, asked[first - at], asked[-1])


def _told_apart(found: Iterable[RowMatch], row: WordPlaces) -> Iterator[RowMatch]:
    """Of matches at one place those that are of different words: a word and its half are two."""
    for _, alike in groupby(found, key=lambda one: (one.first, one.last)):
        several = list(alike)
        if len(several) == 1:
            yield several[0]
        else:
            yield from {one.found(row): one for one in several}.values()


def _marked(row: WordPlaces, index: PatternIndex) -> Iterator[_Marked]:
    """The matches in a turn, paragraph by paragraph; those in two are two."""
    places = row.places(index.keys)
    for part in _parted(places, row, index) if places else ():
        for number, run in matches(part, index):
            yield from _in_paragraphs(number, run, index.asked[number], row)


def _in_paragraphs(
    number: int, run: WordRun, keys: Sequence[WordKey], row: WordPlaces
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
    places: Mapping[WordKey, Sequence[int]], row: WordPlaces, index: PatternIndex
) -> Iterator[Mapping[WordKey, Sequence[int]]]:
    """Places between two where the editors left words out: nothing reads on over one of these."""
    gaps = () if all(map(index.is_exact, index.patterns)) else row.gaps
    if not gaps:
        yield places
        return
    parts: dict[int, dict[WordKey, list[int]]] = defaultdict(dict)
    for key, own in places.items():
        for at in own:
            parts[bisect_right(gaps, at)].setdefault(key, []).append(at)
    yield from (parts[part] for part in sorted(parts))
