"""What a quotation leaves out or puts in → what of it turns the sense."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from search.quotes.alignment.number_edges import goes_with_number, is_cut_short, says_value
from search.quotes.alignment.steps import WordOp
from search.quotes.alignment.units import QuoteChange, holds_negation
from search.quotes.comparison import cuts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.quotes.alignment.quoted_words import QuotedWord
    from search.quotes.alignment.steps import DifferenceRange
    from search.quotes.comparison import Comparison
    from search.quotes.passages import Window
    from search.quotes.quotation import Quotation

SHORT_CUT: Final = 4
"""Words: a shorter cut that holds a negation is an alteration."""


def cut_gates(found: Comparison) -> frozenset[QuoteChange]:
    """What turns the sense where the quotation leaves out words, or ends.

    A short cut that holds a "not"; a number parted from its unit, or set beside another's; words
    in brackets set in the place of a name or a number.
    """
    steps = found.found.steps
    gates = {QuoteChange.NUMBER for step in steps if _parts_number(step, found)}
    gates |= {
        QuoteChange.NEGATION for cut in cuts_of(found) if cut.negation and cut.words < SHORT_CUT
    }
    its = found.quotation
    meets = any(_is_one_number(its.words[cut - 1], its.words[cut]) for cut in its.cuts)
    if meets or is_cut_short(found.text.words, found.text_range[1]):
        gates.add(QuoteChange.NUMBER)
    places = {place for place, _ in found.quotation.inserted}
    for step, following in pairwise(steps):
        if step.op is WordOp.CUT and following.quote[0] in places:
            gates.update(_replaced(step, found))
    return frozenset(gates | edge_gates(found.quotation, found.window, *found.text_range))


def edge_gates(quotation: Quotation, window: Window, first: int, stop: int) -> set[QuoteChange]:
    """What turns the sense where words in brackets stand before or behind all that is quoted.

    A name or a number put there stands for the name or number that is printed there.
    """
    gates = set()
    for place, own in quotation.inserted:
        at = first - 1 if place == 0 else stop
        if place not in (0, len(quotation.words)) or not 0 <= at < len(window.words):
            continue
        printed = window.words[at]
        if printed.is_number and any(word.is_number for word in own):
            gates.add(QuoteChange.NUMBER)
        is_name = printed.is_capitalised and not printed.opens_sentence
        if is_name and any(word.is_capitalised for word in own):
            gates.add(QuoteChange.NAME)
    return gates


def _parts_number(step: DifferenceRange, found: Comparison) -> bool:
    return step.op is WordOp.CUT and is_cut_short(found.text.words, step.text[0])


def _is_one_number(one: QuotedWord, other: QuotedWord) -> bool:
    """Whether words that only a cut parts read as one number: 5 … percent."""
    return says_value(one) and goes_with_number(other)


def _replaced(step: DifferenceRange, found: Comparison) -> Iterator[QuoteChange]:
    """The gates in words that brackets stand in the place of."""
    first, stop = step.text
    for unit in found.text.units:
        is_gate = unit.kind in (QuoteChange.NUMBER, QuoteChange.NAME) and not unit.weak
        if is_gate and first <= unit.first < stop:
            yield unit.kind


def inserted_gates(quotation: Quotation) -> tuple[QuoteChange, ...]:
    """What turns the sense in words in brackets."""
    words = [word for _, its in quotation.inserted for word in its]
    gates = []
    if holds_negation(words):
        gates.append(QuoteChange.NEGATION)
    if any(word.is_number for word in words):
        gates.append(QuoteChange.NUMBER)
    return tuple(gates)
