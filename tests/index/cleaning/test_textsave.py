"""Saves as text, line by line → Statement: the accessible version and the text version."""

from __future__ import annotations

from datetime import date

import pytest

from index.cleaning.clean import clean
from index.saves.page import Page
from index.saves.recognise import NotAStatement, SkipReason
from saved_pages import cleaned, paragraphs
from search.records import Form
from search.save_warnings import SaveWarning

ACCESSIBLE = """View settings

Font size:
Site colours:


Official website of the President of Veldoria

News \u00a0 /

Meeting with\u00a0President of Orvania

May 9, 2024, The\u00a0Citadel, Aldermoor

Irena Solvei had a\u00a0meeting with the President of Orvania.

The talks were continued by the delegations.

* * *

President of\u00a0Veldoria Irena Solvei: Dear friend,

The tide is high. We shall sail.

<…>


May 9, 2024, The\u00a0Citadel, Aldermoor"""
OTHER_EXTRACTOR = """Select font Arial Times New Roman
Character spacing (Kerning): Standard Medium Large

Документ \u00a0 /

September 26, 2021

Irena Solvei: What do you see from the bridge, captain?

Nils Ravn: White.

September 26, 2021"""
TEXT_VERSION = """Events

Meeting on the northern ferry

Irena Solvei held a meeting.

October 2, 2013
12:15
Port Sorrel

Irena Solvei: Good afternoon.

Geography

Sorrel Territory

Persons

Lindmar Oskar

Publication status

Published in sections: News, Transcripts

Publication date: October 2, 2013, 12:15

Direct link: en.kremlin.ru/d/90032

Text version
"""


def test_the_accessible_version_gives_its_facts_and_no_word_of_its_settings() -> None:
    statement = cleaned(ACCESSIBLE)
    assert statement.title == "Meeting with President of Orvania"
    assert statement.date == date(2024, 5, 9)
    assert statement.time is None
    assert statement.place == "The Citadel, Aldermoor"
    assert statement.lead == "Irena Solvei had a meeting with the President of Orvania."
    assert paragraphs(statement) == [
        "The talks were continued by the delegations.",
        "Dear friend,",
        "The tide is high. We shall sail.",
    ]
    assert statement.turns[1].n == 3
    assert statement.abridged
    assert statement.form is Form.TEXT
    assert statement.number is None
    assert [block.text for block in statement.removed] == [
        "View settings",
        "Font size:",
        "Site colours:",
        "Official website of the President of Veldoria",
        "News /",
        "May 9, 2024, The Citadel, Aldermoor",
    ]


def test_an_all_digit_file_name_gives_a_text_save_its_number() -> None:
    assert cleaned(ACCESSIBLE, "saves/90031.txt").id == "en-90031"
    assert cleaned(ACCESSIBLE, "saves/May 9.txt").id.startswith("en-x")


def test_another_extractor_prints_a_russian_crumb_and_no_title() -> None:
    statement = cleaned(OTHER_EXTRACTOR, "90033.txt")
    assert statement.lang == "en"
    assert statement.title is None
    assert statement.date == date(2021, 9, 26)
    assert statement.place is None
    assert [turn.label for turn in statement.turns] == ["Irena Solvei", "Nils Ravn"]
    assert "the save holds no title" in statement.warnings
    assert SaveWarning("no_title") in statement.warning_codes


def test_the_text_of_an_article_page_gives_number_lists_and_sections() -> None:
    statement = cleaned(TEXT_VERSION)
    assert statement.id == "en-90032"
    assert statement.title == "Meeting on the northern ferry"
    assert statement.lead == "Irena Solvei held a meeting."
    assert (statement.date, statement.time) == (date(2013, 10, 2), "12:15")
    assert statement.place == "Port Sorrel"
    assert statement.geography == ("Sorrel Territory",)
    assert statement.persons == ("Lindmar Oskar",)
    assert statement.sections == ("News", "Transcripts")
    assert paragraphs(statement) == ["Good afternoon."]


def test_a_whole_page_saved_as_text_loses_its_menus_above_and_below() -> None:
    above = "Portal menu\n\nEvents\n\nStructure\n\nMay 1, 2020\n\nContacts\n\nSearch\n\n"
    below = "\nShare\n\nVK\n\nPresidential Executive Office 2020\n"
    statement = cleaned(above + TEXT_VERSION + below)
    assert statement.title == "Meeting on the northern ferry"
    assert statement.date == date(2013, 10, 2)
    assert paragraphs(statement) == ["Good afternoon."]
    removed = [block.text for block in statement.removed if block.rule == "menu"]
    assert removed == [
        "Portal menu",
        "Structure",
        "May 1, 2020",
        "Contacts",
        "Search",
        "Share VK Presidential Executive Office 2020",
    ]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_text_save_reads_the_same_in_every_charset_and_with_every_newline(
    charset: str, newline: str
) -> None:
    content = ACCESSIBLE.replace("\n", newline).encode(charset)
    assert paragraphs(clean(Page("a.txt", content))) == paragraphs(cleaned(ACCESSIBLE))


@pytest.mark.parametrize(
    "text",
    [
        "Salt: 5 parts\nWater: 95 parts\n",
        "User-agent: *\nDisallow: /search\n",
        "Dear friends,\n\nI write.\n\nI wait.\n\nI sail.\n\nMay 9, 2024\n\nYours.\n",
        "Mr President,\n\nOn behalf of my delegation, I thank you.\n" * 50,
    ],
)
def test_a_text_that_nothing_shows_to_be_a_statement_is_none(text: str) -> None:
    with pytest.raises(NotAStatement) as told:
        cleaned(text)
    assert told.value.reason is SkipReason.NO_STATEMENT


@pytest.mark.parametrize(
    "place",
    [
        "St. Port Sorrel",
        "Sorrel, N.C.",
        "Sorrel-on-Sea. Sorrel State Library",
        "The Citadel, Sorrel.",
    ],
)
def test_full_stops_in_a_place_hide_no_date_line(place: str) -> None:
    text = ACCESSIBLE.replace("The\u00a0Citadel, Aldermoor", place)
    statement = clean(Page("saved.txt", text.encode()))
    assert (statement.date, statement.place) == (date(2024, 5, 9), place)
    assert statement.lead == "Irena Solvei had a meeting with the President of Orvania."
    assert "2024" not in " ".join(p for turn in statement.turns for p in turn.paragraphs)


def test_a_sentence_that_begins_with_a_date_is_no_date_line() -> None:
    line = "May 9, 2024, the ferry left. Nobody waved."
    text = ACCESSIBLE.replace("We shall sail.", f"\n\n{line}\n")
    statement = clean(Page("saved.txt", text.encode()))
    assert line in [p for turn in statement.turns for p in turn.paragraphs]
