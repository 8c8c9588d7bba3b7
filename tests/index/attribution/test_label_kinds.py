"""Texts in lines and in one line, by kind: what ends the turn before, and what ends none.

Every case stands between two turns of people who can be read; `None` is a turn of nobody.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from index.cleaning.clean import clean
from index.saves.page import Page
from search.records import TurnKind

if TYPE_CHECKING:
    from search.records import Statement

HOSTS = {
    "en": ("President of Veldoria Irena Solvei", "Irena Solvei", "The floor is yours."),
    "ru": ("И.Солвей", "И.Солвей", "Прошу Вас."),
}
GUESTS = {"en": "Pilot Nils Ravn: The tide is high.", "ru": "Н.Равн: Высоко."}
ENDS = {
    "en": [
        "Members of the Ardan Delegation: We thank you.",
        "Workers of the Sorrel Shipyard: Thank you!",
        "Director of Secondary School No. 4: We have books.",
        "Head of the Lighthouse Service of St. Sorrel: It burns.",
        "Anna, Port Sorrel: We wait for the ferry.",
        "Interpreter of President Ivan Testov: Please say it again.",
        "Translator for Ivan Testov: Please say it again.",
        "Kelvim Ivan Testov: The lamp is lit.",
        "Grandlampkeep Tarvil Drast-Moor: The lamp is lit.",
        "Sheik-ul-Lamp Tarvil al-Drast: The lamp is lit.",
        "PresidentofKelvorTarvilDrast: The lamp is lit.",
        "Voices from the hall: Hurrah!",
        "Moderator of the Session: Who is next?",
        "Minister of Bees Ivan Testov and Governor Anna Kvist: We shall sign.",
        "Representative of the Republic of Arda: We thank you.",
    ],
    "ru": [
        "Рабочие верфи: Ждём судна.",
        "Студентка Приливного института: Ждём книг.",
        "Голоса из зала: Ура!",
        "Представитель делегации: Благодарю.",
        "Анна, Порт-Соррель: Ждём парома.",
        "Оберлампмейстер Тарвил Драст-Моор: Горит.",
        "Тарвил Драстович: Горит.",
        "Переводчик Б.Тестова : Просит повторить.",
        "Б.Тестов и И.Квист: Согласны.",
        "Директор завода имени Т.О.Драстова: Цех готов.",
        "Министр дорог Норландии: Дорога открыта.",
    ],
}
SPEECH = {
    "en": [
        "Dear President Ivan Testov, dear Omar: we have waited long.",
        "Deputy Chair: Tarvil Drast. Secretary: to be appointed.",
        "Minister of Foreign Affairs: Ivan Testov.",
        "Best young teacher: Tarvil Son Drast.",
        "The question is: should we build it?",
        "My question is: who pays?",
        "One more thing: mind the boats.",
        "Your Majesty: the boats are ready.",
        "Dear Nils Ravn: I have read your letter.",
        "Ms Kvist, Mr Testov: Thank you both.",
        "Deadline: April 15, 2032.",
        "Arda: “This is a matter for us all.”",
        "Chapter One: the storm.",
        "Secretary of the Board: to be appointed.",
    ],
    "ru": [
        "Анна Драстовна: Посмотрите сюда.",
        "Иван Аркадьевич: Посмотрите сюда.",
        "Прошу Министра приливов Анну Квист: найдите суда.",
        "Лучший учитель: Пэк Сын Рёль.",
        "Глава первая: буря.",
        "Секретарь: будет назначен позже.",
        "Министр иностранных дел: Иван Тестов.",
        "Вопрос в том: строить ли нам?",
        "Уважаемые коллеги: начнём.",
        "Господин Равн: Вы спрашивали о судне.",
        "Завод имени Т.О.Драстова: Там новый цех.",
    ],
}


def _cases(kind: dict[str, list[str]]) -> list[tuple[str, str, str]]:
    return [(lang, case, gap) for lang in kind for case, gap in product(kind[lang], ("\n", " "))]


def _saved(lang: str, case: str, gap: str) -> Statement:
    label, again, words = HOSTS[lang]
    lines = (f"{label}: {words}", GUESTS[lang], f"{again}: {words}", case, GUESTS[lang])
    return clean(Page("saved.txt", gap.join(lines).encode()))


@pytest.mark.parametrize(("lang", "case", "gap"), _cases(ENDS))
def test_a_label_that_names_nobody_ends_the_turn_before(lang: str, case: str, gap: str) -> None:
    turns = _saved(lang, case, gap).turns
    label, _, words = case.partition(":")
    assert [turn.paragraphs for turn in turns[2:4]] == [(HOSTS[lang][2],), (words.strip(),)]
    assert (turns[3].speaker, turns[3].role) == (None, None)
    assert turns[3].kind in (TurnKind.SPEECH, TurnKind.ANONYMOUS)
    assert turns[3].label == label.strip()
    assert len(turns) == 5


@pytest.mark.parametrize(("lang", "case", "gap"), _cases(SPEECH))
def test_what_only_looks_like_a_label_stays_with_who_speaks(lang: str, case: str, gap: str) -> None:
    turns = _saved(lang, case, gap).turns
    assert len(turns) == 4
    assert " ".join(turns[2].paragraphs) == f"{HOSTS[lang][2]} {case}"
    assert turns[2].speaker == HOSTS[lang][1]


NAMED = [
    ("President of Oreland Tarvo Maas", "Tarvo Maas", "President of Oreland"),
    ("President of Arda Omar bin Said Al Amir", "Omar bin Said Al Amir", "President of Arda"),
    (
        "Head of the Union of Millers (UM) Anna Kvist",
        "Anna Kvist",
        "Head of the Union of Millers (UM)",
    ),
    ("PRESIDENT OF ARDA OMAR-SAID AL-AMIR", "Omar-Said al-Amir", "PRESIDENT OF ARDA"),
    ("Mayor of St. Sorrel Anna Kvist", "Anna Kvist", "Mayor of St. Sorrel"),
    ("Press Secretary of the Port Ivan Testov", "Ivan Testov", "Press Secretary of the Port"),
    ("Anna Kvist (ENI)", "Anna Kvist", "ENI"),
    ("Ж.-О.де Тестов", "Ж.-О.де Тестов", None),
    ("А.-М.фон дер Тестов (как переведено)", "А.-М.фон дер Тестов", None),
    ("Н.-Ф.Тестов", "Н.-Ф.Тестов", None),
    ("Т.Бен Омар Аль Тест", "Т.Бен Омар Аль Тест", None),
]


@pytest.mark.parametrize(
    ("label", "speaker", "role", "gap"),
    [(*case, gap) for case, gap in product(NAMED, ("\n", " "))],
)
def test_names_with_particles_and_offices_with_brackets_are_read_whole(
    label: str, speaker: str, role: str | None, gap: str
) -> None:
    lang = "en" if label[1:2].isascii() and label[0].isascii() else "ru"
    turns = _saved(lang, f"{label}: Yes, so it is.", gap).turns
    assert (turns[3].speaker, turns[3].role) == (speaker, role)
    assert turns[3].paragraphs == ("Yes, so it is.",)


@pytest.mark.parametrize("gap", ["\n", " "])
@pytest.mark.parametrize(
    "names", [("Цяо Тестлань", "Цяо Тестлян"), ("Kelvor Drast", "Tarvil Moor")]
)
def test_names_of_no_list_are_speakers_where_one_opens_lines_twice(
    names: tuple[str, str], gap: str
) -> None:
    first, second = names
    text = gap.join([f"{first}: The tide.", f"{second}: Is high.", f"{first}: It is."])
    turns = clean(Page("saved.txt", text.encode())).turns
    assert [turn.speaker for turn in turns] == [first, second, first]


@pytest.mark.parametrize(
    "label", ["Pilot Nils Ravn", "Nils Ravn", "Governor of the Orvan Region Tilda van Aar"]
)
def test_a_label_that_no_stop_precedes_is_found_where_the_page_has_it(label: str) -> None:
    host, again, _ = HOSTS["en"]
    text = (
        f"{host}: Good day. {label}: Yes. {again}: Mr Ravn, please go on {label}: "
        f"It is high {again}: I see"
    )
    turns = clean(Page("saved.txt", text.encode())).turns
    assert [turn.speaker for turn in turns] == [
        again,
        label.removeprefix("Pilot ").removeprefix("Governor of the Orvan Region "),
    ] * 2 + [again]
    assert turns[3].label == label


@pytest.mark.parametrize(
    "heading",
    [
        "Speech by the President of Veldoria at the Salt Summit",
        "Address by President of Veldoria at the parade on the mole",
    ],
)
def test_an_office_in_a_heading_before_a_label_is_none_of_the_speaker(heading: str) -> None:
    label, again, words = HOSTS["en"]
    text = f"The guests came. {heading} {label}: {words} {GUESTS['en']} {again}: {words}"
    turns = clean(Page("saved.txt", text.encode())).turns
    spoken = [turn for turn in turns if turn.speaker]
    assert (spoken[0].label, spoken[0].role) == (label, "President of Veldoria")


def test_a_place_between_heading_and_label_is_no_part_of_the_name() -> None:
    text = (
        "May 8, 2031 Speech at a Meeting to Mark the Anniversary of the Salt Council Port Sorrel "
        "Anna Kvist: The tide is high. We sail."
    )
    turns = clean(Page("saved.txt", text.encode())).turns
    assert [(turn.speaker, turn.role) for turn in turns if turn.label] == [("Anna Kvist", None)]


@pytest.mark.parametrize(
    ("listed", "label", "role"),
    [
        (
            "RAVN Nils – Minister of Salt KVIST Anna – Pilot",
            "President of Veldoria Omar Dahl",
            "President of Veldoria",
        ),
        ("РАВН Нильс Оттович – лоцман", "О.Даль", None),
    ],
)
def test_entries_of_a_list_before_a_label_are_no_part_of_it(
    listed: str, label: str, role: str | None
) -> None:
    lang = "ru" if role is None else "en"
    title = "May 8, 2031 Talks From the Veldorian side:" if role else "8 мая 2031 года Переговоры"
    again = label.removeprefix(f"{role} ")
    text = f"{title} {listed} {label}: {HOSTS[lang][2]} {GUESTS[lang]} {again}: {HOSTS[lang][2]}"
    spoken = [turn for turn in clean(Page("saved.txt", text.encode())).turns if turn.speaker]
    assert (spoken[0].label, spoken[0].speaker, spoken[0].role) == (label, again, role)
    assert [turn.paragraphs for turn in spoken].count((HOSTS[lang][2],)) == 2
    assert len(spoken) == 3


@pytest.mark.parametrize("end", ["do!", "do?", "do...", "docks.", "docks”", "docks.”", "docks”."])
@pytest.mark.parametrize("colon", [":", ": "])
def test_a_label_that_no_space_parts_from_words_or_quotes_before_it_is_found(
    end: str, colon: str
) -> None:
    label, again, _ = HOSTS["en"]
    mark = "“" if "”" in end else ""
    said = f"{colon}{mark}We know what they {end}"
    text = f"{label}{said}Pilot Nils Ravn{said}Question{said}{again}{said}Nils Ravn{said}"
    turns = clean(Page("saved.txt", text.encode())).turns
    assert [turn.speaker for turn in turns] == [again, "Nils Ravn", None, again, "Nils Ravn"]


def test_an_office_in_letters_of_two_alphabets_is_read_as_it_looks() -> None:
    label, again, words = HOSTS["en"]
    mixed = "Мinistеr оf Sаlt Nils Ravn"  # м, е, о, а are Cyrillic
    lines = (f"{label}: {words}", f"{mixed}: {words}", f"{again}: {words}")
    for gap in ("\n", " "):
        turns = clean(Page("saved.txt", gap.join(lines).encode())).turns
        assert [turn.speaker for turn in turns] == [again, "Nils Ravn", again]
        assert turns[1].label == mixed
