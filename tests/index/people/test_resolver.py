"""Who is one person, across spellings, scripts and pages; and who must not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.people.identity import slug
from index.people.resolver import PersonResolver
from labelled_page import persons, statement

if TYPE_CHECKING:
    from pathlib import Path

JOINED = [
    ("Sergei Testov", "Sergey Testov"),
    ("Kirill Kleytest", "Kirill Kleitest"),
    ("Artyom Testin", "Artem Testin"),
    ("Yevgeny Testin", "Evgeny Testin"),
    ("Natalya Testina", "Natalia Testina"),
    ("Mohamed Testi", "Muhammad Testi"),
    ("Abdullah Testi", "Abdalla Testi"),
    ("Hossein Testi", "Hussein Testi"),
    ("Youssef Testi", "Yusuf Testi"),
    ("Ahmad Testi", "Ahmed Testi"),
    ("Tatyana Testova", "Татьяна Тестова"),
    ("Dmitry Testyuk", "Дмитрий Тестюк"),
    ("Alexei Testov", "Алексей Тестов"),
    ("Ksenia Shchutesta", "Ксения Щутеста"),
    ("Pavel Testov", "Pavel TESTOV"),
    ("Patriarch Feofan", "Патриарх Феофан"),
    ("Hassan al-Testi", "Хассан Тести"),
    ("Karl von Testen", "Карл фон Тестен"),
    ("Milan Testich", "Милан Тестич"),
    ("Ivan Testov", "Иван Петрович Тестов"),
]


@pytest.mark.parametrize(("one", "other"), JOINED)
def test_spellings_and_scripts_of_one_name_meet(one: str, other: str) -> None:
    ((first,), (second,)) = persons(statement(1, one), statement(2, other))
    assert first is not None
    assert first == second


APART = [
    ("Sergei Testov", "Sergei Testin"),
    ("Maria Testova", "Marina Testova"),
    ("Ivan Testov", "Ivana Testova"),
    ("Karl Testov", "Karla Testov"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_that_differ_are_two_people(one: str, other: str) -> None:
    ((first,), (second,)) = persons(statement(1, one), statement(2, other))
    assert first != second


def test_an_id_is_the_name_in_latin_letters_whatever_the_order_of_pages() -> None:
    pages = [
        statement(1, "Сергей Тестов", lang="ru"),
        statement(2, "Sergey Testov"),
        statement(3, "Sergei Testov", "Sergei Testov"),
    ]
    assert persons(*pages) == [["sergei-testov"], ["sergei-testov"], ["sergei-testov"] * 2]
    assert persons(*reversed(pages)) == [
        ["sergei-testov"] * 2,
        ["sergei-testov"],
        ["sergei-testov"],
    ]


def test_initials_mean_the_full_name_of_the_same_page() -> None:
    page = statement(1, "Ivan Testov", "I. Testov", "I.Testov")
    assert persons(page, statement(2, "Igor Testov")) == [["ivan-testov"] * 3, ["igor-testov"]]


def test_initials_are_resolved_by_the_pages_list_of_persons() -> None:
    page = statement(1, "И.Тестов", persons=("Тестов Иван Петрович",), lang="ru")
    assert persons(page) == [["ivan-testov"]]


def test_initials_that_fit_two_people_of_the_page_mean_nobody() -> None:
    page = statement(1, "И.Тестов", persons=("Тестов Иван", "Тестов Игорь"), lang="ru")
    assert persons(page) == [[None]]


def test_the_initial_of_yury_is_also_that_of_yegor() -> None:
    both = statement(1, "Yury Testov", "Yegor Testov", "Y.Testov")
    assert persons(both) == [["yury-testov", "yegor-testov", None]]
    assert persons(statement(1, "Yegor Testov", "Y.Testov")) == [["yegor-testov"] * 2]
    assert persons(statement(1, "Yury Testov", "Y.Testov")) == [["yury-testov"] * 2]


def test_initials_elsewhere_mean_the_bearer_of_the_only_name_that_fits() -> None:
    known = statement(1, "Ivan Testov")
    short = statement(2, "I. Testov")
    assert persons(known, short)[1] == ["ivan-testov"]
    assert persons(known, short, statement(3, "Igor Testov"))[1] == [None]
    assert persons(known, short, statement(3, "Vera Testov"))[1] == [None]
    assert persons(statement(1, "Ivan Ivanov"), statement(2, "I. Ivanov"))[1] == [None]


def test_a_second_initial_is_that_of_the_fathers_name_in_the_list() -> None:
    listed = ("Тестова Анна Борисовна", "Тестова Алла Сергеевна")
    page = statement(1, "А.Б.Тестова", "А.С.Тестова", "А.Тестова", persons=listed, lang="ru")
    first, second, neither = persons(page)[0]
    assert first is None or first != second
    assert neither is None


TOLD_APART = [
    ("Łada Kvist", "Ada Kvist"), ("Łukas Kvist", "Lukas Kvist"), ("Øst Kvist", "Ost Kvist"),
    ("Søren Kvist", "Sren Kvist"), ("Đorđe Kvist", "Orde Kvist"), ("Yıldan Kvist", "Yldan Kvist"),
    ("Hans Großfeld", "Hans Grofeld"), ("Hans Großfeld", "Hans Grossfeld"),
    ("Kæra Kvist", "Kra Kvist"), ("Kæra Kvist", "Kaera Kvist"), ("Þora Kvist", "Ora Kvist"),
    ("Guðrun Kvist", "Gurun Kvist"), ("Œdra Kvist", "Dra Kvist"), ("Əli Kvist", "Li Kvist"),
    ("Ħala Kvist", "Ala Kvist"), ("Ŧuor Kvist", "Uor Kvist"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), TOLD_APART)
def test_names_that_differ_by_a_letter_without_a_plain_one_within_are_two_people(
    one: str, other: str
) -> None:
    ((first, second),) = persons(statement(1, one, other))
    assert None not in (first, second)
    assert first != second
    assert persons(statement(1, other, one)) == [[second, first]]


def test_the_plainest_of_two_spellings_has_the_id_without_a_number() -> None:
    assert persons(statement(1, "Łukas Kvist", "Lukas Kvist")) == [["lukas-kvist-2", "lukas-kvist"]]


def test_an_id_is_never_one_that_the_file_of_people_gives(tmp_path: Path) -> None:
    own = tmp_path / "people.toml"
    own.write_text('[[person]]\nid = "lada-kvist"\nnames = ["Vera Orlova"]\n', encoding="utf-8")
    assert persons(statement(1, "Lada Kvist"), own=own) == [["lada-kvist-2"]]


@pytest.mark.parametrize(
    ("name", "told"),
    [("Łada Ørsted", "lada-orsted"), ("Ægir Đan", "aegir-djan"), ("Işıl", "isil"), ("Ωμέγα", None)],
)
def test_letters_are_transliterated_and_never_left_out(name: str, told: str | None) -> None:
    assert slug(name) == told or (told is None and slug(name))


def test_a_misprint_beside_the_frequent_speaker_is_that_speaker() -> None:
    page = statement(1, *["Vladimir Testov"] * 5, "Vladmir Testov", "Vladimir Tesvov")
    assert persons(page) == [["vladimir-testov"] * 7]


def test_a_misprint_on_another_page_is_joined_by_its_office_only() -> None:
    known = statement(1, *["Deputy Mayor | Tatyana Testova"] * 5)
    same = statement(2, "Deputy Mayor | Tatayana Testova")
    other = statement(3, "Tatayena Testova")
    assert persons(known, same)[1] == ["tatyana-testova"]
    assert persons(known, other)[1] == ["tatayena-testova"]


@pytest.mark.parametrize("near", ["Maria Testova", "Vladislav Testov", "Vladimira Testov"])
def test_another_given_name_or_a_feminine_is_no_misprint(near: str) -> None:
    page = statement(1, *["Marina Testova"] * 5, *["Vladimir Testov"] * 5, near)
    assert persons(page)[0][-1] == slug(near)


def test_initials_mean_whom_the_same_page_in_english_names_in_full() -> None:
    english = statement(7, "Harbour Master | Ivan Testov")
    others = statement(8, "Igor Testov", "Irina Testova", "Inna Testova")
    russian = statement(7, "И.Тестов", lang="ru")
    elsewhere = statement(9, "И.Тестов", lang="ru")
    assert persons(english, others, russian, elsewhere)[2:] == [["ivan-testov"], [None]]
    two = statement(7, "Harbour Master | Ivan Testov", "Igor Testov")
    assert persons(two, russian)[1] == [None]


def test_the_card_on_a_label_tells_whom_its_initials_mean() -> None:
    known = statement(1, *["Harbour Master | Ivan Testov"] * 10)
    page = statement(2, "И.Тестов", cards=("Тестов Игорь Петрович",), lang="ru")
    assert persons(known, page)[1] == ["igor-testov"]
    both = ("Тестов Игорь", "Тестов Иван")
    assert persons(known, statement(2, "И.Тестов", cards=both, lang="ru"))[1] == [None]


def test_initials_under_a_shared_surname_mean_nobody_unless_the_page_names_him() -> None:
    pages = [statement(1, *["Ivan Tester"] * 10), statement(2, "Олег Тестер", lang="ru")]
    short = statement(3, "И.Тестер", lang="ru")
    listed = statement(4, "И.Тестер", persons=("Тестер Иван",), lang="ru")
    assert persons(*pages, short, listed)[2:] == [[None], ["ivan-tester"]]
    given = [statement(1, *["Ivan Vasilyev"] * 10), statement(2, "И.Васильев", lang="ru")]
    assert persons(*given)[1] == [None]


def test_every_form_of_a_name_is_known_in_both_scripts() -> None:
    people = PersonResolver.learn([statement(1, "Sergei Testov", "Sergey Testov")])
    assert people.forms["sergei-testov"] == (
        "Sergei Testov",
        "Sergey Testov",
        "Сергей Тестов",
        "S.Testov",
        "С.Тестов",
    )
    assert {"Владимир Путин", "В.Путин", "V.Putin"} <= set(people.forms["vladimir-putin"])
    assert "nobody-at-all" not in people.forms
