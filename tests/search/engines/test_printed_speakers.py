"""Names as printed: whom a reader's name means, and the rows of everybody who speaks."""

from __future__ import annotations

from datetime import date

import pytest

from search.engines.printed_speakers import PrintedName, PrintedNames, PrintGroups
from search.records import Role

EARLY, LATE = date(2012, 5, 7), date(2014, 3, 1)
NAMES = PrintedNames(
    [
        PrintedName("anna-berg", "Anna Berg", "Prime Minister", None, 3, EARLY, LATE),
        PrintedName("anna-berg", "A. Berg", "prime minister", None, 2, None, None),
        PrintedName("anna-berg", "Berg", None, "Prime Minister", 9, LATE, LATE),
        PrintedName("no-name", None, None, None, 1, None, None),
        PrintedName(None, "Ivan Petrov", None, None, 2, LATE, LATE),
        PrintedName(None, "IVAN PETROV", "Minister", None, 3, EARLY, EARLY),
    ],
    {"anna-berg": ("Анна Берг", "Anna Berg"), "nobody": ("Nobody",)},
)


@pytest.mark.parametrize(
    ("value", "known", "persons", "names"),
    [
        ("anna-berg", False, {"anna-berg"}, set()),
        ("berg", False, {"anna-berg"}, {"anna berg", "a berg", "berg"}),
        ("Берг Анна", True, {"anna-berg"}, set()),
        ("petrov ivan", False, set(), {"ivan petrov"}),
        ("=Ivan Petrov", False, set(), {"ivan petrov"}),
        ("=anna-berg", True, {"anna-berg"}, set()),
        ("…", False, set(), set()),
    ],
)
def test_a_name_means_persons_and_printed_names(
    value: str, known: bool, persons: set[str], names: set[str]
) -> None:
    assert NAMES.meant(value, known=known) == (persons, names)


def test_rows_tell_names_offices_and_counts_most_turns_first() -> None:
    statements = {("anna-berg", ""): 7, ("no-name", ""): 1, (None, "ivan petrov"): 4}
    anna, ivan, unnamed = NAMES.rows(lambda person, name: statements[person, name])
    assert (anna.name, anna.turns, anna.statements) == ("Anna Berg", 14, 7)
    assert anna.forms == (("Berg", 9), ("Anna Berg", 3), ("A. Berg", 2))
    assert anna.roles == (Role("Prime Minister", EARLY, LATE, 5),)
    assert anna.also == ("Анна Берг",)
    assert (ivan.person, ivan.name, ivan.turns, ivan.statements) == (None, "IVAN PETROV", 5, 4)
    assert ivan.forms == (("IVAN PETROV", 3), ("Ivan Petrov", 2))
    assert (unnamed.name, unnamed.forms, unnamed.roles) == ("no-name", (), ())


def test_texts_that_read_alike_are_a_group_under_the_print_seen_most() -> None:
    groups = PrintGroups([("The Kremlin", 2), ("THE KREMLIN", 2), ("Sochi", 1), ("Sochi", 4)])
    assert groups.prints == {"the kremlin": "THE KREMLIN", "sochi": "Sochi"}
    assert groups.keys("kremlin") == {"the kremlin"}
    assert groups.keys("=the kremlin") == {"the kremlin"}
    assert groups.keys("=kremlin") == groups.keys("krem") == groups.keys("—") == set()
