"""A reader's tree + a lexicon → the tree an engine takes: prefixes and misspellings as words."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from whoosh.query import (
    And,
    FuzzyTerm,
    Not,
    NullQuery,
    Or,
    Phrase,
    Prefix,
    Sequence,
    Term,
    Wildcard,
)

from search.alternatives import Alternatives
from search.analysis.last_kept import VERY_MANY
from search.analysis.lexicon import MOST_PLACES, MOST_WORDS
from search.query.notices import Notice, brief

if TYPE_CHECKING:
    from collections.abc import Iterator

    from whoosh.query import Query

    from search.analysis.lexicon import Expansion, Lexicon

MOST_TOGETHER: Final = 2_000  # words that the patterns of one query stand for together
MOST_ROWS: Final = 100  # expansions of a pattern inside a row of words: each makes a phrase
_PATTERNS: Final = (Prefix, Wildcard, FuzzyTerm)


def expand(tree: Query, lexicon: Lexicon) -> tuple[Query, tuple[str, ...]]:
    """The tree in the nodes `search.engine` lists, and a sentence for each pattern that was cut.

    Every pattern of a query gets an equal share of what there may be together, so that the same
    query is cut alike whatever the order of its words.
    """
    expander = _Expander(lexicon, tree)
    expanded = expander.expanded(tree)
    return expanded, tuple(dict.fromkeys(expander.notices))


def patterns(query: Query) -> Iterator[Query]:
    """Every prefix, wildcard and misspelling of a tree, those in a row of words too."""
    if isinstance(query, _PATTERNS):
        yield query
    elif isinstance(query, And | Or | Sequence):
        for one in query.subqueries:
            yield from patterns(one)
    elif isinstance(query, Not):
        yield from patterns(query.query)


class _Share(NamedTuple):
    """What a pattern may stand for: at most so many words, which stand in so many places."""

    words: int
    places: int


class _Expander:
    """Replaces the patterns of a tree by words; what it cuts goes to `notices`."""

    def __init__(self, lexicon: Lexicon, tree: Query) -> None:
        self._lexicon, self._tree = lexicon, tree
        self.notices: list[str] = []

    @cached_property
    def _share(self) -> _Share:
        """What each pattern may stand for; only a tree with patterns is asked how many it has."""
        count = max(sum(1 for _ in patterns(self._tree)), 1)
        return _Share(max(min(MOST_TOGETHER // count, MOST_WORDS), 1), MOST_PLACES // count)

    def expanded(self, query: Query) -> Query:
        """One node in an engine's nodes."""
        if isinstance(query, _PATTERNS):
            return self._any_of(query)
        if isinstance(query, Sequence):  # before And and Or: it is a compound query as well
            return self._rows(query)
        if isinstance(query, Phrase):
            return Phrase(query.fieldname, list(query.words), slop=query.slop)
        if isinstance(query, Term):
            return Term(query.fieldname, query.text)
        if isinstance(query, And | Or):
            return type(query)([self.expanded(one) for one in query.subqueries])
        if isinstance(query, Not):
            return Not(self.expanded(query.query))
        return query

    def _any_of(self, pattern: Query) -> Query:
        """The words of a pattern as one node; of very many it is kept for who asks next."""
        key = (type(pattern), pattern.fieldname, written(pattern), self._share)
        kept: tuple[Query, int] | None = self._lexicon.kept_expansions.find(key)
        if kept is None:
            words, cut = self._expansion(pattern, self._share.words)
            if len(words) < VERY_MANY:
                self._note_cut(pattern, len(words), cut)
                return _either([Term(pattern.fieldname, word) for word in words])
            kept = Alternatives(pattern.fieldname, words), cut
            self._lexicon.kept_expansions.put(key, kept)
        node, cut = kept
        self._note_cut(pattern, len(node), cut)
        return node

    def _rows(self, query: Sequence) -> Query:
        """A word that splits, one part of it a pattern: a phrase for every way it can be read."""
        most = min(MOST_ROWS, self._share.words)
        rows: list[list[str]] = [[]]
        for part in query.subqueries:
            found = self._words(part, most) if isinstance(part, _PATTERNS) else [part.text]
            if len(rows) * len(found) > most:
                self.notices.append(
                    Notice.MANY_WAYS.with_values(text=brief(written_row(query)), most=most)
                )
            rows = [[*row, word] for row in rows for word in found][:most]
        return _either([Phrase(query.subqueries[0].fieldname, row) for row in rows])

    def _words(self, pattern: Query, most: int) -> tuple[str, ...]:
        words, cut = self._expansion(pattern, most)
        self._note_cut(pattern, len(words), cut)
        return words

    def _note_cut(self, pattern: Query, kept: int, cut: int) -> None:
        if cut:
            text = brief(written(pattern))
            self.notices.append(
                Notice.MANY_WORDS.with_values(text=text, count=kept + cut, kept=kept)
            )

    def _expansion(self, pattern: Query, most: int) -> Expansion:
        if isinstance(pattern, Prefix):
            return self._lexicon.prefixed(pattern.text, most, self._share.places)
        if isinstance(pattern, Wildcard):
            return self._lexicon.like(pattern.text, most, self._share.places)
        return self._lexicon.near(pattern.text, pattern.maxdist, most, self._share.places)


def _either(members: list[Query]) -> Query:
    return Or(members) if len(members) > 1 else members[0] if members else NullQuery


def written_row(query: Sequence) -> str:
    """A word that splits, as it may be written: its parts with spaces."""
    return " ".join(
        written(part) if isinstance(part, _PATTERNS) else part.text for part in query.subqueries
    )


def written(pattern: Query) -> str:
    """A pattern as it is written in a query."""
    if isinstance(pattern, Prefix):
        return f"{pattern.text}*"
    if isinstance(pattern, FuzzyTerm):
        return f"{pattern.text}~{pattern.maxdist if pattern.maxdist > 1 else ''}"
    return str(pattern.text)
