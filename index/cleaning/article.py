"""The site's article template: its tree → title, lead, date, time, place, facts and text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from index.cleaning import rules
from index.cleaning.body import Body, read_body
from index.cleaning.draft import Draft
from index.cleaning.markup import attribute_of, every, first, landmarks, parse, words_of
from index.headings.dates import read_date, read_iso, read_time
from index.insets.block_cards import strip_block_cards
from index.saves.recognise import Unreadable
from search.records import Removed
from search.save_warnings import SaveWarning, WarningCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from index.cleaning.markup import Element

_ARTICLE_START: Final = re.compile(
    r"""<article\b[^<>]{0,1000}\sclass=["']?[^"'<>=]{0,300}\bread__in\b""", re.IGNORECASE
)
_ARTICLE_END: Final = "</article>"
_UPDATED: Final = re.compile(
    r"""<div\b[^<>]{0,1000}\sclass=["']?read__updated[^<>]{0,300}>(?:.{0,2000}?)</div>""",
    re.DOTALL | re.IGNORECASE,
)
_MOST_LISTS: Final = 30  # of topics, places and persons; a page has three
_GEOGRAPHY: Final = frozenset({"geography", "география"})
_TOPICS: Final = frozenset({"topics", "темы"})
_PERSONS: Final = frozenset({"persons", "лица"})


def read_article(html: str) -> Draft:
    """The facts and text of an article; `Unreadable` when it has no title or text element."""
    root, marks, text = _parsed(html)
    body = read_body(text)
    return _draft(root, marks, text, body)


def read_act(html: str) -> Draft:
    """One page of an act in the same template: its text lies in an element of its own."""
    root, marks, text = _parsed(html)
    inner = marks.get("reader_act_body") or first(text, "pre") or text
    body = read_body(inner)
    strings = [string for string in inner.strings if string.strip()]
    edges = (_edge(strings[0], 0), _edge(strings[-1], -1)) if strings else ("", "")
    if inner is not text:
        inner.extract()
        around = read_body(text)
        paging = tuple(Removed("paging", block.text) for block in around.blocks)
        body = Body(body.blocks, (*body.removed, *paging, *around.removed))
    return replace(_draft(root, marks, text, body), is_document=True, edges=edges)


def _edge(text: str, position: int) -> str:
    """The white space a text begins (0) or ends (-1) with."""
    bare = text.lstrip() if position == 0 else text.rstrip()
    count = len(text) - len(bare)
    return (text[:count] if position == 0 else text[len(text) - count :]) if count else ""


def _parsed(html: str) -> tuple[Element, Mapping[str, Element], Element]:
    """The page's tree, the landmarks of its article, and the element that holds the text."""
    root = parse(_article_only(html))
    marks = landmarks(first(root, "article") or root)
    text = marks.get("read__internal_content") or marks.get("e-content")
    if text is None or not {"entry-title", "<h1>"} & marks.keys():
        raise Unreadable("the page breaks off before the text of its article; save it again")
    return root, marks, text


def _draft(root: Element, marks: Mapping[str, Element], text: Element, body: Body) -> Draft:
    status = marks.get("read__status")
    event = read_date(_words(marks, "announce_date") or "")
    published = words_of(moment) if event and (moment := _time_in(status)) else ""
    persons = _tags(text, _PERSONS)
    bare = strip_block_cards(body.blocks, persons)
    return Draft(
        title=words_of(marks.get("entry-title") or marks["<h1>"]),
        blocks=bare.blocks,
        removed=(*_around(marks), *body.removed, *bare.removed),
        lead=_words(marks, "read__lead"),
        date=_day(marks.get("read__published")) or _day(_time_in(status)),
        event_date=event,
        time=read_time(_words(marks, "read__time") or "") or read_time(published),
        place=_words(marks, "read__place"),
        sections=_sections(status),
        topics=_tags(text, _TOPICS),
        persons=persons,
        geography=_tags(text, _GEOGRAPHY),
        updated=_day(_time_in(first(root, cls="read__updated"))),
        warnings=tuple(_warnings(marks, bare.guessed)),
    )


def _warnings(marks: Mapping[str, Element], guessed: int) -> Iterator[SaveWarning]:
    if "read__bottommeta" not in marks:
        yield SaveWarning(WarningCode.BREAKS_OFF)
    if guessed:
        yield SaveWarning(WarningCode.CARDS_WITHOUT_END, {"count": guessed})


def _article_only(html: str) -> str:
    """The article and the line that says when it was updated: a third of a page's markup."""
    start = _ARTICLE_START.search(html)
    if start is None:
        return html
    end = max(html.rfind(_ARTICLE_END), html.rfind(_ARTICLE_END.upper()))
    if end < start.start():
        return html[start.start() :]
    updated = _UPDATED.search(html, end)
    return html[start.start() : end + len(_ARTICLE_END)] + (updated[0] if updated else "")


def _words(marks: Mapping[str, Element], name: str) -> str | None:
    found = marks.get(name)
    return (words_of(found) if found else "") or None


def _day(time: Element | None) -> date | None:
    if time is None:
        return None
    return read_iso(attribute_of(time, "datetime")) or read_date(words_of(time))


def _time_in(block: Element | None) -> Element | None:
    """The day in the status block (announcements print no other) or in "Last updated"."""
    return first(block, "time") if block else None


def _sections(status: Element | None) -> tuple[str, ...]:
    """The links of the paragraph "Published in sections", the first of the status block."""
    line = first(status, "p") if status else None
    return _distinct(every(line, "a")) if line else ()


def _tags(text: Element, headings: frozenset[str]) -> tuple[str, ...]:
    """The tags under a heading, those the page hides behind "5 more" included."""
    for column in islice(every(text, cls="read__tagscol"), _MOST_LISTS):
        heading = first(column, "h3")
        if heading is not None and words_of(heading).lower() in headings:
            return _distinct(every(column, "a", rel="tag"))
    return ()


def _distinct(elements: Iterable[Element]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for element in elements if (text := words_of(element))))


def _around(marks: Mapping[str, Element]) -> list[Removed]:
    """What stands around the body and is neither title nor lead nor a fact of its own."""
    return [
        Removed(rule.name, text)
        for rule in rules.OUTSIDE
        for mark in rule.marks
        if (text := _words(marks, mark))
    ]
