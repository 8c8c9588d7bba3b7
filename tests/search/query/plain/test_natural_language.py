"""What plain words are by the way people write: a question's frame, dates, sentences."""

from __future__ import annotations

import pytest

from search.query.parser import parse
from search.query.plain.natural_language import NaturalLanguage, is_question, read_natural_language


def read(q: str) -> NaturalLanguage:
    parsed = parse(q)
    alone = parsed.required is None
    return read_natural_language(q, parsed.plain, parsed.printed, alone=alone)


def weightless(q: str) -> list[str]:
    return [leaf.text for leaf in read(q).weightless]


@pytest.mark.parametrize(
    ("q", "asks"),
    [
        ("what did Solvei say about grain", True),
        ("grain of Norland?", True),
        ("Что Сольвей говорила о зерне", True),
        ("grain of Norland", False),
        ("whatever grain", False),
        ("", False),
    ],
)
def test_a_question_is_told_by_its_first_word_or_its_mark(q: str, asks: bool) -> None:
    assert is_question(q) is asks


def test_the_frame_of_a_question_weighs_nothing_and_a_negation_is_no_frame() -> None:
    assert weightless("what did Solvei say about grain") == ["what", "did", "say", "about"]
    assert weightless("что Сольвей говорила о зерне") == ["что", "говор", "о"]
    assert weightless("why will Norland not sell grain") == ["whi", "will"]
    assert weightless("Solvei said grain") == [], "no question"


def test_how_many_is_a_frame_and_so_is_what_will_be() -> None:
    assert weightless("how many people live in Aldermoor") == ["how", "mani", "in"]
    assert weightless("когда будут выборы в Норландии") == ["когд", "будут", "в"]


@pytest.mark.parametrize(
    ("q", "silent"),
    [
        ("S. Orlov grain", ["s"]),
        ("s. orlov grain", ["s"]),
        ("I. V. Solvei", ["i", "v"]),
        ("слова С. Орлова", ["с"]),
        ("S Orlov grain", []),
        ("S-400 grain", []),
        ("vitamin C prices", []),
        ("grain of plan B.", []),
        ("U.S. grain", []),
        ("I.V. Solvei grain", []),
    ],
)
def test_the_initial_of_a_name_weighs_nothing_and_other_letters_do(
    q: str, silent: list[str]
) -> None:
    assert weightless(q) == silent


@pytest.mark.parametrize(
    ("q", "by_passage"),
    [
        ("grain price", False),
        ("grain price 2131", False),
        ("grain price 2012", True),
        ("2012", False),
        ("what about grain", True),
        ("what grain", False),
        ("S. Orlov grain harvest", True),
        ("S. Orlov grain", False),
        ("S. Orlov grain -harvest price", False),
        ("S Orlov grain harvest", False),
        ("we shall not sell the river", True),
        ("we shall not sell rivers", False),
        ('we shall not "sell the" river at all', False),
        ("speaker:Solvei we shall not sell the river", False),
        ("we shall NOT sell the river at all", False),
    ],
)
def test_sentences_questions_and_years_go_by_passage_where_nothing_else_stands(
    q: str, by_passage: bool
) -> None:
    assert read(q).by_passage is by_passage


def test_a_month_is_one_only_beside_a_year_and_a_frame_word_is_no_place() -> None:
    dated = {one.word: (one.year, one.month) for one in read("grain may 2012").context}
    assert dated == {"grain": (None, None), "may": (None, 5), "2012": (2012, None)}
    assert [one.month for one in read("grain may rise").context] == [None] * 3
    assert "в" not in {one.word for one in read("что было в Альдермуре").context}
