"""Query tree + text → spans of what matched, in code points of the text as it came; no markup.

Only what matched is marked: a stem where a stem was asked for, a word as written where it was
exact, a phrase only as a phrase, nothing that stands under NOT, and a word that was searched in
one speaker's turns in these alone. Spans lie on token borders.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from whoosh.query import And, Or, Phrase, Term

from search.engine import TEXT_FIELDS, TITLE_FIELDS, Filters
from search.highlight.matcher import find
from search.highlight.patterns import Pattern, PatternIndex, joined, spans
from search.highlight.row_matches import (
    EVERY_PLACE,
    find_in_row,
    places_in_row,
    words_in_joined,
)
from search.query.conditions import filter_conditions, is_condition, only_excludes
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from whoosh.query import Query

    from search.analysis.lexicon import Lexicon
    from search.highlight.patterns import PatternMatch
    from search.highlight.row_matches import RowMatch
    from search.query.conditions import ConditionMatcher
    from search.records import Span, Turn
    from search.word_rows import UnreadTurn, WordPlaces, WordRow


class Highlighter:
    """Marks what `tree` (in an engine's nodes) and the form's filters matched; for one thread.

    With a `lexicon` that holds every word of the turns, words are found in them faster.
    """

    def __init__(
        self,
        tree: Query,
        matcher: ConditionMatcher,
        filters: Filters | None = None,
        lexicon: Lexicon | None = None,
    ) -> None:
        self._lexicon = lexicon
        conditions = filter_conditions(filters or Filters())
        self.patterns = tuple(dict.fromkeys(_patterns(tree, conditions)))
        """What is marked; a match tells the number of its pattern."""
        self._conditions = tuple(dict.fromkeys(one.conditions for one in self.patterns))
        self._anywhere = (True,) * len(self._conditions)
        self._unconditional = not any(self._conditions)
        self._matcher = matcher
        self._indexes: dict[tuple[Part, tuple[bool, ...]], PatternIndex] = {}

    def title(self, text: str) -> tuple[Span, ...]:
        """Spans in a title: of words that count there."""
        return spans(find([text], self._index(Part.TITLE, self._anywhere))[0])

    def lead(self, text: str) -> tuple[Span, ...]:
        """Spans in a lead."""
        return spans(find([text], self._index(Part.LEAD, self._anywhere))[0])

    def label(self, turn: Turn) -> tuple[Span, ...]:
        """Spans in a turn's printed label."""
        return spans(find([turn.label or ""], self._index(Part.LABELS, self._in_scope(turn)))[0])

    def turn(self, turn: Turn, row: WordRow | None = None) -> tuple[tuple[PatternMatch, ...], ...]:
        """Matches in each paragraph of a turn; `row` are its words where an engine has them."""
        index = self._index_of(turn)
        if row is not None:
            return find_in_row(turn.paragraphs, row, index)
        return find(turn.paragraphs, index, frozenset(mark.after for mark in turn.marks))

    def joined(self, turn: Turn, row: WordRow | None = None) -> Sequence[PatternMatch]:
        """The same, counted in the paragraphs joined by spaces, of which snippets are taken."""
        index = self._index_of(turn)
        if row is not None and index.is_of_words:
            return words_in_joined(turn.paragraphs, row, index)
        return joined(turn.paragraphs, self.turn(turn, row))

    def places(
        self, turns: Sequence[UnreadTurn], words: WordPlaces, most: int
    ) -> Sequence[RowMatch]:
        """The places that matches end at in turns found, whose texts need not be read, each once.

        Turns found fulfil the conditions of some pattern: they are looked at where these differ.
        At least the first `most` are told.
        """
        if len(self._conditions) < 2:
            return places_in_row(words, self._index(Part.TURNS, self._anywhere), most)
        scopes = [self._in_scope(one.turn()) for one in turns]
        found = {
            scope: places_in_row(words, self._index(Part.TURNS, scope), EVERY_PLACE)
            for scope in set(scopes)
        }
        return sorted(
            one for scope, every in found.items() for one in every if scopes[one.turn] == scope
        )

    @property
    def idle(self) -> bool:
        """Whether nothing at all can be marked: the query holds no word but those under NOT."""
        return not any(one.words for one in self.patterns)

    def _in_scope(self, turn: Turn) -> tuple[bool, ...]:
        """For each row of conditions, whether `turn` fulfils them all."""
        if self._unconditional:
            return self._anywhere
        return tuple(
            all(self._matcher.fulfil(one, turn) for one in conditions)
            for conditions in self._conditions
        )

    def _index_of(self, turn: Turn) -> PatternIndex:
        """The patterns that count in the paragraphs of a turn."""
        if self._unconditional:
            return self._in_any_turn
        return self._index(Part.TURNS, self._in_scope(turn))

    @cached_property
    def _in_any_turn(self) -> PatternIndex:
        """The patterns that count in turns where none has conditions."""
        return self._index(Part.TURNS, self._anywhere)

    def _index(self, part: Part, in_scope: tuple[bool, ...]) -> PatternIndex:
        """The patterns that count in one part of a statement, where these conditions hold."""
        key = (part, in_scope)
        if key not in self._indexes:
            left = {row for row, fits in zip(self._conditions, in_scope, strict=True) if fits}
            counting = {
                number: one
                for number, one in enumerate(self.patterns)
                if one.words and one.conditions in left and _counts_in(part, one)
            }
            lexicon = self._lexicon if part is Part.TURNS else None
            self._indexes[key] = self._laid_out(counting, lexicon)
        return self._indexes[key]

    def _laid_out(self, patterns: Mapping[int, Pattern], lexicon: Lexicon | None) -> PatternIndex:
        """An index of some patterns; mostly the same ones count in every part."""
        for made in self._indexes.values():
            if made.patterns.keys() == patterns.keys():
                return made.with_lexicon(lexicon)
        return PatternIndex(patterns, lexicon)


def _counts_in(part: Part, pattern: Pattern) -> bool:
    """Whether a pattern is looked for in a part; outside of turns none that asks for a speaker."""
    if pattern.field in TITLE_FIELDS:
        return part is Part.TITLE
    return part is Part.TURNS or all(only_excludes(one) for one in pattern.conditions)


def marks_any(tree: Query) -> bool:
    """Whether a tree holds a word or phrase that can be marked."""
    return any(one.words for one in _patterns(tree, ()))


def _patterns(query: Query, conditions: tuple[Query, ...]) -> Iterator[Pattern]:
    """Every positive word and phrase of a tree with the conditions of the Ands around it."""
    if isinstance(query, And):
        inner = tuple(one for one in query.subqueries if is_condition(one))
        for member in query.subqueries:
            if not is_condition(member):
                yield from _patterns(member, conditions + inner)
    elif isinstance(query, Or):
        for member in query.subqueries:
            if type(member) is Term:  # a prefix stands for a thousand of them
                if member.fieldname in TEXT_FIELDS:
                    yield Pattern(member.fieldname, (member.text,), 1, conditions)
            else:
                yield from _patterns(member, conditions)
    elif isinstance(query, Phrase) and query.fieldname in TEXT_FIELDS:
        yield Pattern(query.fieldname, tuple(query.words), query.slop, conditions)
    elif isinstance(query, Term) and query.fieldname in TEXT_FIELDS:
        yield Pattern(query.fieldname, (query.text,), 1, conditions)
