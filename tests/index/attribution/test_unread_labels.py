"""Text saves: labels that nobody can read end the turn before, and what only looks alike does not.

`|` marks where a turn begins; the label of each stands before its colon.
"""

from __future__ import annotations

import pytest

from index.attribution.attribute import attribute
from index.attribution.flat_labels import split_flat
from index.blocks import Block, BlockKind, Facts
from index.cleaning.clean import clean
from index.saves.page import Page
from search.records import Evidence, Form, Turn, TurnKind

HOST = "President of Norland Vera Lindgren: Good day. The floor is yours."
RUSSIAN_HOST = "В.Линдгрен: Добрый день. Прошу Вас."

UNREAD = [
    "Ivan Testov and Anna Kvist: We agree.",
    "Minister of Bees Ivan Testov and Governor Anna Kvist: We shall sign.",
    "Minister of Bees Ivan Testov / Minister of Roads Pavel Kvist: Yes.",
    "Vera Lindgren, Ivan Testov, Anna Kvist: Agreed!",
    "Pupils Anna Drast, Ivan Kvist and others: The choir!",
    "Minister of Roads: They are open. Carts pass.",
    "Representative of the Republic of Arda: We thank you.",
    "President of Norland, President of Arda: We declare the river free.",
    "Minister of Bees (name inaudible): All is well.",
    "Chairman of the River Board O. P.: Nothing to add.",
    "Vera Lindgren’s interpreter: Please say it again.",
    "Assistant to Ivan Testov: He is on his way.",
    "Governor of ??? Region ?????? ????: We had rain.",
    "Vera Lindgren: yes, thank you.",
    "era Lindgren: Thank you.",
    "Iv\ufffdn Testov: Thank you.",
    "\ufffdvan Testov: Thank you.",
    "Ivan T\ufffdstov: Thank you.",
    "Minister of Bees Iv?n Testov: Thank you.",
    "V. L\ufffdndgren: Thank you.",
    "Press Secretary of Vera Lindgren: Nothing to add.",
    "Aide to Vera Lindgren: Nothing to add.",
    "Letter to Vera Lindgren: We have no bridge.",
    "Question to Vera Lindgren: When?",
    "Qu\ufffdstion: Who pays?",
    "\ufffd\ufffd\ufffd\ufffd \ufffd\ufffd\ufffd\ufffd: Thank you.",
]
RUSSIAN_UNREAD = [
    "Б.Тестов и И.Квист: Согласны.",
    "О.Тестов, Т.Квист, Ф.Драстин: Да!",
    "Представитель Норландии: Благодарю.",
    "Министр дорог Норландии: Дорога открыта.",
    "Переводчик Б.Тестова : Просит повторить.",
    "Помощник Министра О.Тестова: Министр сейчас будет.",
    "Председатель Совета О.П.: Добавить нечего.",
    "Министр дорог (неразборчиво): Всё хорошо.",
    "Б.Т\ufffdстов: Согласен.",
    "Б,Тестов: Согласен.",
    "Б..Тестов: Согласен.",
    "Б .Тестов: Согласен.",
    "Б.тестов: Согласен.",
    "БТестов: Согласен.",
    "[Б.Тестов]: Согласен.",
    "Пресс-секретарь В.Линдгрена: Добавить нечего.",
]
SPOKEN = [
    "Minister of Foreign Affairs: Ivan Testov.",
    "Officials in charge: I. Testov, A. Kvist.",
    "Deadline: April 15, 2032.",
    "My question is: Who pays?",
    "One more thing: Winter is near.",
    "As Ivan Testov said: The river has two banks.",
    "Report to the President: Submit it by May.",
    "Powers of the Governor: First, the roads.",
    "Dear colleagues: I shall be brief.",
    "Mr President: You know the river.",
    "Ms Kvist, Mr Testov: Thank you both.",
    "Your Majesty: It is an honour.",
    "Arda: “This is a matter for us all.”",
    "3.18 pm: The bell rang.",
    "First: Roads.",
    "Lake Testal: the water is clean.",
    "Taking part were: Ivan Testov and Anna Kvist.",
    "The main th\ufffdng: We are here.",
    "What do you s\ufffdy: Shall we go?",
]
RUSSIAN_SPOKEN = [
    "Министр иностранных дел: О.Тестов.",
    "Ответственные: О.Тестов, Т.Квист.",
    "Доклад Министра: Мост готов.",
    "Уважаемые коллеги: Буду краткой.",
    "Господин Президент: Вы знаете реку.",
    "Ваше Величество: Это честь.",
    "Иван Петрович: Посмотрите.",
    "Первый вопрос Владимиру Владимировичу: Когда?",
    "Отдельно, Иван Петрович, скажу по дорогам: Их мало.",
    "Нагорье: «Это дело общее».",
]


def facts(lang: str, form: Form) -> Facts:
    return Facts(lang, "A meeting", None, (), form)


def in_lines(*lines: str, lang: str) -> tuple[Turn, ...]:
    blocks = [Block(n, BlockKind.PARAGRAPH, line) for n, line in enumerate(lines, 1)]
    return attribute(blocks, facts(lang, Form.TEXT))


def in_one_line(*lines: str, lang: str) -> tuple[Turn, ...]:
    told = facts(lang, Form.FLAT)
    return attribute(split_flat(" ".join(lines), told), told)


@pytest.mark.parametrize("read", [in_lines, in_one_line])
@pytest.mark.parametrize("line", [*UNREAD, *RUSSIAN_UNREAD])
def test_a_label_that_cannot_be_read_ends_the_turn_and_names_nobody(read, line: str) -> None:  # type: ignore[no-untyped-def]
    lang, host = ("ru", RUSSIAN_HOST) if line in RUSSIAN_UNREAD else ("en", HOST)
    first, second = read(host, line, lang=lang)
    label, words = line.rsplit(": ", 1)
    assert first.paragraphs == (host.split(": ", 1)[1],)
    assert (second.kind, second.evidence) == (TurnKind.SPEECH, Evidence.NONE)
    assert (second.speaker, second.role, second.label) == (None, None, label.strip())
    assert second.paragraphs == (words,)


@pytest.mark.parametrize("read", [in_lines, in_one_line])
@pytest.mark.parametrize("line", [*SPOKEN, *RUSSIAN_SPOKEN])
def test_what_only_looks_like_a_label_stays_with_the_speaker(read, line: str) -> None:  # type: ignore[no-untyped-def]
    lang, host = ("ru", RUSSIAN_HOST) if line in RUSSIAN_SPOKEN else ("en", HOST)
    (turn,) = read(host, line, lang=lang)
    assert " ".join(turn.paragraphs).endswith(line)


def test_in_html_words_without_bold_end_nothing() -> None:
    blocks = [
        Block(n, BlockKind.PARAGRAPH, line)
        for n, line in enumerate((HOST, "Minister of Roads: They are open."), 1)
    ]
    (turn,) = attribute(blocks, facts("en", Form.HTML))
    assert len(turn.paragraphs) == 2


def test_how_many_labels_could_not_be_read_is_told() -> None:
    text = (
        "Events\nA meeting\nMay 9, 2031\n18:10\nAldermoor\n"
        f"{HOST}\nMinister of Roads: They are open.\nVera Lindgren: Thank you.\n"
        "Publication status\nPublished in section: News\nPublication date: May 9, 2031, 18:10\n"
        "Direct link: en.kremlin.ru/d/91077\nText version\n"
    )
    statement = clean(Page("meeting.txt", text.encode()))
    (told,) = (one for one in statement.warning_codes if one.code == "unread_labels")
    assert told.values == {"count": 1}
    assert any(sentence.startswith("1 label") for sentence in statement.warnings)


@pytest.mark.parametrize(
    "printed",
    [
        "**{}:** ",
        "**{}**: ",
        "*{}:* ",
        "__{}:__ ",
        "<b>{}:</b> ",
        "> {}: ",
        "• {}: ",
        "- {}: ",
        "2. {}: ",
    ],
)
def test_what_texts_print_around_labels_for_their_bold_is_no_part_of_them(printed: str) -> None:
    label = "Minister of Bees Ivan Testov"
    first, second = in_lines(HOST, f"{printed.format(label)}Thank you.", lang="en")
    assert (first.speaker, second.label) == ("Vera Lindgren", label)
    assert (second.speaker, second.role) == ("Ivan Testov", "Minister of Bees")
    assert second.paragraphs == ("Thank you.",)


@pytest.mark.parametrize("gap", ["", " "])
@pytest.mark.parametrize("stop", [".", "!", "?", "…", "...", ".”", ".)"])
def test_a_label_after_a_sentence_is_found_though_the_space_was_lost(stop: str, gap: str) -> None:
    label = "Deputy Prime Minister of Arda Ivan Testov"
    first, second = in_one_line(f"{HOST[:-1]}{stop}{gap}{label}: Thank you.", lang="en")
    assert (first.speaker, second.label, second.speaker) == ("Vera Lindgren", label, "Ivan Testov")


@pytest.mark.parametrize("broke", [",", " –", "—", ";", " -", "%", " 12"])
def test_a_label_is_found_where_the_sentence_before_it_broke_off(broke: str) -> None:
    label = "Deputy Prime Minister of Arda Ivan Testov"
    first, second = in_one_line(f"{HOST[:-1]}{broke} {label}: Thank you.", lang="en")
    assert (first.speaker, second.label, second.speaker) == ("Vera Lindgren", label, "Ivan Testov")
    assert second.role == "Deputy Prime Minister of Arda"
