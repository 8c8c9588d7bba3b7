"""A query that found nothing, or not the best, + a checker → the passage nearest to its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import words
from search.query.plain.natural_language import is_question
from search.query.quotation_marks import quoted_ranges

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.quotes.checker import QuoteChecker
    from search.quotes.verdicts import QuoteMatch
    from search.records import Results

SENTENCE: Final = 6
"""Plain words from which on a query is a sentence."""

_OPERATORS: Final = re.compile(r'[":()*~|«»“”„?]|(?:^|\s)-|\b(?:OR|NOT|AND)\b|\b\w+:\S')


def nearest(checker: Callable[[], QuoteChecker], results: Results) -> QuoteMatch | None:
    """The nearest passage, where a reader needs to be told of it.

    That is where a quotation of five words and more finds nothing, and where the first result of a
    sentence, which no question is, is not the statement its best passage stands in. `checker` is
    made only for these.
    """
    if results.page > 1:
        return None
    quoted = _longest_quoted(results.query)
    if quoted and not results.total.statements:
        return _best(checker(), quoted)
    if quoted or not _is_sentence(results) or is_question(results.query):
        return None
    if _begins_with_it(results):
        return None
    best = _best(checker(), results.query)
    first = results.hits[0].statement.id if results.hits else None
    return best if best and best.statement.id != first else None


def _begins_with_it(results: Results) -> bool:
    """Whether the first result holds the query word for word: nothing is nearer."""
    said = f" {' '.join(words(results.query))} "
    return any(
        said in f" {' '.join(words(' '.join(hit.turn.paragraphs)))} "
        for hit in (results.hits[0].turns if results.hits else ())
    )


def _best(checker: QuoteChecker, text: str) -> QuoteMatch | None:
    found = checker.check(text, with_twin=False)
    return found.matches[0] if found.matches else None


def _longest_quoted(q: str) -> str:
    pieces = [q[start:end] for start, end in quoted_ranges(q)]
    if not pieces:
        return ""
    from search.quotes.quotation import LEAST_WORDS  # its patterns are made when it is imported

    longest = max(pieces, key=len)
    return longest if len(words(longest)) >= LEAST_WORDS else ""


def _is_sentence(results: Results) -> bool:
    """Whether a query is plain words that say something: a colon or a bracket in them is none."""
    is_plain = results.by_passage or not _OPERATORS.search(results.query)
    return is_plain and len(words(results.query)) >= SENTENCE
