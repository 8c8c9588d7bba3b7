"""A page saved as one line of text → Draft, best effort: where a paragraph ended is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from index.address import read_address
from index.attribute import Facts
from index.dates import PRINTED_DATE, read_date, read_time
from index.draft import Draft
from index.flatlabels import split_flat
from index.furniture import ANNOUNCED, FLAT_CRUMB, STATUS, TAGS, sections_in
from index.headline import split_headline, split_place
from index.insets import strip_insets
from index.tags import split_names, split_persons
from search.records import Form, Removed

if TYPE_CHECKING:
    from index.address import Address

_HEAD_CHARS: Final = 3000  # title and lead together; the longest seen has 700
_TAIL_CHARS: Final = 5000  # lists and publication status; the longest seen has 1,200
_WHEN: Final = re.compile(rf"\s(?P<date>{PRINTED_DATE})\s(?P<time>\d\d?:\d\d)(?:\s|$)")
_MORE: Final = re.compile(r"\s(?:Ещё\s\d+|\d+\smore)$")


class Tail(NamedTuple):
    """What the blocks after the text say."""

    text: str  # what stands before them
    date: str
    time: str
    sections: tuple[str, ...]
    tags: dict[str, str]
    address: Address | None
    removed: tuple[Removed, ...]


def is_flat(text: str) -> bool:
    """Whether a text is a whole page in one line: it holds the publication status and no breaks."""
    return text.count("\n") < 3 and STATUS.search(text, max(len(text) - _TAIL_CHARS, 0)) is not None


def read_flat(text: str, lang: str) -> Draft:
    """The facts and text of a page in one line (spaces plain, no breaks)."""
    tail = read_tail(text)
    crumb = FLAT_CRUMB.match(tail.text)
    rest = tail.text[crumb.end() :] if crumb else tail.text
    removed = [Removed("crumb", crumb[0].strip())] if crumb else []
    persons = split_persons(tail.tags.get("persons", ""))
    when, announced = _WHEN.search(rest[:_HEAD_CHARS]), ANNOUNCED.search(rest[:_HEAD_CHARS])
    if announced and (when is None or announced.start() < when.start()):
        head, body, place = rest[: announced.start()], rest[announced.end() :], None
        removed.append(Removed("announcement line", announced[0]))
    elif when:
        head, body = rest[: when.start()], rest[when.end() :]
        place, body = split_place(body, f"{head}\n{tail.tags.get('geography', '')}")
    else:
        head, body, place = "", rest, None
    title, lead = split_headline(head.strip())
    stripped = strip_insets(f" {body.strip()}", persons)
    facts = Facts(lang, title, lead, persons, Form.FLAT)
    told_date = when["date"] if when and not announced else tail.date
    return Draft(
        title=title,
        blocks=split_flat(stripped.text.strip(), facts),
        removed=(*removed, *stripped.removed, *tail.removed),
        lead=lead,
        date=read_date(told_date),
        event_date=read_date(announced["day"]) if announced else None,
        time=read_time(when["time"]) if when and not announced else None,
        place=place,
        sections=tail.sections,
        topics=split_names(tail.tags.get("topics", "")),
        persons=persons,
        geography=split_names(tail.tags.get("geography", "")),
        form=Form.FLAT,
        address=tail.address,
        warnings=_warnings(stripped.unended),
    )


def read_tail(text: str) -> Tail:
    """The publication status and the lists before it, and the text without them."""
    status = STATUS.search(text, max(len(text) - _TAIL_CHARS, 0))
    if status is None:
        return Tail(text, "", "", (), {}, None, ())
    removed = [Removed("publication status", status[0].strip())]
    rest, tags = text[: status.start()].rstrip(), {}
    for name, pattern in TAGS:
        if found := _last(pattern, rest):
            tags[name] = _MORE.sub("", found["value"].strip())
            removed.insert(0, Removed("tags", found[0].strip()))
            rest = rest[: found.start()].rstrip()
    url = status["url"]
    return Tail(
        text=rest,
        date=status["date"] or "",
        time=status["time"] or "",
        sections=sections_in(status["sections"] or ""),
        tags=tags,
        address=read_address(url if "//" in url else f"http://{url}") if url else None,
        removed=tuple(removed),
    )


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match that begins last: a list's heading may also be a word of the text."""
    best = None
    for position in range(max(len(text) - 1500, 0), len(text)):
        if text[position].isspace() and (found := pattern.match(text, position)):
            best = found
    return best


def _warnings(unended: int) -> tuple[str, ...]:
    lost = "one line of text: where paragraphs end is lost"
    if not unended:
        return (lost,)
    return (lost, f"{unended} person cards have no visible end; their offices stay in the text")
