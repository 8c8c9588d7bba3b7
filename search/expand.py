"""A reader's tree + a lexicon → the tree an engine takes: prefixes and misspellings as words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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

from search.lexicon import MOST_WORDS

if TYPE_CHECKING:
    from whoosh.query import Query

    from search.lexicon import Expansion, Lexicon

MOST_ROWS: Final = 100  # expansions of a pattern inside a row of words: each makes a phrase
_PATTERNS: Final = (Prefix, Wildcard, FuzzyTerm)


def expand(tree: Query, lexicon: Lexicon) -> tuple[Query, tuple[str, ...]]:
    """The tree in the nodes `search.engine` lists, and a sentence for each pattern that was cut."""
    told: list[str] = []
    return _expanded(tree, lexicon, told), tuple(dict.fromkeys(told))


def _expanded(query: Query, lexicon: Lexicon, told: list[str]) -> Query:
    if isinstance(query, _PATTERNS):
        found = _words(query, lexicon, MOST_WORDS, told)
        return _either([Term(query.fieldname, word) for word in found])
    if isinstance(query, Sequence):  # before And and Or: it is a compound query as well
        return _rows(query, lexicon, told)
    if isinstance(query, Phrase):
        return Phrase(query.fieldname, list(query.words), slop=query.slop)
    if isinstance(query, Term):
        return Term(query.fieldname, query.text)
    if isinstance(query, And | Or):
        return type(query)([_expanded(one, lexicon, told) for one in query.subqueries])
    if isinstance(query, Not):
        return Not(_expanded(query.query, lexicon, told))
    return query


def _rows(query: Sequence, lexicon: Lexicon, told: list[str]) -> Query:
    """A word that splits, one part of it a pattern: a phrase for every way it can be read."""
    field = query.subqueries[0].fieldname
    rows: list[list[str]] = [[]]
    for part in query.subqueries:
        found = (
            _words(part, lexicon, MOST_ROWS, told) if isinstance(part, _PATTERNS) else [part.text]
        )
        if len(rows) * len(found) > MOST_ROWS:
            told.append(
                f"“{written_row(query)}” can be read in more than"
                f" {MOST_ROWS} ways; {MOST_ROWS} were searched."
            )
        rows = [[*row, word] for row in rows for word in found][:MOST_ROWS]
    return _either([Phrase(field, row) for row in rows])


def _words(pattern: Query, lexicon: Lexicon, most: int, told: list[str]) -> list[str]:
    found = _expansion(pattern, lexicon, most)
    if found.cut:
        told.append(
            f"“{written(pattern)}” stands for {len(found.words) + found.cut:,} words;"
            f" the {len(found.words):,} most frequent were searched."
        )
    return list(found.words)


def _expansion(pattern: Query, lexicon: Lexicon, most: int) -> Expansion:
    if isinstance(pattern, Prefix):
        return lexicon.prefixed(pattern.text, most)
    if isinstance(pattern, Wildcard):
        return lexicon.like(pattern.text, most)
    return lexicon.near(pattern.text, pattern.maxdist, most)


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
