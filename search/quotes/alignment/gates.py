"""Pairs that differ, and steps that moved → what of it turns the sense.

A stretch that differs is looked at by itself: its negations, its numbers, its names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from search.quotes.alignment.steps import Side, WordOp
from search.quotes.alignment.unit_alignment import Likeness
from search.quotes.alignment.units import QuoteChange, turns_round

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from search.quotes.alignment.steps import DifferenceRange
    from search.quotes.alignment.unit_alignment import Pair
    from search.quotes.alignment.units import QuoteUnit

_LIGHT: Final = (
    "am is are was were be been being do does did have has had will would shall should can could"
    " may might must i you he she it we they the a an to бы ли же я ты он она оно мы вы они"
)
_CARRIED: Final = frozenset(_LIGHT.split())
"""Words that a "not" before them or behind them denies no less: will not, not will."""


def staying(
    pairs: Sequence[Pair], moved: Sequence[DifferenceRange], quote: Side, text: Side
) -> list[Pair]:
    """Pairs but those that only changed places."""
    return [
        one
        for one in pairs
        if (one.quote is not None and one.text is not None)
        or not any(
            _within(one.quote, quote, step.quote) or _within(one.text, text, step.text)
            for step in moved
        )
    ]


def _within(unit: int | None, side: Side, its: tuple[int, int]) -> bool:
    return unit is not None and its[0] <= side.units[unit].first < its[1]


def gates(
    pairs: Sequence[Pair], also_moved: Sequence[Pair], quote: Side, text: Side
) -> set[QuoteChange]:
    """The gates that a stretch that differs runs into; a "not" that moved denies something else."""
    bare = [one for one in pairs if one.likeness is not Likeness.ALIKE]
    here, there = _units_of(bare, quote, text)
    found: set[QuoteChange] = set()
    if _denies_otherwise(also_moved, quote, text):
        found.add(QuoteChange.NEGATION)
    if _numbers_differ(here, there) or any(_marks_differ(one, quote, text) for one in pairs):
        found.add(QuoteChange.NUMBER)
    if any(_changes_name(one, quote, text) for one in bare):
        found.add(QuoteChange.NAME)
    return found or ({QuoteChange.WORD} if bare else set())


def _units_of(
    pairs: Sequence[Pair], quote: Side, text: Side
) -> tuple[list[QuoteUnit], list[QuoteUnit]]:
    here = [quote.units[one.quote] for one in pairs if one.quote is not None]
    return here, [text.units[one.text] for one in pairs if one.text is not None]


def _denies_otherwise(pairs: Sequence[Pair], quote: Side, text: Side) -> bool:
    here, there = _units_of(pairs, quote, text)
    if _denials(here) != _denials(there):
        return True
    return any(
        one.quote is not None
        and one.text is not None
        and turns_round(quote.units[one.quote].key, text.units[one.text].key)
        for one in pairs
    )


def _of(kind: QuoteChange, given: Iterable[QuoteUnit]) -> list[str]:
    return [one.key for one in given if one.kind is kind]


def _denials(given: Iterable[QuoteUnit]) -> list[str]:
    return [one.root for one in given if one.kind is QuoteChange.NEGATION]


def _numbers_differ(here: Sequence[QuoteUnit], there: Sequence[QuoteUnit]) -> bool:
    """Whether numbers are lost, added or changed.

    "One", "first" or "years" is no number where it is lost alone, and one where another stands
    instead.
    """
    own, its = _of(QuoteChange.NUMBER, here), _of(QuoteChange.NUMBER, there)
    if own == its:
        return False
    given = [one for one in (*here, *there) if one.kind is QuoteChange.NUMBER]
    return any(not one.weak for one in given) or bool(own and its)


def _marks_differ(pair: Pair, quote: Side, text: Side) -> bool:
    """Whether numbers of one value are printed with other decimal marks: 2.5 and 2,5."""
    if pair.quote is None or pair.text is None or pair.likeness is not Likeness.ALIKE:
        return False
    here, there = quote.units[pair.quote], text.units[pair.text]
    own, its = quote.words[here.first].key, text.words[there.first].key
    return (
        own != its
        and "." in own + its
        and "," in own + its
        and own.replace(",", ".") == its.replace(",", ".")
    )


def _changes_name(pair: Pair, quote: Side, text: Side) -> bool:
    if pair.likeness is Likeness.ALIKE:
        return False
    here = quote.units[pair.quote] if pair.quote is not None else None
    there = text.units[pair.text] if pair.text is not None else None
    if not any(one is not None and one.kind is QuoteChange.NAME for one in (here, there)):
        return False
    if here is None or there is None or pair.likeness is Likeness.DIFFERENT:
        return True
    return _are_two_names(quote.words[here.first].key, text.words[there.first].key)


def _are_two_names(one: str, other: str) -> bool:
    """Whether names that share a root are two: in Latin letters they have no cases, as Peters."""
    short, long = sorted((one, other), key=len)
    is_latin = one.isascii() and other.isascii()
    return is_latin and "'" not in long and not short.endswith("an")  # Americans


def gates_of_moved(steps: Sequence[DifferenceRange], quote: Side, text: Side) -> set[QuoteChange]:
    """What turns the sense where words only changed places: a "not" or a number passed."""
    if not any(one.op is WordOp.MOVED for one in steps):
        return set()
    shown = {word for one in steps for word in range(*one.text)}
    here = quote.units
    there = [one for one in text.units if one.first in shown]
    found = set()
    own, its = (
        [one.key for one in side if one.kind is QuoteChange.NUMBER and not one.weak]
        for side in (here, there)
    )
    if own != its and sorted(own) == sorted(its):
        found.add(QuoteChange.NUMBER)
    if _denied(here) != _denied(there):
        found.add(QuoteChange.NEGATION)
    return found


def _denied(units: Sequence[QuoteUnit]) -> list[tuple[str, str]]:
    """Every negation with the word it denies: the first after it that bears a sense."""
    found = []
    for at, one in enumerate(units):
        if one.kind is QuoteChange.NEGATION:
            rest = (other for other in units[at + 1 :] if other.key not in _CARRIED)
            found.append((one.root, next((other.root for other in rest), "")))
    return found
