"""Blocks of one page → turns: labels split them, and only labels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from index.attribution.inferred_roles import infer_roles
from index.attribution.label_rules import GOES_ON_SMALL
from index.attribution.labels import Label, Rejected, read_label
from index.attribution.page_speaker import page_speaker
from index.attribution.qualifiers import opening_flag
from index.blocks import BlockKind
from index.names.page_names import read_known, repeated_names
from search.records import Evidence, Mark, MarkKind, Turn, TurnKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from index.blocks import Block, Facts
    from index.names.page_names import PageNames


_MOST_READINGS: Final = 3


@dataclass(slots=True)
class _Open:
    """A turn while its paragraphs are gathered."""

    n: int
    label: Label | None
    paragraphs: list[str] = field(default_factory=list)
    ordinals: list[int] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)


def attribute(blocks: Sequence[Block], facts: Facts) -> tuple[Turn, ...]:
    """The turns of a page, in order; every block's text is in exactly one of them."""
    labels = find_labels(blocks, facts)
    turns = [_closed(turn) for turn in _gather(blocks, labels)]
    if labels:
        return infer_roles(turns)
    return tuple(_by_page(turn, blocks, facts) for turn in turns)


def _by_page(turn: Turn, blocks: Sequence[Block], facts: Facts) -> Turn:
    """A page without labels: the narrative it is, or the speech that its title or lead call it."""
    speaker = page_speaker(turn.paragraphs, facts, read_known(blocks, facts))
    if speaker is None:
        return turn
    return replace(turn, kind=TurnKind.SPEECH, evidence=Evidence.PAGE, speaker=speaker)


def find_labels(blocks: Sequence[Block], facts: Facts) -> dict[int, Label]:
    """The labels of a page by the position of the block they open."""
    read = _read_again(tuple(blocks), facts).items()
    return {at: label for at, label in read if isinstance(label, Label)}


def find_rejected(blocks: Sequence[Block], facts: Facts) -> dict[int, Rejected]:
    """What looks like a label on a page and is none, by the position of the block it opens."""
    read = _read_again(tuple(blocks), facts).items()
    return {at: other for at, other in read if isinstance(other, Rejected)}


@lru_cache(maxsize=1)
def _read_again(blocks: tuple[Block, ...], facts: Facts) -> Mapping[int, Label | Rejected]:
    """The openings of all blocks; the last page's are kept, for they are asked more than once.

    Where no list and no office tells anybody in a text, names that open lines twice vouch.
    """
    known = read_known(blocks, facts)
    read = _read_thrice(blocks, known)
    if known.is_text and not any(isinstance(one, Label) for one in read.values()):
        seeds = tuple(repeated_names(block.text for block in blocks))
        read = _read_thrice(blocks, known.with_labels(seeds)) if seeds else read
    return _without_first_names(read)


def _read_thrice(blocks: tuple[Block, ...], known: PageNames) -> dict[int, Label | Rejected]:
    """The openings of all blocks; what the sure labels name vouches for the doubtful ones.

    A third reading, where the second found more, lets these answer a question.
    """
    read: dict[int, Label | Rejected] = {}
    seen: set[int] = set()
    for _ in range(_MOST_READINGS):
        labels = {at: found for at, found in read.items() if isinstance(found, Label)}
        if read and (not labels or seen == set(labels)):
            break
        seen = set(labels)
        names = [(label.speaker, label.role) for label in labels.values() if label.speaker]
        told = known.with_labels(names) if names else known
        read = _read_all(blocks, told, frozenset(labels))
    return read


def _without_first_names(read: dict[int, Label | Rejected]) -> dict[int, Label | Rejected]:
    """The same without bold names that go on small before anybody speaks: the editors' words."""
    spoken = (at for at, one in read.items() if isinstance(one, Label) and not one.is_unread)
    first = min(spoken, default=0)
    return {at: one for at, one in read.items() if at >= first or one.rule != GOES_ON_SMALL}


def _read_all(
    blocks: Sequence[Block], known: PageNames, sure: frozenset[int]
) -> dict[int, Label | Rejected]:
    texts = [at for at, block in enumerate(blocks) if block.kind is BlockKind.PARAGRAPH]
    after = dict(pairwise(texts))
    read = ((at, read_label(blocks[at], known, answered=after.get(at) in sure)) for at in texts)
    return {at: found for at, found in read if found is not None}


def _gather(blocks: Iterable[Block], labels: dict[int, Label]) -> list[_Open]:
    """Blocks in order, cut before every label; marks go to the turn they stand in."""
    turns: list[_Open] = []
    for at, block in enumerate(blocks):
        label = labels.get(at)
        if label or not turns:
            turns.append(_Open(block.n, label))
        turn = turns[-1]
        if block.kind is BlockKind.PARAGRAPH:
            if not turn.paragraphs and not turn.label:
                turn.n = block.n
            _add(turn, block.text[label.words_start :] if label else block.text, block.n)
        else:
            turn.marks.append(
                Mark(len(turn.paragraphs) - 1, MarkKind(block.kind.value), block.text)
            )
    return _without_bare_marks(turns)


def _add(turn: _Open, text: str, ordinal: int) -> None:
    """One more paragraph, number `ordinal` of the body.

    A flag that opens it counts near the label, or after such a flag.

    "(Speaking Russian)" and then "(Translated)" keep track of the language; a lone "(Speaks
    German.)" far into a speech says nothing of the whole.
    """
    opening = opening_flag(text)
    if turn.label and opening and (turn.flags or len(turn.paragraphs) <= 1):
        turn.flags.append(opening)
    if text:
        turn.paragraphs.append(text)
        turn.ordinals.append(ordinal)


def _without_bare_marks(turns: list[_Open]) -> list[_Open]:
    """Marks before the first words of a page belong to its first turn, not to an empty one."""
    if len(turns) < 2 or turns[0].label or turns[0].paragraphs:
        return turns
    turns[1].marks[:0] = turns[0].marks
    return turns[1:]


def _closed(turn: _Open) -> Turn:
    """The turn: the editors' words, unless a label says whose they are.

    Under a label that could not be read the words are somebody's, and nothing tells whose.
    """
    narrative = Turn(
        turn.n,
        tuple(turn.paragraphs),
        TurnKind.NARRATIVE,
        Evidence.NONE,
        marks=tuple(turn.marks),
        ordinals=tuple(turn.ordinals),
    )
    if turn.label is None:
        return narrative
    return replace(
        narrative,
        kind=turn.label.kind,
        evidence=Evidence.NONE if turn.label.is_unread else Evidence.LABEL,
        label=turn.label.printed,
        speaker=turn.label.speaker,
        role=turn.label.role,
        qualifiers=tuple(dict.fromkeys((*turn.label.qualifiers, *turn.flags))),
    )
