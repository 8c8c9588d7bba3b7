"""Verdicts on quotations, the same whichever engine finds the passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council_texts import GRAIN
from search.quotes.notes import Note

if TYPE_CHECKING:
    from search.quotes.checker import QuoteChecker


@pytest.mark.parametrize(
    ("quote", "verdict", "changes", "first"),
    [
        (GRAIN, "verbatim", [], "en-1/2"),
        (f"“{GRAIN.upper()}!”", "verbatim", [], "en-1/2"),
        ("the railway over\nthe pass — will be built by our own hands", "verbatim", [], "en-2/2"),
        ("We will sell 2.5 million tonnes of grain to Northland", "near", ["negation"], "en-1/2"),
        ("We will not sell 25 million tonnes of grain to Northland", "near", ["number"], "en-1/2"),
        ("We will not sell 2.5 million tonnes of grain", "verbatim", [], "en-1/2"),
        ("We will not sell any tonnes of grain to Northland", "near", ["number"], "en-1/2"),
        ("not sell 2.5 million tonnes of grain to Southland", "near", ["name"], "en-1/2"),
        (
            "The railway will be built over the pass by our hands",
            "near",
            ["order", "word"],
            "en-2/2",
        ),
        ("railway over the pass built by our own hands will be", "near", ["order"], "en-2/2"),
        ("We will not sell … of grain to Northland", "verbatim_with_cuts", [], "en-1/2"),
        ("We will … sell 2.5 million tonnes of grain", "near", ["negation"], "en-1/2"),
        ("We opened the mill … and the bread has been ours", "verbatim_with_cuts", [], "en-1/3"),
        ("We [the council] will not sell 2.5 million tonnes", "verbatim_with_cuts", [], "en-1/2"),
        ("We will not [ever] sell 2.5 million tonnes of bread", "near", ["word"], "en-1/2"),
        (
            "The railway over the pass will [not] be built by our own hands",
            "near",
            ["negation"],
            "en-2/2",
        ),
        ("Will the old harbour stay open for all our ships?", "by_another", ["speaker"], "en-1/7"),
        ("held in the old customs house by the sea", "about", [], "en-1/1"),
        ("council on the price of grain", "about", [], "en-1"),
        ("spoke to the farmers about the coming winter", "about", [], "en-2"),
        (
            "not sell 2.5 million tonnes of grain … the railway over the pass will be built",
            "joined",
            [],
            "en-1/2",
        ),
        (
            "We opened the mill on the river in spring by our hands over the pass will be built",
            "not_found",
            [],
            "en-2/2",
        ),
        ("We will not sell 2.5 … of grain to Northland", "near", ["number"], "en-1/2"),
        (
            "We will not sell … million tonnes of grain to Northland",
            "verbatim_with_cuts",
            [],
            "en-1/2",
        ),
        (
            "We will not sell 2.5 … million tonnes of grain to Northland",
            "verbatim",
            [],
            "en-1/2",
        ),
        ("We will not sell [some] … of grain to Northland", "near", ["number"], "en-1/2"),
        ("We will not sell 2.5 million tonnes of grain to [Southland]", "near", ["name"], "en-1/2"),
        (
            "[W]e will&nbsp;<b>not</b> sell 2.5 mil-\nlion tonnes of grain.[1]",
            "verbatim",
            [],
            "en-1/2",
        ),
        (
            "and the bread has been ours … We opened the mill on the river in spring",
            "near",
            ["order"],
            "en-1/3",
        ),
        ("Thank you all for", "too_short", [], "en-1/8"),
        ("Zeppelins fly over seven green hills of wool", "not_found", [], None),
        ("Soon over Monday pass built by will be", "not_found", [], "en-2/2"),  # in any order
    ],
)
def test_a_quotation_by_itself(
    checker: QuoteChecker, quote: str, verdict: str, changes: list[str], first: str | None
) -> None:
    found = checker.check(quote)
    best = found.matches[0] if found.matches else None
    ids = best and (best.statement.turn_id(best.turn) if best.turn else best.statement.id)
    assert (found.verdict.value, [one.value for one in found.changes]) == (verdict, changes)
    assert ids == first


def test_a_formula_said_three_times_has_no_source_and_is_narrowed(checker: QuoteChecker) -> None:
    formula = "Thank you all for your work and patience."
    found = checker.check(formula)
    assert (found.verdict.value, found.times, found.is_unique) == ("verbatim", 3, False)
    assert [one.statement.id for one in found.matches] == ["en-1", "en-2", "en-3"]
    narrowed = checker.check(formula, "Olga Ostrov")
    assert (narrowed.times, narrowed.matches[0].statement.id) == (1, "en-3")
    dated = checker.check(formula, None, "2014")
    assert (dated.times, dated.is_unique) == (1, True)


def test_a_question_made_a_statement_is_told(checker: QuoteChecker) -> None:
    asked = "Will the old harbour stay open for all our ships"
    assert Note.QUESTION in checker.check(f"{asked}.").notes
    assert Note.QUESTION in checker.check(f"{GRAIN}?").notes
    assert Note.QUESTION not in checker.check(f"{asked}?").notes
    assert Note.QUESTION not in checker.check(asked).notes


def test_an_added_first_word_is_not_set_beside_the_sentence_before(checker: QuoteChecker) -> None:
    found = checker.check("Perhaps so ended the year of the long bridge")
    first = found.matches[0].difference[0]
    assert (first.op.value, first.quote, first.text) == ("added", "Perhaps", "")


def test_what_shows_a_verdict_can_be_found_again(checker: QuoteChecker) -> None:
    (match,) = checker.check("2.5 million tonnes of grain").matches
    assert match.turn is not None
    whole = "\n\n".join(match.turn.paragraphs)
    assert match.prefix + match.exact + match.suffix in whole
    assert [match.text[slice(*span)] for span in match.spans] == ["2.5 million tonnes of grain"]
    assert match.paragraph == 2


def test_what_was_searched_is_told_with_the_nearest_passage(checker: QuoteChecker) -> None:
    found = checker.check(
        "In spring, on the river, bread and the mill were thought possible by all"
    )
    assert found.verdict.value == "not_found"
    assert found.coverage is not None
    assert [one.statement.id for one in found.matches] == ["en-1"]
