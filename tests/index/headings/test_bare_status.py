"""Text saves that lost the headings of their last blocks: furniture is nobody's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.cleaning.clean import clean
from index.saves.page import Page

if TYPE_CHECKING:
    from search.records import Statement

ENGLISH = [
    "Published in sections: News, Transcripts",
    "Publication date: May 9, 2031, 17:15",
    "Direct link: en.kremlin.ru/d/90071",
    "Text version",
]
RUSSIAN = [
    "Опубликован в разделах: Новости, Выступления и стенограммы",
    "Дата публикации: 9 мая 2031 года, 17:15",
    "Ссылка на материал: kremlin.ru/d/90071",
    "Текстовая версия",
]
MENU = [
    *("Text", "Share", "Direct link", "http://en.kremlin.ru/events/president/news/90071", "VK"),
    *("Facebook", "Twitter", "LiveJournal", "Send by email", "Print", "Message preview"),
    *("Official Website of the President of Russia:", "Talks on the river. The second day"),
    *("Addressee email", "Send", "Last updated at May 11, 2031, 14:12", "Русский Английский"),
    *("For the Media", "State Insignia", "Putin. 20 years", "Presidential Executive Office2031"),
]
RUSSIAN_MENU = [
    *("Текст", "Поделиться", "Прямая ссылка", "ВКонтакте", "Facebook", "Распечатать"),
    *("Последнее обновление: 11 мая 2031 года, 14:12", "Для СМИ"),
    "Все материалы сайта доступны по лицензии: Creative Commons Attribution 4.0 International",
    "Администрация Президента России 2031 год",
]
TOP = ["Talks on the river. The second day", "May 9, 2031", "17:00", "Port Maren"]
TALK = ["Irena Solvei: Good afternoon.", "Osip Rudny: Thank you. We shall not sell the river."]


def cleaned(*lines: str, between: str = "\n") -> Statement:
    return clean(Page("save.txt", between.join(lines).encode()))


def last_words(statement: Statement) -> str:
    return statement.turns[-1].paragraphs[-1]


def removed(statement: Statement) -> list[str]:
    return [block.rule for block in statement.removed]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n"])
@pytest.mark.parametrize("menu", [[], MENU, MENU[:6]])
def test_a_status_without_its_heading_ends_the_text(between: str, menu: list[str]) -> None:
    statement = cleaned(*TOP, *TALK, *ENGLISH, *menu, between=between)
    assert last_words(statement) == "Thank you. We shall not sell the river."
    assert (statement.number, statement.sections) == (90071, ("News", "Transcripts"))
    assert removed(statement) == ["publication status", *(["menu"] if menu else [])]
    assert statement.title == TOP[0]


@pytest.mark.parametrize("menu", [[], RUSSIAN_MENU])
def test_the_russian_one_does_too(menu: list[str]) -> None:
    top = ["Беседа о реке", "9 мая 2031 года", "17:00", "Порт-Марен"]
    talk = ["И.Солвей: Добрый день.", "О.Рудный: Спасибо. Мы не продадим реку."]
    statement = cleaned(*top, *talk, *RUSSIAN, *menu)
    assert last_words(statement) == "Спасибо. Мы не продадим реку."
    assert (statement.id, statement.lang) == ("ru-90071", "ru")
    assert statement.sections == ("Новости", "Выступления и стенограммы")


@pytest.mark.parametrize("kept", [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 3]])
@pytest.mark.parametrize("menu", [[], MENU])
def test_whichever_of_its_lines_is_left(kept: list[int], menu: list[str]) -> None:
    statement = cleaned(*TOP, *TALK, *(ENGLISH[at] for at in kept), *menu)
    assert last_words(statement) == "Thank you. We shall not sell the river."
    text = " ".join(block.text for block in statement.removed)
    assert all(ENGLISH[at] in text for at in kept)


def test_names_of_sections_may_stand_in_lines_of_their_own() -> None:
    lines = ["Published in sections:", "News", ",", "Transcripts", "Publication date:"]
    statement = cleaned(*TOP, *TALK, *lines, "May 9, 2031, 17:15", *ENGLISH[2:], *MENU)
    assert last_words(statement) == "Thank you. We shall not sell the river."
    assert statement.sections == ("News", "Transcripts")


def test_lines_between_the_last_sentence_and_the_status_are_lists() -> None:
    lists = ["Second talks on the river", "May 8, 2031", "Arda", "Universities", "Rudny Osip"]
    statement = cleaned(*TOP, *TALK, *lists, "1 more", *ENGLISH, *MENU)
    assert last_words(statement) == "Thank you. We shall not sell the river."
    assert [one.text for one in statement.removed if one.rule == "tags"] == [*lists, "1 more"]
    assert statement.topics == (), "without its heading nothing tells what a list is of"


def test_a_list_with_its_heading_is_known_without_that_of_the_status() -> None:
    statement = cleaned(*TOP, *TALK, "Topics", "Universities", *ENGLISH)
    assert last_words(statement) == "Thank you. We shall not sell the river."
    assert statement.topics == ("Universities",)


def test_a_footer_alone_ends_the_text() -> None:
    statement = cleaned(*TOP, *TALK, "Share", "VK", *MENU[-4:])
    assert last_words(statement) == "Thank you. We shall not sell the river."
    assert removed(statement) == ["menu"]


def test_in_one_line_the_status_ends_the_text_too() -> None:
    told = ["Talks on the river May 9, 2031 17:00 Port Maren", *TALK, *ENGLISH, *MENU[:10]]
    statement = cleaned(*told, between=" ")
    assert last_words(statement) == "Thank you. We shall not sell the river."
    assert statement.number == 90071


@pytest.mark.parametrize(
    "line",
    [
        "Publication date: May 9, 2031",
        "Direct link: en.kremlin.ru/d/90071",
        "Published in sections: News",
    ],
)
def test_such_a_line_on_top_of_a_text_ends_nothing(line: str) -> None:
    statement = cleaned(TOP[0], line, *TOP[1:], *TALK, "We shall build boats instead.")
    assert last_words(statement) == "We shall build boats instead."


@pytest.mark.parametrize(
    "line",
    [
        "Publication date: nobody told us.",
        "Published in sections, it was read by few.",
        "We shall print it. Share",
        "Send a Letter",
        "2031",
    ],
)
def test_words_like_these_stay_the_speakers(line: str) -> None:
    statement = cleaned(*TOP, *TALK, line)
    assert line in last_words(statement)
