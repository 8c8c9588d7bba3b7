"""Blocks of one page → turns: labels split them, and only labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.blocks import Block
    from search.records import Form, Turn


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rest of the page says, for telling labels from look-alikes and finding speakers."""

    lang: str
    title: str
    lead: str | None
    persons: tuple[str, ...]  # the page's list, as printed: surname first
    form: Form


def attribute(blocks: Sequence[Block], facts: Facts) -> tuple[Turn, ...]:
    """The turns of a page, in order; every block's text is in exactly one of them."""
    raise NotImplementedError
