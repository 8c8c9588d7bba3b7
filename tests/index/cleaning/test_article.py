"""The article template → the facts of a Statement, whatever the bytes and the state of the save."""

from __future__ import annotations

from datetime import date

import pytest

from index.cleaning.clean import clean
from index.saves.page import Page
from saved_pages import TOP, URL, page, paragraphs, removed
from search.records import Form
from search.save_warnings import SaveWarning


def test_the_facts_of_a_page_come_from_their_places() -> None:
    statement = clean(page())
    assert statement.id == "en-90001"
    assert statement.number == 90001
    assert statement.lang == "en"
    assert statement.url == URL
    assert statement.title == "Meeting on the tides of Arda"
    assert statement.lead == "Irena Solvei met the pilots."
    assert (statement.date, statement.time) == (date(2013, 6, 26), "17:05")
    assert statement.place == "The Citadel, Aldermoor"
    assert statement.sections == ("News", "Transcripts")
    assert statement.topics == ("Ports",)
    assert statement.geography == ("Arda",)
    assert statement.persons == ("Halden Viktor", "Ravn Nils")
    assert statement.updated == date(2014, 1, 9)
    assert statement.form is Form.HTML
    assert statement.warnings == ()


def test_an_announcement_has_the_date_of_publication_and_that_of_the_event() -> None:
    top = TOP.replace(
        '<time class="read__published" datetime="2013-06-26">June 26, 2013</time>'
        '<div class="read__time">17:05</div>',
        "",
    ).replace(
        '<div class="read__meta">',
        '<div class="announce_date"><div>Announcement, June 28 − 30, 2013</div></div>'
        '<div class="read__meta">',
    )
    statement = clean(page(top=top))
    assert statement.date == date(2013, 6, 25)
    assert statement.event_date == date(2013, 6, 28)
    assert statement.time == "12:00"
    assert removed(statement)["announcement line"] == "Announcement, June 28 − 30, 2013"


def test_a_page_that_breaks_off_amid_its_text_is_kept_as_far_as_it_goes_and_says_so() -> None:
    whole = page("<p>First words.</p><p>Second words.</p>").content
    statement = clean(Page("90001.html", whole[: whole.index(b"ond words")]))
    assert paragraphs(statement) == ["First words.", "Sec"]
    assert statement.warnings == (
        "the saved page breaks off: the block that ends an article is missing",
    )
    assert statement.warning_codes == (SaveWarning("breaks_off"),)


@pytest.mark.parametrize(
    ("content", "text", "warning", "code"),
    [
        (
            b"<p>caf\xe9</p>",
            "caf\ufffd",
            "1 bytes are no utf-8; they read \ufffd here",
            SaveWarning("undecodable_bytes", {"count": 1, "charset": "utf-8"}),
        ),
        (
            b"<p>nu\0l</p>",
            "nul",
            "1 NUL characters were left out",
            SaveWarning("nul_characters", {"count": 1}),
        ),
    ],
)
def test_bytes_that_are_no_text_are_counted_and_told(
    content: bytes, text: str, warning: str, code: SaveWarning
) -> None:
    whole = page("<p>HERE</p>").content.replace(b"<p>HERE</p>", content)
    statement = clean(Page("90001.html", whole))
    assert paragraphs(statement) == [text]
    assert statement.warnings == (warning,)
    assert statement.warning_codes == (code,)


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "cp1251"])
def test_a_page_reads_the_same_in_every_charset(charset: str) -> None:
    html = page("<p>Приливы и дамбы</p>").content.decode().replace("\u00a0", " ")
    html = html.replace('charset="utf-8"', 'charset="windows-1251"').replace("−", "-")
    statement = clean(Page("90001.html", html.encode(charset)))
    assert paragraphs(statement) == ["Приливы и дамбы"]
    assert statement.warnings == ()


def test_ten_thousand_nested_tags_neither_lose_words_nor_end_the_program() -> None:
    statement = clean(page("<div>" * 10_000 + "<p>Deep words.</p>" + "</div>" * 10_000))
    assert paragraphs(statement) == ["Deep words."]


def test_markup_in_a_title_is_text() -> None:
    top = TOP.replace("Meeting\u00a0on", "&lt;script&gt;alert(1)&lt;/script&gt; <b>Meet</b>ing on")
    assert clean(page(top=top)).title == "<script>alert(1)</script> Meeting on the tides of Arda"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ((URL, "http://kremlin.ru/events/president/letters/90001"), "en-90001"),
        (('lang="en"', 'lang="ru"'), "ru-90001"),
        (('property="og:url"', 'property="og:none"'), "en-90001"),
    ],
)
def test_number_and_language_come_from_the_page_itself(
    change: tuple[str, str], expected: str
) -> None:
    html = page().content.decode().replace(*change)
    assert clean(Page("saved/elsewhere.html", html.encode())).id == expected


def test_a_page_that_tells_no_number_anywhere_has_an_id_of_its_title_date_and_place() -> None:
    html = page().content.decode()
    for told in (URL, "http://en.kremlin.ru/d/90001", 'id="event-90001"'):
        html = html.replace(told, "")
    statement = clean(Page("saved/tides.html", html.encode()))
    assert statement.number is None
    assert statement.id == "en-x" + statement.id[4:]
    assert len(statement.id) == len("en-x") + 10
    assert clean(Page("saved/90001.html", html.encode())).id == "en-90001"


def test_a_page_with_tags_in_capitals_is_an_article() -> None:
    saved = page()
    content = saved.content
    for name in (b"article", b"div", b"p", b"h1"):
        for mark in (b"<", b"</"):
            content = content.replace(mark + name, mark + name.upper())
    assert clean(Page(saved.where, content)) == clean(saved)
