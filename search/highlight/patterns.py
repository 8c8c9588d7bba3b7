"""Words and phrases that a query asks to be marked → an index of them by number."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from search.analysis.tokenizer import halves, stem
from search.engine import EXACT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from whoosh.query import Query

    from search.analysis.lexicon import Lexicon
    from search.records import Span

MOST_FORMS: Final = 64
"""Words looked for one by one in a text; for more than these it is cut into words."""

WordKey = tuple[bool, str]
"""A word of a pattern: a folded word as written (True), or a stem (False)."""


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
    joined: list[Span] = []
    for start, end, *_ in sorted(marks):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def places(marks: Iterable[PatternMatch]) -> tuple[Span, ...]:
    """The places that marks end, in order, each once: what is counted, and read line by line."""
    return tuple(sorted({(one.begins, one.end) for one in marks if one.begins >= 0}))


class Pattern(NamedTuple):
    """A word or phrase that was searched, where it counts, and under which conditions on turns."""

    field: str
    words: tuple[str, ...]
    slop: int
    conditions: tuple[Query, ...]

    @property
    def is_exact(self) -> bool:
        """Whether its words are folded words as written; else they are stems."""
        return self.field in EXACT_FIELDS

    def found_as(self, step: int, word: str) -> str | None:
        """The folded word, or the half of it, that may be the pattern's word number `step`."""
        wanted = self.words[step]
        for one in (word, *halves(word)):
            if wanted == (one if self.is_exact else stem(one)):
                return one
        return None


class PatternIndex:
    """Patterns by number, laid out to be found in one pass over the words of a text.

    `by_first` are the numbers of patterns by their first word. With a lexicon that holds every word
    of the texts, `forms` are the folded words that patterns can begin with, and their numbers; None
    where there are too many of these, or where words of a phrase need not be neighbours.
    """

    def __init__(self, patterns: Mapping[int, Pattern], lexicon: Lexicon | None = None) -> None:
        self.patterns = patterns
        self.forms = _forms(patterns, lexicon) if lexicon else None
        self.by_first: dict[WordKey, list[int]] = defaultdict(list)
        self._exact: set[str] = set()
        self._stems: set[str] = set()
        self._seen: set[str] = set()
        self._keys: dict[str, list[WordKey]] = {}
        for number, pattern in patterns.items():
            self.by_first[pattern.is_exact, pattern.words[0]].append(number)
            (self._exact if pattern.is_exact else self._stems).update(pattern.words)

    def keys(self, words: set[str]) -> dict[str, list[WordKey]]:
        """Of some folded words those that patterns hold, or their halves, with how.

        None is looked at twice.
        """
        new = words - self._seen
        self._seen |= new
        for word in new:
            found = (word, *halves(word))
            keys = [(True, one) for one in found if one in self._exact]
            if self._stems:
                keys += [(False, root) for one in found if (root := stem(one)) in self._stems]
            if keys:
                self._keys[word] = list(dict.fromkeys(keys))
        return {word: self._keys[word] for word in words & self._keys.keys()}


def _forms(patterns: Mapping[int, Pattern], lexicon: Lexicon) -> dict[str, list[int]] | None:
    found: dict[str, list[int]] = defaultdict(list)
    for number, pattern in patterns.items():
        if (len(pattern.words) > 1 and pattern.slop != 1) or len(found) > MOST_FORMS:
            return None
        first = pattern.words[0]
        for form in (first,) if pattern.is_exact else lexicon.forms(first):
            found[form].append(number)
    return found if len(found) <= MOST_FORMS else None
