"""A page saved as one line of text → Draft, best effort: where a paragraph ended is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from index.attribution.flat_labels import split_flat
from index.blocks import Facts
from index.cleaning.draft import Draft
from index.cleaning.insets import strip_insets
from index.headings.dates import PRINTED_DATE, read_date, read_time
from index.headings.furniture import ANNOUNCED, FLAT_CRUMB
from index.headings.headline import split_headline, split_place
from index.headings.tags import split_names, split_persons
from index.headings.tail import find_status, read_tail
from search.records import Form, Removed
from search.save_warnings import SaveWarning, WarningCode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.headings.tail import Tail

_HEAD_CHARS: Final = 3000  # title and lead together; the longest seen has 700
_NAME: Final = re.compile(r"[А-ЯЁA-Z][\w’'-]+ [А-ЯЁA-Z][\w’'-]+(?= |$)")
_WHEN: Final = re.compile(rf"\s(?P<date>{PRINTED_DATE})\s(?P<time>\d\d?:\d\d)(?:\s|$)")


class _Header(NamedTuple):
    """What stands before the text, as printed; empty where it is not."""

    title: str
    lead: str | None
    body: str
    removed: tuple[Removed, ...] = ()
    date: str = ""
    time: str = ""
    place: str | None = None
    announced: str = ""


def is_flat(text: str) -> bool:
    """Whether a text is a whole page in one line: it ends in its publication status."""
    return "\n" not in text.strip() and find_status(text) is not None


def read_flat(text: str, lang: str) -> Draft:
    """The facts and text of a page in one line (spaces plain, no breaks)."""
    tail = read_tail(text)
    header = _read_header(tail)
    persons = split_persons(tail.tags.get("persons", ""))
    stripped = strip_insets(f" {header.body.strip()}", persons)
    facts = Facts(lang, header.title, header.lead, persons, Form.FLAT)
    return Draft(
        title=header.title,
        blocks=split_flat(stripped.text.strip(), facts),
        removed=(*header.removed, *stripped.removed, *tail.removed),
        lead=header.lead,
        date=read_date(header.date or tail.date),
        event_date=read_date(header.announced),
        time=read_time(header.time),
        place=header.place,
        sections=tail.sections,
        topics=split_names(tail.tags.get("topics", "")),
        persons=persons,
        cards=_card_names(stripped.removed),
        geography=split_names(tail.tags.get("geography", "")),
        form=Form.FLAT,
        address=tail.address,
        warnings=_warnings(stripped.unended),
    )


def _read_header(tail: Tail) -> _Header:
    crumb = FLAT_CRUMB.match(tail.text)
    text = tail.text[crumb.end() :] if crumb else tail.text
    removed: tuple[Removed, ...] = (Removed("crumb", crumb[0].strip()),) if crumb else ()
    when, announced = _WHEN.search(text[:_HEAD_CHARS]), ANNOUNCED.search(text[:_HEAD_CHARS])
    if announced and (when is None or announced.start() < when.start()):
        title, lead = split_headline(text[: announced.start()].strip())
        removed += (Removed("announcement line", announced[0]),)
        return _Header(title, lead, text[announced.end() :], removed, announced=announced["day"])
    if when is None:
        return _Header("", None, text, removed)
    head = text[: when.start()].strip()
    title, lead = split_headline(head)
    place, body = split_place(text[when.end() :], f"{head}\n{tail.tags.get('geography', '')}")
    if _repeats_title(body, title):
        removed += (Removed("media caption", title),)
        body = body[len(title) :]
    return _Header(title, lead, body, removed, when["date"], when["time"], place)


def _repeats_title(body: str, title: str) -> bool:
    """Whether the text begins with the caption of its picture, which is the title again."""
    after = body[len(title) :].lstrip()[:1]
    return bool(title) and body.startswith(f"{title} ") and (after.isupper() or after in "«“(<*")


def _card_names(removed: Iterable[Removed]) -> tuple[str, ...]:
    """The names that cards begin with, surname and given name; what follows is an office."""
    names = (_NAME.match(block.text) for block in removed if block.rule == "person card")
    return tuple(dict.fromkeys(name[0] for name in names if name))


def _warnings(unended: int) -> tuple[SaveWarning, ...]:
    lost = SaveWarning(WarningCode.ONE_LINE)
    if not unended:
        return (lost,)
    return (lost, SaveWarning(WarningCode.CARDS_WITHOUT_END, {"count": unended}))
