"""A page saved as text with its line breaks → Draft: the accessible version, the text version.

The accessible version prints its date line again at the end; the text of an article page ends in
its lists and publication status, after which there may be menus.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.blocks import Block
from index.cleaning.draft import Draft
from index.cleaning.markup import SPACES
from index.cleaning.paragraphs import is_blank, kind_of
from index.headings.dates import read_date, read_time
from index.headings.furniture import SHARE
from index.headings.heading import DATE_LINE, begins_as_saves_do, read_heading
from index.headings.tags import split_persons
from index.headings.tail import read_tail
from index.saves.recognise import NotAStatement, SkipReason
from search.records import Form, Removed
from search.save_warnings import SaveWarning, WarningCode

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADER_CHARS: Final = 8000
_ENDS_SENTENCE: Final = re.compile(r"[.!?:;…»”\")*>,]$")
_OWN_VOICE: Final = re.compile(
    r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|us|[Yy]ou|[Yy]our|[Яя]|[Мм]ы|[Мм]не|[Нн]ам|[Нн]аш\w*|[Вв]ы|[Вв]аш\w*)\b"
)
_LABELLED: Final = re.compile(r"[^.!?]{2,200}?:\s")
_MOST_LEAD_CHARS: Final = 800


def read_text(text: str, lang: str, *, is_ours: bool = False) -> Draft:
    """The facts and text of a text save; `NotAStatement` when nothing shows that it is one.

    `is_ours` says that the page around the text showed it already.
    """
    tail = read_tail(text)
    if not (is_ours or tail.removed or begins_as_saves_do(_paragraphs(text[:_HEADER_CHARS]))):
        raise NotAStatement(SkipReason.NO_STATEMENT, "no date line, no heading of the site")
    lines = _paragraphs(tail.text)
    heading = read_heading(lines, read_date(tail.date))
    lines, after = _without_end(lines[heading.lines :])
    lead = heading.lead
    if lead is None and heading.date and _reports(lines):
        lead = lines.pop(0)
    persons = tail.tags.get("persons", "")
    return Draft(
        title=heading.title,
        blocks=tuple(Block(n, kind_of(line), line) for n, line in enumerate(lines, 1)),
        removed=(*heading.removed, *after, *tail.removed),
        lead=lead,
        date=read_date(heading.date) or read_date(tail.date),
        event_date=read_date(heading.announced),
        time=read_time(heading.time),
        place=heading.place,
        sections=tail.sections,
        topics=_listed(tail.tags.get("topics", "")),
        persons=_listed(persons) if "\n" in persons else split_persons(persons),
        geography=_listed(tail.tags.get("geography", "")),
        form=Form.TEXT,
        address=tail.address,
        warnings=() if heading.title else (SaveWarning(WarningCode.NO_TITLE),),
    )


def _without_end(lines: list[str]) -> tuple[list[str], tuple[Removed, ...]]:
    """The lines without the date line printed again and the buttons under the text."""
    end = len(lines)
    while end and SHARE.fullmatch(lines[end - 1]):
        end -= 1
    removed = tuple(Removed("menu", line) for line in lines[end:])
    if end and DATE_LINE.fullmatch(lines[end - 1]):
        end -= 1
        removed = (Removed("date line again", lines[end]), *removed)
    return lines[:end], removed


def _reports(lines: Sequence[str]) -> bool:
    """Whether the first paragraph is a lead: it tells in plain sentences what the text brings."""
    if len(lines) < 2 or len(lines[0]) > _MOST_LEAD_CHARS or not lines[0].endswith("."):
        return False
    return not (_OWN_VOICE.search(lines[0]) or _LABELLED.match(lines[0]))


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


def _pairs(lines: Sequence[str]) -> zip[tuple[str, str]]:
    return zip(["", *lines], lines, strict=False)


def _unwrapped(lines: Sequence[str]) -> list[str]:
    joined: list[str] = []
    for before, line in _pairs(lines):
        if is_blank(line):
            continue
        continues = not is_blank(before) and not _ENDS_SENTENCE.search(before)
        if joined and continues and line[:1].islower():
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined
