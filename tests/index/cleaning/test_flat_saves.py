"""A save in one line of text → Statement: where title, lead, place, cards and turns end."""

from __future__ import annotations

from datetime import date

import pytest

from index.cleaning.clean import clean
from index.headings.headline import split_headline
from index.headings.place import find_place
from index.headings.tags import split_names, split_persons
from index.insets.cards import strip_cards
from index.insets.inset import strip_insets
from index.saves.page import Page
from saved_pages import cleaned, paragraphs
from search.records import Form
from search.save_warnings import SaveWarning

FLAT = (
    "События Встреча с министром соли Осипом Рудным Ирина Солвей провела встречу с министром. "
    "Президент в Кремле поговорил с министром соли. 5 февраля 2025 года 11:00 Москва, Кремль "
    "И.Солвей: Добрый день. О.Рудный Рудный Осип Титович министр соли : Добрый день. "
    "Смотрите также Заседание соляного совета 4 февраля 2025 года Соли хватит на год. <…> "
    "География Арда Темы Соль Наука и инновации Лица Рудный Осип Титович Ещё 1 "
    "Статус материала Опубликован в разделах: Новости , Выступления и стенограммы "
    "Дата публикации: 5 февраля 2025 года, 11:00 Ссылка на материал: kremlin.ru/d/90043 "
    "Текстовая версия"
)


def test_one_line_of_text_gives_facts_turns_and_what_was_taken_out() -> None:
    statement = cleaned(FLAT)
    assert statement.id == "ru-90043"
    assert statement.form is Form.FLAT
    assert statement.title == "Встреча с министром соли Осипом Рудным"
    assert (statement.date, statement.time) == (date(2025, 2, 5), "11:00")
    assert statement.place == "Москва, Кремль"
    assert statement.sections == ("Новости", "Выступления и стенограммы")
    assert statement.topics == ("Соль", "Наука и инновации")
    assert statement.persons == ("Рудный Осип Титович",)
    assert [turn.label for turn in statement.turns] == ["И.Солвей", "О.Рудный"]
    assert paragraphs(statement) == ["Добрый день.", "Добрый день. Соли хватит на год."]
    assert statement.abridged
    assert statement.warnings == ("one line of text: where paragraphs end is lost",)
    assert statement.warning_codes == (SaveWarning("one_line"),)
    rules = {block.rule: block.text for block in statement.removed}
    assert rules["person card"] == "Рудный Осип Титович министр соли"
    assert rules["see also"] == "Смотрите также Заседание соляного совета 4 февраля 2025 года"


@pytest.mark.parametrize(
    "marked",
    [
        "Заседание соляного совета| |Владимир Путин провёл заседание совета.",
        "Телефонный разговор с Президентом Орвании| |Состоялся телефонный разговор лидеров.",
        "Посещение завода «Соль»| |В Кремле наградили лучших.",
        "Осип Рудный назначен министром «Соли»| |Президент подписал Указ «О Рудном».",
        "Переговоры с министром| |17 апреля состоятся переговоры.",
        "Осип Рудный и Тит Ольх сделали заявления| |По итогам переговоров выступили оба.",
        "Встреча с главой края Титом Ольхом| |Губернатор доложил о соли.",
        "Tides of Arda| |The President met the pilots.",
        "Поздравление с Днём соли||",
        "Осип Рудный поговорил с пилотами||",
    ],
)
def test_title_and_lead_part_where_a_sentence_begins(marked: str) -> None:
    title, gap, lead = marked.split("|")
    assert split_headline(title + gap + lead) == (title, lead or None)


@pytest.mark.parametrize(
    ("text", "told", "place"),
    [
        ("Москва, Кремль И.Солвей: Да.", "", "Москва, Кремль"),
        ("Московская область, Ново-Огарёво В ходе", "", "Московская область, Ново-Огарёво"),
        ("Санкт-Петербург Президент осмотрел", "", "Санкт-Петербург"),
        ("Алдермур Главы государств", "Встреча в Алдермуре", "Алдермур"),
        ("Алдермур Главы государств", "Встреча", "Алдермур"),
        ("Премия присуждается с 2008 года", "", None),
        ("Осип Рудный сообщил", "Беседа с Осипом", None),
        ("The Kremlin, Moscow Irena Solvei: Yes.", "", "The Kremlin, Moscow"),
    ],
)
def test_a_place_is_taken_only_where_it_is_sure(text: str, told: str, place: str | None) -> None:
    assert find_place(text, "", told).place == place


@pytest.mark.parametrize(
    ("marked", "person"),
    [
        ("О.Рудный| Рудный Осип Титович министр соли |: Да.", ""),
        ("О.Рудный| Рудный Осип глава Арды| (как переведено)| |: Да.", ""),
        ("Это Осип Рудный| Рудный Осип Титович министр соли |, и он прав.", ""),
        ("Это Осип Рудный| Рудный Осип Титович|", "Рудный Осип Титович"),
        ("Спасибо [Рудному]| Рудный Осип Титович| говорит", "Рудный Осип Титович"),
        ("Да.| Смотрите также О соли 4 мая 2025 года О море 5 мая 2025 года| Нет.", ""),
        ("Да.| Дополнительно Новости Совета по соли| Здания стоят.", ""),
        ("Да.| Смотрите также Указ № 70 pdf, 45.9 кБ|", ""),
        ("Вступили в АРК| Краткая справка АРК (англ. ARC)| и ушли", ""),
        ("Прошу: смотрите также на соль 5 мая 2025 года.", ""),
        ("Рудный и Осип Рудный – одно лицо, министр соли.", "Рудный Осип Титович"),
    ],
)
def test_cards_and_insets_leave_one_line_of_text_and_nothing_else_does(
    marked: str, person: str
) -> None:
    kept = "".join(marked.split("|")[::2])
    persons = (person,) if person else ()
    insets = strip_insets(marked.replace("|", "")).text
    assert strip_cards((insets,), persons).texts == (kept,)


def test_lists_without_separators_are_parted_by_patronymics_and_capitals() -> None:
    assert split_persons("Си Цзин Рудный Осип Титович Ольх Анна Петровна") == (
        "Си Цзин",
        "Рудный Осип Титович",
        "Ольх Анна Петровна",
    )
    assert split_names("Внешняя политика Наука и инновации Чеченская Республика Школа") == (
        "Внешняя политика",
        "Наука и инновации",
        "Чеченская Республика",
        "Школа",
    )


CARDED = [
    ("И.Сольвей Сольвей Ирена Ниловна глава фонда «Порт.РФ» :", (), "И.Сольвей:"),
    ("И.Сольвей Сольвей Ирена Ниловна глава фонда «Порт» :", ("Сольвей Ирена",), "И.Сольвей:"),
    (
        "Нильс Бен Равн Равн Нильс Бен Капитан «Норд» (как переведено) :",
        ("Равн Нильс Бен",),
        "Нильс Бен Равн (как переведено):",
    ),
]


def test_a_card_whose_end_nothing_shows_is_warned_of() -> None:
    card = "О.Рудный Рудный Осип Титович министр соли : Добрый день."
    statement = cleaned(
        FLAT.replace(card, "О.Рудный: Здесь Рудный Рудный Осип Титович министр соли говорил.")
    )
    assert statement.warnings == (
        "one line of text: where paragraphs end is lost",
        "1 person cards have no visible end; where their offices end was guessed",
    )
    assert statement.warning_codes[1] == SaveWarning("cards_without_end", {"count": 1})


@pytest.mark.parametrize(("label", "persons", "kept"), CARDED)
def test_an_office_on_the_card_of_a_label_is_taken_out_with_the_card(
    label: str, persons: tuple[str, ...], kept: str
) -> None:
    stripped = strip_cards((f" Конец. {label} Спасибо.",), persons)
    assert stripped.texts == (f" Конец. {kept} Спасибо.",)
    assert [block.rule for block in stripped.removed] == ["person card"]
    assert stripped.guessed == 0


def test_a_body_that_lost_its_line_breaks_is_cut_before_every_label() -> None:
    head = "Meeting in Sorrel\nIvo Marsh met pilots.\nMay 8, 2031\n18:10\nSorrel\n"
    body = (
        "President of Upland Ivo Marsh: We build a mole. It is of salt. Mara Oskel: Of salt? "
        "Ivo Marsh: Yes, all of it: the mole, the quay. Question: When? Ivo Marsh: In May."
    )
    statement = clean(Page("save.txt", f"{head}{body}\n".encode()))
    assert [(turn.label, " ".join(turn.paragraphs)) for turn in statement.turns] == [
        ("President of Upland Ivo Marsh", "We build a mole. It is of salt."),
        ("Mara Oskel", "Of salt?"),
        ("Ivo Marsh", "Yes, all of it: the mole, the quay."),
        ("Question", "When?"),
        ("Ivo Marsh", "In May."),
    ]


def test_a_colon_amid_a_long_paragraph_cuts_nothing() -> None:
    head = "Meeting in Sorrel\nIvo Marsh met pilots.\nMay 8, 2031\n18:10\nSorrel\n"
    words = "We build three things: a mole, a quay, a wall. Once more: a mole. " * 60
    statement = clean(Page("save.txt", f"{head}Ivo Marsh: {words}\n".encode()))
    assert [turn.label for turn in statement.turns] == ["Ivo Marsh"]
    assert len(statement.turns[0].paragraphs) == 1
