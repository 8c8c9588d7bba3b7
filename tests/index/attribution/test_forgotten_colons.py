"""Initials and a surname without a colon: a label where the page prints it so elsewhere."""

from __future__ import annotations

import pytest

from index.cleaning.clean import clean
from index.saves.page import Page

HEADS = {
    "lines": "Встреча в Алдермуре\nПрошла встреча.\n8 мая 2031 года\n18:10\nАлдермур\n",
    "one line": "Встреча в Алдермуре Прошла встреча. 8 мая 2031 года 18:10 Алдермур ",
}


def turns(lines: list[str], form: str) -> list[tuple[str | None, str]]:
    glue = "\n" if form == "lines" else " "
    page = Page("save.txt", (HEADS[form] + glue.join(lines)).encode())
    return [(turn.speaker, " ".join(turn.paragraphs)) for turn in clean(page).turns]


@pytest.mark.parametrize("form", HEADS)
@pytest.mark.parametrize("name", ["О.Рудный", "О. Рудный", "Т.Вейн", "Н.И.Равн"])
def test_a_label_whose_colon_was_forgotten_opens_a_turn(name: str, form: str) -> None:
    lines = [f"{name}: Мы строим мол.", "И.Сольвей: Мы Вам поможем.", f"{name} Спасибо Вам."]
    assert turns(lines, form) == [
        (name, "Мы строим мол."),
        ("И.Сольвей", "Мы Вам поможем."),
        (name, "Спасибо Вам."),
    ]


@pytest.mark.parametrize("form", HEADS)
@pytest.mark.parametrize(
    "words",
    [
        "О.Рудный сообщил о соли.",
        "Н.Равн Спасибо сказал.",
        "Я видел, как О.Рудный Спасибо сказал.",
        "О.Рудный, Мол и причал.",
    ],
)
def test_initials_in_a_sentence_or_of_nobody_who_speaks_open_none(words: str, form: str) -> None:
    lines = ["О.Рудный: Мы строим мол.", "И.Сольвей: Мы Вам поможем.", words]
    assert turns(lines, form)[-1] == ("И.Сольвей", f"Мы Вам поможем. {words}")
