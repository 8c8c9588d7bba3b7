"""What a quotation leaves out and puts in → whether it still says what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council_texts import CUT, GRAIN
from search.quotes.notes import Note

if TYPE_CHECKING:
    from search.quotes.checker import QuoteChecker


def test_a_long_cut_that_leaves_out_a_negation_keeps_the_verdict_and_is_not_harmless(
    checker: QuoteChecker,
) -> None:
    found = checker.check("We opened the mill on the river … and the bread has been ours")
    assert found.verdict.value == "verbatim_with_cuts"
    (cut,) = found.matches[0].cuts
    assert (cut.words, cut.negation, cut.long) == (7, True, False)
    assert cut.text == "in spring, which nobody had thought possible"
    assert not found.is_harmless
    assert Note.CUT_NEGATION in found.notes


def test_a_cut_over_two_hundred_words_is_said(checker: QuoteChecker) -> None:
    found = checker.check(f"{CUT[:-1]} … So ended the year of the long bridge")
    assert found.verdict.value == "verbatim_with_cuts"
    (cut,) = found.matches[0].cuts
    assert (cut.words, cut.long, cut.negation) == (210, True, False)
    assert found.notes == (Note.LONG_CUT,)
    assert found.is_harmless


@pytest.mark.parametrize(
    ("quote", "verdict", "changes"),
    [
        ("[They] will not sell 2.5 million tonnes of grain", "near", ["word"]),
        ("We will not [refuse to] sell 2.5 million tonnes", "near", ["word"]),
        ("We [might] not sell 2.5 million tonnes of grain", "near", ["word"]),
        ("We [allegedly] will not sell 2.5 million tonnes", "near", ["word"]),
        ("We will not [buy] 2.5 million tonnes of grain", "near", ["word"]),
        ("We [will] sell 2.5 million tonnes of grain", "near", ["negation"]),
        ("We will not sell [all] 2.5 million tonnes of grain", "near", ["word"]),
        ("we opened the [un]mill on the river in spring", "near", ["negation"]),
        ("We opened the mill [in Averna] on the river in spring", "verbatim_with_cuts", []),
        ("We opened the mill on the river [sic] in spring", "verbatim_with_cuts", []),
        ("We opened the mill on the river [emphasis added]", "verbatim_with_cuts", []),
        ("[The farmers:] We will not sell 2.5 million tonnes", "verbatim_with_cuts", []),
    ],
)
def test_what_brackets_may_put_in_and_what_they_may_not(
    checker: QuoteChecker, quote: str, verdict: str, changes: list[str]
) -> None:
    found = checker.check(quote)
    assert (found.verdict.value, [one.value for one in found.changes]) == (verdict, changes)


def test_words_in_brackets_are_shown_where_they_were_put(checker: QuoteChecker) -> None:
    (match,) = checker.check("We opened the mill [in Averna] on the river in spring").matches
    assert [(one.op.value, one.quote) for one in match.difference] == [
        ("equal", "We opened the mill"),
        ("added", "[in Averna]"),
        ("equal", "on the river in spring"),
    ]
    (match,) = checker.check("We opened the [harbour] on the river in spring").matches
    assert [(one.op.value, one.quote, one.text) for one in match.difference][1] == (
        *("changed", "[harbour]", "mill"),
    )
    assert not match.cuts


def test_words_taken_out_of_a_sentence_that_denies_are_shown_with_the_rest(
    checker: QuoteChecker,
) -> None:
    found = checker.check("had thought possible, and the bread has been ours")
    edges = found.matches[0].sentence
    assert edges is not None
    assert edges.before == "We opened the mill on the river in spring, which nobody"
    assert edges.after == "ever since"
    assert edges.denials == ("nobody",)
    assert (found.verdict.value, found.is_harmless) == ("verbatim", True)
    assert Note.SENTENCE_DENIAL in found.notes
    whole = checker.check(GRAIN)
    assert whole.matches[0].sentence is None
    assert Note.SENTENCE_DENIAL not in whole.notes


def test_of_several_ways_to_cut_the_shortest_is_told(checker: QuoteChecker) -> None:
    found = checker.check("The harvest of the northern valleys … and the bread has been ours")
    (cut,) = found.matches[0].cuts
    assert cut.words < 40
