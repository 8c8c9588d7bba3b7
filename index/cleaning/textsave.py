"""A page saved as text with its line breaks → Draft: the accessible version, the text version.

The accessible version prints its date line again at the end; the text of an article page ends in
its lists and publication status, after which there may be menus. A text that begins with a label,
or holds two, is a statement though nothing of the site stands around it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from index.attribution.attribute import find_labels
from index.attribution.flat_labels import split_flat
from index.attribution.line_labels import labels_of_lines, with_whole_labels, with_words_after
from index.blocks import OMISSION, Block, Facts, kind_of
from index.cleaning.draft import Draft
from index.cleaning.limits import refuse_long_text
from index.cleaning.markup import SPACES
from index.cleaning.paragraphs import is_blank
from index.cleaning.spoken import is_message, is_spoken
from index.headings.dates import read_date, read_time
from index.headings.furniture import LAST_UPDATED, READER, SHARE, SOURCE_LINE
from index.headings.heading import (
    DATE_LINE,
    begins_as_saves_do,
    date_line_parts,
    read_heading,
)
from index.headings.tags import split_persons
from index.headings.tail import read_tail
from index.insets.captions import strip_lines
from index.insets.cards import strip_cards, with_cards
from index.insets.inset import strip_glossary
from index.insets.link_numbers import strip_link_numbers
from index.insets.plain_lines import plain_lines
from index.saves.no_statement import refuse_other_text
from index.saves.recognise import NotAStatement, SkipReason
from search.records import Form, Removed
from search.save_warnings import SaveWarning, WarningCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.headings.heading import Heading
    from index.headings.tail import Tail
    from index.insets.cards import CardsOut

_HEADER_CHARS: Final = 8000
_ENDS_SENTENCE: Final = re.compile(r"[.!?:;…»”\")*>,]$")
_OWN_VOICE: Final = re.compile(
    r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|us|[Yy]ou|[Yy]our|[Яя]|[Мм]ы|[Мм]не|[Нн]ам|[Нн]аш\w*|[Вв]ы|[Вв]аш\w*)\b"
)
_LABELLED: Final = re.compile(r"[^.!?]{2,200}?:\s")
_ADDRESS: Final = re.compile(r"https?://\S+")
_UNDER_TEXTS: Final = (SHARE, LAST_UPDATED, SOURCE_LINE, _ADDRESS)
_MOST_LEAD_CHARS: Final = 800
_MARK: Final = re.compile(f"({OMISSION.pattern})")
_LONG_LINE_CHARS: Final = 3000  # no paragraph of the site is longer


def read_text(text: str, lang: str, *, is_ours: bool = False) -> Draft:
    """The facts and text of a text save; `NotAStatement` when nothing shows that it is one.

    `is_ours` says that the page around the text showed it already.
    """
    refuse_long_text(text)
    text, numbers = strip_link_numbers(plain_lines(text))
    tail = read_tail(text)
    printed = tail.tags.get("persons", "")
    persons = _listed(printed) if "\n" in printed else split_persons(printed)
    facts = Facts(lang, "", None, persons, Form.TEXT)
    whole = [strip_glossary(line) for line in with_cards(_paragraphs(tail.text), persons)]
    glossary = [block for line in whole for block in line.removed]
    cards = strip_cards(with_words_after([line.text for line in whole], facts), persons)
    cards = cards._replace(removed=(*numbers, *glossary, *cards.removed))
    told = replace(facts, persons=(*persons, *cards.names))
    printed_lines = with_whole_labels(_with_breaks(cards.texts, told), told)
    labels = labels_of_lines(printed_lines, told)
    lines, captions, first = strip_lines(printed_lines, min(labels, default=len(printed_lines)))
    if not (is_ours or tail.address):
        refuse_other_text(lines, is_spoken=bool(labels))
    message = not labels and bool(lines) and is_message(" ".join(lines[:2]))
    speaks = is_spoken(labels) or message
    dated = bool(labels) and min(labels) > 0 and DATE_LINE.fullmatch(lines[0]) is not None
    if not (
        dated
        or is_ours
        or any(block.rule != "menu" for block in tail.removed)
        or speaks
        or begins_as_saves_do(_paragraphs(text[:_HEADER_CHARS]))
    ):
        reason = SkipReason.OTHER_PAGE if tail.removed else SkipReason.NO_STATEMENT
        raise NotAStatement(reason, "no date line, no label, no heading of the site")
    heading = read_heading(lines, read_date(tail.date), first if labels else 0 if message else None)
    body = lines[heading.lines :]
    if labels and first <= heading.lines:
        return _draft(tail, heading, body, cards, captions, persons)
    reported, body = _reported(heading, body)
    return _draft(tail, reported, body, cards, captions, persons)


def read_lines(text: str, lang: str, title: str, lead: str | None) -> Draft:
    """The text alone of a save with line breaks, of which title and lead are known."""
    refuse_long_text(text)
    tail = read_tail(text)
    persons = split_persons(tail.tags.get("persons", ""))
    facts = Facts(lang, title, lead, persons, Form.TEXT)
    cards = strip_cards(with_words_after(_paragraphs(tail.text), facts), persons)
    told = replace(facts, persons=(*persons, *cards.names))
    printed_lines = with_whole_labels(_with_breaks(cards.texts, told), told)
    labels = labels_of_lines(printed_lines, told)
    kept, captions, _ = strip_lines(printed_lines, min(labels, default=len(printed_lines)))
    lines, after, _ = _without_end(kept)
    return Draft(
        title=title or None,
        blocks=tuple(Block(n, kind_of(line), line) for n, line in enumerate(lines, 1)),
        removed=(*captions, *cards.removed, *after, *tail.removed),
        lead=lead,
        sections=tail.sections,
        topics=_listed(tail.tags.get("topics", "")),
        persons=persons,
        cards=cards.names,
        geography=_listed(tail.tags.get("geography", "")),
        form=Form.TEXT,
        address=tail.address,
        warnings=tuple(cards_without_end(cards)),
    )


def cards_without_end(cards: CardsOut) -> Iterator[SaveWarning]:
    """What is said of cards the end of which had to be guessed."""
    if cards.guessed:
        yield SaveWarning(WarningCode.CARDS_WITHOUT_END, {"count": cards.guessed})


def _reported(heading: Heading, body: list[str]) -> tuple[Heading, list[str]]:
    """The heading with the first paragraph as its lead, where that reports, and the rest."""
    at = int(bool(body) and body[0] == heading.title)  # the title again, as a caption
    if (
        heading.lead is not None
        or not heading.date
        or len(body[at:]) < 2
        or not is_report(body[at])
    ):
        return heading, body
    return replace(heading, lead=body[at]), [*body[:at], *body[at + 1 :]]


def _draft(
    tail: Tail,
    heading: Heading,
    body: list[str],
    cards: CardsOut,
    captions: Sequence[Removed],
    persons: tuple[str, ...],
) -> Draft:
    lines, after, closing = _without_end(body)
    lead = heading.lead
    if lines and heading.title and lines[0] == heading.title:
        captions = (*captions, Removed("media caption", lines.pop(0)))
    date, time, place = heading.date, heading.time, heading.place
    if not date and closing is not None and not heading.announced:
        date, time, place = date_line_parts(closing)
    if not date and not heading.announced:
        time = tail.time
    announced = heading.announced
    return Draft(
        title=heading.title,
        blocks=tuple(Block(n, kind_of(line), line) for n, line in enumerate(lines, 1)),
        removed=(*heading.removed, *captions, *cards.removed, *after, *tail.removed),
        lead=lead,
        date=read_date(date) or read_date(tail.date),
        event_date=read_date(announced),
        time=read_time(tail.time if announced else time or ""),
        place=place or None,
        sections=tail.sections,
        topics=_listed(tail.tags.get("topics", "")),
        persons=persons,
        cards=cards.names,
        geography=_listed(tail.tags.get("geography", "")),
        form=Form.TEXT,
        address=tail.address,
        warnings=tuple(_warnings(heading.title, date or announced or tail.date, cards)),
    )


def _warnings(title: str | None, date: str, cards: CardsOut) -> Iterator[SaveWarning]:
    yield from cards_without_end(cards)
    if not title:
        yield SaveWarning(WarningCode.NO_TITLE)
    if not date:
        yield SaveWarning(WarningCode.NO_DATE)


def _with_breaks(lines: Sequence[str], facts: Facts) -> list[str]:
    """The lines, one that lost its line breaks cut before every label in it.

    Collections print title, lead and date in lines of their own and a whole body in one.
    """
    chars = sum(map(len, lines))
    broken: list[str] = []
    for line in lines:
        lost = ":" in line and (len(line) > _LONG_LINE_CHARS or 2 * len(line) > chars)
        broken += _cut(line, facts) if lost else _at_marks(line)
    return broken


def _cut(line: str, facts: Facts) -> list[str]:
    """The parts of a line by the labels in it; all of it where none that names somebody is amid."""
    parts = split_flat(line, facts)
    labels = find_labels(parts, facts)
    amid = any(at > 0 and label.speaker is not None for at, label in labels.items())
    return [part.text for part in parts] if amid else _at_marks(line)


def _without_end(
    lines: list[str],
) -> tuple[list[str], tuple[Removed, ...], re.Match[str] | None]:
    """The lines without the date line that ends them and the buttons under the text."""
    end = len(lines)
    while end and any(menu.fullmatch(lines[end - 1]) for menu in _UNDER_TEXTS):
        end -= 1
    if all(_ADDRESS.fullmatch(line) for line in lines[end:]):
        end = len(lines)
    removed = tuple(Removed("menu", line) for line in lines[end:])
    for size in (1, 3):  # date, clock and place may have a line each
        line = ", ".join(lines[max(0, end - size) : end])
        if end >= size and (closing := DATE_LINE.fullmatch(line)):
            removed = (Removed("date line again", line), *removed)
            return lines[: end - size], removed, closing
    return lines[:end], removed, None


def is_report(text: str) -> bool:
    """Whether a paragraph is a lead: it tells in plain sentences what the text brings."""
    if len(text) > _MOST_LEAD_CHARS or not text.endswith("."):
        return False
    return not (_OWN_VOICE.search(text) or _LABELLED.match(text))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))


def _paragraphs(text: str) -> list[str]:
    """Non-blank lines, or, where blank lines part paragraphs, those with wrapped lines joined."""
    lines = [SPACES.sub(" ", line).strip() for line in text.split("\n")]
    filled = [line for line in lines if not is_blank(line)]
    groups = sum(not is_blank(line) and is_blank(before) for before, line in _pairs(lines))
    if groups * 2 < len(filled):
        return filled if groups < 2 else _unwrapped(lines)
    return _unwrapped(lines)


def _at_marks(line: str) -> list[str]:
    """A line cut at the marks of an omission in it: they are nobody's words."""
    if OMISSION.search(line) is None:
        return [line]
    return [part.strip() for part in _MARK.split(line) if part.strip()]


def _pairs(lines: Sequence[str]) -> zip[tuple[str, str]]:
    return zip(["", *lines], lines, strict=False)


def _unwrapped(lines: Sequence[str]) -> list[str]:
    joined: list[list[str]] = []
    for before, line in _pairs(lines):
        if is_blank(line):
            continue
        continues = not is_blank(before) and not _ENDS_SENTENCE.search(before)
        breaks = _ADDRESS.match(line) or READER.fullmatch(line)
        if joined and continues and line[:1].islower() and not breaks:
            joined[-1].append(line)
        else:
            joined.append([line])
    return list(map(" ".join, joined))
