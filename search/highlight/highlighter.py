"""Query tree + text → spans of what matched, in code points of the text as it came; no markup.

Only what matched is marked: a stem where a stem was asked for, a word as written where it was
exact, a phrase only as a phrase, nothing that stands under NOT, and a word that was searched in
one speaker's turns in these alone. Spans lie on token borders.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from search.engine import Filters
from search.highlight.matcher import find
from search.highlight.patterns import joined, spans
from search.highlight.query_patterns import patterns_of, query_patterns
from search.highlight.row_matches import (
    EVERY_PLACE,
    find_in_row,
    places_in_row,
    words_in_joined,
)
from search.query.conditions import filter_conditions
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from whoosh.query import Query

    from search.analysis.lexicon import Lexicon
    from search.highlight.patterns import Pattern, PatternIndex, PatternMatch
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
        own = self._own = query_patterns(tree, filter_conditions(filters or Filters()), lexicon)
        self.patterns = own.patterns
        """What is marked; a match tells the number of its pattern."""
        self._conditions = own.conditions
        self._anywhere = (True,) * len(self._conditions)
        self._unconditional = not any(self._conditions)
        self._matcher = matcher

    def title(self, text: str) -> tuple[Span, ...]:
        """Spans in a title: of words that count there."""
        return spans(find([text], self._own.index(Part.TITLE, self._anywhere))[0])

    def lead(self, text: str) -> tuple[Span, ...]:
        """Spans in a lead."""
        return spans(find([text], self._own.index(Part.LEAD, self._anywhere))[0])

    def label(self, turn: Turn) -> tuple[Span, ...]:
        """Spans in a turn's printed label."""
        return spans(
            find([turn.label or ""], self._own.index(Part.LABELS, self._in_scope(turn)))[0]
        )

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
            return places_in_row(words, self._own.index(Part.TURNS, self._anywhere), most)
        scopes = [self._in_scope(one.turn()) for one in turns]
        found = {
            scope: places_in_row(words, self._own.index(Part.TURNS, scope), EVERY_PLACE)
            for scope in set(scopes)
        }
        return sorted(
            one for scope, every in found.items() for one in every if scopes[one.turn] == scope
        )

    def weights(self, make: Callable[[Sequence[Pattern]], Sequence[int]]) -> Sequence[int]:
        """What each pattern tells, made once."""
        return self._own.weighed(make)

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
        return self._own.index(Part.TURNS, self._in_scope(turn))

    @cached_property
    def _in_any_turn(self) -> PatternIndex:
        """The patterns that count in turns where none has conditions."""
        return self._own.index(Part.TURNS, self._anywhere)


def marks_any(tree: Query) -> bool:
    """Whether a tree holds a word or phrase that can be marked."""
    return any(one.words for one in patterns_of(tree, ()))
