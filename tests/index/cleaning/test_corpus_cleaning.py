"""The cleaner over every real page: nothing lost, nothing twice, no furniture, the right facts."""

from __future__ import annotations

import csv
import hashlib
import html
import os
import re
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from index.cleaning.article import read_article
from index.cleaning.clean import clean
from index.saves.page import Page
from index.saves.pages import find, read
from index.saves.recognise import NotAStatement, SkipReason
from search.analysis.tokenizer import words
from search.records import Form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.records import Statement

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

Cleaned = dict[int, tuple[Path, "Statement"]]

_BLOCK_TAGS: Final = frozenset(
    {"article", "blockquote", "br", "div", "figure", "h1", "h2", "h3", "hr", "img", "li", "p"}
    | {"span", "td", "th", "time", "tr", "ul"}
)
_NO_TEXT: Final = frozenset({"script", "style"})


class _ArticleWords(HTMLParser):
    """The words of `<article>` as the standard library's parser sees them, and its captions'."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.captions: list[str] = []
        self._inside = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside += tag == "article"
        self._silent += tag in _NO_TEXT
        if tag in _BLOCK_TAGS:
            self.text.append(" ")
        self.captions += [
            html.unescape(re.sub("<[^<>]*>", " ", value or ""))
            for name, value in attrs
            if name in ("data-text", "data-value")
        ]

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag == "article"
        self._silent -= tag in _NO_TEXT
        if tag in _BLOCK_TAGS:
            self.text.append(" ")

    def handle_data(self, data: str) -> None:
        if self._inside and not self._silent:
            self.text.append(data)


class Facts(NamedTuple):
    """What one page prints, read off its bytes by eye and by `grep`, not by the cleaner."""

    number: int
    date: str
    time: str | None
    place: str | None
    event_date: str | None
    updated: str
    persons: int
    paragraphs: int  # those that are not blank, without pull quotes and insets
    title_sha256: str  # its first twelve digits; spaces plain


def facts_of(row: dict[str, str]) -> Facts:
    """A row of the table; an empty cell is what the page does not print."""
    return Facts(
        number=int(row["number"]),
        date=row["date"],
        time=row["time"] or None,
        place=row["place"] or None,
        event_date=row["event_date"] or None,
        updated=row["updated"],
        persons=int(row["persons"]),
        paragraphs=int(row["paragraphs"]),
        title_sha256=row["title_sha256"],
    )


_TABLE: Final = Path(__file__).parent / "gold" / "printed_facts.csv"
FACTS: Final = [
    facts_of(row) for row in csv.DictReader(_TABLE.read_text(encoding="utf-8").splitlines())
]


def corpus() -> Path:
    return Path(os.environ["ONRECORD_CORPUS"])


def pages_below(folder: Path) -> Iterator[Page]:
    for saved in find(folder):
        yield from read(saved)


@pytest.fixture(scope="module")
def outcome() -> tuple[Cleaned, Counter[SkipReason]]:
    """Every page of the mirror cleaned once, and why the others are no statements."""
    cleaned: Cleaned = {}
    reasons: Counter[SkipReason] = Counter()
    for page in pages_below(corpus() / "en.kremlin.ru"):
        if "/feed#" in page.where:  # its entries are compared in test_corpus_forms.py
            continue
        try:
            statement = clean(page)
        except NotAStatement as other:
            reasons[other.reason] += 1
        else:
            assert statement.number is not None
            assert statement.number not in cleaned
            cleaned[statement.number] = (Path(page.where), statement)
    return cleaned, reasons


def test_the_mirror_holds_5385_statements_and_every_other_file_has_its_reason(
    outcome: tuple[Cleaned, Counter[SkipReason]],
) -> None:
    cleaned, reasons = outcome
    assert len(cleaned) == 5_385
    assert reasons == {
        SkipReason.PRINT: 4_455,
        SkipReason.PHOTOS: 2_949,
        SkipReason.VIDEOS: 87,
        SkipReason.LIST: 39,
    }
    assert len(cleaned) + reasons.total() == 12_916 - 1  # one is a feed


def test_the_number_is_the_file_name_and_the_address_the_official_one(
    outcome: tuple[Cleaned, Counter[SkipReason]],
) -> None:
    for number, (path, statement) in outcome[0].items():
        assert path.stem == str(number)
        assert statement.id == f"en-{number}"
        assert statement.url == f"http://en.kremlin.ru/events/president/news/{number}"
        assert statement.form is Form.HTML
        assert statement.warnings == ()


def counted(text: str) -> Counter[str]:
    """The words of a text; a card may stand between a name and its "’s", so these count apart."""
    return Counter(part for word in words(text) for part in word.split("'"))


@pytest.mark.parametrize("facts", FACTS, ids=lambda facts: str(facts.number))
def test_title_date_time_place_and_paragraphs_are_those_printed(
    facts: Facts, outcome: tuple[Cleaned, Counter[SkipReason]]
) -> None:
    path, statement = outcome[0][facts.number]
    article = read_article(path.read_text(encoding="utf-8"))
    assert facts == Facts(
        number=facts.number,
        date=str(statement.date),
        time=statement.time,
        place=statement.place,
        event_date=str(statement.event_date) if statement.event_date else None,
        updated=str(statement.updated),
        persons=len(statement.persons),
        paragraphs=sum(bool(block.text) for block in article.blocks),
        title_sha256=hashlib.sha256(statement.title.encode()).hexdigest()[:12],
    )


def told(statement: Statement) -> Counter[str]:
    """Every word a statement keeps, wherever it keeps it."""
    pieces = [statement.title, statement.lead or "", statement.place or ""]
    pieces += [block.text for block in statement.removed]
    for turn in statement.turns:
        pieces += [turn.label or "", *turn.paragraphs]
    return counted("\n".join(pieces))


def test_every_word_of_an_article_is_kept_exactly_once(
    outcome: tuple[Cleaned, Counter[SkipReason]],
) -> None:
    wrong: dict[int, tuple[Counter[str], Counter[str]]] = {}
    for number, (path, statement) in outcome[0].items():
        parser = _ArticleWords()
        parser.feed(path.read_text(encoding="utf-8"))
        printed = counted("".join(parser.text))
        captions = counted(" ".join(parser.captions))
        date_and_time = counted(_header_date(statement))
        lost = printed - told(statement) - date_and_time
        twice = told(statement) - printed - captions
        if lost or twice:
            wrong[number] = (lost, twice)
    assert wrong == {}


def _header_date(statement: Statement) -> str:
    """The date and time printed under the title; announcements print none there."""
    if statement.event_date is not None or statement.date is None:
        return ""
    return f"{statement.date:%B} {statement.date.day}, {statement.date.year} {statement.time}"


FURNITURE: Final = (
    "text version",
    "publication status",
    "font size",
    "view settings",
    "site colours",
    "direct link",
    "direct links",
)
SAID_BY_SOMEBODY: Final = {
    "direct link": {17173, 17516, 34137, 57034},
    "direct links": {42972, 52898, 54162},
}


def test_words_of_the_site_stand_in_no_text_but_where_somebody_said_them(
    outcome: tuple[Cleaned, Counter[SkipReason]],
) -> None:
    found: dict[str, set[int]] = {phrase: set() for phrase in FURNITURE}
    for number, (_, statement) in outcome[0].items():
        pieces = [statement.title, statement.lead or ""]
        for turn in statement.turns:
            pieces += [turn.label or "", *turn.paragraphs]
        text = f" {' | '.join(' '.join(words(piece)) for piece in pieces)} "
        for phrase in FURNITURE:
            if f" {phrase} " in text:
                found[phrase].add(number)
    assert found == {phrase: SAID_BY_SOMEBODY.get(phrase, set()) for phrase in FURNITURE}


def test_words_of_cards_and_insets_are_removed_and_those_of_pull_quotes_say_if_they_repeat(
    outcome: tuple[Cleaned, Counter[SkipReason]],
) -> None:
    rules = Counter(
        (block.rule, block.repeats if block.rule == "pull quote" else None)
        for _, statement in outcome[0].values()
        for block in statement.removed
    )
    assert rules["person card", None] == 2_316
    assert rules["glossary card", None] == 183
    assert rules["see also", None] + rules["additional", None] + rules["attachment", None] == 1_950
    assert rules["pull quote", True] == 89
    assert rules["pull quote", False] == 59
    assert rules["publication status", None] == 5_385
    assert rules["announcement line", None] == 125


def test_no_text_begins_or_ends_with_space_or_holds_two_in_a_row(
    outcome: tuple[Cleaned, Counter[SkipReason]],
) -> None:
    for _, statement in outcome[0].values():
        pieces = [statement.title, statement.lead or "", statement.place or "", *statement.persons]
        for turn in statement.turns:
            pieces += turn.paragraphs
        for piece in pieces:
            assert piece == " ".join(piece.split())


def test_the_saved_text_of_the_accessible_version_is_a_statement() -> None:
    page = Page("seed-cuba-2024.txt", (corpus() / "seed-cuba-2024.txt").read_bytes())
    statement = clean(page)
    assert statement.id.startswith("en-x")
    assert statement.number is None
    assert statement.title == "Meeting with President of Cuba Miguel Diaz-Canel Bermudez"
    assert statement.date == date(2024, 5, 9)
    assert statement.time is None
    assert statement.place == "The Kremlin, Moscow"
    assert [block.text for block in statement.removed] == [
        "View settings",
        "Font size:",
        "Site colours:",
        "Official website of the President of Russia",
        "News /",
        "May 9, 2024, The Kremlin, Moscow",
    ]


def test_every_text_in_one_line_has_number_date_and_no_word_of_the_site() -> None:
    statements = [clean(page) for page in pages_below(corpus() / "ru-2025-flat")]
    assert len(statements) == 113
    for statement in statements:
        assert statement.form is Form.FLAT
        assert statement.lang == "ru"
        assert statement.number is not None
        assert statement.id == f"ru-{statement.number}"
        assert statement.date is not None
        assert statement.date.year == 2025
        text = " ".join(p for turn in statement.turns for p in turn.paragraphs)
        for furniture in ("Статус материала", "Текстовая версия", "Ссылка на материал"):
            assert furniture not in text
        assert "Смотрите также" not in text
