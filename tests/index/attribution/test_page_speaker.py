"""A page without labels → whose speech its title or lead say it is, or nobody's."""

from __future__ import annotations

import pytest

from index.attribution.attribute import attribute
from index.blocks import Block, BlockKind, Facts
from search.records import Form

SPEECH = " ".join(["We stand together and I thank you for it, friends."] * 8)
RUSSIAN = " ".join(["Мы вместе, и я благодарю вас, друзья."] * 10)
LISTED = ("Тестов Иван Петрович", "Квист Тарво")


def speaker(title: str, lead: str | None, lang: str, text: str) -> str | None:
    persons = LISTED if lang == "ru" else ()
    (turn,) = attribute(
        (Block(1, BlockKind.PARAGRAPH, text),), Facts(lang, title, lead, persons, Form.HTML)
    )
    return turn.speaker


NAMED = [
    ("Address to the nation by President of Norland Ivan Testov", None),
    ("Speech by Ivan Testov, President of Norland, at the forum", None),
    ("Opening remarks by Ivan Testov at the meeting with Tarvo Kvist", None),
    ("Statement by Foreign Minister Ivan Testov on Tarvo Kvist", None),
    ("Ivan Testov’s New Year address", None),
    ("Sea Forum", "President of Norland Ivan Testov spoke at the forum."),
]


@pytest.mark.parametrize(("title", "lead"), NAMED)
def test_one_name_with_an_office_is_the_speaker(title: str, lead: str | None) -> None:
    assert speaker(title, lead, "en", SPEECH) == "Ivan Testov"


UNSURE = [
    ("Speech by Ivan Testov and Tarvo Kvist", None),
    ("Ivan Testov’s speech and Tarvo Kvist’s address to Norland", None),
    ("Speech by Ivan Testov, Tarvo Kvist", None),
    ("Response to Ivan Testov’s statement", None),
    ("Statement by Norland Oil Company", None),
    ("Address of Saint Tarvan Cathedral", None),
    ("Opening", "Ivan Testov and Tarvo Kvist addressed the crowd."),
    ("Opening", "Following Ivan Testov, Tarvo Kvist made a statement."),
    ("Opening", "The letter of Ivan Testov addressed workers."),
    ("Opening", "Ivan Testov’s aide Tarvo Kvist spoke at the forum."),
    ("Opening", "Ivan Testov listened as Tarvo Kvist addressed the crowd."),
    ("Opening", "Ivan Testov spoke to Tarvo Kvist by phone."),
]


@pytest.mark.parametrize(("title", "lead"), UNSURE)
def test_two_names_or_a_name_that_is_only_spoken_of_is_nobody(title: str, lead: str | None) -> None:
    assert speaker(title, lead, "en", SPEECH) is None


def test_an_address_without_one_word_of_the_first_person_is_a_report() -> None:
    assert speaker("Address by Ivan Testov", None, "en", "The sea rises every year. " * 10) is None


GENITIVE = [
    ("Обращение Ивана Тестова", None, "Иван Тестов"),
    ("Обращение Президента Норландии Ивана Тестова к участникам форума", None, "Иван Тестов"),
    ("Заявление для прессы Тарво Квиста", None, "Тарво Квист"),
    ("Выступление на параде", "Иван Тестов выступил на параде.", "Иван Тестов"),
    ("Обращение к Ивану Тестову", None, None),
    ("Слово об Иване Тестове", None, None),
    ("Обращение Тарво Квиста к Ивану Тестову", None, None),
    ("Заявление Пера Драста об Иване Тестове", None, None),
    ("Выступление Ивана Тестова и Пера Драста", None, None),
    ("Выступление Министра Пера Драста на встрече с Иваном Тестовым", None, None),
]


@pytest.mark.parametrize(("title", "lead", "expected"), GENITIVE)
def test_a_russian_title_names_its_speaker_in_the_genitive_and_nobody_beside(
    title: str, lead: str | None, expected: str | None
) -> None:
    assert speaker(title, lead, "ru", RUSSIAN) == expected
