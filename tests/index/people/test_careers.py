"""One name, several offices → one career, or people of that name kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelled_page import persons, statement

if TYPE_CHECKING:
    from pathlib import Path

    from search.records import Statement


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


def test_a_bare_name_is_the_one_with_many_pages_where_a_namesake_has_one() -> None:
    known = [statement(n, "Harbour Master | Ivan Testov") for n in range(4)]
    pages = [*known, statement(8, "Student | Ivan Testov")]
    bare = statement(9, "Ivan Testov")
    assert persons(*pages, bare)[-2:] == [[None], ["ivan-testov"]]
    assert persons(*pages[3:], bare)[-1] == [None]


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
