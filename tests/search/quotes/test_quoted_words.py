"""What quotations are compared by: words without punctuation, numbers as they are printed."""

from __future__ import annotations

import pytest

from search.quotes.alignment.numbers.number_edges import is_begun_within, is_cut_short
from search.quotes.alignment.numbers.number_words import said_number
from search.quotes.alignment.quoted_words import quoted_words


def keys(text: str) -> list[str]:
    return [word.key for word in quoted_words(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We will go, “now”.", 'we will go "now"'),
        ("it’s ours", "it's ours"),
        ("well-known – all of it", "well—known - all of it"),
        ("Ещё всё", "еще все"),
        ("97 500 tonnes", "97\u00a0500 tonnes"),
        ("−5 degrees", "-5 degrees"),
        ("since 2019 and 75th", "since 20\u200b19 and 75\u2060th"),  # what nobody sees
        ("growth of 5 %", "growth of 5%"),
    ],
)
def test_spaces_marks_dashes_and_case_are_looked_away_from(one: str, other: str) -> None:
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("it is −5 there", "it is 5 there"),
        ("grew by 2.5", "grew by 25"),
        ("grew by 2.5", "grew by 2,5"),
        ("grew by 5%", "grew by 5"),
        ("paid $5", "paid €5"),
        ("paid ₴5", "paid 5"),
        ("it is − 5 there", "it is 5 there"),
        ("at 10:30 sharp", "at 1030 sharp"),
        ("won't go", "will not go"),
    ],
)
def test_sign_decimal_mark_and_unit_of_a_number_count(one: str, other: str) -> None:
    assert keys(one) != keys(other)


@pytest.mark.parametrize("text", ["5–7 ships", "S-400 – 50 ships", "the 5-year plan"])
def test_a_dash_between_words_is_no_sign(text: str) -> None:
    assert not any(key.startswith("−") for key in keys(text))


def test_offsets_are_of_the_text_as_it_came() -> None:
    text = "Now −2.5 % of 97 500 – yes"
    printed = [text[word.start : word.end] for word in quoted_words(text)]
    assert printed == ["Now", "−2.5 %", "of", "97 500", "yes"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("twenty-five", "#25"),
        ("2.5 million", "#2500000"),
        ("two thousand", "#2000"),
        ("97,500", "#97500"),
        ("сто двадцать пять тысяч", "#125000"),
        ("2,5 миллиона", "#2500000"),
        ("пяти", "#5"),
        ("−5", "#-5"),
        ("12.05.2014", "#12.05.2014"),
        ("percent", "#%"),
        ("процентов", "#%"),
        ("percentage points", "#pp"),
        ("процентных пунктов", "#pp"),
        ("minus 3.7", "#-3.7"),
        ("минус шесть", "#-6"),
        ("плюс 32", "#32"),
        ("one hundred and fifty", "#150"),
        ("two thousand and fifteen", "#2015"),
        ("two and a half million", "#2500000"),
        ("два с половиной миллиона", "#2500000"),
        ("half a million", "#500000"),
        ("half-a-million", "#500000"),
        ("полтора миллиарда", "#1500000000"),
        ("148bn", "#148000000000"),
        ("5 млн", "#5000000"),
        ("fifth", "#5th"),
        ("21st", "#21th"),
        ("twenty-first", "#21th"),
        ("двадцать первого", "#21th"),
        ("18-го", "#18th"),
        ("XX", "#20th"),
        ("ХIХ", "#19th"),
        ("трое", "#3"),
    ],
)
def test_numbers_are_read_in_digits_and_words(text: str, number: str) -> None:
    words = quoted_words(text)
    found = said_number(words, 0)
    assert found is not None
    assert (found.key, found.stop) == (number, len(words))


def test_what_is_no_number_is_none() -> None:
    assert said_number(quoted_words("harvest"), 0) is None


def test_two_numbers_side_by_side_stay_two() -> None:
    found = said_number(quoted_words("five ten"), 0)
    assert found is not None
    assert (found.key, found.stop) == ("#5", 1)


@pytest.mark.parametrize(
    ("text", "stop", "cut"),
    [
        ("grew by 2.5 million tonnes", 3, True),
        ("grew by five percent", 3, True),
        ("grew by twenty five", 3, True),
        ("grew by 2.5 million tonnes", 4, False),
        ("grew by 25 tonnes", 3, False),
        ("grew by 25 percentage points", 3, True),
        ("grew by two and a half tonnes", 3, True),
        ("it was minus five degrees", 3, True),
    ],
)
def test_a_number_without_its_unit_is_cut_short(text: str, stop: int, *, cut: bool) -> None:
    assert is_cut_short(quoted_words(text), stop) is cut


@pytest.mark.parametrize(
    ("text", "first", "within"),
    [
        ("grew by twenty five tonnes", 3, True),
        ("it was minus five degrees", 3, True),
        ("it was plus five degrees", 3, False),
        ("grew by 2.5 million tonnes", 3, False),
        ("grew by five tonnes", 2, False),
        ("выросло на сто пять тонн", 3, True),
    ],
)
def test_who_begins_within_a_number_names_another(text: str, first: int, *, within: bool) -> None:
    assert is_begun_within(quoted_words(text), first) is within


@pytest.mark.parametrize("text", ["I", "I said", "MIX", "Xi", "half", "V"])
def test_what_looks_like_roman_figures_only_is_no_number_of_a_century(text: str) -> None:
    found = said_number(quoted_words(text), 0)
    assert found is None or not found.key.endswith("th")


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("It rained. Berg came", "It Berg"),
        ("There Mr. Berg came", "There"),
        ("There A. Berg and A.B.Berg came", "There"),
        ("He said: “Berg came”. So", "He Berg So"),
        ("It was I. Berg came", "It Berg"),
    ],
)
def test_the_stop_of_an_initial_ends_no_sentence(text: str, opening: str) -> None:
    words = [word.printed for word in quoted_words(text) if word.opens_sentence]
    assert words == opening.split()
