"""A page saved as one line of text → Draft, best effort: where a paragraph ended is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from index.attribution.attribute import find_labels
from index.attribution.flat_labels import split_flat
from index.blocks import BlockKind, Facts
from index.cleaning.draft import Draft
from index.cleaning.limits import refuse_long_text
from index.cleaning.spoken import is_message, is_spoken
from index.cleaning.textsave import cards_without_end, is_report
from index.headings.dates import read_date, read_time
from index.headings.flat_heading import When, closing_date, dates_in_head, flat_furniture
from index.headings.headline import split_headline
from index.headings.place import find_place, opening_words
from index.headings.tags import split_names, split_persons
from index.headings.tail import read_tail
from index.insets.captions import is_caption, strip_buttons
from index.insets.cards import strip_cards
from index.insets.inset import strip_glossary, strip_insets
from index.saves.no_statement import is_news_line
from index.saves.recognise import NotAStatement, SkipReason
from search.records import Form, Removed
from search.save_warnings import SaveWarning, WarningCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.attribution.labels import Label
    from index.blocks import Block
    from index.headings.tail import Tail
    from index.insets.cards import CardsOut

_FIRST_SENTENCE: Final = re.compile(r"([^.!?:]{3,200}\.)\s+(?=\S)")
_ENDS_SENTENCE: Final = re.compile(r"(?<!Jr)\.\)?$")
"""A stop inside a quotation is of that: a title may end in “On Citizenship.”"""
_REPORT: Final = re.compile(r"[A-ZА-ЯЁ«“](?:[^.!?:]|(?<=\b[A-ZА-ЯЁ])\.){20,800}?\.(?=\s|$)")
_MOST_TITLE_CHARS: Final = 500  # the longest seen has 240, with its lead 700
_OPENING_CHARS: Final = 4_000  # enough for the labels that tell a place from a name


class _Header(NamedTuple):
    """What stands before the text, as printed; empty where it is not."""

    head: str
    body: str
    when: When
    closes: bool = False  # the only date line ends the text
    removed: tuple[Removed, ...] = ()


class _Placed(NamedTuple):
    """A label and where in the text it begins."""

    start: int
    label: Label


def is_flat(text: str) -> bool:
    """Whether a text is a whole page in one line."""
    return "\n" not in text.strip()


def read_flat(text: str, lang: str) -> Draft:
    """The facts and text of a page in one line (spaces plain, no breaks).

    `NotAStatement` when it has neither publication status, date line nor label.
    """
    refuse_long_text(text)
    tail = read_tail(text)
    persons = split_persons(tail.tags.get("persons", ""))
    header = _read_header(tail, Facts(lang, "", None, persons, Form.FLAT))
    insets = strip_insets(f" {header.body.strip()}")
    buttons, insets.text = strip_buttons(insets.text)
    above = strip_glossary(header.head.strip())
    insets.removed += above.removed
    cards = strip_cards((above.text, insets.text.strip()), persons, heads=1)
    head, body = cards.texts
    if header.closes and _is_title(body):
        head, body = body, ""
    title, lead = _headline(head, header)
    told = Facts(lang, title or "", lead, (*persons, *cards.names), Form.FLAT)
    place, body, guessed = _place(header.when, body, told, tail.tags.get("geography", ""))
    captions, body = _caption(body, title)
    blocks = split_flat(body, told)
    if title is None and lead is None:
        lead, blocks = _leading(blocks, told)
        title, lead = _titled(lead)
    elif title and lead is None and not (header.when.announced or header.when.in_article):
        lead, blocks = _reported(blocks, told)
    spoken = (
        bool(tail.address)
        or is_spoken(find_labels(blocks, told))
        or (title is None and is_message(body))
    )
    if not spoken and is_news_line(text):
        raise NotAStatement(SkipReason.LIST, "titles and dates only")
    if not (spoken or header.when.date or header.when.announced):
        raise NotAStatement(
            SkipReason.NO_STATEMENT, "no date line, no label, no heading of the site"
        )
    when = header.when
    return Draft(
        title=title,
        blocks=blocks,
        removed=(
            *header.removed,
            *captions,
            *buttons,
            *insets.removed,
            *cards.removed,
            *tail.removed,
        ),
        lead=lead,
        date=read_date(when.date or tail.date),
        event_date=read_date(when.announced),
        time=read_time(tail.time if when.announced or not when.date else when.time),
        place=place,
        sections=tail.sections,
        topics=split_names(tail.tags.get("topics", "")),
        persons=persons,
        cards=cards.names,
        geography=split_names(tail.tags.get("geography", "")),
        form=Form.FLAT,
        address=tail.address,
        warnings=tuple(_warnings(title, when.date or when.announced or tail.date, cards, guessed)),
    )


def read_line(text: str, lang: str, title: str, lead: str | None) -> Draft:
    """The text alone of a page in one line, of which title and lead are known."""
    refuse_long_text(text)
    tail = read_tail(text)
    persons = split_persons(tail.tags.get("persons", ""))
    insets = strip_insets(f" {tail.text.strip()}")
    cards = strip_cards((insets.text.strip(),), persons)
    told = Facts(lang, title, lead, (*persons, *cards.names), Form.FLAT)
    return Draft(
        title=title or None,
        blocks=split_flat(cards.texts[0], told),
        removed=(*insets.removed, *cards.removed, *tail.removed),
        lead=lead,
        sections=tail.sections,
        topics=split_names(tail.tags.get("topics", "")),
        persons=persons,
        cards=cards.names,
        geography=split_names(tail.tags.get("geography", "")),
        form=Form.FLAT,
        address=tail.address,
        warnings=(SaveWarning(WarningCode.ONE_LINE), *cards_without_end(cards)),
    )


def _read_header(tail: Tail, facts: Facts) -> _Header:
    crumb = flat_furniture(tail.text)
    text = tail.text[len(crumb) :]
    removed: tuple[Removed, ...] = (Removed("crumb", crumb.strip()),) if crumb.strip() else ()
    closing = None if tail.removed else closing_date(text)  # above a status it ends an inset
    for when in dates_in_head(text):
        if closing is not None and when.start >= closing.start - 1:
            break
        if when.announced and not when.date:
            removed += (Removed("announcement line", text[when.start : when.end].strip()),)
        elif _placed_labels(text[: when.start], facts):
            break  # a date that somebody speaks of
        body = text[when.end :]
        again = None if tail.removed else closing_date(body)
        if again is not None and read_date(again.date) == read_date(when.date):
            removed += (Removed("date line again", body[again.start :].strip()),)
            body = body[: again.start]
        return _Header(text[: when.start], body, when, removed=removed)
    if closing is None:
        return _Header("", text, When(0, 0, ""), removed=removed)
    return _Header("", text[: closing.start], closing, closes=True, removed=removed)


def _headline(head: str, header: _Header) -> tuple[str | None, str | None]:
    """Title and lead: a head that is all one sentence is a lead, for no title ends so."""
    if not head:
        return None, None
    title, lead = split_headline(head)
    if lead is None and not header.when.announced and _ENDS_SENTENCE.search(title):
        return None, title
    return title, lead


def _place(when: When, body: str, facts: Facts, geography: str) -> tuple[str | None, str, bool]:
    """The place, the text after it, and whether the place had to be guessed."""
    if when.announced or not when.date or when.place is not None:
        return when.place, body, False
    placed = _placed_labels(body[:_OPENING_CHARS], facts)
    opens = placed[0].label.printed if placed and placed[0].start == 0 else opening_words(body)
    names = {one.label.speaker for one in placed[1:] if one.label.speaker}
    told = f"{facts.title or ''} | {facts.lead or ''}\n{geography}"
    found = find_place(body, facts.title, told, opens, names)
    return found.place, body[found.end :].lstrip(" ,"), found.guessed


def _placed_labels(text: str, facts: Facts) -> list[_Placed]:
    """The labels in `text`, each with the place of its first letter."""
    blocks = split_flat(text, facts)
    labels = find_labels(blocks, facts)
    found, at = [], 0
    for position, block in enumerate(blocks):
        at = text.index(block.text, at)
        if position in labels:
            found.append(_Placed(at, labels[position]))
        at += len(block.text)
    return found


def _caption(body: str, title: str | None) -> tuple[tuple[Removed, ...], str]:
    """The caption of the picture, which is the title again, and the text after it."""
    removed: tuple[Removed, ...] = ()
    while title and body.startswith(f"{title} "):
        after = body[len(title) :].lstrip()
        if not (after[:1].isupper() or after[:1] in "«“(<*"):
            break
        removed, body = (*removed, Removed("media caption", title)), after
    while (found := _FIRST_SENTENCE.match(body)) and is_caption(found[1]):
        removed = (*removed, Removed("media caption", found[1]))
        body = body[found.end() :]
    return removed, body


def _leading(blocks: Sequence[Block], facts: Facts) -> tuple[str | None, tuple[Block, ...]]:
    """What precedes the first label or mark of a text without a heading, and the rest."""
    labels = find_labels(blocks, facts)
    first = min(labels, default=0)
    before = [block.text for block in blocks[:first] if block.kind is BlockKind.PARAGRAPH]
    return (" ".join(before) or None), tuple(blocks[first:] if before else blocks)


def _reported(blocks: Sequence[Block], facts: Facts) -> tuple[str | None, tuple[Block, ...]]:
    """The lead that stands between date line and first label, its first sentence, and the rest.

    Nine of ten leads are one sentence; paragraphs are lost.
    """
    first = min(find_labels(blocks, facts), default=0)
    if first == 0 or blocks[0].kind is not BlockKind.PARAGRAPH:
        return None, tuple(blocks)
    sentence = _REPORT.match(blocks[0].text)
    if sentence is None or not is_report(sentence[0]):
        return None, tuple(blocks)
    rest = blocks[0].text[sentence.end() :].lstrip()
    kept = (replace(blocks[0], text=rest), *blocks[1:]) if rest else tuple(blocks[1:])
    return sentence[0], kept


def _titled(lead: str | None) -> tuple[str | None, str | None]:
    """Title and lead of what precedes the first label of a text that prints no date above it."""
    title, rest = split_headline(lead if lead and len(lead) < _OPENING_CHARS else "")
    return (title, rest) if rest is not None else (None, lead)


def _is_title(body: str) -> bool:
    """Whether all that a text has before the date that ends it is a title, or one and a lead."""
    if ":" in body or len(body) > _MOST_TITLE_CHARS:
        return False
    title, lead = split_headline(body)
    return lead is not None or not _ENDS_SENTENCE.search(title)


def _warnings(
    title: str | None, date: str, cards: CardsOut, guessed: bool
) -> Iterator[SaveWarning]:
    yield SaveWarning(WarningCode.ONE_LINE)
    yield from cards_without_end(cards)
    if title is None:
        yield SaveWarning(WarningCode.NO_TITLE)
    if not date:
        yield SaveWarning(WarningCode.NO_DATE)
    if guessed:
        yield SaveWarning(WarningCode.PLACE_GUESSED)
