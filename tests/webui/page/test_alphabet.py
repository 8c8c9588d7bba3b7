"""Names by alphabet: surnames first, a marked letter after the plain one."""

from __future__ import annotations

import pytest

from webui.page.alphabet import by_surname, initial


@pytest.mark.parametrize(
    "names",
    [
        ["Ян Едов", "Ян Еяшев", "Ян Ёлкин", "Ян Жуков"],
        ["Bo Lund", "Bo Lynn", "Ada Łada", "Bo Mund"],
        ["Bo Oster", "Bo Østed", "Bo Pim"],
        ["Ян Иванов", "Ян Йонов", "Ян Кан"],
        ["Ada Tarn", "Bo Tarn", "В.Путин"],
    ],
)
def test_names_stand_by_surname_in_the_order_of_their_alphabet(names: list[str]) -> None:
    turned = names[::-1]
    assert sorted(turned, key=by_surname) == names


def test_the_readers_own_letters_come_first() -> None:
    names = ["Ada Tarn", "Ян Едов"]
    assert sorted(names, key=by_surname) == names
    assert sorted(names, key=lambda name: by_surname(name, "ru")) == names[::-1]


@pytest.mark.parametrize(("name", "letter"), [("В.Путин", "П"), ("Ada Łund", "Ł"), ("Feofan", "F")])
def test_a_name_stands_under_the_letter_of_its_surname(name: str, letter: str) -> None:
    assert initial(name) == letter
