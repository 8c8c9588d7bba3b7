"""Texts of a page saved without markup → the same without person cards, and what was taken out."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from index.insets.card_name import find_card_names
from index.insets.card_office import read_office
from index.names.word import look_up
from search.records import Removed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.insets.card_name import CardName
    from index.insets.card_office import Office

RULE: Final = "person card"
_PATRONYMIC: Final = re.compile(r"(?<=\w\s)[А-ЯЁ][а-яё]+(?:вич|вна|[ьмкт]ич|[иы]чна)$")
_LABEL_ENDS: Final = re.compile(r"\s*(?:\([^()]{1,60}\)\s*)?:")
_CONTEXT_CHARS: Final = 300
_MOST_LABEL_LINES: Final = 5  # name, card's name, once or twice, its office
_MOST_OFFICES: Final = 20  # of one person on one page; each further card is compared with all
_SENTENCE_BEGINS: Final = re.compile(r"(?<!\b[A-ZА-ЯЁ])[.?!…][)»”\"’]*\s*|[)»”:>]\s*")


class CardsOut(NamedTuple):
    """Texts without cards; what was taken out; how many ends of cards were guessed.

    `names` are surname and given names of those on the cards, each once.
    """

    texts: tuple[str, ...]
    removed: tuple[Removed, ...] = ()
    names: tuple[str, ...] = ()
    guessed: int = 0


class CardSpan(NamedTuple):
    """A card in a text: what it hangs on begins at `hangs_from`, the card is `start` to `end`.

    `printed` is the card; `sure` tells that the end of its office had not to be guessed.
    """

    hangs_from: int
    start: int
    end: int
    name: str
    printed: str
    sure: bool


class _Card(NamedTuple):
    name: CardName
    office: Office


def strip_cards(texts: Sequence[str], persons: Sequence[str], heads: int = 0) -> CardsOut:
    """`texts` of one page without their cards; the first `heads` of them are title and lead.

    A name printed twice in a heading is the end of the title and the beginning of the lead.
    """
    stripped, removed, names, guessed = [], [], [], 0
    for text, cards in zip(texts, _of_texts(texts, persons, heads), strict=True):
        stripped.append(_without(text, cards))
        removed += [Removed(RULE, _printed(text, card)) for card in cards]
        names += [_PATRONYMIC.sub("", card.name.name).strip() for card in cards]
        guessed += sum(not card.office.sure for card in cards)
    return CardsOut(tuple(stripped), tuple(removed), tuple(dict.fromkeys(names)), guessed)


def find_cards(texts: Sequence[str], persons: Sequence[str]) -> list[list[CardSpan]]:
    """Where the cards of each of `texts` stand, those whose name nothing but a card prints so."""
    found = _of_texts(texts, persons, heads=len(texts))
    return [[_span(text, card) for card in cards] for text, cards in zip(texts, found, strict=True)]


def _span(text: str, card: _Card) -> CardSpan:
    printed = _printed(text, card)
    start = len(text[: card.name.start].rstrip())
    end = text.index(printed, card.name.start) + len(printed)
    name = _PATRONYMIC.sub("", card.name.name).strip()
    return CardSpan(card.name.hangs_from, start, end, name, printed, card.office.sure)


def _of_texts(texts: Sequence[str], persons: Sequence[str], heads: int) -> list[list[_Card]]:
    """The cards of each text; an office that one shows whole tells where it ends in others."""
    offices: dict[str, set[str]] = defaultdict(set)
    found = [list(find_card_names(text, persons)) for text in texts]
    for text, printed in zip(texts, found, strict=True):
        for card in _cards(text, printed, offices):
            known = offices[card.name.name]
            if card.office.sure and len(known) < _MOST_OFFICES:
                known.add(text[card.name.end : card.office.end].strip())
    return [
        [card for card in _cards(text, printed, offices) if card.name.sure or at >= heads]
        for at, (text, printed) in enumerate(zip(texts, found, strict=True))
    ]


def with_cards(lines: Sequence[str], persons: Sequence[str]) -> list[str]:
    """The lines, those of a label's card joined to the name above them.

    Name, card's name and card's office stand in lines of their own there, the colon after them.
    """
    joined: list[str] = []
    at = 0
    lines = _with_colons(lines)
    while at < len(lines):
        size = _lines_of_label(lines[at : at + _MOST_LABEL_LINES], persons)
        joined.append(" ".join(lines[at : at + size]))
        at += size
    return joined


def _with_colons(lines: Sequence[str]) -> Sequence[str]:
    """The lines, a colon that has a line of its own joined to the one above."""
    joined: list[str] = []
    for line in lines:
        if joined and line == ":":
            joined[-1] = f"{joined[-1]} :"
        else:
            joined.append(line)
    return joined


def _lines_of_label(lines: Sequence[str], persons: Sequence[str]) -> int:
    """How many lines a label with its card takes; one where there is no card."""
    if len(lines) < 2 or len(lines[0]) > _CONTEXT_CHARS or ":" in lines[0]:
        return 1
    card = next(iter(find_card_names(f"{lines[0]} {lines[1]}", persons)), None)
    if card is not None and card.end == len(lines[0]):
        return 2 if 0 <= lines[1].find(":") <= _CONTEXT_CHARS else 1
    if card is None or card.start != len(lines[0]) + 1:
        return 1
    if ":" in lines[1]:
        return 2
    if card.end != len(lines[0]) + 1 + len(lines[1]):
        return 1
    rest = lines[2:]
    while len(rest) > 1 and rest[0] == lines[1]:
        rest = rest[1:]  # the text of the card's picture
    return len(lines) - len(rest) + 1 if rest and 0 <= rest[0].find(":") <= _CONTEXT_CHARS else 1


def _cards(text: str, found: Sequence[CardName], offices: dict[str, set[str]]) -> Iterator[_Card]:
    """The cards of one text, from left to right, none inside another."""
    after = 0
    for at, name in enumerate(found):
        if name.start < after:
            continue
        until = found[at + 1].hangs_from if at + 1 < len(found) else len(text)
        before = _sentence_before(text, name.hangs_from)
        office = read_office(text, name.end, until, before, offices.get(name.name, ()))
        printed = text[name.end : office.end].strip().removesuffix(office.flag)
        if not name.sure and not _is_office(printed, text[office.end :]):
            continue
        after = office.end
        yield _Card(name, office)


def _is_office(office: str, after: str) -> bool:
    """Whether what follows a name printed twice makes it a card."""
    words = office.split()
    told = bool(words) and look_up(words[0].strip(",")).is_role_word
    return told or (not words and _LABEL_ENDS.match(after) is not None)


def _sentence_before(text: str, end: int) -> str:
    """What the sentence says before `end`."""
    floor = max(0, end - _CONTEXT_CHARS)
    start = floor
    for match in _SENTENCE_BEGINS.finditer(text, floor, end):
        start = match.end()
    return text[start:end]


def _printed(text: str, card: _Card) -> str:
    block = text[card.name.start : card.office.end].strip()
    return block.removesuffix(card.office.flag).strip() if card.office.flag else block


def _without(text: str, cards: Sequence[_Card]) -> str:
    pieces: list[str] = []
    at = 0
    for card in cards:
        pieces.append(text[at : card.name.start].rstrip())
        pieces.append(f" {card.office.flag}" if card.office.flag else "")
        at = card.office.end
        gap = text[at : at + 1]
        pieces.append(" " if gap.isalnum() or (gap in '«“"(' and gap) else "")
    return "".join((*pieces, text[at:]))
