"""Words and phrases that a query asks to be marked → laid out to be found in one pass.

Numbers stand for patterns: what is found is told by them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from search.analysis.tokenizer import stem
from search.engine import EXACT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from whoosh.query import Query

    from search.analysis.lexicon import Lexicon

MOST_FORMS: Final = 64
"""Words looked for one by one in a text; for more than these it is cut into words."""


class PatternMatch(NamedTuple):
    """A span and the number of the word or phrase it belongs to."""

    start: int
    end: int
    pattern: int


class Pattern(NamedTuple):
    """A word or phrase that was searched, where it counts, and under which conditions on turns."""

    field: str
    words: tuple[str, ...]
    slop: int
    conditions: tuple[Query, ...]

    def goes_on(self, step: int, word: str) -> bool:
        """Whether its word number `step` may be printed so."""
        return self.words[step] == (word if self.field in EXACT_FIELDS else stem(word))


class PatternIndex:
    """Patterns by number, laid out to be found in one pass over a row of tokens."""

    def __init__(self, patterns: Mapping[int, Pattern], lexicon: Lexicon | None = None) -> None:
        self.patterns = patterns
        self.forms = _forms(patterns, lexicon) if lexicon else None
        self.exact: dict[str, list[int]] = defaultdict(list)  # by their first word
        self.stems: dict[str, list[int]] = defaultdict(list)
        self.exact_words: set[str] = set()
        self.stem_words: set[str] = set()
        self._seen: set[str] = set()
        self._rooted: dict[str, str] = {}
        for number, pattern in patterns.items():
            exact = pattern.field in EXACT_FIELDS
            (self.exact if exact else self.stems)[pattern.words[0]].append(number)
            (self.exact_words if exact else self.stem_words).update(pattern.words)

    def rooted(self, different: set[str]) -> dict[str, str]:
        """Those of some words whose stem is wanted, with it; no word is stemmed twice."""
        if not self.stem_words:
            return {}
        new = different - self._seen
        self._seen |= new
        self._rooted.update((word, root) for word in new if (root := stem(word)) in self.stem_words)
        return {word: self._rooted[word] for word in different & self._rooted.keys()}


def _forms(patterns: Mapping[int, Pattern], lexicon: Lexicon) -> dict[str, list[int]] | None:
    """The words that patterns can begin with, and the numbers of these patterns.

    None if there are too many of them, or where words of a phrase need not be neighbours.
    """
    found: dict[str, list[int]] = defaultdict(list)
    for number, pattern in patterns.items():
        if (len(pattern.words) > 1 and pattern.slop != 1) or len(found) > MOST_FORMS:
            return None
        exact = pattern.field in EXACT_FIELDS
        for form in pattern.words[:1] if exact else lexicon.forms(pattern.words[0]):
            found[form].append(number)
    return found if len(found) <= MOST_FORMS else None
