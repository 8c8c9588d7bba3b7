"""Text or markup of a page → nothing, or `Unreadable` where it has more parts than any statement.

A page is read in time that grows with its size; these bounds keep that time near two seconds for
whatever stands in a file. The longest pages known have 2,000 elements, 900 paragraphs, 600 colons
and 230,000 characters of text (`docs/decisions/0025-limits-of-a-page.md`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.attribution.label_candidate import LONGEST_LABEL_CHARS
from index.saves.recognise import Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.blocks import Block

MOST_TAGS: Final = 40_000
MOST_PARAGRAPHS: Final = 20_000
MOST_LABELS: Final = 2_200
MOST_COLONS: Final = 1_500
MOST_COLONS_OF_SEVERAL: Final = 4_000  # statements in one text
MOST_TEXT_CHARS: Final = 600_000  # of a text save, in which any word may begin a label
MOST_CHARS: Final = 2_000_000
_WHAT_TO_DO: Final = "are more than any statement has (limit {most:,}); cut it into its documents"


def refuse_many(count: int, of: str, most: int) -> None:
    """Raise `Unreadable` where a page has more than `most` of something."""
    if count > most:
        raise Unreadable(f"{count:,} {of} {_WHAT_TO_DO.format(most=most)}")


def refuse_long_markup(html: str) -> None:
    """Raise for more elements than a page may have; a stray end of one makes one as well."""
    ends = html.count("</")
    refuse_many(max(html.count("<") - ends, ends), "tags", MOST_TAGS)


def refuse_long_text(text: str) -> None:
    """Raise for a text save that is longer, in more lines or with more colons than may be."""
    refuse_long_texts(text)
    refuse_many(text.count(":"), "colons", MOST_COLONS)


def refuse_long_texts(text: str) -> None:
    """Raise for a text, of one statement or several, that takes too long to be read at all."""
    refuse_many(len(text), "characters of text", MOST_TEXT_CHARS)
    refuse_many(text.count("\n"), "lines", MOST_PARAGRAPHS)
    refuse_many(text.count(":"), "colons", MOST_COLONS_OF_SEVERAL)


def refuse_long_blocks(blocks: Sequence[Block]) -> None:
    """Raise for more text, or more paragraphs that begin as labels do, than may be."""
    refuse_many(sum(len(block.text) for block in blocks), "characters of text", MOST_CHARS)
    count = sum(":" in block.text[:LONGEST_LABEL_CHARS] or bool(block.bold) for block in blocks)
    refuse_many(count, "paragraphs that begin as labels do", MOST_LABELS)
