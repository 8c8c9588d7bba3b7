"""What the cleaner hands to attribution: the body as blocks, and the facts of its page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from search.records import Form


OMISSION: Final = re.compile(r"\\?[<‹]\s?(?:…|\.(?:\s?\.)+)\s?\\?[>›]")
"""The editors' sign that they left something out, as it is printed and as it is mistyped."""


class BlockKind(StrEnum):
    """What a block of the body is."""

    PARAGRAPH = "paragraph"
    ABRIDGED = "abridged"  # a paragraph that is only <…>
    SCENE = "scene"  # a paragraph that is only * * *, or a rule


_SCENE: Final = re.compile(r"(?:\*\s?){2,}")
_ABRIDGED: Final = re.compile(rf"{OMISSION.pattern}\s?[.…]?")
INVISIBLE: Final = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""For `str.translate`: without what prints nothing."""


def kind_of(text: str) -> BlockKind:
    """Whether a paragraph's text is a mark of the editors or words."""
    if text[:1].isalnum():  # no mark begins so
        return BlockKind.PARAGRAPH
    bare = text.translate(INVISIBLE).strip()
    if _SCENE.fullmatch(bare):
        return BlockKind.SCENE
    if _ABRIDGED.fullmatch(bare):
        return BlockKind.ABRIDGED
    return BlockKind.PARAGRAPH


class Range(NamedTuple):
    """Start and stop in a block's text."""

    start: int
    end: int


class Card(NamedTuple):
    """A person card: the words it hangs on, and its title ("Surname Given"); its office is gone."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or mark of the published body.

    `n` counts, from 1, every non-blank paragraph of the body, marks included; a rule (`hr`), which
    is no paragraph, repeats the number before it. `text` has single plain spaces between words and
    no cards, and is otherwise as printed; the ranges are offsets into it, in order, not touching.
    """

    n: int
    kind: BlockKind
    text: str
    bold: tuple[Range, ...] = ()
    italic: tuple[Range, ...] = ()
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rest of the page says, for telling labels from look-alikes and finding speakers."""

    lang: str
    title: str
    lead: str | None
    persons: tuple[str, ...]  # the page's list, as printed: surname first
    form: Form
