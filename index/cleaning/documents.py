"""The site's rarer templates (acts, supplements, the low-vision pages, text versions) → Draft."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.cleaning.body import read_body
from index.cleaning.draft import Draft
from index.cleaning.markup import (
    ElementWalk,
    Step,
    attribute_of,
    every,
    first,
    landmarks,
    parse,
    words_of,
)
from index.cleaning.textsave import read_text
from index.headings.dates import read_date, read_iso
from index.saves.recognise import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from index.cleaning.markup import Element

_SITE_NAME: Final = re.compile(r"\s[•·|-]\s(?:President of Russia|Президент России)$")
_TEXTS: Final = ("reader_act_body", "<pre>", "read__internal_content", "e-content", "singlepost")


def read_document(html: str) -> Draft:
    """An act, a list of participants or of signed documents: all of it is the editors' text."""
    marks = landmarks(parse(html))
    text = next((marks[name] for name in _TEXTS if name in marks), None)
    if text is None:
        raise Unreadable("the document breaks off before its text; save it again")
    body = read_body(text)
    return Draft(
        title=_title(marks),
        blocks=body.blocks,
        removed=body.removed,
        date=_date(marks),
        is_document=True,
    )


def read_special(html: str, lang: str) -> Draft:
    """A page of the low-vision site: title, date and text in one column of paragraphs."""
    column = first(parse(html), cls="singlepost")
    if column is None:
        raise Unreadable("the page breaks off before its text; save it again")
    return read_text("\n".join(_lines(column)), lang, is_ours=True)


def _lines(column: Element) -> Iterator[str]:
    """The words of every heading and paragraph; one inside another belongs to it."""
    steps = ElementWalk(column)
    for event in steps:
        if event.step is Step.OPEN and event.element.name in ("h1", "h2", "p"):
            steps.skip()
            yield words_of(event.element)


def read_copy(html: str, lang: str) -> Draft:
    """The text version: the whole text in one textarea."""
    areas = sorted(every(parse(html), "textarea"), key=lambda area: len(area.get_text()))
    if not areas or not areas[-1].get_text().strip():
        raise Unreadable("the text version holds no text; save it again")
    return read_text(areas[-1].get_text(), lang, is_ours=True)


def _title(marks: Mapping[str, Element]) -> str:
    heading = marks.get("entry-title") or marks.get("<h1>")
    if heading is not None:
        return words_of(heading)
    page = marks.get("<title>")
    return _SITE_NAME.sub("", words_of(page)) if page else ""


def _date(marks: Mapping[str, Element]) -> date | None:
    time = marks.get("read__published") or marks.get("<time>")
    return (read_iso(attribute_of(time, "datetime")) or read_date(words_of(time))) if time else None
