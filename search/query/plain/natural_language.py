"""A query's plain words → what they are by the way people write: a question's frame, a date.

Nothing is filtered by it: it decides in which order statements come, and what is offered.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from whoosh.query import Term

from search.analysis.tokenizer import fold, words
from search.engine import ContextWord
from search.query.dates import month_number
from search.query.sentence_data import read_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from whoosh.query import Query

SENTENCE_FROM: Final = 6
"""From so many plain words on, without anything else, results go by their best passage."""

_QUESTION_FROM: Final = 3
_FIRST_CHARS: Final = 40  # in which the first word stands
_DATED_FROM: Final = 2
_NAMED_FROM: Final = 3  # words that tell, beside initials
_INITIAL: Final = re.compile(
    r"(?<![\w.])[^\W\d_](?=\.\s+(?:[^\W\d_]\.\s+)*[^\W\d_]{2})"  # no U.S., no vitamin C
)
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}")


class NaturalLanguage(NamedTuple):
    """What plain words are: `context` may be dates or places.

    `weightless` ones frame a question, or are the initials of a name. `by_passage`: a sentence, a
    question, or words with a year or a name's initials among them.
    """

    by_passage: bool = False
    weightless: tuple[Query, ...] = ()
    context: tuple[ContextWord, ...] = ()


def read_natural_language(
    text: str, plain: Sequence[Query], printed: Sequence[str], *, alone: bool
) -> NaturalLanguage:
    """What the plain words of the query `text` are; `alone`: it holds nothing but them."""
    typed = [" ".join(words(one)) for one in printed]
    asks = is_question(text)
    frame = _frame() if asks or len(plain) >= SENTENCE_FROM else frozenset()
    initials = frozenset(map(fold, _INITIAL.findall(text))).intersection(typed)
    silent = frame | initials
    weightless = tuple(leaf for leaf, word in zip(plain, typed, strict=True) if word in silent)
    context = tuple(_context(plain, typed, frame))
    dated = any(one.year for one in context)
    by_passage = alone and (
        len(plain) >= SENTENCE_FROM
        or (asks and len(plain) >= _QUESTION_FROM)
        or (dated and len(plain) >= _DATED_FROM)
        or (bool(initials) and len(plain) - len(weightless) >= _NAMED_FROM)
    )
    return NaturalLanguage(by_passage, weightless, context)


def _context(
    plain: Sequence[Query], typed: Sequence[str], frame: frozenset[str]
) -> Iterator[ContextWord]:
    """The words that date or place of a statement may answer; a month only where a year stands."""
    has_year = any(map(_YEAR.fullmatch, typed))
    for leaf, word in zip(plain, typed, strict=True):
        if not isinstance(leaf, Term) or word in frame:
            continue
        if _YEAR.fullmatch(word):
            yield ContextWord(leaf, word, year=int(word))
        else:
            yield ContextWord(leaf, word, month=month_number(word) if has_year else None)


def is_question(text: str) -> bool:
    """Whether a text asks: by its mark, or the word it begins with."""
    first = words(text[:_FIRST_CHARS])[:1]
    return text.rstrip().endswith("?") or bool(first and first[0] in _openings())


@cache
def _openings() -> frozenset[str]:
    tables = read_sentences("questions").values()
    return frozenset(word for table in tables for word in table["opening"])


@cache
def _frame() -> frozenset[str]:
    tables = read_sentences("questions").values()
    return frozenset(word for table in tables for word in (*table["opening"], *table["frame"]))
