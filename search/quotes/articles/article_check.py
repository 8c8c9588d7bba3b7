"""An article + a checker → every quotation in it with its claimed speaker and verdict.

Nothing of an article is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from search.quotes.articles.attributions import attributions, narration
from search.quotes.articles.quoted_spans import quoted_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.quotes.checker import QuoteChecker
    from search.quotes.verdicts import QuoteCheck
    from search.records import Span

MOST_CHARS: Final = 200_000
"""Of an article."""


@dataclass(frozen=True, slots=True)
class CheckedPassage:
    """A quoted passage of an article: where it stands, who is said to have said it, its verdict."""

    at: Span
    claimed_speaker: str | None
    check: QuoteCheck


def check_article(
    checker: QuoteChecker, text: str, date: str | None = None, lang: str | None = None
) -> Iterator[CheckedPassage]:
    """The quotations of an article in order, each checked as it is asked for."""
    spans = quoted_spans(text)
    own = narration(text, spans, checker.speakers)
    for span, row in zip(spans, attributions(own, spans, text), strict=True):
        meant = (row.person or row.name) if row else None
        found = checker.check(text[span[0] : span[1]], meant, date, lang)
        yield CheckedPassage(span, row.name if row else None, found)
