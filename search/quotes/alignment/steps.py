"""The steps of a difference: which words of a quotation became what, as ranges of both sides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.quotes.alignment.quoted_words import QuotedWord
    from search.quotes.alignment.units import QuoteUnit


class WordOp(StrEnum):
    """What became of words: `added` stand in the quotation only, `missing` in the text only."""

    EQUAL = "equal"
    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    MOVED = "moved"
    CUT = "cut"  # passed over where the quotation says so


class Kind(StrEnum):
    """Why words that differ are alike."""

    INFLECTION = "inflection"
    SPELLING = "spelling"


@dataclass(frozen=True, slots=True)
class DifferenceRange:
    """Words that became one thing, as ranges among the words of the quotation and of the text."""

    op: WordOp
    quote: tuple[int, int]
    text: tuple[int, int]
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """The words of one side, and the units they were made into."""

    words: Sequence[QuotedWord]
    units: Sequence[QuoteUnit]
