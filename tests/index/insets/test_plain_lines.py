"""Marks of mails and of Markdown around lines are no words."""

from __future__ import annotations

import pytest

from index.insets.captions import strip_lines
from index.insets.plain_lines import plain_lines


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("> Talks\n>\n> May 8, 2031", "Talks\n\nMay 8, 2031"),
        ("# Talks\n*May 8, 2031*", "Talks\nMay 8, 2031"),
        ("**Talks**", "Talks"),
        ("* * *", "* * *"),
        ("Talks\nWell,\n> he said", "Talks\nWell,\n> he said"),
        ("---- Forwarded message ----\nFrom: Ada\nDate: May\n\n> Talks", "Talks"),
    ],
)
def test_marks_around_lines_are_taken_off(text: str, plain: str) -> None:
    assert plain_lines(text) == plain


@pytest.mark.parametrize(
    "block",
    [
        ("Full caption", "During a meeting on tides."),
        ("1 of 4", "With Minister of Tides Oren Testov."),
        ("Photo by the Presidential Press Office",),
        ("Video, 00:12:31", "Download video"),
        ("Share", "VK", "Facebook", "Print"),
        ("Text", "Photos", "8", "Video", "1"),
        ("Поделиться", "ВКонтакте", "Печать"),
    ],
)
def test_captions_and_rows_of_buttons_amid_a_speech_are_taken_out(block: tuple[str, ...]) -> None:
    lines = ["Ada Testova: Good day.", *block, "The tide is high."]
    kept, removed, _ = strip_lines(lines, 0)
    assert kept == ["Ada Testova: Good day.", "The tide is high."]
    assert [one.text for one in removed] == [*block]


def test_a_word_of_menus_alone_may_be_spoken() -> None:
    lines = ["Ada Testova: What now?", "Next", "We go on."]
    assert strip_lines(lines, 0)[0] == lines
