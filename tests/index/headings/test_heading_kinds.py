"""One heading, printed in every order and spelling that saves have, in lines and in one line."""

from __future__ import annotations

from datetime import date

import pytest

from index.cleaning.clean import clean, clean_all
from index.saves.page import Page

DAY = date(2031, 5, 8)
ENGLISH = {
    "title": "Talks with President of Arda Boris Rudny",
    "lead": "Irena Solvei held talks with President of the Republic of Arda Boris Rudny.",
    "place": "Port Sorrel",
    "talk": (
        "President of Veldoria Irena Solvei: Good evening.",
        "President of Arda Boris Rudny (retranslated): Good evening to you.",
        "Irena Solvei: The tide is high.",
    ),
}
RUSSIAN = {
    "title": "Переговоры с Президентом Арды Борисом Рудным",
    "lead": "Ирена Солвей провела переговоры с Президентом Республики Арда Борисом Рудным.",
    "place": "Порт-Соррель",
    "talk": ("И.Солвей: Добрый вечер.", "Б.Рудный (как переведено) : Вечер добрый."),
}
ORDERS = {
    "en": [
        ["{t}", "{l}", "May 8, 2031", "18:10", "{p}"],
        ["{t}", "{l}", "May 8, 2031, 18:10, {p}"],
        ["{t}", "{l}", "May 8, 2031 - 18:10 - {p}"],
        ["{t}", "{l}", "May 8, 2031 – 18:10 – {p}"],
        ["{t}", "{l}", "May 8, 2031 — 18:10 — {p}"],
        ["{t}", "{l}", "Thursday, May 8, 2031", "18:10", "{p}"],
        ["{t}", "{l}", "8 May 2031", "18:10", "{p}"],
        ["{t}", "{l}", "2031-05-08", "18:10", "{p}"],
        ["{t}", "{l}", "18:10, May 8, 2031, {p}"],
        ["Home → Events → President → News", "{t}", "{l}", "May 8, 2031", "18:10", "{p}"],
        ["News /", "{t}", "{l}", "May 8, 2031", "18:10", "{p}"],
    ],
    "ru": [
        ["{t}", "{l}", "8 мая 2031 года", "18:10", "{p}"],
        ["{t}", "{l}", "8 мая 2031 года, 18:10, {p}"],
        ["{t}", "{l}", "8 мая 2031 года - 18:10 - {p}"],
        ["{t}", "{l}", "8 мая 2031 г.", "18:10", "{p}"],
        ["{t}", "{l}", "08.05.2031", "18:10", "{p}"],
        ["{t}", "{l}", "18:10, 8 мая 2031 года, {p}"],
        ["События", "{t}", "{l}", "8 мая 2031 года", "18:10", "{p}"],
        ["Главная → События → Новости", "{t}", "{l}", "8 мая 2031 года", "18:10", "{p}"],
    ],
}


def _saved(lang: str, order: list[str], gap: str) -> str:
    page = ENGLISH if lang == "en" else RUSSIAN
    head = [line.format(t=page["title"], l=page["lead"], p=page["place"]) for line in order]
    return gap.join((*head, *page["talk"]))


@pytest.mark.parametrize("gap", ["\n", "\n\n", " "])
@pytest.mark.parametrize(
    ("lang", "order"), [(lang, order) for lang, orders in ORDERS.items() for order in orders]
)
def test_title_lead_date_time_and_place_are_read_in_every_order(
    lang: str, order: list[str], gap: str
) -> None:
    page = ENGLISH if lang == "en" else RUSSIAN
    statement = clean(Page("saved.txt", _saved(lang, order, gap).encode()))
    assert (statement.title, statement.lead) == (page["title"], page["lead"])
    assert (statement.date, statement.time, statement.place) == (DAY, "18:10", page["place"])
    assert len(statement.turns) == len(page["talk"])


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_text_that_begins_with_its_date_has_title_lead_and_place_below(lang: str) -> None:
    page = ENGLISH if lang == "en" else RUSSIAN
    day = "May 8, 2031" if lang == "en" else "8 мая 2031 года"
    lines = (day, "18:10", page["title"], page["lead"], page["place"], *page["talk"])
    statement = clean(Page("saved.txt", "\n".join(lines).encode()))
    assert (statement.title, statement.lead) == (page["title"], page["lead"])
    assert (statement.date, statement.time, statement.place) == (DAY, "18:10", page["place"])
    assert len(statement.turns) == len(page["talk"])


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("gap", ["\n", " "])
def test_title_and_lead_are_parted_where_no_date_is(lang: str, gap: str) -> None:
    page = ENGLISH if lang == "en" else RUSSIAN
    statement = clean(Page("saved.txt", _saved(lang, ["{t}", "{l}"], gap).encode()))
    assert (statement.title, statement.lead) == (page["title"], page["lead"])
    assert statement.date is None
    assert len(statement.turns) == len(page["talk"])


@pytest.mark.parametrize("gap", ["\n", " "])
def test_two_sentences_before_the_date_are_the_lead_and_no_title(gap: str) -> None:
    lead = (ENGLISH["lead"], "The two leaders spoke of salt.")
    text = gap.join((*lead, "May 8, 2031", "18:10", "Port Sorrel", *ENGLISH["talk"]))
    statement = clean(Page("saved.txt", text.encode()))
    assert (statement.title, statement.lead) == (None, " ".join(lead))


@pytest.mark.parametrize("gap", ["\n", " "])
def test_date_and_time_of_publication_stand_in_where_none_is_printed_above(gap: str) -> None:
    status = (
        "Publication status Published in sections: News Publication date: May 8, 2031, 18:10 "
        "Direct link: en.kremlin.ru/d/990907 Text version"
    )
    text = gap.join((ENGLISH["title"], ENGLISH["lead"], *ENGLISH["talk"], status))
    statement = clean(Page("saved.txt", text.encode()))
    assert (statement.date, statement.time) == (DAY, "18:10")
    assert (statement.title, statement.lead) == (ENGLISH["title"], ENGLISH["lead"])


@pytest.mark.parametrize(
    "order", ["{t}\n{l}\nMay 8, 2031—18:10—{p}", "{t}\n{l}\nMay 8, 2031 | 18:10 | {p}"]
)
def test_a_date_line_may_have_dashes_without_spaces_or_bars(order: str) -> None:
    head = order.format(t=ENGLISH["title"], l=ENGLISH["lead"], p=ENGLISH["place"])
    text = "\n".join((head, *ENGLISH["talk"]))
    statement = clean(Page("saved.txt", text.encode()))
    assert (statement.title, statement.lead) == (ENGLISH["title"], ENGLISH["lead"])
    assert (statement.date, statement.time, statement.place) == (DAY, "18:10", ENGLISH["place"])


def test_date_clock_and_place_may_close_a_text_in_three_lines() -> None:
    lines = (ENGLISH["title"], ENGLISH["lead"], *ENGLISH["talk"], "May 8, 2031", "18:10")
    statement = clean(Page("saved.txt", "\n".join((*lines, "Port Sorrel")).encode()))
    assert (statement.date, statement.time, statement.place) == (DAY, "18:10", "Port Sorrel")
    assert statement.turns[-1].paragraphs == ("The tide is high.",)


@pytest.mark.parametrize("rule", ["* * *", "----------", "=========="])
def test_messages_between_rules_are_statements_where_each_has_title_and_date(rule: str) -> None:
    message = "{t}\nMay 8, 2031 - 18:10\n{l}\nThe message reads: “The tide is high.”\n"
    first = message.format(t="Greetings to the pilots", l="Irena Solvei greeted the pilots.")
    second = message.format(t="Greetings to the weavers", l="Irena Solvei greeted the weavers.")
    read = clean_all(Page("saved.txt", f"{first}\n{rule}\n\n{second}".encode()))
    assert [one.title for one in read] == ["Greetings to the pilots", "Greetings to the weavers"]


def test_a_scene_parts_no_statement() -> None:
    talk = "\n".join(ENGLISH["talk"])
    text = f"{ENGLISH['title']}\nMay 8, 2031\n{talk}\n* * *\nMeeting with pilots\n{talk}"
    assert len(clean_all(Page("saved.txt", text.encode()))) == 1


@pytest.mark.parametrize(
    "opening", ["In his speech, the guest", "Talks continued and he", "The tide"]
)
@pytest.mark.parametrize(
    "place", ["Moscow", "Minsk", "Old Harbour, Minsk", "The Old Garden, Minsk"]
)
def test_a_place_ends_before_the_words_that_open_a_sentence(place: str, opening: str) -> None:
    text = f"Irena Solvei met pilots May 8, 2031 18:10 {place} {opening} spoke of the tide."
    statement = clean(Page("saved.txt", text.encode()))
    assert (statement.title, statement.place) == ("Irena Solvei met pilots", place)


@pytest.mark.parametrize("words", ["The tide", "Under the law it", "Russian pilots", "Earlier he"])
def test_the_first_words_of_a_sentence_are_no_place(words: str) -> None:
    text = f"Irena Solvei met pilots May 8, 2031 18:10 {words} spoke of the sea."
    assert clean(Page("saved.txt", text.encode())).place is None


@pytest.mark.parametrize(
    "title",
    [
        "Acting President Vladimir Putin met with pilots",
        "At the end of talks, President Vladimir Putin met with pilots",
        "Acting Russian President Vladimir Putin met with pilots",
        "Before leaving Sorrel President Vladimir Putin met with pilots",
    ],
)
def test_a_title_of_the_old_site_is_whole_though_it_reads_as_a_lead(title: str) -> None:
    statement = clean(Page("saved.txt", f"{title} May 8, 2031 18:10 Moscow".encode()))
    assert (statement.title, statement.lead, statement.place) == (title, None, "Moscow")
