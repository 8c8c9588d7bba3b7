"""A quotation + a window of a place → how they differ, and what is shown of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from search.quotes.alignment.denials import holds_denial
from search.quotes.alignment.difference import difference
from search.quotes.alignment.long_alignment import align_whole
from search.quotes.alignment.numbers.cardinals import multiplier
from search.quotes.alignment.sentences import sentence_edges
from search.quotes.alignment.steps import DifferenceRange, Side, WordOp
from search.quotes.alignment.units import (
    QuoteChange,
    capitalised_within,
    denied_words,
    holds_negation,
    units,
)
from search.quotes.passages import context
from search.quotes.quotation import LEAST_WORDS
from search.quotes.verdicts import Cut, DifferenceStep, QuoteMatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from search.quotes.alignment.difference import WordDifference
    from search.quotes.alignment.quoted_words import QuotedWord
    from search.quotes.alignment.unit_alignment import Alignment
    from search.quotes.alignment.units import QuoteUnit
    from search.quotes.candidates import ExactPlace
    from search.quotes.passages import Window
    from search.quotes.quotation import Quotation

_STOP: Final = re.compile(r"[.!?]")

LONG_CUT: Final = 200
"""Words: a longer cut is said."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A quotation laid into a window."""

    quotation: Quotation
    window: Window
    quote: Side
    text: Side
    alignment: Alignment
    found: WordDifference

    @property
    def aligned(self) -> frozenset[int]:
        """Words of the quotation that stand here in order, perhaps in another form."""
        return frozenset(
            word
            for at in self.alignment.aligned
            for word in range(self.quote.units[at].first, self.quote.units[at].stop)
        )

    @property
    def without_names(self) -> frozenset[int]:
        """Words of the quotation that are no names."""
        named = {unit.first for unit in self.quote.units if unit.kind is QuoteChange.NAME}
        return frozenset(range(len(self.quotation.words))) - named

    @property
    def placed(self) -> frozenset[int]:
        """Words of the quotation that are aligned, or stand in a moved piece of five and more."""
        pieces = [range(*one.quote) for one in self.found.steps if one.op is WordOp.MOVED]
        return self.aligned.union(*(piece for piece in pieces if len(piece) >= LEAST_WORDS))

    @property
    def moved(self) -> frozenset[int]:
        """Words of the quotation that stand here in another place."""
        return frozenset(
            word
            for step in self.found.steps
            if step.op is WordOp.MOVED
            for word in range(*step.quote)
        )

    @property
    def moves(self) -> int:
        """How many pieces of the quotation stand here in another place."""
        return sum(
            one.op is WordOp.MOVED and one.quote[0] < one.quote[1] for one in self.found.steps
        )

    @property
    def text_range(self) -> tuple[int, int]:
        """The words of the window from the first that stands to the last."""
        met = [
            self.text.units[one.text]
            for one in self.alignment.pairs
            if one.text is not None and one.quote is not None
        ]
        return (met[0].first, met[-1].stop) if met else (0, 0)


def compare(quotation: Quotation, window: Window, is_name: Callable[[str], bool]) -> Comparison:
    """Lay a quotation into a window; `is_name` knows the names of the index."""
    here, there = quotation.words, window.words
    own, its = {word.key for word in here}, {word.key for word in there}
    names = capitalised_within(there) | (capitalised_within(here) - its)
    names |= {
        word.key
        for word in (*here, *there)
        if word.is_capitalised
        and word.opens_sentence
        and _names_something(word.key)
        and (is_name(word.key) or window.place.holds_name(word.key))
    }
    begun = (here[at].key for at in (0, *quotation.cuts) if at < len(here))
    loose = frozenset(one for one in begun if multiplier(one))
    wholes, parts = its - own - _side_by_side(there), own - its - _side_by_side(here)
    quote = Side(here, units(here, names, wholes, denied_words(there), loose))
    text = Side(there, units(there, names, parts, denied_words(here), loose))
    cuts = _cut_units(quotation, quote.units)
    alignment = align_whole(quote.units, text.units, cuts, _begins(text), _begins(quote))
    return Comparison(
        quotation, window, quote, text, alignment, difference(alignment, quote, text, cuts)
    )


def _names_something(word: str) -> bool:
    """Whether a folded word may be a name by itself: neither "I" nor a preposition like «В»."""
    return len(word.split("'")[0]) > 1


def _side_by_side(words: Sequence[QuotedWord]) -> frozenset[str]:
    """Neighbours as one word: where "as I" stands too, "ASI" is no other spelling of it."""
    return frozenset(one.key + other.key for one, other in pairwise(words))


def _begins(side: Side) -> frozenset[int]:
    """The units with which sentences begin."""
    return frozenset(
        at for at, one in enumerate(side.units) if side.words[one.first].opens_sentence
    )


def _cut_units(quotation: Quotation, given: Sequence[QuoteUnit]) -> frozenset[int]:
    """The units before which something may be left out: at cuts, and where words are put in."""
    places = {*quotation.cuts, *(place for place, _ in quotation.inserted)}
    return frozenset(
        next((at for at, unit in enumerate(given) if unit.first >= place), len(given))
        for place in places
    ) - {0, len(given)}


def cuts_of(found: Comparison) -> tuple[Cut, ...]:
    """What the quotation leaves out here by its own …."""
    steps = found.found.steps
    return tuple(
        _cut(step, found)
        for step, following in pairwise(steps)
        if step.op is WordOp.CUT and _is_marked(following.quote[0], found)
    )


def _is_marked(place: int, found: Comparison) -> bool:
    """Whether a cut before a word of the quotation has its own …: no bracket stands for it."""
    return place in found.quotation.cuts or all(at != place for at, _ in found.quotation.inserted)


def _cut(step: DifferenceRange, found: Comparison) -> Cut:
    words = found.text.words[slice(*step.text)]
    return Cut(
        len(words),
        found.window.printed(*step.text),
        holds_negation(words),
        len(words) > LONG_CUT,
        holds_denial(words),
    )


def match_of(found: Comparison, changes: tuple[QuoteChange, ...] = ()) -> QuoteMatch:
    """What is shown of a comparison."""
    first, stop = found.text_range
    shown = tuple(_shown(found))
    return replace(
        _match(found.window, first, stop, tuple(_spans(found))),
        difference=shown,
        changes=changes,
        cuts=cuts_of(found),
        question=questions_differ(
            found.quotation.text, found.quote.words, found.window, found.found.steps
        ),
    )


def exact_match(place: ExactPlace, quotation: Quotation) -> QuoteMatch:
    """What is shown of a place where a quotation stands word for word."""
    span = place.window.span(place.first, place.stop)
    whole = DifferenceRange(WordOp.EQUAL, (0, len(quotation.words)), (place.first, place.stop))
    steps = tuple(_with_brackets([whole], quotation, quotation.words, place.window))
    return replace(
        _match(place.window, place.first, place.stop, (span,)),
        difference=steps,
        question=questions_differ(quotation.text, quotation.words, place.window, [whole]),
    )


def questions_differ(
    text: str, words: Sequence[QuotedWord], window: Window, steps: Iterable[DifferenceRange]
) -> bool:
    """Whether a question mark is lost or put in behind words that are the same on both sides."""
    for step in steps:
        if step.op is not WordOp.EQUAL or not step.quote[0] < step.quote[1]:
            continue
        (first, stop), (start, end) = step.quote, step.text
        for one, other in zip(range(first, stop), range(start, end), strict=False):
            own = _behind(text, words, one)
            is_edge = one + 1 == len(words) and not _STOP.search(own)
            is_asked = "?" in own
            if is_edge or "…" in own or "..." in own or "[" in own:
                continue
            if is_asked != ("?" in _behind(window.place.text, window.words, other, window.shift)):
                return True
    return False


def _behind(text: str, words: Sequence[QuotedWord], at: int, shift: int = 0) -> str:
    """What stands between a word and the next one, or a little after the last."""
    end = words[at].end + shift
    return text[end : words[at + 1].start + shift if at + 1 < len(words) else end + 5]


def _match(window: Window, first: int, stop: int, spans: tuple[tuple[int, int], ...]) -> QuoteMatch:
    place = window.place
    start, end = window.span(first, stop) if first < stop else (0, 0)
    begin, close, paragraph = place.paragraph_range(start, end)
    exact, prefix, suffix = context(place.text, start, end)
    return QuoteMatch(
        place.statement,
        place.part,
        place.turn,
        paragraph,
        place.text[begin:close],
        tuple((one - begin, other - begin) for one, other in spans),
        (),
        exact=exact,
        prefix=prefix,
        suffix=suffix,
        sentence=sentence_edges(place.text, start, end) if first < stop else None,
    )


def _shown(found: Comparison) -> Iterator[DifferenceStep]:
    return _with_brackets(found.found.steps, found.quotation, found.quote.words, found.window)


def _with_brackets(
    steps: Sequence[DifferenceRange],
    quotation: Quotation,
    words: Sequence[QuotedWord],
    window: Window,
) -> Iterator[DifferenceStep]:
    """Steps as they are shown; brackets as added, or as changed where they stand for words."""
    inserted = dict(quotation.inserted)
    pieces = [piece for step in steps for piece in _parted_at(step, inserted)]
    for step, following in zip(pieces, [*pieces[1:], None], strict=True):
        after = following.quote[0] if following else -1
        if step.op is WordOp.CUT and after in inserted and after not in quotation.cuts:
            own = _bracketed(inserted.pop(after))
            yield DifferenceStep(WordOp.CHANGED, own, window.printed(*step.text))
            continue
        for place in sorted(at for at in inserted if step.quote[0] <= at < step.quote[1]):
            yield DifferenceStep(WordOp.ADDED, _bracketed(inserted.pop(place)), "")
        yield DifferenceStep(
            step.op,
            _printed(quotation.text, words, step.quote),
            window.printed(*step.text),
            step.kind,
        )
    for place in sorted(inserted):
        yield DifferenceStep(WordOp.ADDED, _bracketed(inserted[place]), "")


def _parted_at(step: DifferenceRange, places: Iterable[int]) -> Iterator[DifferenceRange]:
    """An equal stretch in parts, so that each bracket stands between two."""
    (first, stop), (start, end) = step.quote, step.text
    inner = sorted(at for at in places if first < at < stop)
    if step.op is not WordOp.EQUAL or stop - first != end - start or not inner:
        yield step
        return
    for one, other in pairwise((first, *inner, stop)):
        yield replace(step, quote=(one, other), text=(start + one - first, start + other - first))


def _bracketed(words: tuple[QuotedWord, ...]) -> str:
    return f"[{' '.join(word.printed for word in words)}]"


def _printed(text: str, words: Sequence[QuotedWord], its: tuple[int, int]) -> str:
    given = words[slice(*its)]
    return text[given[0].start : given[-1].end] if given else ""


def _spans(found: Comparison) -> Iterator[tuple[int, int]]:
    """Where words of the quotation stand, equal or changed; neighbours as one."""
    last: tuple[int, int] | None = None
    for step in found.found.steps:
        if step.op not in (WordOp.EQUAL, WordOp.CHANGED) or step.text[0] >= step.text[1]:
            continue
        if last is not None and last[1] == step.text[0]:
            last = (last[0], step.text[1])
            continue
        if last is not None:
            yield found.window.span(*last)
        last = step.text
    if last is not None:
        yield found.window.span(*last)
