"""What the site calls one thing in two languages."""

from __future__ import annotations

import pytest

from search.analysis.tokenizer import words
from search.query.sentence_data import read_sentences
from search.site_names import (
    PAIRED_FIELDS,
    both_names,
    in_language,
    value_key,
    words_of_names,
)


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("topic", "Внешняя политика", "Foreign policy"),
        ("section", "Стенограммы", "Transcripts"),
        ("place", "Москва, Кремль", "The Kremlin, Moscow"),
        ("place", "МОСКВА", "Moscow"),
        ("place", "Saint Petersburg", "St Petersburg"),
    ],
)
def test_two_names_of_one_thing_have_one_key(field: str, one: str, other: str) -> None:
    assert value_key(field, one) == value_key(field, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Mill, Moscow", "Moscow"),
        ("Мельница, Москва", "The Mill, Moscow"),
        ("Kremlin", "Moscow"),
    ],
)
def test_a_place_of_which_a_part_is_not_known_is_itself(one: str, other: str) -> None:
    assert value_key("place", one) != value_key("place", other)


@pytest.mark.parametrize(
    ("field", "text", "lang", "shown"),
    [
        ("place", "The Kremlin, Moscow", "ru", "Москва, Кремль"),
        ("place", "Москва, Кремль", "en", "The Kremlin, Moscow"),
        ("place", "Москва, Кремль", "ru", "Москва, Кремль"),
        ("place", "The Mill, Moscow", "ru", "The Mill, Moscow"),
        ("topic", "Regions", "ru", "Регионы"),
        ("topic", "Регионы", "en", "Regions"),
        ("role", "Minister", "ru", "Minister"),
        ("topic", "Regions", "fr", "Regions"),
    ],
)
def test_a_value_is_shown_as_the_pages_of_a_language_print_it(
    field: str, text: str, lang: str, shown: str
) -> None:
    assert in_language(field, text, lang) == shown


def test_both_names_are_as_printed_first() -> None:
    assert both_names("topic", "Спорт") == ("Спорт", "Sport")
    assert both_names("topic", "Salt") == ("Salt",)


@pytest.mark.parametrize("field", PAIRED_FIELDS)
def test_nothing_is_no_value(field: str) -> None:
    assert value_key(field, "") == ""


@pytest.mark.parametrize("field", PAIRED_FIELDS)
def test_words_of_names_are_those_of_values_in_both_languages(field: str) -> None:
    names = read_sentences("site_names")[field]
    known = words_of_names(field, ["The Mill, Q"])
    assert known >= {"mill", "q"}
    for text in names:
        for name in both_names(field, text):
            assert known.issuperset(words(name))


def test_words_of_other_tables_are_no_words_of_places() -> None:
    assert "kremlin" in words_of_names("place", [])
    assert "transcripts" not in words_of_names("place", [])
    assert words_of_names("role", ["Minister"]) == {"minister"}
