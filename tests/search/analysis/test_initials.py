"""Names as readers give them, with initials or without → whom they mean."""

from __future__ import annotations

import pytest

from search.analysis.initials import bears
from search.analysis.tokenizer import words


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ("Ilda Tarn", "Tarn"),
        ("Ilda Tarn", "tarn ilda"),
        ("Ilda Tarn", "I. Tarn"),
        ("Ilda Tarn", "Tarn I."),
        ("Ilda Tarn", "I.V. Tarn"),
        ("Ilda Tarn", "Ilda V. Tarn"),
        ("Ильда Викторовна Тарн", "И. Тарн"),
        ("Ильда Викторовна Тарн", "И.В. Тарн"),
        ("Ильда Викторовна Тарн", "Тарн И.В."),
        ("И.Тарн", "И.В. Тарн"),
        ("И.Тарн", "И. Тарн"),
        ("Ilda-Mara Tarn", "I. Tarn"),
    ],
)
def test_an_initial_stands_for_a_name_that_begins_so(known: str, wanted: str) -> None:
    assert bears(words(known), words(wanted))


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ("Ilda Tarn", "M. Tarn"),
        ("Ilda Tarn", "V.I. Tarn"),
        ("Ильда Викторовна Тарн", "И.С. Тарн"),
        ("Tarn", "I. Tarn"),
        ("Ilda Tarn", "I."),
        ("Ilda Tarn", "I. T."),
        ("Ilda Tarn", "I. Tar"),
        ("Sava Tarn", "S-400"),
        ("Sava 400 Tarn", "4 Tarn"),
        ("И.Тарн", "Ильда Тарн"),
        ("Ilda Tarn", ""),
        ("", "Tarn"),
    ],
)
def test_others_are_not_meant(known: str, wanted: str) -> None:
    assert not bears(words(known), words(wanted))
