"""Cards in labels, in every spacing of two languages, in lines and in one line, known and unknown.

Ten spacings: what parts name, card and office, and what stands before the colon.
"""

from __future__ import annotations

from itertools import product

import pytest

from index.cleaning.clean import clean
from index.insets.cards import strip_cards
from index.saves.page import Page

SPACINGS = {
    "one space": "{name} {card} {office}:",
    "all spaces": "{name}  {card}  {office} :",
    "glued": "{name}{card}{office}:",
    "space before the colon": "{name} {card} {office} :",
    "office glued": "{name} {card}{office}:",
    "office glued, space before the colon": "{name} {card}{office} :",
    "no-break spaces": "{name}\u00a0{card}\u00a0{office}:",
    "a card without an office": "{name} {card} :",
    "flag": "{name} {card} {office} ({flag}):",
    "flag and a space": "{name} {card}{office} ({flag}) :",
}
ENGLISH = {
    "head": ("Events", "Meeting on salt", "Irena Solvei held a meeting.", "May 8, 2031", "18:10"),
    "place": "Aldermoor",
    "host": ("President of Veldoria Irena Solvei", "Irena Solvei", "President of Veldoria"),
    "guests": [
        ("Minister of Tides Oren Rudny", "Rudny Oren", "Head of the Port", "Oren Rudny"),
        ("Governor Tilda van Aar", "van Aar Tilda", "Mayor of Port Sorrel", "Tilda van Aar"),
    ],
    "flag": "retranslated",
    "listed": "Persons Rudny Oren van Aar Tilda ",
    "status": "Publication status Published in sections: News Publication date: "
    "May 8, 2031, 18:10 Direct link: en.kremlin.ru/d/990905 Text version",
}
RUSSIAN = {
    "head": ("События", "Встреча о соли", "И.Солвей провела встречу.", "8 мая 2031 года", "18:10"),
    "place": "Алдермур",
    "host": ("И.Солвей", "И.Солвей", None),
    "guests": [
        ("О.Рудный", "Рудный Осип Ильич", "министр приливов Велдории", "О.Рудный"),
        ("Ж.-О.де Тестов", "де Тестов Жан-Орель", "глава порта", "Ж.-О.де Тестов"),
    ],
    "flag": "как переведено",
    "listed": "Лица Рудный Осип Ильич де Тестов Жан-Орель ",
    "status": "Статус материала Опубликован в разделах: Новости Дата публикации: "
    "8 мая 2031 года, 18:10 Ссылка на материал: kremlin.ru/d/990905 Текстовая версия",
}
SAID = {"en": ("The tide is high. We sail.", "It is so. The mole stands."), "ru": ("Да.", "Нет.")}


def saved(lang: str, spacing: str, guest: int, gap: str, *, known: bool) -> str:
    page = ENGLISH if lang == "en" else RUSSIAN
    name, card, office, _ = page["guests"][guest]
    label = SPACINGS[spacing].format(name=name, card=card, office=office, flag=page["flag"])
    host, first, second = page["host"][0], *SAID[lang]
    lines = [*page["head"], page["place"], f"{host}: {first}", f"{label} {second}"]
    tail = (page["listed"] if known else "") + page["status"]
    return gap.join([*lines, f"{page['host'][1]}: {first}", tail])


@pytest.mark.parametrize(
    ("lang", "spacing", "guest", "gap", "known"),
    [
        (lang, spacing, guest, gap, known)
        for lang, spacing, guest, gap, known in product(
            ("en", "ru"), SPACINGS, (0, 1), ("\n", " "), (True, False)
        )
    ],
)
def test_a_card_in_a_label_is_nobodys_words_and_no_office(
    lang: str, spacing: str, guest: int, gap: str, known: bool
) -> None:
    page = ENGLISH if lang == "en" else RUSSIAN
    label, card, office, speaker = page["guests"][guest]
    statement = clean(Page("saved.txt", saved(lang, spacing, guest, gap, known=known).encode()))
    turns = [(turn.speaker, turn.role, turn.paragraphs) for turn in statement.turns]
    first, second = SAID[lang]
    role = label.removesuffix(speaker).strip() or None if lang == "en" else None
    host = page["host"]
    assert turns == [
        (host[1], host[2], (first,)),
        (speaker, role, (second,)),
        (host[1], None, (first,)),
    ]
    removed = " ".join(one.text for one in statement.removed if one.rule == "person card")
    assert card in removed
    assert office in removed or "without" in spacing


@pytest.mark.parametrize(
    ("marked", "language"),
    [
        ("They saw Oren Rudny[ Rudny Oren Head of the Port ], and left.", "en"),
        ("They saw Oren Rudny[ Rudny OrenHead of the Port ].", "en"),
        ("They met with Aleksei Rudny[ Rudny Alexey Head of the Port ].", "en"),
        ("They met with Yegor Rudny[ Rudny Egor Head of the Port ].", "en"),
        ("Here are Omar al-Rudny[al-Rudny OmarHead of the Port ], and others.", "en"),
        ("Here is Tilda van der Aar[van der Aar TildaHead of the Port ], and others.", "en"),
        ("Прошу О.Рудного[ Рудный Осип Ильич министр рек] доложить.", "ru"),
        ("Там О.Рудный[ Рудный Осип Ильич Министр] рад нам.", "ru"),
        ("The LUC[ Background information Lake Union Council (LUC)] has met.", "en"),
        ("The Lake Union[ Background information Lake Union] ministers met.", "en"),
        ("Говорили с Осипом Рудным[ Рудный Осип Ильич глава порта] и ушли.", "ru"),
        ("Говорили с Осипом Рудным[ Рудный Осип Ильич глава порта (с 2030 года) ].", "ru"),
        ("В ОСК[ Краткая справка Озёрный союзный комитет (ОСК)] решили.", "ru"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", " "])
def test_a_card_amid_words_leaves_them_whole(marked: str, language: str, gap: str) -> None:
    before, _, rest = marked.partition("[")
    card, _, after = rest.partition("]")
    host = "Irena Solvei" if language == "en" else "И.Солвей"
    text = f"{host}: {before}{card}{after}{gap}{host}: Yes."
    statement = clean(Page("saved.txt", text.encode()))
    assert statement.turns[0].paragraphs == (f"{before}{after}",)


@pytest.mark.parametrize(
    "marked",
    [
        "There were Chief of Staff Oren Rudny[ Rudny OrenChief of Staff, Permanent Secretary], and "
        "Interior Minister Tilda Vane.",
        "There were Chief of Staff Oren Rudny[ Rudny Oren Chief of Staff], Interior Minister Tilda "
        "Vane, and others.",
    ],
)
def test_an_office_after_a_comma_is_the_cards_where_nobody_bears_it(marked: str) -> None:
    before, _, rest = marked.partition("[")
    card, _, after = rest.partition("]")
    assert strip_cards((f"{before}{card}{after}",), ()).texts == (f"{before}{after}",)


@pytest.mark.parametrize("words", ["Pell Oren", "Pell OrenMinister", "Pell Oren Pell Oren"])
@pytest.mark.parametrize(
    ("printed", "left"),
    [
        ("Mr Pell [the Mayor of Sorrel] {}", "Mr Pell [the Mayor of Sorrel]"),
        ("Oren Pell [the Mayor] {}", "Oren Pell [the Mayor]"),
        ("Mr Pell {}", "Mr Pell"),
    ],
)
def test_a_card_after_a_courtesy_or_what_the_editors_put_in_is_taken_out(
    printed: str, left: str, words: str
) -> None:
    card = f"{words} of Tides" if words.endswith("Minister") else f"{words} Minister of Tides"
    out = strip_cards((f"I asked {printed.format(card)} , and he agreed.",), ())
    assert out.texts == (f"I asked {left}, and he agreed.",)
    assert [block.text for block in out.removed] == [card]


def test_a_surname_said_twice_after_what_the_editors_put_in_is_no_card() -> None:
    spoken = "I saw Mr Pell [the Mayor] Pell said nothing."
    assert strip_cards((spoken,), ()).texts == (spoken,)


@pytest.mark.parametrize("card", [("Pell Oren",), ("Pell Oren", "Pell Oren")])
def test_a_label_whose_every_part_has_a_line_of_its_own_is_one(card: tuple[str, ...]) -> None:
    label = ("Minister of Tides", "Oren Pell", *card, "Chair of the Grain League", ":", "Yes.")
    lines = ("Talks on salt", "May 8, 2031", "President of Arda Ada Quill:", "Well?", *label)
    first, second = clean(Page("saved.txt", "\n".join(lines).encode())).turns
    assert (first.speaker, first.paragraphs) == ("Ada Quill", ("Well?",))
    assert (second.speaker, second.role) == ("Oren Pell", "Minister of Tides")
    assert second.paragraphs == ("Yes.",)


def test_a_card_after_a_flag_is_taken_out() -> None:
    text = "King of Arda Omar Al Vesh (retranslated) Al Vesh Omar King of Arda: Yes."
    assert strip_cards((text,), ()).texts == ("King of Arda Omar Al Vesh (retranslated): Yes.",)
