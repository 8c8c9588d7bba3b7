"""Query tree + text → spans of what matched, in code points of the text as it came; no markup.

Only what matched is marked: a stem where a stem was asked for, a word as written where it was
exact, a phrase only as a phrase, nothing that stands under NOT, and a word that was searched in
one speaker's turns in these alone. Spans lie on token borders. One pass over the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from whoosh.query import And, Or, Phrase, Term

from search.analysis.tokenizer import folded_whole, offsets, standing, token_after, words
from search.engine import TEXT_FIELDS, TITLE_FIELDS, Filters
from search.highlight.patterns import Pattern, PatternIndex, PatternMatch
from search.query.conditions import filter_conditions, is_condition, only_excludes
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from whoosh.query import Query

    from search.analysis.lexicon import Lexicon
    from search.query.conditions import ConditionMatcher
    from search.records import Span, Turn


class Highlighter:
    """Marks what `tree` (in an engine's nodes) and the form's filters matched; for one thread.

    With a `lexicon` that holds every word of the turns, single words are found in them faster.
    """

    def __init__(
        self,
        tree: Query,
        voices: ConditionMatcher,
        filters: Filters | None = None,
        lexicon: Lexicon | None = None,
    ) -> None:
        self._lexicon = lexicon
        conditions = filter_conditions(filters or Filters())
        self._patterns = tuple(dict.fromkeys(_patterns(tree, conditions)))
        self._conditions = tuple(dict.fromkeys(one.conditions for one in self._patterns))
        self._voices = voices
        self._wanted: dict[tuple[Part, tuple[bool, ...]], PatternIndex] = {}

    def title(self, text: str) -> tuple[Span, ...]:
        """Spans in a title: of words that count there."""
        return spans(find([text], self._of(Part.TITLE, self._anywhere))[0])

    def lead(self, text: str) -> tuple[Span, ...]:
        """Spans in a lead."""
        return spans(find([text], self._of(Part.LEAD, self._anywhere))[0])

    def label(self, turn: Turn) -> tuple[Span, ...]:
        """Spans in a turn's printed label."""
        return spans(find([turn.label or ""], self._of(Part.LABELS, self._in_scope(turn)))[0])

    def turn(self, turn: Turn) -> tuple[tuple[PatternMatch, ...], ...]:
        """Marks in each paragraph of a turn."""
        gaps = frozenset(mark.after for mark in turn.marks)
        return find(turn.paragraphs, self._of(Part.TURNS, self._in_scope(turn)), gaps)

    @property
    def idle(self) -> bool:
        """Whether nothing at all can be marked: the query holds no word but those under NOT."""
        return not any(one.words for one in self._patterns)

    @property
    def _anywhere(self) -> tuple[bool, ...]:
        return (True,) * len(self._conditions)

    def _in_scope(self, turn: Turn) -> tuple[bool, ...]:
        """For each row of conditions, whether `turn` fulfils them all."""
        return tuple(
            all(self._voices.fulfil(one, turn) for one in conditions)
            for conditions in self._conditions
        )

    def _of(self, part: Part, in_scope: tuple[bool, ...]) -> PatternIndex:
        """What counts in one part of a statement, where these conditions are fulfilled."""
        key = (part, in_scope)
        if key not in self._wanted:
            left = {row for row, fits in zip(self._conditions, in_scope, strict=True) if fits}
            self._wanted[key] = PatternIndex(
                {
                    number: one
                    for number, one in enumerate(self._patterns)
                    if one.words and one.conditions in left and _counts_in(part, one)
                },
                self._lexicon if part is Part.TURNS else None,
            )
        return self._wanted[key]


def _counts_in(part: Part, pattern: Pattern) -> bool:
    """Whether a pattern is looked for in a part; outside of turns none that asks for a speaker."""
    if pattern.field in TITLE_FIELDS:
        return part is Part.TITLE
    return part is Part.TURNS or all(only_excludes(one) for one in pattern.conditions)


def _patterns(query: Query, conditions: tuple[Query, ...]) -> Iterator[Pattern]:
    """Every positive word and phrase of a tree with the conditions of the Ands around it."""
    if isinstance(query, And):
        inner = tuple(one for one in query.subqueries if is_condition(one))
        for member in query.subqueries:
            if not is_condition(member):
                yield from _patterns(member, conditions + inner)
    elif isinstance(query, Or):
        for member in query.subqueries:
            yield from _patterns(member, conditions)
    elif isinstance(query, Phrase) and query.fieldname in TEXT_FIELDS:
        yield Pattern(query.fieldname, tuple(query.words), query.slop, conditions)
    elif isinstance(query, Term) and query.fieldname in TEXT_FIELDS:
        yield Pattern(query.fieldname, (query.text,), 1, conditions)


def spans(marks: Iterable[PatternMatch]) -> tuple[Span, ...]:
    """Marks as spans in order that do not touch: what overlaps is joined."""
    joined: list[Span] = []
    for start, end, _ in sorted(marks):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def find(
    texts: Sequence[str],
    wanted: PatternIndex,
    gaps: frozenset[int] = frozenset(),
) -> tuple[tuple[PatternMatch, ...], ...]:
    """Marks in each of `texts`, which read on into each other except after those in `gaps`."""
    found: list[list[PatternMatch]] = [[] for _ in texts]
    if not wanted.patterns:
        return tuple(() for _ in texts)
    row: list[tuple[int, str]] = []
    for number, text in enumerate(texts):
        row.append((number, text))
        if number in gaps or number == len(texts) - 1:
            if not _mark_at_once(row, wanted, found):
                _mark(_Row(row), wanted, found)
            row = []
    return tuple(tuple(sorted(marks)) for marks in found)


def _mark_at_once(
    row: Sequence[tuple[int, str]], wanted: PatternIndex, found: list[list[PatternMatch]]
) -> bool:
    """Find what is wanted without cutting texts into words; False where that cannot be done."""
    plains = [folded_whole(text) for _, text in row] if wanted.forms is not None else [None]
    whole = [plain for plain in plains if plain is not None]
    if wanted.forms is None or len(whole) < len(plains):
        return False
    for place, plain in enumerate(whole):
        for form, numbers in wanted.forms.items():
            for at in standing(plain, form):
                for number in numbers:
                    first = (place, at, at + len(form))
                    for which, start, end in _read_on(whole, first, wanted.patterns[number]):
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
        if token is None or not pattern.goes_on(step, token.text):
            return []
        if place == pieces[-1][0]:
            pieces[-1] = (place, start, token.end)
        else:
            pieces.append((place, token.start, token.end))
    return pieces


class _Row:
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

    def spans(self, first: int, last: int) -> Iterator[tuple[int, Span]]:
        """Where the words from one place to another stand, with the number of the text."""
        for at in range(first, last + 1):
            which = bisect_right(self._firsts, at) - 1
            number, text = self._texts[which]
            if which not in self._offsets:
                self._offsets[which] = offsets(text)
            yield number, self._offsets[which][at - self._firsts[which]]


def _mark(row: _Row, wanted: PatternIndex, found: list[list[PatternMatch]]) -> None:
    """Find what is wanted in a row of words."""
    for number, places in _present(row.words, wanted):
        for first, last in _runs(places, wanted.patterns[number].slop):
            by_text: dict[int, tuple[int, int]] = {}
            for text, (start, end) in row.spans(first, last):
                by_text[text] = (by_text[text][0] if text in by_text else start, end)
            for text, (start, end) in by_text.items():
                found[text].append(PatternMatch(start, end, number))


def _present(
    row: Sequence[str], wanted: PatternIndex
) -> Iterator[tuple[int, Sequence[Sequence[int]]]]:
    """The patterns all of whose words stand in the row, and the places of each word."""
    exact, stems = _places(row, wanted)
    for where, first_words in ((exact, wanted.exact), (stems, wanted.stems)):
        for word in where:
            for number in first_words.get(word, ()):
                asked = wanted.patterns[number].words
                if all(one in where for one in asked):
                    yield number, [where[one] for one in asked]


def _places(
    row: Sequence[str], wanted: PatternIndex
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Where each wanted word stands in the row: as written, and by stem."""
    exact: dict[str, list[int]] = defaultdict(list)
    stems: dict[str, list[int]] = defaultdict(list)
    different = set(row)
    written = different & wanted.exact_words
    rooted = wanted.rooted(different)
    if written or rooted:
        for at, word in enumerate(row):
            if word in written:
                exact[word].append(at)
            if word in rooted:
                stems[rooted[word]].append(at)
    return exact, stems


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
    reached = [list(places[0])]
    for own in places[1:]:
        reached.append([at for at, before in _latest(own, reached[-1]) if at - before <= slop])
    kept = [reached[-1]]
    for own in reversed(reached[:-1]):
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
