"""Places and offices as printed → the value that words mean, in either language and any form."""

from __future__ import annotations

import pytest

from search.analysis.tokenizer import words
from search.suggest.printed_values import PrintedValues, office_beginnings, place_parts

PLACES = PrintedValues(
    place_parts(
        [
            ("The Old Fort, Aldermoor", 30),
            ("Aldermoor", 9),
            ("ALDERMOOR", 1),
            ("Port Sorrel", 4),
            ("Алдермур, Старый Форт", 5),
            ("Санкт-Орлинск", 2),
            ("Up", 3),
        ]
    )
)
OFFICES = PrintedValues(
    office_beginnings(
        [
            ("Prime Minister of Averna", 5),
            ("Prime Minister", 3),
            ("Minister of Waters", 4),
            ("Министр водных путей Аверны", 2),
            ("Regent", 1),
        ]
    )
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("aldermoor", "Aldermoor"),
        ("Old Fort", "Old Fort"),
        ("the old fort aldermoor", "The Old Fort, Aldermoor"),
        ("Port Sorrel", "Port Sorrel"),
        ("Sorrel", None),
        ("Алдермуре", "Алдермур"),
        ("Старом Форте", "Старый Форт"),
        ("Санкт-Орлинске", "Санкт-Орлинск"),
        ("up", None),
        ("", None),
    ],
)
def test_a_place_is_meant_by_a_part_of_it(written: str, meant: str | None) -> None:
    assert PLACES.meant(words(written)) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("prime minister", "Prime Minister"),
        ("Prime Ministers", "Prime Minister"),
        ("Prime Minister of", None),
        ("prime minister of averna", "Prime Minister of Averna"),
        ("minister", None),
        ("minister of waters", "Minister of Waters"),
        ("министром водных путей", "Министр водных путей"),
        ("regent", "Regent"),
        ("of Averna", None),
    ],
)
def test_an_office_is_meant_by_its_beginning(written: str, meant: str | None) -> None:
    assert OFFICES.meant(words(written)) == meant
