"""Headings of text saves, in lines and in one line, and texts that hold several messages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from index.cleaning.clean import clean_all
from index.headings.headline import split_headline
from index.saves.page import Page
from saved_pages import cleaned

if TYPE_CHECKING:
    from search.records import Statement

STATUS = (
    "Publication status Published in sections: News Publication date: May 9, 2031, 16:45 "
    "Direct link: en.kremlin.ru/d/990901 Text version"
)
MENUS = "\n".join(f"Harbour office {word}" for word in "abcdefghijklmnopqrstuvwxyzäöüåé")
LEAD = "Irena Solvei met pilots."
TALK = "President of Veldoria Irena Solvei: Good evening.\nPilot Nils Ravn: Good evening."


def facts(
    statement: Statement,
) -> tuple[str | None, str | None, date | None, str | None, str | None]:
    return (statement.title, statement.lead, statement.date, statement.time, statement.place)


DAY = date(2031, 5, 8)
WHOLE = ("Meeting with pilots", LEAD, DAY, "18:10", "The Citadel, Aldermoor")


@pytest.mark.parametrize(
    "text",
    [
        f"Events\nMeeting with pilots\n{LEAD}\nMay 8, 2031\n18:10\nThe Citadel, Aldermoor\n{TALK}",
        f"Meeting with pilots\n{LEAD}\nMay 8, 2031 - 18:10 - The Citadel, Aldermoor\n{TALK}",
        f"Meeting with pilots\n{LEAD}\nMay 8, 2031 18:10 The Citadel, Aldermoor\n{TALK}",
        f"{MENUS}\nMeeting with pilots\n{LEAD}\nMay 8, 2031, 18:10, The Citadel, Aldermoor\n{TALK}",
        f"Meeting with pilots\n{LEAD}\n{TALK}\nMay 8, 2031 – 18:10 – The Citadel, Aldermoor",
        f"Meeting with pilots\r{LEAD}\rMay 8, 2031\r18:10\rThe Citadel, Aldermoor\r"
        + TALK.replace("\n", "\r"),
        f"Events Meeting with pilots {LEAD} May 8, 2031 18:10 The Citadel, Aldermoor "
        + TALK.replace("\n", " ")
        + f" {STATUS}",
        f"Events Meeting with pilots {LEAD} May 8, 2031 - 18:10 - The Citadel, Aldermoor "
        + TALK.replace("\n", " "),
    ],
)
def test_title_lead_date_time_and_place_are_read_wherever_they_stand(text: str) -> None:
    statement = cleaned(text)
    assert facts(statement) == WHOLE
    assert [turn.speaker for turn in statement.turns] == ["Irena Solvei", "Nils Ravn"]


@pytest.mark.parametrize(
    "text",
    [
        f"{LEAD}\nMay 8, 2031\n18:10\nAldermoor\n{TALK}",
        f"Select font Arial\nDocument /\n{LEAD}\n{TALK}\nMay 8, 2031, Aldermoor",
    ],
)
def test_a_heading_without_a_title_has_none_and_its_sentence_is_the_lead(text: str) -> None:
    statement = cleaned(text)
    assert (statement.title, statement.lead, statement.date) == (None, LEAD, DAY)
    assert "no_title" in [warning.code for warning in statement.warning_codes]


@pytest.mark.parametrize(
    "marked",
    [
        "Совещание о соли| О.Рудный провёл совещание о соли.",
        "Встреча с Президентом Арды Исааком Мором| Президент провёл переговоры.",
        "Поездка в Солёный край| Глава Велдорского государства осмотрел порт.",
        "Переговоры с Осипом Рудным| Президенты Велдории и Арды обсудили соль.",
        "Посещение порта| Рабочая поездка О.Рудного началась с порта.",
        "Встреча с директором порта Осипом Рудным| Генеральный директор Осип Рудный доложил.",
        "Meeting with Oren Rudny| General Director of the Port Oren Rudny briefed the guests.",
        "Meeting with General Director Oren Rudny| Irena Solvei met with the General Director.",
        "Trip to the Orvan Region| The head of state saw the port.",
        "Meeting with Ombudsman Tilda Vane| Tides Commissioner Tilda Vane reported on the salt.",
        "Meeting with Oren Rudny| Director General of the State Salt Corporation Orval Oren Rudny "
        "briefed the guests.",
        "Telephone conversation with Ardan Prime Minister Boris Rudny| Irena Solvei had a talk.",
        "Meeting with Orval CEO Boris Rudny| Irena Solvei had a meeting with the CEO of Orval.",
        "Talks with Prime Minister of Arda Boris Khan| Vladimir Putin met with Boris Khan.",
        "Congress of the Young Guard of the Port| Vladimir Putin sent greetings to the Congress.",
        "Forum The Health of All as a Foundation| Vladimir Putin sent greetings to the forum.",
        "15th Orvan Salt Boat Brigade named Guards| The President signed an Executive Order.",
        "List of guests of the Great Orvan Fair published| The list of guests has been published.",
        "Parade on the mole| President of Russia – Supreme Commander-in-Chief of the Armed Forces "
        "Vladimir Putin attended the parade.",
        "Joint news conference with President of Arda Boris Rudny| Following the talks, Irena "
        "Solvei and President of the Republic of Arda Boris Rudny made statements.",
        "Conversation with pilots of the Port| Vladimir Putin and President of Arda Boris Rudny "
        "met with pilots.",
        "News conference following Ardan-Orvan talks| Following Ardan-Orvan talks, Irena Solvei "
        "and Federal Chancellor of Arda Boris Rudny made statements.",
        "On May 8, Irena Solvei will hold talks with Boris Rudny| On May 8, Irena Solvei will hold "
        "talks with Boris Rudny, who is due to pay a visit.",
        "Telephone conversations with President of Arda Boris Rudny and Prime Minister of Orva "
        "Ivan Ravn| Vladimir Putin had telephone conversations with them.",
        "Boris Rudny appointed Director of the Port| The President signed the Executive Order.",
        "Oren Rudny awarded the Order of Salt| Oren Rudny of Orva was decorated with the Order.",
        "Harbour Day greetings| Vladimir Putin sent Harbour Day greetings to all pilots.",
        "Greetings on the anniversary of the Fire Society| Vladimir Putin sent greetings to it",
        "Meeting with the Minister of Tides Boris Rudny| As was agreed, Boris Rudny came.",
        "Presentation of medals| As per tradition, the President presented the medals.",
    ],
)
def test_a_title_swallows_no_sentence(marked: str) -> None:
    title, _, lead = marked.partition("|")
    assert split_headline(title + lead) == (title, lead.strip())


def test_an_announcement_has_the_time_it_was_published_at() -> None:
    text = (
        "Events On May 12, Irena Solvei will visit Port Sorrel Announcement, May 12, 2031 "
        f"She will see the mole. {STATUS}"
    )
    statement = cleaned(text)
    assert (statement.date, statement.time) == (date(2031, 5, 9), "16:45")
    assert statement.event_date == date(2031, 5, 12)


@pytest.mark.parametrize(
    "lead",
    [
        "Taking part in the talks were Governor of Sorrel Anna Kvist, Oren Pell and Director Nils "
        "Ravn.",
        "During his visit to the Salt House Irena Solvei met with pilots.",
    ],
)
def test_the_beginning_of_a_lead_is_no_title(lead: str) -> None:
    statement = cleaned(f"{lead} {TALK}")
    assert (statement.title, statement.lead) == (None, lead)


@pytest.mark.parametrize("sign", ["<…>", "‹…>", "‹…›", "<...>", "&lt;…&gt;", "&lt;...&gt;"])
@pytest.mark.parametrize("gap", ["\n", " "])
def test_every_sign_of_an_omission_counts_and_is_nobodys_words(sign: str, gap: str) -> None:
    lines = ["Irena Solvei: The tide is high.", sign, "We sail.", "Nils Ravn: Yes."]
    statement = cleaned(gap.join(lines))
    assert statement.abridged
    assert "…" not in " ".join(p for turn in statement.turns for p in turn.paragraphs)


MESSAGE = (
    "Greetings to {0}\nIrena Solvei greeted {0}.\nMay {1}, 2031\n10:00\n"
    "The message reads:\n“Hail.”\n"
)


@pytest.mark.parametrize("between", ["", "* * *\n", "----------\n"])
def test_messages_with_headings_of_their_own_are_statements_of_their_own(between: str) -> None:
    text = between.join(MESSAGE.format(*one) for one in (("pilots", 3), ("divers", 4)))
    found = clean_all(Page("saved.txt", text.encode()))
    assert [one.title for one in found] == ["Greetings to pilots", "Greetings to divers"]
    assert [one.date for one in found] == [date(2031, 5, 3), date(2031, 5, 4)]
    assert [one.turns[0].paragraphs for one in found] == [("The message reads:", "“Hail.”")] * 2
    assert len({one.id for one in found}) == 2


def test_a_date_that_somebody_speaks_of_begins_no_other_statement() -> None:
    text = (
        f"Meeting with pilots\n{LEAD}\nMay 8, 2031\n18:10\nAldermoor\n"
        "Irena Solvei: The mole was built long ago.\nMay 8, 2030\nThat was the day."
    )
    assert len(clean_all(Page("saved.txt", text.encode()))) == 1


def test_the_date_of_an_inset_above_the_publication_status_ends_the_inset() -> None:
    inset = "See also The mole was opened May 8, 2031"
    text = (
        f"Events Meeting with pilots {LEAD} May 8, 2031 18:10 Aldermoor The guests spoke. "
        f"{inset} {STATUS}"
    )
    statement = cleaned(text)
    assert inset in [block.text for block in statement.removed]
    assert [turn.paragraphs for turn in statement.turns] == [("The guests spoke.",)]


GREETING = "Irena Solvei sent greetings. The message reads, in part: “The tide is high.”"
PARTED = [
    "Greetings to {0}\nMay {1}, 2031\n10:30\n{message}",
    "Greetings to {0}\n\nMay {1}, 2031 - 10:30\n\n{message}",
    "Greetings to {0}\n{message}\nPresident of Veldoria Irena Solvei: We sail.\nMay {1}, 2031",
]


@pytest.mark.parametrize("rule", ["----------", "* * *", "==========", "• • •"])
@pytest.mark.parametrize("form", PARTED)
def test_a_rule_parts_messages_that_each_have_title_and_date(form: str, rule: str) -> None:
    told = [form.format(who, day, message=GREETING) for who, day in (("pilots", 8), ("keepers", 9))]
    statements = clean_all(Page("saved.txt", f"\n\n{rule}\n\n".join(told).encode()))
    assert [(one.title, one.date) for one in statements] == [
        ("Greetings to pilots", date(2031, 5, 8)),
        ("Greetings to keepers", date(2031, 5, 9)),
    ]
    spoken = " ".join(text for turn in statements[0].turns for text in turn.paragraphs)
    assert "keepers" not in spoken
    assert "* *" not in spoken


@pytest.mark.parametrize(
    "after",
    [
        "Nils Ravn: The tide turns.\nMay 9, 2031",
        "Then the pilots left.\nMay 9, 2031\nThe tide turned.",
        "Beginning of the second part\nNils Ravn: The tide turns.",
        "Beginning of the second part\nNils Ravn: The tide turns.\nMay 8, 2031",
    ],
)
def test_a_rule_amid_one_text_parts_none(after: str) -> None:
    text = f"Meeting with pilots\n{LEAD}\nMay 8, 2031\n{TALK}\n* * *\n{after}"
    assert len(clean_all(Page("saved.txt", text.encode()))) == 1
