"""Person cards in text without markup: what goes, `|` around it, and what stays."""

from __future__ import annotations

import re
from itertools import product

import pytest

from index.insets.cards import strip_cards

ENGLISH = [
    ("Oren", "Rudny", "Minister of Tides"),
    ("Tilda", "Vane-Moor", "Head of the Orvan Territory, Member of the Salt Council"),
    ("Nils Omar", "Ravn", "Deputy Prime Minister – Minister of Harbours"),
    ("Isa", "el-Brandt", "President of the Republic of Orvania"),
]
RUSSIAN = [
    ("О.", "Рудный", "Осип Титович", "министр соли и приливов"),
    ("И.", "Солвей", "Ирена", "Президент Республики Велдория"),
    ("Т.", "Бен Омар Аль Ольх", "Тит", "Султан Песчаного Берега"),
    ("А.", "Ольховая", "Анна Петровна", "генеральный директор компании «Тихая вода», член Совета"),
]
SPACINGS = [
    "{n}| {c}{o}|:",
    "{n}| {c} {o}|:",
    "{n}|{c}{o}|:",
    "{n}|{c} {o}|:",
    "{n}| {c}{o} |:",
    "{n}| {c} {o} |:",
    "{n}| {c} {c}{o} |:",
    "{n}| {c} {c} {o}|:",
    "{n}| {c}|:",
    "{n}| {c} {o}| (retranslated)| |:",
]
GLUED = re.compile(r"[a-zа-яё]\|el-")  # "Isa el-Brandtel-Brandt": nothing shows where one ends


def _cases() -> list[str]:
    english = [
        form.format(n=f"Harbour Master {given} {last}", c=f"{last} {given}", o=office)
        for form, (given, last, office) in product(SPACINGS, ENGLISH)
    ]
    russian = [
        form.format(n=f"{initial}{last}", c=f"{last} {given}", o=office)
        for form, (initial, last, given, office) in product(SPACINGS, RUSSIAN)
    ]
    return [case for case in (*english, *russian) if not GLUED.search(case)]


def kept(marked: str) -> str:
    return "".join(marked.split("|")[::2])


@pytest.mark.parametrize("marked", _cases())
def test_a_card_in_a_label_goes_whole_in_every_spacing(marked: str) -> None:
    out = strip_cards((f"The talks began. {marked.replace('|', '')} Yes.",), ())
    assert out.texts == (f"The talks began. {kept(marked)} Yes.",)
    assert len(out.removed) == 1
    assert out.guessed == 0


@pytest.mark.parametrize(
    "marked",
    [
        "led by Minister Oren Rudny| Rudny OrenMinister of Tides|, Governor Tilda Vane| Vane Tilda"
        "Head of the Orvan Territory|.",
        "met Isa Moor| Moor Isa Moor IsaPresident of the Republic of Orvania| at the gate.",
        "(Oren Rudny| Rudny OrenTides and Harbours Minister| reported on the mole.)",
        "I see [Oren Rudny| Rudny OrenMinister of Tides|] among you.",
        "by Master of Port Nils Ravn| Ravn NilsMaster of Port |, and by pilots.",
        "Министр О.Рудный| Рудный Осип ТитовичМинистр соли Арды| и губернатор Т.Ольх"
        "| Ольх Тит ЛьвовичГлава Солёного края|.",
        "встретила Исаака Мора| Мор Исаак Президент Республики Орвания| у ворот порта.",
        "Слово [Рудному]| Рудный Осип Титович Министр соли|. Прошу.",
        "поздравил О.Рудного| Рудный Осип Титович первый заместитель министра соли| сейчас.",
        "как О.Рудный| Рудный Осип Титович министр соли и торговли| и планирует он.",
        "Советом О.Рудный| Рудный Осип Титович президент, председатель правления порта| сделал.",
        "с Осипом Рудным| Рудный Осип Титович глава Арды| проведён обмен мнениями.",
        "(обращаясь к О.Рудному| Рудный Осип Титович министр соли|) : А у Вас?",
    ],
)
def test_a_card_amid_a_sentence_goes_and_the_sentence_stays(marked: str) -> None:
    assert strip_cards((marked.replace("|", ""),), ()).texts == (kept(marked),)


@pytest.mark.parametrize(
    "text",
    [
        "We thank Oren Rudny. Rudny Oren is what the old book calls him.",
        "Dorra Dorra is far, Wella Wella too.",
        "The first was Oren Rudny, Rudny the elder.",
        "Осип Рудный и Тит Рудный – два брата.",
        "Марш так Марш. Не март же.",
    ],
)
def test_a_name_that_is_said_again_is_no_card(text: str) -> None:
    assert strip_cards((text,), ()).texts == (text,)


def test_the_end_of_a_title_and_the_beginning_of_its_lead_are_no_card() -> None:
    head = "Meeting with Oren Rudny Oren Rudny reported on the tides."
    assert strip_cards((head, "Text."), (), heads=1).texts[0] == head


def test_an_office_that_one_card_shows_whole_ends_the_others_of_the_person() -> None:
    texts = (
        "I ask Oren Rudny Rudny OrenMinister of Tides, Head of the Port. Please.",
        "Minister Oren Rudny Rudny OrenMinister of Tides, Head of the Port: Thank you.",
    )
    out = strip_cards(texts, ())
    assert out.texts == ("I ask Oren Rudny. Please.", "Minister Oren Rudny: Thank you.")
    assert out.names == ("Rudny Oren",)
