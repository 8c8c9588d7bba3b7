"""A page saved as text with its line breaks → Draft: the accessible version, the text version.

Without markup the roles of lines are told by order: settings and headings of the site, crumb,
title, date with time and place, lead, text; the accessible version prints its date line again at
the end, the article page ends in its lists and publication status.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.blocks import Block
from index.dates import PRINTED_DATE, read_date, read_time
from index.draft import Draft
from index.flat import read_tail
from index.furniture import ANNOUNCED, CHROME, CRUMB, SHARE
from index.markup import SPACES
from index.paragraphs import is_blank, kind_of
from index.recognise import NotAStatement, Reason
from index.tags import split_persons
from search.records import Form, Removed

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATE_LINE: Final = re.compile(
    rf"(?P<date>{PRINTED_DATE})(?:,?\s(?P<time>\d\d?:\d\d))?(?:,\s?(?P<place>[^.!?:]{{2,80}}))?"
)
_TIME_LINE: Final = re.compile(r"\d\d?:\d\d")
_PLACE_LINE: Final = re.compile(r"[A-ZА-ЯЁ][^.!?:;]{2,60}")
_HEADER_LINES: Final = 12  # title, lead and what precedes them; a date further down is text
_HEADER_CHARS: Final = 8000
_ENDS_SENTENCE: Final = re.compile(r"[.!?:;…»”\")*>,]$")
_OWN_VOICE: Final = re.compile(
    r"\b(?:I|we|We|my|My|our|Our|us|you|You|your|Your|[Яя]|[Мм]ы|[Мм]не|[Нн]ам|[Нн]аш\w*|[Вв]ы|[Вв]аш\w*)\b"
)
_LABELLED: Final = re.compile(r"[^.!?]{2,200}?:\s")
_MOST_LEAD_CHARS: Final = 800
_NO_TITLE: Final = "the save holds no title"


@dataclass(slots=True)
class _Lines:
    """The lines of a save while its parts are taken off them."""

    lines: list[str]
    removed: list[Removed] = field(default_factory=list)

    def drop(self, position: int, rule: str) -> None:
        self.removed.append(Removed(rule, self.lines.pop(position)))


def read_text(text: str, lang: str, *, is_ours: bool = False) -> Draft:
    """The facts and text of a text save; `NotAStatement` when nothing shows that it is one.

    `is_ours` says that the page around the text showed it already.
    """
    tail = read_tail(text)
    if not (is_ours or tail.removed or _looks_ours(text)):
        raise NotAStatement(Reason.NO_STATEMENT, "no date line, no heading of the site")
    saved = _Lines(_paragraphs(tail.text))
    _drop_furniture(saved)
    when = _find_date_line(saved.lines)
    title, lead, facts, announced = _take_header(saved, when)
    _drop_repeated_date(saved, when)
    if lead is None and when is not None:
        lead = _lead_after_date(saved.lines)
    day = read_date(facts.get("date", "")) or read_date(tail.date)
    persons = tail.tags.get("persons", "")
    return Draft(
        title=title,
        blocks=_blocks(saved.lines),
        removed=(*saved.removed, *tail.removed),
        lead=lead,
        date=day,
        event_date=read_date(announced) if announced else None,
        time=read_time(facts.get("time", "")),
        place=facts.get("place") or None,
        sections=tail.sections,
        topics=_listed(tail.tags.get("topics", "")),
        persons=_listed(persons) if "\n" in persons else split_persons(persons),
        geography=_listed(tail.tags.get("geography", "")),
        form=Form.TEXT,
        address=tail.address,
        warnings=() if title else (_NO_TITLE,),
    )


def _looks_ours(text: str) -> bool:
    """Whether a text begins as saves of the site do, told without reading all of it."""
    lines = _paragraphs(text[:_HEADER_CHARS])[: 2 * _HEADER_LINES]
    furniture = lines and (CHROME.fullmatch(lines[0]) or CRUMB.match(lines[0]))
    return bool(furniture) or _find_date_line(lines) is not None


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


def _drop_furniture(saved: _Lines) -> None:
    """Take off the settings, headings and crumb of the site that stand before the title."""
    while saved.lines and CHROME.fullmatch(saved.lines[0]):
        saved.drop(0, "site furniture")
    while saved.lines and (crumb := CRUMB.match(saved.lines[0])):
        saved.removed.append(Removed("crumb", crumb[0].strip()))
        rest = saved.lines[0][crumb.end() :].strip()
        saved.lines[:1] = [rest] if rest else []
        if rest:
            break
    while saved.lines and SHARE.fullmatch(saved.lines[-1]):
        saved.drop(len(saved.lines) - 1, "site furniture")


def _find_date_line(lines: Sequence[str]) -> int | None:
    for position, line in enumerate(lines[:_HEADER_LINES]):
        if _DATE_LINE.fullmatch(line) or ANNOUNCED.fullmatch(line):
            return position
    return None


def _take_header(
    saved: _Lines, when: int | None
) -> tuple[str, str | None, dict[str, str], str | None]:
    """Title, lead, what the date line says, and the announced day; their lines are taken off."""
    if when is None:
        return (saved.lines.pop(0) if saved.lines else ""), None, {}, None
    above, line = saved.lines[:when], saved.lines[when]
    del saved.lines[: when + 1]
    title = above[0] if above else ""
    lead = " ".join(above[1:]) or None
    if announced := ANNOUNCED.fullmatch(line):
        saved.removed.append(Removed("announcement line", line))
        return title, lead, {}, announced["day"]
    found = _DATE_LINE.fullmatch(line)
    facts = {name: value or "" for name, value in found.groupdict().items()} if found else {}
    if not facts["time"] and saved.lines and _TIME_LINE.fullmatch(saved.lines[0]):
        facts["time"] = saved.lines.pop(0)
        if saved.lines and _PLACE_LINE.fullmatch(saved.lines[0]):
            facts["place"] = saved.lines.pop(0)
    return title, lead, facts, None


def _drop_repeated_date(saved: _Lines, when: int | None) -> None:
    """The accessible version prints date and place once more under the text."""
    if when is not None and saved.lines and _DATE_LINE.fullmatch(saved.lines[-1]):
        saved.drop(len(saved.lines) - 1, "date line again")


def _lead_after_date(lines: list[str]) -> str | None:
    """The first paragraph, where it reports in one sentence or two what the text then brings."""
    if len(lines) < 2 or len(lines[0]) > _MOST_LEAD_CHARS or not lines[0].endswith("."):
        return None
    if _OWN_VOICE.search(lines[0]) or _LABELLED.match(lines[0]):
        return None
    return lines.pop(0)


def _blocks(lines: Sequence[str]) -> tuple[Block, ...]:
    return tuple(Block(n, kind_of(line), line) for n, line in enumerate(lines, 1))
