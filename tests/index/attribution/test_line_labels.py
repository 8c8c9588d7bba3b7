"""Labels that a text save broke in two lines are read whole."""

from __future__ import annotations

import pytest

from index.attribution.line_labels import with_whole_labels, with_words_after
from index.blocks import Facts
from search.records import Form

HOST = "President of Norland Vera Lindgren: Good day."
KNOWN = "Minister of Tides Oren Testov: Thank you."
FACTS = Facts("en", "Talks", None, (), Form.TEXT)


@pytest.mark.parametrize(
    ("halves", "whole"),
    [
        (("Minister of Tides", "Oren Testov: Yes."), "Minister of Tides Oren Testov: Yes."),
        (("Minister of Tides Oren", "Testov: Yes."), "Minister of Tides Oren Testov: Yes."),
        (("О.", "Тестов: Да."), "О. Тестов: Да."),
        (("О.Тестов", ": Да."), "О.Тестов : Да."),
        (
            ("Minister of Tides Oren Testov", "(retranslated): Yes."),
            "Minister of Tides Oren Testov (retranslated): Yes.",
        ),
    ],
)
def test_a_label_that_broke_is_whole_again(halves: tuple[str, str], whole: str) -> None:
    assert with_whole_labels([HOST, *halves, HOST], FACTS) == [HOST, whole, HOST]


def test_a_name_that_broke_is_whole_where_the_page_has_it() -> None:
    lines = [HOST, KNOWN, "Oren", "Testov: Yes."]
    assert with_whole_labels(lines, FACTS) == [HOST, KNOWN, "Oren Testov: Yes."]


@pytest.mark.parametrize(
    "lines",
    [
        (HOST, "Port Sorrel", "Oren Testov: Yes."),
        (HOST, "The Round Hall", "Oren Testov: Yes."),
        (HOST, "Meeting with Minister of Tides", "Oren Testov: Yes."),
        (HOST, "Vera Lindgren: Yes.", "Oren Testov: Yes."),
        (HOST, "Roads", "Our main task: To mend them."),
        (HOST, "Minister of Tides.", "Oren Testov: Yes."),
    ],
)
def test_a_line_of_its_own_stays_one(lines: tuple[str, ...]) -> None:
    assert with_whole_labels(lines, FACTS) == [*lines]


def test_a_label_on_a_line_of_its_own_is_joined_though_only_the_page_tells_its_name() -> None:
    lines = [HOST, "Minister of Tides Kelvor Drast:", "Yes.", "Kelvor Drast:", "No."]
    joined = with_words_after(lines, FACTS)
    assert joined == [HOST, "Minister of Tides Kelvor Drast: Yes.", "Kelvor Drast: No."]


def test_a_list_with_a_label_below_it_is_not_joined() -> None:
    lines = [HOST, "Minister of Tides Oren Testov:", KNOWN]
    assert with_words_after(lines, FACTS) == lines
