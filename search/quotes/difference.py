"""An alignment → the difference word by word, and the changes in it that turn the sense.

What is equal here is equal word for word. What is alike only (another spelling, digits for words, a
contraction, a hyphen) is shown, and is no gate.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Final

from search.quotes.alignment import Likeness
from search.quotes.units import Change, turns_round

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from search.quotes.alignment import Alignment, Pair
    from search.quotes.quoted_words import QuotedWord
    from search.quotes.units import Unit


class Op(StrEnum):
    """What became of words: `added` stand in the quotation only, `missing` in the text only."""

    EQUAL = "equal"
    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    MOVED = "moved"
    CUT = "cut"  # passed over where the quotation says so


class Kind(StrEnum):
    """Why words that differ are alike."""

    INFLECTION = "inflection"
    SPELLING = "spelling"


@dataclass(frozen=True, slots=True)
class Step:
    """Words that became one thing, as ranges among the words of the quotation and of the text."""

    op: Op
    quote: tuple[int, int]
    text: tuple[int, int]
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """The words of one side, and the units they were made into."""

    words: Sequence[QuotedWord]
    units: Sequence[Unit]


@dataclass(frozen=True, slots=True)
class Difference:
    """All steps in order, and what of them turns the sense, first the gravest."""

    steps: tuple[Step, ...]
    changes: tuple[Change, ...]

    @property
    def is_equal(self) -> bool:
        """Whether all that is quoted stands so."""
        return all(one.op in (Op.EQUAL, Op.CUT) for one in self.steps)

    @property
    def cuts(self) -> tuple[Step, ...]:
        """What the quotation itself leaves out."""
        return tuple(one for one in self.steps if one.op is Op.CUT)


_ORDER: Final = tuple(Change)
_MOST_JOINED: Final = 4  # words that may be one word with hyphens


def difference(
    alignment: Alignment, quote: Side, text: Side, cuts: Collection[int] = ()
) -> Difference:
    """What differs; `cuts` are units of the quotation before which it leaves something out."""
    stretches = list(_stretches(alignment.pairs, quote, text, cuts))
    changes: set[Change] = set()
    steps: list[Step] = []
    for op, pairs in stretches:
        if op is not Op.CHANGED:
            steps.append(_step(op, pairs, quote, text))
            continue
        steps.extend(_differing(pairs, quote, text))
        changes |= _changes(pairs, quote, text)
    steps, moved = _with_moves(_merged(steps), quote, text, alignment.pairs)
    if moved:
        changes.add(Change.ORDER)
        changes -= {Change.WORD}
        if any(one.op in (Op.CHANGED, Op.MISSING, Op.ADDED) for one in steps):
            changes.add(Change.WORD)
    if not changes and any(one.op not in (Op.EQUAL, Op.CUT) for one in steps):
        changes.add(Change.WORD)
    return Difference(tuple(steps), tuple(one for one in _ORDER if one in changes))


# -- pairs of units → stretches that are the same, or not


def _stretches(
    pairs: Sequence[Pair], quote: Side, text: Side, cuts: Collection[int]
) -> Iterator[tuple[Op, list[Pair]]]:
    """Runs of pairs that are the same word for word, own cuts of the quotation, and the rest."""
    at_cut = _in_cuts(pairs, cuts)

    def op(one: tuple[int, Pair]) -> Op:
        at, pair = one
        if at in at_cut:
            return Op.CUT
        return Op.EQUAL if _sameness(pair, quote, text) else Op.CHANGED

    for same, run in groupby(enumerate(pairs), key=op):
        yield same, [pair for _, pair in run]


def _sameness(pair: Pair, quote: Side, text: Side) -> bool:
    if pair.quote is None or pair.text is None:
        return False
    one, other = quote.units[pair.quote], text.units[pair.text]
    return [word.key for word in quote.words[one.first : one.stop]] == [
        word.key for word in text.words[other.first : other.stop]
    ]


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
    op: Op, pairs: Sequence[Pair], quote: Side, text: Side, kind: Kind | None = None
) -> Step:
    return Step(
        op,
        _range((one.quote for one in pairs), quote) or (0, 0),
        _range((one.text for one in pairs), text) or (0, 0),
        kind,
    )


# -- what is not the same


def _differing(pairs: Sequence[Pair], quote: Side, text: Side) -> Iterator[Step]:
    """The steps of a stretch that is not the same."""
    if _is_joined(pairs, quote, text):
        yield _step(Op.CHANGED, pairs, quote, text, Kind.SPELLING)
        return
    for group in _word_groups(pairs, quote, text):
        here = [one for one in group if one.quote is not None]
        there = [one for one in group if one.text is not None]
        if not there:
            yield _step(Op.ADDED, group, quote, text)
        elif not here:
            yield _step(Op.MISSING, group, quote, text)
        else:
            yield _step(Op.CHANGED, group, quote, text, _kind(group))


def _is_joined(pairs: Sequence[Pair], quote: Side, text: Side) -> bool:
    """Whether both sides have the same letters: a hyphen or a space more or less."""
    here, there = (_range(places, side) for places, side in _sides(pairs, quote, text))
    if here is None or there is None or here[1] - here[0] > _MOST_JOINED:
        return False
    joined = ["".join(word.key for word in side.words[slice(*its)])
              for side, its in ((quote, here), (text, there))]
    return joined[0] == joined[1]


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


# -- what turns the sense


def _changes(pairs: Sequence[Pair], quote: Side, text: Side) -> set[Change]:
    """The gates that a stretch that differs runs into."""
    if _is_joined(pairs, quote, text):
        return set()
    bare = [one for one in pairs if one.likeness is not Likeness.ALIKE]
    here = [quote.units[one.quote] for one in bare if one.quote is not None]
    there = [text.units[one.text] for one in bare if one.text is not None]
    found: set[Change] = set()
    if _of(Change.NEGATION, here) != _of(Change.NEGATION, there) or any(
        one.quote is not None
        and one.text is not None
        and turns_round(quote.units[one.quote].key, text.units[one.text].key)
        for one in bare
    ):
        found.add(Change.NEGATION)
    if _numbers_differ(here, there):
        found.add(Change.NUMBER)
    if any(_changes_name(one, quote, text) for one in bare):
        found.add(Change.NAME)
    return found or ({Change.WORD} if bare else set())


def _of(kind: Change, given: Iterable[Unit]) -> list[str]:
    return [one.key for one in given if one.kind is kind]


def _numbers_differ(here: Sequence[Unit], there: Sequence[Unit]) -> bool:
    """Whether numbers are lost, added or changed; "one" by itself is no number."""
    if _of(Change.NUMBER, here) == _of(Change.NUMBER, there):
        return False
    given = [one for one in (*here, *there) if one.kind is Change.NUMBER]
    return any(not one.weak for one in given)


def _changes_name(pair: Pair, quote: Side, text: Side) -> bool:
    if pair.likeness:
        return False
    here = quote.units[pair.quote] if pair.quote is not None else None
    there = text.units[pair.text] if pair.text is not None else None
    return any(one is not None and one.kind is Change.NAME for one in (here, there))


# -- what only changed places


def _merged(steps: Iterable[Step]) -> list[Step]:
    """Neighbouring steps of one kind as one; changed words stay apart."""
    found: list[Step] = []
    for step in steps:
        last = found[-1] if found else None
        if last and last.op is step.op and step.op in (Op.MISSING, Op.ADDED, Op.EQUAL):
            found[-1] = Step(
                step.op, _joint(last.quote, step.quote), _joint(last.text, step.text)
            )
        else:
            found.append(step)
    return found


def _joint(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    if one[0] == one[1]:
        return other
    return one if other[0] == other[1] else (one[0], other[1])


def _with_moves(
    steps: Sequence[Step], quote: Side, text: Side, pairs: Sequence[Pair]
) -> tuple[list[Step], bool]:
    """The same, words that are added here and missing there called moved."""
    missing = {at: _keys(text, one.text) for at, one in enumerate(steps) if one.op is Op.MISSING}
    found = list(steps)
    moved = False
    for at, step in enumerate(steps):
        if step.op is not Op.ADDED:
            continue
        own = _keys(quote, step.quote)
        origin = next((place for place, keys in missing.items() if keys == own), None)
        if origin is not None:
            del missing[origin]
            found[at] = Step(Op.MOVED, step.quote, steps[origin].text)
            found[origin] = Step(Op.MOVED, (0, 0), steps[origin].text)
            moved = True
    moved |= _swapped(found, quote, text)
    return found, moved


def _swapped(steps: list[Step], quote: Side, text: Side) -> bool:
    """Changed words of which one stands where the other should: both moved."""
    changed = [at for at, one in enumerate(steps) if one.op is Op.CHANGED and one.kind is None]
    moved = False
    for at in changed:
        for other in changed:
            if at < other and _keys(quote, steps[at].quote) == _keys(text, steps[other].text):
                if _keys(quote, steps[other].quote) == _keys(text, steps[at].text):
                    for place in (at, other):
                        steps[place] = Step(Op.MOVED, steps[place].quote, steps[place].text)
                    moved = True
    return moved


def _keys(side: Side, its: tuple[int, int]) -> tuple[str, ...]:
    return tuple(word.key for word in side.words[slice(*its)])
