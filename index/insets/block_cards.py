"""Blocks of a page whose cards lost their markup → the same without them, and what was taken out.

Programs that save a page without its classes leave a card's words in the paragraph, as in a text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from index.blocks import Card, Range
from index.insets.cards import RULE, find_cards
from search.records import Removed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from index.blocks import Block
    from index.insets.cards import CardSpan

_AGAIN: Final = re.compile(r"([A-ZА-ЯЁ][\w’'-]{2,40}?)\s?(?:\w{2,4}\s){0,3}\1")
"""A word with a capital again after itself, as the surname on a card is; cheap, for all pages."""
_BEGINS_WORD: Final = re.compile(r"[\w«“\"(]")


class BlocksOut(NamedTuple):
    """Blocks without cards, what was taken out, and how many ends of cards were guessed."""

    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...] = ()
    guessed: int = 0


def strip_block_cards(blocks: Sequence[Block], persons: Sequence[str]) -> BlocksOut:
    """`blocks` of one page without the cards in their words; bold and italics stay where they are.

    `persons` are the page's list, surname first.
    """
    at_risk = [at for at, block in enumerate(blocks) if _AGAIN.search(block.text)]
    if not at_risk:
        return BlocksOut(tuple(blocks))
    stripped = list(blocks)
    removed: list[Removed] = []
    guessed = 0
    found = find_cards([blocks[at].text for at in at_risk], persons)
    for at, cards in zip(at_risk, found, strict=True):
        for card in reversed(cards):
            stripped[at] = _without(stripped[at], card)
        removed += [Removed(RULE, card.printed) for card in cards]
        guessed += sum(not card.sure for card in cards)
    return BlocksOut(tuple(stripped), tuple(removed), guessed)


def _without(block: Block, card: CardSpan) -> Block:
    """A block without one card, which hangs on the words before it."""
    text = block.text
    gap = " " if _BEGINS_WORD.match(text, card.end) else ""

    def moved(place: int) -> int:
        if place <= card.start:
            return place
        return card.start + (len(gap) + place - card.end if place > card.end else 0)

    hung = Card(card.hangs_from, card.start, card.name)
    kept = (one._replace(start=moved(one.start), end=moved(one.end)) for one in block.cards)
    return replace(
        block,
        text=f"{text[: card.start]}{gap}{text[card.end :]}",
        bold=_moved(block.bold, moved),
        italic=_moved(block.italic, moved),
        cards=tuple(sorted((*kept, hung))),
    )


def _moved(ranges: Iterable[Range], moved: Callable[[int], int]) -> tuple[Range, ...]:
    places = (Range(moved(one.start), moved(one.end)) for one in ranges)
    return tuple(one for one in places if one.end > one.start)
