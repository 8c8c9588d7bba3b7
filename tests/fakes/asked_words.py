"""Words → what is asked of an engine, and what it found by their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whoosh.query import And, Term

from search.analysis.tokenizer import stem
from search.engine import Search

if TYPE_CHECKING:
    from search.engine import Found


def word(text: str) -> Term:
    """A word in any of its forms."""
    return Term("text", stem(text))


def every(*texts: str) -> Search:
    """What `a b c` asks for: all of the words, some of which may be missing where few match."""
    plain = tuple(word(text) for text in texts)
    return Search(And(list(plain)), plain=plain)


def ids(found: tuple[Found, ...]) -> list[str]:
    """The ids of statements in the order they came."""
    return [one.statement.id for one in found]
