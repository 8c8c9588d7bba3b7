"""Real pages saved as text in lines, in one line, in a table, or printed: the same statements.

Each form is made of the pages here, as a browser copies what it shows. What a form cannot hold is
named below, page by page; ids and speakers stay.
"""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from lxml import html

from index.cleaning.clean import clean_all
from index.saves.page import Page, SavedFile
from index.saves.pages import read
from index.tables.columns import guess_columns
from index.tables.row import TableRow
from index.tables.row_statement import row_statement
from index.tables.table import open_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

    from search.records import Statement

pytestmark = pytest.mark.corpus

COUNT: Final = 200
MOST_BYTES: Final = 120_000
NEWS: Final = "en.kremlin.ru/events/president/news"
BLOCKS: Final = frozenset(
    {"article", "aside", "blockquote", "div", "figcaption", "figure", "h1", "h2", "h3", "h4"}
    | {"hr", "li", "ol", "p", "pre", "table", "td", "time", "tr", "ul"}
)
UNSEEN: Final = frozenset(["img", "meta", "noscript", "script", "source", "style", "svg", "video"])
BOLD_ALONE: Final = {"55052"}
"""A label without its colon, told by bold print alone, which text has not."""
MORE_WORDS: Final = {"17389", "56981", "57178", "59821"}
"""A pull quotation or the caption of a picture stands amid the speech, and nothing tells it."""


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    folder = Path(os.environ["ONRECORD_CORPUS"]) / NEWS
    files = [one for one in folder.glob("*.html") if one.stem.isdecimal()]
    files = sorted(
        (one for one in files if one.stat().st_size < MOST_BYTES), key=lambda one: int(one.stem)
    )
    return {one.stem: one.read_bytes() for one in files[:: len(files) // COUNT][:COUNT]}


@pytest.fixture(scope="module")
def expected(pages: Mapping[str, bytes]) -> dict[str, Statement]:
    return {
        number: clean_all(Page(f"{number}.html", content))[0] for number, content in pages.items()
    }


def shown(content: bytes, cls: str) -> list[str]:
    """The lines that a browser shows of the element of a class."""
    root = html.fromstring(content.decode())
    pieces: list[str] = []
    _show(root.xpath(f"//*[contains(concat(' ', @class, ' '), ' {cls} ')]")[0], pieces)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return [line for line in lines if line]


def _show(element: HtmlElement, pieces: list[str]) -> None:
    """The text of an element, blocks in lines of their own; what is hidden is passed over."""
    pieces.append(_spaced(element.text))
    for child in element:
        is_shown = child.tag not in UNSEEN and "hidden" not in (child.get("class") or "").split()
        if isinstance(child.tag, str) and is_shown:
            edge = "\n" if child.tag in BLOCKS or child.tag == "br" else ""
            pieces.append(edge)
            _show(child, pieces)
            pieces.append(edge)
        pieces.append(_spaced(child.tail))


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def said(one: Statement) -> list[tuple[str | None, str | None, str | None, str]]:
    """Who says what, paragraphs joined."""
    turns = [turn for turn in one.turns if turn.label]
    return [
        (turn.label, turn.speaker, turn.role, " ".join(" ".join(turn.paragraphs).split()))
        for turn in turns
    ]


def differing(expected: Mapping[str, Statement], found: Mapping[str, Statement]) -> list[set[str]]:
    """The pages of which labels, and those of which words of the labelled differ."""
    labels = {
        number
        for number, one in expected.items()
        if [turn[:3] for turn in said(one)] != [turn[:3] for turn in said(found[number])]
    }
    words = {number for number, one in expected.items() if said(one) != said(found[number])}
    return [labels, words - labels]


@pytest.mark.parametrize("form", ["lines", "blank lines", "one line"])
def test_a_text_save_is_the_same_statement(
    pages: Mapping[str, bytes], expected: Mapping[str, Statement], form: str
) -> None:
    joint = {"lines": "\n", "blank lines": "\n\n", "one line": " "}[form]
    found = {}
    for number, content in pages.items():
        text = joint.join(shown(content, "read__in"))
        (found[number],) = clean_all(Page(f"{number}.txt", text.encode()))
    assert len(found) == COUNT
    assert [one.id for one in found.values()] == [one.id for one in expected.values()]
    dates = [(one.date, one.event_date, one.sections) for one in found.values()]
    assert dates == [(one.date, one.event_date, one.sections) for one in expected.values()]
    labels, words = differing(expected, found)
    headless = {"60422"} if form == "one line" else set()  # "… Presents: New Names …" in its title
    assert labels == BOLD_ALONE | headless
    assert words == MORE_WORDS
    assert not [n for n, one in found.items() if one.time != expected[n].time]
    if form != "one line":  # where a title ends no line tells
        assert [one.title for one in found.values()] == [one.title for one in expected.values()]


@pytest.mark.parametrize("form", ["lines", "one line", "markup"])
def test_a_table_of_their_texts_is_the_same_statements(
    tmp_path: Path, pages: Mapping[str, bytes], expected: Mapping[str, Statement], form: str
) -> None:
    path = tmp_path / "speeches.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["link", "headline", "date", "location", "summary", "body"])
        for number, content in pages.items():
            one = expected[number]
            hour = f"{one.date}T{one.time or '00:00'}:00Z"
            link = f"http://en.kremlin.ru/events/president/news/{number}"
            rows.writerow([link, one.title, hour, one.place or "NA", one.lead, body(content, form)])
    table = open_table(path)
    guess = guess_columns(table, {})
    found = {}
    for row in table.rows():
        assert isinstance(row, TableRow)
        statement = row_statement(row, guess)
        found[str(statement.number)] = statement
    assert list(found) == list(pages)
    for number, one in expected.items():
        other = found[number]
        assert (other.id, other.title, other.date) == (one.id, one.title, one.date)
        assert (other.time, other.place, other.lead) == (one.time, one.place, one.lead)
    labels, words = differing(expected, found)
    assert labels == (set() if form == "markup" else BOLD_ALONE)
    assert words == (set() if form == "markup" else MORE_WORDS)


def body(content: bytes, form: str) -> str:
    """What scrapers keep of a page's text."""
    if form == "markup":
        root = html.fromstring(content.decode())
        element = root.xpath("//*[@itemprop='articleBody']")[0]
        return str(html.tostring(element, encoding="unicode", with_tail=False))
    return ("\n" if form == "lines" else " ").join(shown(content, "e-content"))


def test_print_pages_alone_are_the_same_statements_byte_for_byte(
    tmp_path: Path, pages: Mapping[str, bytes], expected: Mapping[str, Statement]
) -> None:
    source = Path(os.environ["ONRECORD_CORPUS"]) / NEWS
    printed = [number for number in pages if (source / number / "print.html").is_file()]
    assert len(printed) > COUNT // 2
    for number in pages:
        content = pages[number]
        if number in printed:
            content = (source / number / "print.html").read_bytes()
        else:
            href = f'data-href="http://en.kremlin.ru/events/president/news/{number}'.encode()
            content = content.replace(href, href + b"/print")
        path = tmp_path / number / "print.html"
        path.parent.mkdir()
        path.write_bytes(content)
        (page,) = read(SavedFile(path, len(content), 0))
        (found,) = clean_all(page)
        one = expected[number]
        assert (found.id, found.url, found.title, found.lead) == (
            *(one.id, one.url, one.title, one.lead),
        )
        assert (found.time, found.place, found.turns) == (one.time, one.place, one.turns)
