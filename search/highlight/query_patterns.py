"""Query tree + conditions → its patterns, laid out part by part; those of very many words are kept.

A prefix stands for a thousand words: to lay them out takes longer than to find them in a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from whoosh.query import And, Or, Phrase, Term

from search.alternatives import holds_alternatives
from search.engine import TEXT_FIELDS, TITLE_FIELDS
from search.highlight.patterns import Pattern, PatternIndex
from search.query.conditions import is_condition, only_excludes
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from whoosh.query import Query

    from search.analysis.lexicon import Lexicon

    _Kind = tuple[str, tuple[Query, ...], bool]
    """The field of a pattern, its conditions, and whether it has words."""


class QueryPatterns:
    """The patterns of a tree under conditions on turns; safe to share between threads.

    With a `lexicon` that holds every word of the turns, words are found in them faster.
    """

    def __init__(self, tree: Query, conditions: tuple[Query, ...], lexicon: Lexicon | None) -> None:
        self._lexicon = lexicon
        self.patterns = tuple(dict.fromkeys(patterns_of(tree, conditions)))
        # the words of a prefix are all of one kind, of which it is asked once where it counts
        self._kinds = frozenset([_kind(one) for one in self.patterns])
        self.conditions = tuple(dict.fromkeys([one.conditions for one in self.patterns]))
        self._indexes: dict[tuple[Part, tuple[bool, ...]], PatternIndex] = {}
        self._weights: Sequence[int] | None = None

    def weighed(self, make: Callable[[Sequence[Pattern]], Sequence[int]]) -> Sequence[int]:
        """What each of the patterns tells, made once."""
        if self._weights is None:
            self._weights = make(self.patterns)
        return self._weights

    def index(self, part: Part, in_scope: tuple[bool, ...]) -> PatternIndex:
        """The patterns that count in one part of a statement, where these conditions hold."""
        key = (part, in_scope)
        if key not in self._indexes:
            left = {row for row, fits in zip(self.conditions, in_scope, strict=True) if fits}
            kinds = {one for one in self._kinds if one[1] in left and _counts_in(part, one)}
            all_count = kinds == self._kinds
            counting = {
                number: one
                for number, one in enumerate(self.patterns)
                if all_count or _kind(one) in kinds
            }
            lexicon = self._lexicon if part is Part.TURNS else None
            self._indexes[key] = self._laid_out(counting, lexicon)
        return self._indexes[key]

    def _laid_out(self, patterns: Mapping[int, Pattern], lexicon: Lexicon | None) -> PatternIndex:
        """An index of some patterns; mostly the same ones count in every part."""
        for made in list(self._indexes.values()):  # another thread may add one
            if made.patterns.keys() == patterns.keys():
                return made.with_lexicon(lexicon)
        return PatternIndex(patterns, lexicon)


def query_patterns(
    tree: Query, conditions: tuple[Query, ...], lexicon: Lexicon | None
) -> QueryPatterns:
    """The patterns of a tree; of very many words they are kept with the lexicon.

    Not where several rows of conditions stand in the tree: there is an index for each way in which
    turns fulfil them.
    """
    if lexicon is None or not holds_alternatives(tree):
        return QueryPatterns(tree, conditions, lexicon)
    key = (QueryPatterns, tree, conditions)
    kept: QueryPatterns | None = lexicon.kept_patterns.find(key)
    if kept is None:
        # without the lexicon, which would keep itself so: of so many words it would not be asked
        kept = QueryPatterns(tree, conditions, None)
        if len(kept.conditions) < 2:
            lexicon.kept_patterns.put(key, kept)
    return kept


def _kind(pattern: Pattern) -> _Kind:
    return pattern.field, pattern.conditions, bool(pattern.words)


def _counts_in(part: Part, kind: _Kind) -> bool:
    """Whether a pattern is looked for in a part; outside of turns none that asks for a speaker."""
    field, conditions, has_words = kind
    if field in TITLE_FIELDS or not has_words:
        return has_words and part is Part.TITLE
    return part is Part.TURNS or all(only_excludes(one) for one in conditions)


def patterns_of(query: Query, conditions: tuple[Query, ...]) -> Iterator[Pattern]:
    """Every positive word and phrase of a tree with the conditions of the Ands around it."""
    if isinstance(query, And):
        inner = tuple(one for one in query.subqueries if is_condition(one))
        for member in query.subqueries:
            if not is_condition(member):
                yield from patterns_of(member, conditions + inner)
    elif isinstance(query, Or):
        for member in query.subqueries:
            if type(member) is Term:  # a prefix stands for a thousand of them
                if member.fieldname in TEXT_FIELDS:
                    yield Pattern(member.fieldname, (member.text,), 1, conditions)
            else:
                yield from patterns_of(member, conditions)
    elif isinstance(query, Phrase) and query.fieldname in TEXT_FIELDS:
        yield Pattern(query.fieldname, tuple(query.words), query.slop, conditions)
    elif isinstance(query, Term) and query.fieldname in TEXT_FIELDS:
        yield Pattern(query.fieldname, (query.text,), 1, conditions)
