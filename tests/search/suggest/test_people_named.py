"""Words of a query → the speakers they name, in every form, case and script."""

from __future__ import annotations

import pytest

from search.analysis.tokenizer import words
from search.records import SpeakerRow
from search.suggest.people_named import PeopleNamed
from search.suggest.russian_cases import nominatives


def row(person: str | None, name: str, statements: int, *also: str) -> SpeakerRow:
    return SpeakerRow(person, name, ((name, statements),), (), statements, statements, also)


PEOPLE = PeopleNamed(
    (
        row("sava-orlov", "Sava Orlov", 12, "Сава Орлов", "S.Orlov", "С.Орлов"),
        row("vera-orlova", "Vera Orlova", 2, "Вера Орлова"),
        row("petr-gorsky", "Petr Gorsky", 3, "Пётр Горский"),
        row("nina-gorskaya", "Nina Gorskaya", 4, "Нина Горская"),
        row("igor-berk", "Igor Berk", 5, "Игорь Берк"),
        row("maria-dale", "Maria Dale", 6, "Мария Дале"),
        row("lin-oso", "Lin Oso", 7),
        row("igor-dale", "Igor Dale", 1, "Игорь Дале"),
        row(None, "А.Тушев", 2),
    )
)


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("Orlov", ["Sava Orlov"]),
        ("orlov's", ["Sava Orlov"]),
        ("Sava Orlov", ["Sava Orlov"]),
        ("Orlov Sava", ["Sava Orlov"]),
        ("S. Orlov", ["Sava Orlov"]),
        ("S.V. Orlov", ["Sava Orlov"]),
        ("V. Orlov", []),
        ("S 400", []),
        ("S. 400", []),
        ("S.", []),
        # every case
        ("Орлов", ["Sava Orlov"]),
        ("Орлову", ["Sava Orlov", "Vera Orlova"]),
        ("Орловым", ["Sava Orlov"]),
        ("Орлове", ["Sava Orlov", "Vera Orlova"]),
        ("Савой Орловым", ["Sava Orlov"]),
        ("С. Орлова", ["Sava Orlov"]),
        ("Sava Ivanovich Orlov", ["Sava Orlov"]),
        ("Савы Ильича Орлова", ["Sava Orlov"]),
        ("Верой Петровной Орловой", ["Vera Orlova"]),
        ("Ivanovich Orlov", []),
        ("Sava Petr Orlov", []),
        ("В. Орловой", ["Vera Orlova"]),
        ("Орлова", ["Sava Orlov", "Vera Orlova"]),
        ("Горского", ["Petr Gorsky"]),
        ("Горскому", ["Petr Gorsky"]),
        ("Горским", ["Petr Gorsky"]),
        ("Горской", ["Nina Gorskaya"]),
        ("Горскую", ["Nina Gorskaya"]),
        ("Петром Горским", ["Petr Gorsky"]),
        ("Игорем Берком", ["Igor Berk"]),
        ("Игоря Берка", ["Igor Berk"]),
        ("Марии Дале", ["Maria Dale"]),
        ("А.Тушева", ["А.Тушев"]),
        ("Тушеву", ["А.Тушев"]),
        # a name that is no surname: only where one alone has it
        ("Lin", ["Lin Oso"]),
        ("Igor", []),
        # several who share a surname: most statements first
        ("Dale", ["Maria Dale", "Igor Dale"]),
        ("Maria Orlov", []),
        ("harbour", []),
    ],
)
def test_words_name_speakers(written: str, named: list[str]) -> None:
    assert [one.name for one in PEOPLE.named(words(written))] == named


def test_a_word_is_its_own_first_reading() -> None:
    for word in ("орлова", "orlov's", "400", "я", "дом", ""):
        assert nominatives(word)[0] == word
    assert "орлов" in nominatives("орлова")
    assert nominatives("harbour") == ("harbour",)
