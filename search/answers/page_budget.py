"""A question and a request → how many statements one page of a public answer may hold.

Marking a statement takes time with every word that is looked for in it, and every link on a page
repeats the query: a thousand statements of a query that stands for thousands of words, or of one
of 24 kB, would hold a process for many seconds or fill its memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from whoosh.query import And, Not, Or, Phrase

from search.alternatives import Alternatives

if TYPE_CHECKING:
    from whoosh.query import Query

    from search.query.request import Request

MOST_LOOKED_FOR: Final = 12_000  # words, times the statements they are looked for in
MOST_LINK_BYTES: Final = 600_000  # of one link, times the statements that carry it
ALWAYS: Final = 20  # statements: an ordinary page is given whatever is asked
_ALWAYS_WITH_EVERY_TURN: Final = 5
_TURNS: Final = 5  # so many times the turns of a page are those of a table that has every one
_GAPS: Final = 100  # a phrase with gaps takes as long as so many words


def affordable(tree: Query, request: Request, *, every_turn: bool = False) -> int:
    """The `limit` of the request, or what of it one page can hold; of a table with every turn."""
    by_words = MOST_LOOKED_FOR // max(looked_for(tree), 1)
    always = ALWAYS
    if every_turn:
        by_words, always = by_words // _TURNS, _ALWAYS_WITH_EVERY_TURN
    by_bytes = MOST_LINK_BYTES // max(len(request.query_string()), 1)
    return min(request.limit, max(always, min(by_words, by_bytes)))


def looked_for(tree: Query) -> int:
    """How many words are looked for in a text, those of patterns one by one."""
    if isinstance(tree, Alternatives):
        return len(tree.words)
    if isinstance(tree, And | Or):
        return sum(map(looked_for, tree.subqueries))
    if isinstance(tree, Not):
        return 0
    if isinstance(tree, Phrase):
        return _GAPS if tree.slop > 1 else len(tree.words)
    return 1
