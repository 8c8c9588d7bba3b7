"""What a save lacks → a sentence on its page, in the language of the page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from search.save_warnings import SaveWarning, WarningCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.records import Statement

    Page = Callable[[str], str]


@pytest.mark.parametrize(
    ("warning", "english", "russian"),
    [
        (SaveWarning(WarningCode.BREAKS_OFF), "The saved page breaks off", "обрывается"),
        (SaveWarning(WarningCode.NO_TITLE), "The save holds no title.", "заголовка"),
        (SaveWarning(WarningCode.NO_DATE), "The save holds no date.", "нет даты"),
        (SaveWarning(WarningCode.PLACE_GUESSED), "Nothing parts the place", "угадано"),
        (SaveWarning(WarningCode.ONE_LINE), "Saved as one line", "одной строкой"),
        (
            SaveWarning(WarningCode.CARDS_WITHOUT_END, {"count": 3}),
            "where they end was guessed: 3.",
            "(конец угадан): 3.",
        ),
        (
            SaveWarning(WarningCode.PAGE_MISSING, {"page": 2}),
            "Page 2 of the document",
            "Страница 2 документа",
        ),
        (
            SaveWarning(WarningCode.UNDECODABLE_BYTES, {"count": 3, "charset": "utf-8"}),
            "no utf-8 and read � here: 3.",
            "не в кодировке utf-8, здесь они видны как �: 3.",
        ),
        (SaveWarning(WarningCode.NUL_CHARACTERS, {"count": 4}), "left out: 4.", "знаков: 4."),
    ],
    ids=lambda value: value.code if isinstance(value, SaveWarning) else "",
)
def test_what_a_save_lacks_is_told_in_the_pages_language(
    shelf: object,
    make: Page,
    statements: tuple[Statement, ...],
    page: Page,
    warning: SaveWarning,
    english: str,
    russian: str,
) -> None:
    told = replace(statements[0], warnings=(warning.sentence,), warning_codes=(warning,))
    shelf.held = make([told])  # type: ignore[attr-defined]
    assert english in page("/s/en-90001")
    assert russian in page("/s/en-90001?ui=ru")


@pytest.mark.parametrize(
    "codes",
    [(), (SaveWarning(WarningCode.UNKNOWN),), (SaveWarning("a_code_of_later", {"count": 1}),)],
)
def test_a_warning_without_a_code_known_here_is_told_in_english(
    shelf: object,
    make: Page,
    statements: tuple[Statement, ...],
    page: Page,
    codes: tuple[SaveWarning, ...],
) -> None:
    told = replace(statements[0], warnings=("an unheard-of fault",), warning_codes=codes)
    shelf.held = make([told])  # type: ignore[attr-defined]
    assert '<li lang="en">an unheard-of fault' in page("/s/en-90001")
    assert '<li lang="en">an unheard-of fault' in page("/s/en-90001?ui=ru")
