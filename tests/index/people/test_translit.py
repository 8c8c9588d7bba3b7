"""Names in the other script, and the key by which spellings of one name meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.people.identity import read_key
from index.people.translit import skeleton, to_cyrillic, to_latin

NAMES = [
    ("Владимир Тестов", "Vladimir Testov"),
    ("Дмитрий Тестов", "Dmitry Testov"),
    ("Юрий Васильев", "Yury Vasilyev"),
    ("Алексей Улютест", "Alexei Ulyutest"),
    ("Александр Тестинский", "Alexander Testinsky"),
    ("Мария Шубенко", "Maria Shubenko"),
]


@pytest.mark.parametrize(("russian", "english"), NAMES)
def test_russian_names_are_written_as_the_english_pages_write_them(
    russian: str, english: str
) -> None:
    assert to_latin(russian) == english
    assert to_cyrillic(english) == russian


@given(st.text(max_size=40))
def test_no_name_breaks_the_key(name: str) -> None:
    key = read_key(name)
    assert key == read_key(name)
    assert skeleton(name) == skeleton(name)
