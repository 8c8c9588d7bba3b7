"""An alignment → the difference word by word, and the changes in it that turn the sense.

What is equal here is equal word for word. What is alike only (another spelling, digits for words, a
contraction, a hyphen) is shown, and is no gate.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from search.quotes.alignment.gates import gates, gates_of_moved, staying
from search.quotes.alignment.moves import moves, set_apart
from search.quotes.alignment.numbers.number_edges import is_begun_within
from search.quotes.alignment.steps import DifferenceRange, Kind, Side, WordOp
from search.quotes.alignment.unit_alignment import Likeness, Pair
from search.quotes.alignment.units import QuoteChange

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from search.quotes.alignment.moves import Move
    from search.quotes.alignment.unit_alignment import Alignment


@dataclass(frozen=True, slots=True)
class WordDifference:
    """All steps in order, and what of them turns the sense, first the gravest."""

    steps: tuple[DifferenceRange, ...]
    changes: tuple[QuoteChange, ...]

    @property
    def is_equal(self) -> bool:
        """Whether all that is quoted stands so."""
        return all(one.op in (WordOp.EQUAL, WordOp.CUT) for one in self.steps)

    @property
    def cuts(self) -> tuple[DifferenceRange, ...]:
        """What the quotation itself leaves out."""
        return tuple(one for one in self.steps if one.op is WordOp.CUT)


_ORDER: Final = tuple(QuoteChange)


def difference(
    alignment: Alignment, quote: Side, text: Side, cuts: Collection[int] = ()
) -> WordDifference:
    """What differs; `cuts` are units of the quotation before which it leaves something out."""
    at_cut = _in_cuts(alignment.pairs, cuts)
    given = moves(alignment.pairs, quote, text, at_cut)
    pairs = set_apart(alignment.pairs, given) if given else alignment.pairs
    stretches = list(_stretches(pairs, quote, text, cuts, given))
    changes: set[QuoteChange] = set()
    steps: list[DifferenceRange] = []
    for op, run in stretches:
        if op is WordOp.MOVED:
            steps.append(_moved_step(run, given, quote, text))
        elif op is not WordOp.CHANGED:
            steps.append(_step(op, run, quote, text))
        else:
            steps.extend(_differing(run, quote, text))
    steps = _with_moves(_merged(steps), quote, text)
    moved = [one for one in steps if one.op is WordOp.MOVED]
    for op, run in stretches:
        if op is WordOp.CHANGED:
            changes |= gates(staying(run, moved, quote, text), run, quote, text)
    _call_swapped_moved(steps, quote, text)
    changes |= gates_of_moved(steps, quote, text)
    if any(one.op is WordOp.MOVED for one in steps):
        changes.add(QuoteChange.ORDER)
        changes -= {QuoteChange.WORD}
        if any(one.op in (WordOp.CHANGED, WordOp.MISSING, WordOp.ADDED) for one in steps):
            changes.add(QuoteChange.WORD)
    if not changes and any(one.op not in (WordOp.EQUAL, WordOp.CUT) for one in steps):
        changes.add(QuoteChange.WORD)
    return WordDifference(tuple(steps), tuple(one for one in _ORDER if one in changes))


# -- pairs of units → stretches that are the same, or not


def _stretches(
    pairs: Sequence[Pair], quote: Side, text: Side, cuts: Collection[int], given: Sequence[Move]
) -> Iterator[tuple[WordOp, list[Pair]]]:
    """Runs of pairs that are the same word for word, own cuts, each of a move, and the rest."""
    at_cut = _in_cuts(pairs, cuts)

    def op(one: tuple[int, Pair]) -> tuple[WordOp, int]:
        at, pair = one
        if at in at_cut:
            return WordOp.CUT, 0
        number = _move_of(pair, given)
        if number is not None:
            return WordOp.MOVED, number
        return (WordOp.EQUAL if _sameness(pair, quote, text) else WordOp.CHANGED), 0

    for (same, _), run in groupby(enumerate(pairs), key=op):
        yield same, [pair for _, pair in run]


def _move_of(pair: Pair, given: Sequence[Move]) -> int | None:
    """Which move a pair that has one side only is part of; those of the text have odd numbers."""
    for at, one in enumerate(given):
        if pair.text is None and pair.quote is not None and pair.quote in range(*one.quote):
            return 2 * at
        if pair.quote is None and pair.text is not None and pair.text in range(*one.text):
            return 2 * at + 1
    return None


def _moved_step(
    run: Sequence[Pair], given: Sequence[Move], quote: Side, text: Side
) -> DifferenceRange:
    """A run that moved: where it is quoted with where it stands, or where it stands alone."""
    number = _move_of(run[0], given)
    origin = given[(number or 0) // 2].text
    return _step(WordOp.MOVED, [*run, *(Pair(None, at) for at in range(*origin))], quote, text)


def _sameness(pair: Pair, quote: Side, text: Side) -> bool:
    """Whether units stand word for word; a quotation may begin within a number ("billion")."""
    if pair.quote is None or pair.text is None:
        return False
    one, other = quote.units[pair.quote], text.units[pair.text]
    here = [word.key for word in quote.words[one.first : one.stop]]
    there = [word.key for word in text.words[other.first : other.stop]]
    if pair.quote == 0 and len(here) < len(there):
        begins = other.stop - len(here)
        return here == there[-len(here) :] and not is_begun_within(text.words, begins)
    return here == there


def _in_cuts(pairs: Sequence[Pair], cuts: Collection[int]) -> frozenset[int]:
    """Places of pairs that are passed over at a cut of the quotation's own."""
    found: set[int] = set()
    run: list[int] = []
    for at, pair in enumerate(pairs):
        if pair.quote is None:
            run.append(at)
            continue
        if pair.quote in cuts:
            found.update(run)
        run = []
    return frozenset(found)


def _range(places: Iterable[int | None], side: Side) -> tuple[int, int] | None:
    given = [one for one in places if one is not None]
    if not given:
        return None
    return side.units[given[0]].first, side.units[given[-1]].stop


def _step(
    op: WordOp, pairs: Sequence[Pair], quote: Side, text: Side, kind: Kind | None = None
) -> DifferenceRange:
    return DifferenceRange(
        op,
        _range((one.quote for one in pairs), quote) or (0, 0),
        _range((one.text for one in pairs), text) or (0, 0),
        kind,
    )


# -- what is not the same


def _differing(pairs: Sequence[Pair], quote: Side, text: Side) -> Iterator[DifferenceRange]:
    """The steps of a stretch that is not the same."""
    for group in _word_groups(pairs, quote, text):
        here = [one for one in group if one.quote is not None]
        there = [one for one in group if one.text is not None]
        if not there:
            yield _step(WordOp.ADDED, group, quote, text)
        elif not here:
            yield _step(WordOp.MISSING, group, quote, text)
        else:
            yield _step(WordOp.CHANGED, group, quote, text, _kind(group))


def _sides(
    pairs: Sequence[Pair], quote: Side, text: Side
) -> tuple[tuple[list[int | None], Side], tuple[list[int | None], Side]]:
    return ([one.quote for one in pairs], quote), ([one.text for one in pairs], text)


def _word_groups(pairs: Sequence[Pair], quote: Side, text: Side) -> Iterator[list[Pair]]:
    """Pairs whose units are of the same words go together."""
    group: list[Pair] = []
    for pair in pairs:
        if group and not (_shares(group, pair, quote, text)):
            yield group
            group = []
        group.append(pair)
    if group:
        yield group


def _shares(group: Sequence[Pair], pair: Pair, quote: Side, text: Side) -> bool:
    for places, side in _sides(group, quote, text):
        own = pair.quote if side is quote else pair.text
        its = _range(places, side)
        if own is not None and its is not None and side.units[own].first < its[1]:
            return True
    return False


def _kind(group: Sequence[Pair]) -> Kind | None:
    if all(one.likeness is Likeness.ALIKE for one in group):
        return Kind.SPELLING
    return Kind.INFLECTION if all(one.likeness for one in group) else None


# -- what only changed places


def _merged(steps: Iterable[DifferenceRange]) -> list[DifferenceRange]:
    """Neighbouring steps of one kind as one; changed words stay apart."""
    found: list[DifferenceRange] = []
    for step in steps:
        last = found[-1] if found else None
        if last and last.op is step.op and step.op in (WordOp.MISSING, WordOp.ADDED, WordOp.EQUAL):
            found[-1] = DifferenceRange(
                step.op, _joint(last.quote, step.quote), _joint(last.text, step.text)
            )
        else:
            found.append(step)
    return found


def _joint(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    if one[0] == one[1]:
        return other
    return one if other[0] == other[1] else (one[0], other[1])


def _with_moves(steps: Sequence[DifferenceRange], quote: Side, text: Side) -> list[DifferenceRange]:
    """The same, words that are added here and missing there called moved."""
    missing = {
        at: _keys(text, one.text) for at, one in enumerate(steps) if one.op is WordOp.MISSING
    }
    found = list(steps)
    for at, step in enumerate(steps):
        if step.op is not WordOp.ADDED:
            continue
        own = _keys(quote, step.quote)
        origin = next((place for place, keys in missing.items() if keys == own), None)
        if origin is not None:
            del missing[origin]
            found[at] = DifferenceRange(WordOp.MOVED, step.quote, steps[origin].text)
            found[origin] = DifferenceRange(WordOp.MOVED, (0, 0), steps[origin].text)
    return found


def _call_swapped_moved(steps: list[DifferenceRange], quote: Side, text: Side) -> None:
    """Changed words that stand each where the other should have moved."""
    waiting: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
    for at, step in enumerate(steps):
        if step.op is not WordOp.CHANGED:
            continue
        own, its = _keys(quote, step.quote), _keys(text, step.text)
        if other := waiting.get((its, own)):
            for place in (other.pop(), at):
                steps[place] = replace(steps[place], op=WordOp.MOVED)
        else:
            waiting.setdefault((own, its), []).append(at)


def _keys(side: Side, its: tuple[int, int]) -> tuple[str, ...]:
    return tuple(word.key for word in side.words[slice(*its)])
