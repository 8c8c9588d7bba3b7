"""Words and phrases that a query asks to be marked → an index of them by number."""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from functools import cached_property
from itertools import accumulate, chain, compress
from typing import TYPE_CHECKING, Final, NamedTuple

from search.analysis.word_keys import WordKeys, found_as
from search.engine import EXACT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from whoosh.query import Query

    from search.analysis.lexicon import Lexicon
    from search.analysis.word_keys import WordKey
    from search.records import Span

MOST_FORMS: Final = 64
"""Words looked for one by one in a text; for more than these it is cut into words."""


class PatternMatch(NamedTuple):
    """A span to mark and the number of the word or phrase it belongs to.

    Every place a word or phrase stands at ends with one mark, which knows where it `begins`: for a
    phrase with other words between, before its own span. It is -1 for a mark that ends none.
    """

    start: int
    end: int
    pattern: int
    begins: int = -1


def spans(marks: Iterable[PatternMatch]) -> tuple[Span, ...]:
    """Marks as spans in order that do not touch: what overlaps is joined."""
    return joined_spans((one[0], one[1]) for one in marks)


def joined_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order that do not touch: what overlaps is joined."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def places(marks: Iterable[PatternMatch]) -> tuple[Span, ...]:
    """The places that marks end, in order, each once: what is counted, and read line by line."""
    return tuple(sorted({(one.begins, one.end) for one in marks if one.begins >= 0}))


def joined(texts: Sequence[str], marks: Sequence[Sequence[PatternMatch]]) -> Sequence[PatternMatch]:
    """Marks in each of some texts → the same, counted in these joined by spaces."""
    found: list[PatternMatch] = []
    before = list(accumulate(map(len, texts), initial=0))
    for at in compress(range(len(texts)), marks):  # most paragraphs have none
        base = before[at] + at
        found += [PatternMatch(one[0] + base, one[1] + base, one[2]) for one in marks[at]]
    return found


class Pattern(NamedTuple):
    """A word or phrase that was searched, where it counts, and under which conditions on turns."""

    field: str
    words: tuple[str, ...]
    slop: int
    conditions: tuple[Query, ...]

    @property
    def keys(self) -> tuple[WordKey, ...]:
        """Its words, each with how it is asked for."""
        is_exact, words = self.field in EXACT_FIELDS, self.words
        if len(words) == 1:  # most are, and a prefix stands for a thousand of them
            return ((is_exact, words[0]),)
        return tuple([(is_exact, word) for word in words])

    @property
    def is_exact(self) -> bool:
        """Whether its words are folded words as written; else they are stems."""
        return self.field in EXACT_FIELDS

    def found_as(self, step: int, word: str) -> str | None:
        """The folded word, or the half of it, that may be the pattern's word number `step`."""
        return found_as((self.is_exact, self.words[step]), word)


class PatternIndex:
    """Patterns by number, laid out to be found in one pass over the words of a text.

    `asked` are the words of each pattern, `keys` those of all, `by_first` the numbers of patterns
    by their first word.
    """

    def __init__(self, patterns: Mapping[int, Pattern], lexicon: Lexicon | None = None) -> None:
        self.patterns = patterns
        self._lexicon = lexicon
        self.by_first: dict[WordKey, list[int]] = defaultdict(list)
        self.asked = {number: pattern.keys for number, pattern in patterns.items()}
        for number, asked in self.asked.items():
            self.by_first[asked[0]].append(number)
        self.keys = WordKeys(chain.from_iterable(self.asked.values()))

    def with_lexicon(self, lexicon: Lexicon | None) -> PatternIndex:
        """The same patterns for texts of which a lexicon holds every word, or of which none does.

        Of a thousand words laying them out takes longer than finding them in a title.
        """
        other = copy(self)
        other._lexicon = lexicon
        vars(other).pop("forms", None)
        return other

    @cached_property
    def is_of_words(self) -> bool:
        """Whether each pattern is a single word."""
        return all(len(one.words) == 1 for one in self.patterns.values())

    def is_exact(self, number: int) -> bool:
        """Whether a pattern is a single word, or words side by side: none may stand between."""
        pattern = self.patterns[number]
        return pattern.slop == 1 or len(pattern.words) == 1

    @cached_property
    def forms(self) -> Mapping[str, Sequence[int]] | None:
        """With a lexicon that holds every word of the texts the folded words that patterns can
        begin with, and the numbers of these.

        None where there are too many, or where words of a phrase need not be neighbours.
        """
        return _forms(self.patterns, self._lexicon) if self._lexicon else None

    def present(
        self, places: Mapping[WordKey, Sequence[int]]
    ) -> Iterator[tuple[int, Sequence[Sequence[int]]]]:
        """The patterns all of whose words stand somewhere, and the places of each word."""
        for first in places:
            for number in self.by_first.get(first, ()):
                asked = self.asked[number]
                if all(key in places for key in asked):
                    yield number, [places[key] for key in asked]


def _forms(patterns: Mapping[int, Pattern], lexicon: Lexicon) -> dict[str, list[int]] | None:
    found: dict[str, list[int]] = defaultdict(list)
    for number, pattern in patterns.items():
        if (len(pattern.words) > 1 and pattern.slop != 1) or len(found) > MOST_FORMS:
            return None
        first = pattern.words[0]
        for form in (first,) if pattern.is_exact else lexicon.forms(first):
            found[form].append(number)
    return found if len(found) <= MOST_FORMS else None
