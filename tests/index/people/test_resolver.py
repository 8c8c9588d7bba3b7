"""Who is one person, across spellings, scripts and pages; and who must not be."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from index.people.identity import slug
from index.people.resolver import PersonResolver
from search.records import Evidence, Statement, StatementId, Turn, TurnKind

if TYPE_CHECKING:
    from pathlib import Path


def statement(
    number: int,
    *labels: str,
    persons: tuple[str, ...] = (),
    lang: str = "en",
    year: int = 2015,
    cards: tuple[str, ...] = (),
) -> Statement:
    """A page whose labels are "office | name" or a name."""
    turns = []
    for n, label in enumerate(labels, start=1):
        role, _, speaker = label.rpartition(" | ")
        turns.append(
            Turn(n, ("Words.",), TurnKind.SPEECH, Evidence.LABEL, label, speaker, role=role or None)
        )
    return Statement(
        StatementId(f"{lang}-{number}"),
        lang,
        f"Page {number}",
        tuple(turns),
        number=number,
        date=datetime.date(year, 1, 1),
        persons=persons,
        cards=cards,
    )


def persons(*statements: Statement, own: Path | None = None) -> list[list[str | None]]:
    people = PersonResolver.learn(statements, own)
    return [[turn.person for turn in people.resolve(one).turns] for one in statements]


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


def test_two_offices_held_at_once_are_two_people_and_the_second_stays_open() -> None:
    pages = [
        statement(1, "Harbour Master | Ivan Testov", year=2012),
        statement(2, "Opera Singer | Ivan Testov", year=2015),
        statement(3, "Master of the Harbour | Ivan Testov", year=2019),
    ]
    assert persons(*pages) == [["ivan-testov"], [None], ["ivan-testov"]]


def test_an_office_that_nothing_ties_to_the_first_is_nobodys_until_lists_have_the_name() -> None:
    offices = ("Harbour Master | Ivan Testov", "Opera Singer | Ivan Testov")
    master, singer = (statement(n, label) for n, label in enumerate(offices))
    assert persons(master, singer) == [["ivan-testov"], [None]]
    listed = [statement(n, label, persons=("Testov Ivan",)) for n, label in enumerate(offices)]
    assert persons(*listed) == [["ivan-testov"], ["ivan-testov"]]


CAREERS = [
    ("Governor of Tarvan", "Minister of Trade", True),
    ("Министр торговли", "Губернатор области", True),
    ("Minister of Trade", "Opera Singer", False),
    ("Student", "Minister of Trade", False),
]


@pytest.mark.parametrize(("before", "after", "one"), CAREERS)
def test_public_offices_that_follow_one_another_are_a_career(
    before: str, after: str, one: bool
) -> None:
    pages = [
        statement(1, f"{before} | Ivan Testov", year=2012),
        statement(2, f"{after} | Ivan Testov", year=2016),
    ]
    told = [persons(*pages), persons(*reversed(pages))[::-1]]
    assert all((found == [["ivan-testov"], ["ivan-testov"]]) is one for found in told)


def test_offices_that_overlap_too_far_apart_or_of_a_common_surname_are_no_career() -> None:
    def pages(*years: int) -> list[Statement]:
        labels = ("Governor of Tarvan", "Minister of Trade", "Governor of Tarvan")
        return [
            statement(n, f"{label} | Ivan Testov", year=year)
            for n, (label, year) in enumerate(zip(labels, years, strict=False), start=1)
        ]

    assert persons(*pages(2012, 2014, 2016))[1] == [None]
    assert None in [one for (one,) in persons(*pages(2000, 2014))]
    crowd = statement(9, "Oleg Testov", "Petr Testov", "Igor Testov")
    assert None in [one for (one,) in persons(*pages(2012, 2014), crowd)[:2]]


def test_initials_mean_whom_the_same_page_in_english_names_in_full() -> None:
    english = statement(7, "Harbour Master | Ivan Testov")
    others = statement(8, "Igor Testov", "Irina Testova", "Inna Testova")
    russian = statement(7, "И.Тестов", lang="ru")
    elsewhere = statement(9, "И.Тестов", lang="ru")
    assert persons(english, others, russian, elsewhere)[2:] == [["ivan-testov"], [None]]
    two = statement(7, "Harbour Master | Ivan Testov", "Igor Testov")
    assert persons(two, russian)[1] == [None]


def test_a_bare_name_is_the_one_with_many_pages_where_a_namesake_has_one() -> None:
    known = [statement(n, "Harbour Master | Ivan Testov") for n in range(4)]
    pages = [*known, statement(8, "Student | Ivan Testov")]
    bare = statement(9, "Ivan Testov")
    assert persons(*pages, bare)[-2:] == [[None], ["ivan-testov"]]
    assert persons(*pages[3:], bare)[-1] == [None]


def test_the_card_on_a_label_tells_whom_its_initials_mean() -> None:
    known = statement(1, *["Harbour Master | Ivan Testov"] * 10)
    page = statement(2, "И.Тестов", cards=("Тестов Игорь Петрович",), lang="ru")
    assert persons(known, page)[1] == ["igor-testov"]
    both = ("Тестов Игорь", "Тестов Иван")
    assert persons(known, statement(2, "И.Тестов", cards=both, lang="ru"))[1] == [None]


@pytest.mark.parametrize(
    ("label", "person"),
    [
        ("Prime Minister | Dmitry Medvedev", "dmitry-medvedev"),
        ("President | Dmitry Medvedev", "dmitry-medvedev"),
        ("Deputy Chairman of the Security Council | Dmitry Medvedev", "dmitry-medvedev"),
        ("Dmitry Medvedev", "dmitry-medvedev"),
        ("Figure skater | Dmitry Medvedev", None),
        ("Mayor of Tarvan | Dmitry Medvedev", None),
        ("President of Tarvan | Vladimir Putin", None),
        ("Novosibirsk schoolgirl | Vladimir Putin", None),
        ("Surgeon | Sergei Lavrov", None),
        ("Russian Foreign Minister | Sergei Lavrov", "sergei-lavrov"),
        ("Министр иностранных дел | С.Лавров", "sergei-lavrov"),
        ("Президент России | В.Путин", "vladimir-putin"),
        ("В.Путин", "vladimir-putin"),
        ("Хирург | В.Путин", None),
    ],
)
def test_a_well_known_name_under_another_office_is_nobodys(label: str, person: str | None) -> None:
    assert persons(statement(1, label)) == [[person]]


def test_a_namesake_of_the_wellknown_on_the_same_page_is_nobody() -> None:
    page = statement(1, "President of Russia | Vladimir Putin", "Tarvan schoolboy | Vladimir Putin")
    assert persons(page) == [["vladimir-putin", None]]


def test_initials_under_a_shared_surname_mean_nobody_unless_the_page_names_him() -> None:
    pages = [statement(1, *["Ivan Tester"] * 10), statement(2, "Олег Тестер", lang="ru")]
    short = statement(3, "И.Тестер", lang="ru")
    listed = statement(4, "И.Тестер", persons=("Тестер Иван",), lang="ru")
    assert persons(*pages, short, listed)[2:] == [[None], ["ivan-tester"]]
    given = [statement(1, *["Ivan Vasilyev"] * 10), statement(2, "И.Васильев", lang="ru")]
    assert persons(*given)[1] == [None]


def test_a_common_surname_ties_nobody_across_pages_by_the_name_alone() -> None:
    crowd = statement(9, "Anna Testova", "Olga Testova", "Vera Testova")
    pages = [statement(1, "Nina Testova"), statement(2, "Nina Testova")]
    assert persons(*pages) == [["nina-testova"], ["nina-testova"]]
    assert persons(*pages, crowd)[:2] == [[None], [None]]


OWN = """
[[person]]
id = "ivan-testov"
names = ["Ivan Testov", "Иван Тестов"]
roles = ["harbour"]
default = true

[[person]]
id = "ivan-testov-2"
names = ["Ivan Testov"]
roles = ["opera"]
numbers = [7]

[[person]]
id = "lu-dan"
names = ["Lu Dan", "Лю Даньдань"]
"""


def test_the_users_file_tells_namesakes_apart_and_joins_what_rules_cannot(tmp_path: Path) -> None:
    own = tmp_path / "people.toml"
    own.write_text(OWN, encoding="utf-8")
    pages = [
        statement(1, "Head of the Harbour | Ivan Testov", "Ivan Testov"),
        statement(2, "Opera Singer | Ivan Testov"),
        statement(7, "Ivan Testov"),
        statement(8, "Ivan Testov"),
        statement(9, "Baker | Ivan Testov"),
        statement(10, "Лю Даньдань", lang="ru"),
    ]
    assert persons(*pages, own=own) == [
        ["ivan-testov", "ivan-testov"],
        ["ivan-testov-2"],
        ["ivan-testov-2"],
        ["ivan-testov"],
        [None],
        ["lu-dan"],
    ]


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
