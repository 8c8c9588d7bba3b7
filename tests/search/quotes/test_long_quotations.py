"""Long quotations are compared to their last word, or not at all."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from search.engines.reference import ReferenceEngine
from search.quotes.alignment.long_alignment import MOST_CELLS, align_whole
from search.quotes.alignment.quoted_words import quoted_words
from search.quotes.alignment.units import units
from search.quotes.checker import QuoteChecker
from search.quotes.notes import Note
from search.quotes.quotation import MOST_CHARS
from search.records import Coverage, Evidence, Manifest, Statement, StatementId, Turn, TurnKind

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = date(2012, 5, 7)
SYLLABLES = ("ba", "de", "gi", "ko", "lu", "ma", "ne", "pi", "ro", "su")


def word(number: int) -> str:
    """A made-up word, another for every number below 1,000; the same few come again and again."""
    if number % 3 == 0:
        return ("we", "will", "and", "the", "it")[number % 5]
    return "".join(SYLLABLES[int(digit)] for digit in f"{number * 7 % 1_000:03}")


SPOKEN = [word(number) for number in range(3_000)]


@pytest.fixture(scope="module")
def checker() -> QuoteChecker:
    paragraphs = tuple(" ".join(SPOKEN[at : at + 100]) + "." for at in range(0, len(SPOKEN), 100))
    turn = Turn(1, paragraphs, TurnKind.SPEECH, Evidence.LABEL, "Tarn", "Tarn")
    held = Statement(StatementId("en-1"), "en", "Talks", (turn,), number=1, date=DAY)
    manifest = Manifest("g", 1, "1", "reference", "2020", Coverage(1, 1, DAY, DAY, 0, 0, 0))
    return QuoteChecker(ReferenceEngine([held], manifest), date.today)


def test_a_long_quotation_that_stands_so_is_verbatim(checker: QuoteChecker) -> None:
    assert checker.check(" ".join(SPOKEN[20:2_500])).verdict.value == "verbatim"


@pytest.mark.parametrize("at", [790, 801, 1_200, 2_390])
@pytest.mark.parametrize(
    ("edit", "change", "op"),
    [
        (["not"], "negation", "added"),
        (["12"], "number", "added"),
        (["nowhere", "near", "us"], "negation", "added"),
        ([], "word", "missing"),
    ],
)
def test_a_change_far_behind_is_told(
    checker: QuoteChecker, at: int, edit: Sequence[str], change: str, op: str
) -> None:
    given = [*SPOKEN[:at], *edit, *SPOKEN[at + (not edit) : 2_400]]
    found = checker.check(" ".join(given))
    assert (found.verdict.value, [one.value for one in found.changes]) == ("near", [change])
    told = [step for step in found.matches[0].difference if step.op.value != "equal"]
    assert [step.op.value for step in told] == [op]
    assert not found.is_harmless


def test_a_long_tail_of_other_words_is_no_part_of_what_was_said(checker: QuoteChecker) -> None:
    made_up = [f"zu{word(number)}" for number in range(200)]
    found = checker.check(" ".join([*SPOKEN[:1_200], *made_up]))
    assert found.verdict.value == "near"
    assert not found.is_harmless


def test_a_cut_far_behind_that_leaves_out_a_little_is_shown(checker: QuoteChecker) -> None:
    given = [*SPOKEN[:1_500], "…", *SPOKEN[1_530:2_400]]
    found = checker.check(" ".join(given))
    assert found.verdict.value == "verbatim_with_cuts"
    assert [cut.words for cut in found.matches[0].cuts] == [30]


def test_what_is_too_long_to_compare_is_never_verbatim(checker: QuoteChecker) -> None:
    text = " ".join(SPOKEN)
    text += " " * (MOST_CHARS + 1 - len(text))
    found = checker.check(text)
    assert (found.verdict.value, found.notes) == ("not_found", (Note.TOO_LONG,))
    assert not found.is_harmless


def test_every_unit_of_a_long_quotation_is_laid_once_and_in_order() -> None:
    given = [*SPOKEN[100:900], "not", *SPOKEN[900:1_400], *SPOKEN[1_450:2_600]]
    quote, text = (units(quoted_words(" ".join(one))) for one in (given, SPOKEN))
    assert len(quote) * len(text) > MOST_CELLS
    pairs = align_whole(quote, text).pairs
    assert [one.quote for one in pairs if one.quote is not None] == list(range(len(quote)))
    places = [one.text for one in pairs if one.text is not None]
    assert all(after == before + 1 for before, after in pairwise(places))
    assert sum(one.quote is None for one in pairs) == 50
