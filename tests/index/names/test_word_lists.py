"""The lists of words: what each may hold, and that none contradicts another."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from index.names.word_lists import plain, read_lines, read_pairs, read_words

DATA = resources.files("index").joinpath("data")
FILES = sorted(file.name.removesuffix(".txt") for file in DATA.iterdir() if ".txt" in file.name)
PAIRS = {
    "name_skeleton", "russian_spelling", "name_titles", "office_titles", "cyrillic_letters",
    "latin_letters",
}  # fmt: skip
PATTERNS = {
    "unnamed_speakers", "stage_remarks", "events", "event_adjectives", "no_speeches",
    "reported_speech",
}  # fmt: skip
LISTS = [name for name in FILES if name not in PAIRS | PATTERNS]


def words(name: str) -> list[str]:
    return [word for line in read_lines(name) for word in line.split()]


@pytest.mark.parametrize("name", FILES)
def test_every_list_says_first_what_it_holds(name: str) -> None:
    text = DATA.joinpath(f"{name}.txt").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert read_lines(name)


@pytest.mark.parametrize("name", sorted(PAIRS))
def test_no_line_of_two_columns_has_a_third_or_stands_twice(name: str) -> None:
    assert all(len(line.split()) <= 2 for line in read_lines(name))
    assert len(read_pairs(name)) == len(read_lines(name))


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_every_pattern_of_a_list_compiles_and_stands_once(name: str) -> None:
    assert all(re.compile(pattern) for pattern in read_lines(name))
    assert len(set(read_lines(name))) == len(read_lines(name))


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
