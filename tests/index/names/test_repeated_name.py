"""Labels into which a person card was glued: the name before it, and no office from it."""

from __future__ import annotations

import pytest

from index.names.name_and_office import split_name
from index.names.page_names import PageNames

GLUED = [
    (
        "Mayor of Norland Ivan Testov Testov IvanPresident of Arda",
        "Ivan Testov",
        "Mayor of Norland",
    ),
    (
        "Mayor of Norland Ivan Testov Testov Ivan President of Arda",
        "Ivan Testov",
        "Mayor of Norland",
    ),
    ("Mayor of Norland IVAN TESTOV Testov Ivan", "Ivan Testov", "Mayor of Norland"),
    ("Kelvor Ivan Testov Testov Kelvor IvanPresident of Arda", "Kelvor Ivan Testov", None),
    ("Vera Lindgren Vera Lindgren", "Vera Lindgren", None),
    ("Patriarch Feofan Feofan Patriarch of Norland and All Arda", "Patriarch Feofan", None),
    ("Патриарх Феофан Феофан Патриарх Норландский и всея Арды", "Патриарх Феофан", None),
    ("К.Тестов Тестов Кирилл Ильич глава Арды", "К.Тестов", None),
    ("К.Тестов-Квист Тестов-Квист Кирилл глава Арды", "К.Тестов-Квист", None),
    ("К.Бен Тарек Аль Квист Бен Тарек Аль Квист Кирилл", "К.Бен Тарек Аль Квист", None),
    ("К.Тестов К.Тестов", "К.Тестов", None),
    ("К.ТестовТестов Кирилл Ильичглава Арды", "К.Тестов", None),
    ("Mayor Vera-Anna DrastDrast Vera-AnnaChairperson of Arda", "Vera-Anna Drast", "Mayor"),
]


@pytest.mark.parametrize(("printed", "speaker", "role"), GLUED)
def test_a_name_that_is_printed_twice_is_one_name_and_what_follows_is_no_office(
    printed: str, speaker: str, role: str | None
) -> None:
    named = split_name(printed, PageNames())
    assert named is not None
    assert (named.speaker, named.role) == (speaker, role)


@pytest.mark.parametrize("printed", ["Abdul Abdul", "Magomed Magomedov", "Boutros Boutros-Testov"])
def test_a_double_name_is_one(printed: str) -> None:
    named = split_name(printed, PageNames())
    assert named is not None
    assert named.speaker == printed


@pytest.mark.parametrize(
    "printed", ["The Hall", "The Hall, Aldermoor", "Round Hall", "Ваше Величество", "Mayor O. P."]
)
def test_a_speaker_is_a_person(printed: str) -> None:
    assert split_name(printed, PageNames()) is None
