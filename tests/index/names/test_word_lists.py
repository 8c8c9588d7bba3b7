"""The lists of words: what each may hold, and that none contradicts another."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from index.names.word_lists import plain, read_words

LISTS = ("given_names", "titles", "role_words", "places")


def words(name: str) -> list[str]:
    text = resources.files("index").joinpath("data", f"{name}.txt").read_text(encoding="utf-8")
    return [w for line in text.splitlines() if not line.startswith("#") for w in line.split()]


@pytest.mark.parametrize("name", LISTS)
def test_every_word_is_folded_and_stands_once(name: str) -> None:
    found = words(name)
    assert [word for word in found if plain(word) != word] == []
    assert sorted({word for word in found if found.count(word) > 1}) == []


@pytest.mark.parametrize("name", LISTS)
def test_no_word_mixes_two_alphabets(name: str) -> None:
    mixed = [w for w in words(name) if re.search("[a-z]", w) and re.search("[а-яё]", w)]
    assert mixed == []


def test_no_given_name_is_an_office_or_an_institution() -> None:
    given = read_words("given_names")
    both = given & (read_words("titles") | read_words("role_words"))
    assert both == {"german"}  # "German Foreign Minister"; "Bank CEO German …" is read by its place


NAMES = (
    "Aigul Amantai Avtandil Bakhytzhan Chingiz Dilorom Elchin Gurbanguly Ilham Jemal Khachatur"
    " Mintimer Nigora Oyun Ruslana Sardana Tigran Ulugbek Zurab Gudrun Zbigniew Joaquim Thandiwe"
    " Айгуль Гурбангулы Отабек Умару"
)


@pytest.mark.parametrize("name", NAMES.split())
def test_names_of_many_peoples_are_known(name: str) -> None:
    assert plain(name) in read_words("given_names")
