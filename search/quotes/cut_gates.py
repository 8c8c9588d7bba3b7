"""What a quotation leaves out or puts in → what of it turns the sense."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import stem
from search.quotes.alignment.denials import holds_shade
from search.quotes.alignment.numbers.number_edges import goes_with_number, is_cut_short, says_value
from search.quotes.alignment.steps import WordOp
from search.quotes.alignment.units import QuoteChange, holds_negation, turns_round
from search.quotes.comparison import cuts_of
from search.quotes.notes import Note

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from search.quotes.alignment.quoted_words import QuotedWord
    from search.quotes.alignment.steps import DifferenceRange
    from search.quotes.comparison import Comparison
    from search.quotes.passages import Window
    from search.quotes.quotation import Quotation

PREFIXES: Final = frozenset(("un", "non", "im", "dis", "anti", "ir", "il", "анти"))
"""In brackets by themselves these deny; "in" and "без" are words."""

_REMARKS: Final = "sic emphasis italics applause laughter laughs выделено курсив аплодисменты смех"
_EDITORS: Final = frozenset(_REMARKS.split())
"""First words of brackets that speak of the quotation and stand for nothing in it."""

_GATES: Final = (QuoteChange.NEGATION, QuoteChange.NUMBER, QuoteChange.NAME)
_AT_CUT: Final = (QuoteChange.NEGATION,)  # told of the cut itself

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
    for step, following in pairwise(steps):
        place = following.quote[0]
        own = [word for at, put in its.inserted if at == place for word in put]
        if step.op is WordOp.CUT and own:
            gates.update(_replaced(step, found, own, is_cut=place in its.cuts))
    return frozenset(gates | edge_gates(found.quotation, found.window, *found.text_range))


def edge_gates(quotation: Quotation, window: Window, first: int, stop: int) -> set[QuoteChange]:
    """What turns the sense where words in brackets stand before or behind all that is quoted.

    Where the sentence goes on there, they stand for what is printed: a name or a number for a name
    or a number, else for words.
    """
    gates = set()
    for place, own in quotation.inserted:
        at = first - 1 if place == 0 else stop
        if place not in (0, len(quotation.words)) or not 0 <= at < len(window.words):
            continue
        if own[0].key in _EDITORS:
            continue
        printed = window.words[at]
        if printed.is_number and any(word.is_number for word in own):
            gates.add(QuoteChange.NUMBER)
        is_name = printed.is_capitalised and not printed.opens_sentence
        if is_name and any(word.is_capitalised for word in own):
            gates.add(QuoteChange.NAME)
        if not window.words[first if place == 0 else stop].opens_sentence:
            gates.add(QuoteChange.WORD)
    return gates


def _parts_number(step: DifferenceRange, found: Comparison) -> bool:
    return step.op is WordOp.CUT and is_cut_short(found.text.words, step.text[0])


def _is_one_number(one: QuotedWord, other: QuotedWord) -> bool:
    """Whether words that only a cut parts read as one number: 5 … percent."""
    return says_value(one) and goes_with_number(other)


def _replaced(
    step: DifferenceRange, found: Comparison, own: Sequence[QuotedWord], *, is_cut: bool
) -> Iterator[QuoteChange]:
    """The gates in words that brackets stand in the place of, also beside a marked cut.

    A name that stands in the brackets too, and a negation, is not lost.
    """
    first, stop = step.text
    roots = {stem(word.key) for word in own}
    kept = {unit.root for unit in found.text.units if unit.root in roots}
    for unit in found.text.units:
        if not first <= unit.first < stop or unit.root in kept:
            continue
        if unit.kind in _GATES and not unit.weak and not (is_cut and unit.kind in _AT_CUT):
            yield unit.kind
        if any(turns_round(unit.key, word.key) for word in own):
            yield QuoteChange.NEGATION
    yield QuoteChange.WORD


def inserted_gates(quotation: Quotation) -> tuple[QuoteChange, ...]:
    """What turns the sense in words in brackets."""
    words = [word for _, its in quotation.inserted for word in its]
    gates = []
    if holds_negation(words) or any(word.key in PREFIXES for word in words):
        gates.append(QuoteChange.NEGATION)
    if any(word.is_number for word in words):
        gates.append(QuoteChange.NUMBER)
    if holds_shade(words):
        gates.append(QuoteChange.WORD)
    return tuple(gates)


def bracket_gates(found: Iterable[QuoteChange]) -> set[QuoteChange]:
    """The same, other words told only where nothing graver is."""
    gates = set(found)
    return gates - {QuoteChange.WORD} or gates


def inserted_notes(quotation: Quotation, gates: Collection[QuoteChange]) -> list[Note]:
    """What is to be said of brackets that are not harmless."""
    if not quotation.inserted or not gates:
        return []
    return [Note.INSERTED if inserted_gates(quotation) else Note.REPLACED]
