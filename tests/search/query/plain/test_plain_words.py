"""The plain words of a query: those that can be taken out and leave the rest as it was meant."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.plain.plain_words import read_plain, without

TODAY = date(2020, 8, 14)


@pytest.mark.parametrize(
    ("q", "runs"),
    [
        ("grain price", [["grain", "price"]]),
        ("  grain,  Sochi 2019? ", [["grain,", "Sochi", "2019?"]]),
        ('grain "old fort" price', [["grain"], ["price"]]),
        ("grain -price ferry", [["grain"], ["ferry"]]),
        ("grain NOT price ferry", [["grain"], ["ferry"]]),
        ("grain (old fort) price", [["grain"], ["price"]]),
        ("grain AND price ferry", [["ferry"]]),
        ("grain OR price", []),
        ("grain (a OR b)", []),
        ("speaker:Tarn grain", [["grain"]]),
        ('place:"Port Sorrel" grain', [["grain"]]),
        ("speaker:(Tarn Oskel) grain", [["grain"]]),
        ("date:May 2012 grain", [["grain"]]),
        ("rail* wat?r brigde~ grain", [["grain"]]),
        ("titel:grain x", [["titel:grain", "x"]]),
        ("", []),
    ],
)
def test_words_beside_no_operator_are_plain(q: str, runs: list[list[str]]) -> None:
    assert [[word.text for word in run] for run in read_plain(q, TODAY).runs] == runs


def test_words_hold_their_tokens() -> None:
    ((first, second),) = read_plain("В.В.Путин S-400", TODAY).runs
    assert first.tokens == ("в", "в", "путин")
    assert second.tokens == ("s", "400")


@given(st.text('ab12 .-"()*:~«»в', max_size=30))
def test_a_plain_word_stands_where_it_says(q: str) -> None:
    for run in read_plain(q, TODAY).runs:
        for word in run:
            assert q[word.start : word.end] == word.text
            assert word.text.strip() == word.text


def test_fields_asked_for_are_told() -> None:
    assert read_plain("Speaker:Tarn grain", TODAY).fields == {"speaker"}
    assert read_plain("date:2012 grain", TODAY).fields == {"date"}
    assert read_plain("place:(a b) year:2012", TODAY).fields == {"place", "year"}
    assert read_plain("grain", TODAY).fields == set()


def test_a_query_without_some_words_is_written_in_single_spaces() -> None:
    assert without("grain  in 2019 -price", 7, 14) == "grain -price"
    assert without("2019", 0, 4) == ""
