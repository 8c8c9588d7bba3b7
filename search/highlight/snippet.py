"""A turn's paragraphs + marks → the piece of it worth showing, verbatim, with its spans.

A piece never runs over a place where the editors left something out: it would read as one
sentence what was not said as one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from search.analysis.letters import letter_start
from search.analysis.tokenizer import tokens
from search.highlight.patterns import PatternMatch, joined_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.records import Span

LENGTH_CHARS: Final = 300
_MOST_ANCHORS: Final = 200  # places tried in one turn; beyond that the first ones do as well
_SENTENCE: Final = re.compile('[.!?…]["»”’)\\]]*(\\s+)(?=["«“(\\[—–-]*\\s?[A-ZА-ЯЁ0-9])')

_WORD: Final = re.compile(r"\s\S")
_OF_BREAKS: Final = frozenset('.!?…"»”’)]')  # and spaces: characters of the end of a sentence
_UNBOUNDED: Final = (1 << 62, 0, 0)  # a worth that no piece reaches
_AT_START: Final = PatternMatch(0, 0, -1)
_MOST_OF_BREAK: Final = 50  # a longer one is found by reading the text from its beginning


_Worth = tuple[int, int, int]


class Snippet(NamedTuple):
    """The piece, the spans in it, and whether text of the turn goes before or follows."""

    text: str
    spans: tuple[Span, ...]
    cut_before: bool
    cut_after: bool


_NOTHING: Final = Snippet("", (), cut_before=False, cut_after=False)
_new_snippet = partial(tuple.__new__, Snippet)  # a third of the time of calling the class


_Window: TypeAlias = "tuple[_Worth, int, int, int]"
"""How good a piece is, its section, and where it starts and ends in it."""

_NO_WINDOW: Final[_Window] = ((-1 << 62, 0, 0), 0, 0, 0)  # worth less than any piece


_Section: TypeAlias = "tuple[str, Sequence[PatternMatch]]"
"""Paragraphs that read on into each other, joined by spaces, and the marks in them."""


def snippet(
    paragraphs: Sequence[str],
    marks: Sequence[PatternMatch],
    gaps: frozenset[int] = frozenset(),
    length: int = LENGTH_CHARS,
    weights: Sequence[int] = (),
) -> Snippet:
    """The best piece of about `length` characters; `gaps` are paragraphs something follows.

    `marks` are in order, and counted in the paragraphs joined by spaces (`patterns.joined`).
    `weights` are what patterns tell, by number; without them each tells as much.
    """
    sections = _sections(paragraphs, marks, gaps)
    if not sections:
        return _NOTHING
    number, last = 0, len(sections) - 1
    text, found = sections[0]
    if not last and len(text) <= length:
        start, end = 0, len(text)
    elif not last and len(found) < 2:  # nothing to compare
        start, end, _ = _around(text, found[0] if found else _AT_START, length)
    else:
        best = _NO_WINDOW
        for at, section in enumerate(sections):
            best = _better(best, at, section, length, weights)
        _, number, start, end = best
        text, found = sections[number]
    spans = joined_spans(_clipped(text, found, start, end)) if found else ()
    cut_before, cut_after = number > 0 or start > 0, number < last or end < len(text)
    return _new_snippet((text[start:end], spans, cut_before, cut_after))


def _sections(
    paragraphs: Sequence[str], marks: Sequence[PatternMatch], gaps: frozenset[int]
) -> list[_Section]:
    edges = sorted(gap + 1 for gap in gaps if 0 <= gap < len(paragraphs) - 1) if gaps else ()
    if not edges:
        text = " ".join(paragraphs)
        return [(text, marks)] if text and not text.isspace() else []
    found: list[_Section] = []
    base = low = 0
    for first, end in pairwise((0, *edges, len(paragraphs))):
        text = " ".join(paragraphs[first:end])
        high = bisect_left(marks, (base + len(text) + 1,))
        own = [PatternMatch(one[0] - base, one[1] - base, one[2]) for one in marks[low:high]]
        base, low = base + len(text) + 1, high
        if text and not text.isspace():
            found.append((text, own))
    return found


def _better(
    best: _Window, number: int, section: _Section, length: int, weights: Sequence[int]
) -> _Window:
    """The best of a piece found in sections before and those of this one; the first of equals.

    There is one around each mark, or the beginning where there is none. They are looked at from
    the one that can be worth most, until none that is left can be worth more than the best.
    """
    text, marks = section
    starts = [mark[0] for mark in marks]
    worth_most, of_section, begins, _ = best
    if len(text) <= length:
        worth = _worth(marks, starts, 0, len(text), weights, True)
        return (worth, number, 0, len(text)) if worth > worth_most else best
    anchors = marks[:_MOST_ANCHORS] or (_AT_START,)
    most = _most_worth(section, starts, len(anchors), length, weights)
    taken = len(anchors)  # the anchor of the best piece, where it is one of these
    for at in sorted(range(len(anchors)), key=most.__getitem__, reverse=True):
        if most[at] <= worth_most:
            if most[at] < worth_most or of_section < number:
                break
            if taken < at and all(one[1] - one[0] <= length for one in anchors):
                break  # pieces follow each other
        start, end, at_sentence = _around(text, anchors[at], length)
        worth = _worth(marks, starts, start, end, weights, at_sentence)
        if worth > worth_most or (
            worth == worth_most and (number, start, at) < (of_section, begins, taken)
        ):
            best = worth, number, start, end
            worth_most, of_section, begins, taken = worth, number, start, at
    return best


def _most_worth(
    section: _Section, starts: Sequence[int], count: int, length: int, weights: Sequence[int]
) -> list[_Worth]:
    """The most that the piece around each of the first marks can be worth, by where it may begin.

    No piece reaches farther than `length` from its beginning, but for one around a long mark.
    """
    if count == 1:
        return [_UNBOUNDED]
    text, marks = section
    before, most_before = length * 2 // 3, length // 3
    told = low = high = 0  # what the different words of the marks from `at` up to `high` tell
    last = len(starts)
    held: dict[int, int] = {}
    most_told: list[int] = []
    counted: list[int] = []
    found: list[_Worth] = []
    for at in range(count):
        start, end, own, _ = marks[at]
        farthest = start + length
        while high < last and starts[high] <= farthest:
            number = marks[high][2]
            if number in held:
                held[number] += 1
            else:
                held[number] = 1
                told += weights[number] if weights else 1
            high += 1
        most_told.append(told)
        counted.append(high - at)
        if held[own] > 1:
            held[own] -= 1
        else:
            del held[own]
            told -= weights[own] if weights else 1
        first = start - before
        while starts[low] < first:
            low += 1
        earliest = start - most_before
        if end - start > most_before or (
            earliest > 0 and not text[earliest].isascii() and letter_start(text, earliest) < first
        ):
            found.append(_UNBOUNDED)
        elif low == at:
            found.append((most_told[at], counted[at], 1))
        else:
            found.append((max(most_told[low:]), max(counted[low:]), 1))
    return found


def _worth(
    marks: Sequence[PatternMatch],
    starts: Sequence[int],
    start: int,
    end: int,
    weights: Sequence[int],
    at_sentence: bool,  # one of the three it is made of
) -> _Worth:
    """What its different words tell first, then how many, then whether a sentence begins it."""
    first, stop = bisect_left(starts, start), bisect_left(starts, end)
    inside = [mark[2] for mark in marks[first:stop] if mark[1] <= end]
    numbers = set(inside)
    told = sum([weights[one] for one in numbers]) if weights else len(numbers)
    return told, len(inside), int(at_sentence)


def _around(text: str, mark: PatternMatch, length: int) -> tuple[int, int, bool]:
    """The piece around a mark: from a sentence to the end of one, where these are near.

    Its offsets, and whether a sentence begins it.
    """
    first, end, _, _ = mark
    start = _sentence_start(text, end - length * 2 // 3, first)
    at_sentence = start is not None
    if start is None:
        start = _word_start(text, first - length // 3, first)
    if end - start > 2 * length:  # a very long phrase: as much of it as there is room for
        start, at_sentence = first, False
    return start, _end(text, start, end if end > start else start, length), at_sentence


def _word_start(text: str, least: int, most: int) -> int:
    """The first place between two where a word starts, else where one may be cut."""
    least = max(least, 0)
    word = _WORD.search(text, least, most + 1)
    return word.end() - 1 if word else letter_start(text, least)


def _end(text: str, start: int, least: int, length: int) -> int:
    """Where to stop: after a sentence when one ends late enough, else after a word."""
    least = least if least - start <= 2 * length else start + 1
    most = max(start + length, least)
    if most >= len(text):
        return len(text)
    sentence = _sentence_end(text, max(least, start + length * 3 // 5), most)
    if sentence is not None:
        return sentence
    if text[most].isspace():
        return start + len(text[start:most].rstrip())
    return _last_space(text, least, most) or max(letter_start(text, most), least)


def _sentence_start(text: str, least: int, most: int) -> int | None:
    """The last place between two where a sentence starts."""
    found = _last_break(text, least, most, 1)
    return 0 if found is None and least <= 0 else found


def _sentence_end(text: str, least: int, most: int) -> int | None:
    """The last place between two where a sentence ends."""
    return _last_break(text, least, most, 0)


def _last_break(text: str, least: int, most: int, side: int) -> int | None:
    """The last place between two that is at one side of the spaces between sentences.

    What may end one is looked for from the back, sign by sign: `str.rfind` compares many characters
    at once, a pattern each with a whole class.
    """
    first, at = max(least, 0), most
    if first and ((char := text[first - 1]) in _OF_BREAKS or char.isspace()):
        first = _clear_of_breaks(text, first)
    while at >= least:  # no break runs over what may end a sentence
        dot = text.rfind(".", first, at)
        after = dot if dot > first else first  # the other signs matter behind the last dot
        at = max(
            dot,
            text.rfind("!", after, at),
            text.rfind("?", after, at),
            text.rfind("…", after, at),
        )
        if at < 0:
            break
        match = _SENTENCE.match(text, at)
        if match is not None and (found := match.span(1)[side]) <= most:
            return found if found >= least else None
    return None


def _clear_of_breaks(text: str, at: int) -> int:
    """A place at or before `at` that no break of sentences runs over."""
    first = at
    while at > 0 and (text[at - 1] in _OF_BREAKS or text[at - 1].isspace()):
        at -= 1
        if first - at > _MOST_OF_BREAK:
            return 0
    return at


def _last_space(text: str, least: int, most: int) -> int:
    """Where the last white space between two places begins; 0 where there is none."""
    at = most
    while at > least and not text[at - 1].isspace():
        at -= 1
    if at == least:
        return 0
    while at > least and text[at - 1].isspace():
        at -= 1
    return at


def _clipped(text: str, marks: Sequence[PatternMatch], first: int, stop: int) -> Iterator[Span]:
    """The marks in a piece, counted from its start; a phrase that leaves it ends at a token."""
    for start, end, _, _ in marks:
        if start >= stop:
            return
        if end <= first or start == end:
            continue
        if start < first or end > stop:
            start, end = max(start, first), min(end, stop)
            inside = list(tokens(text[start:end]))
            if not inside:
                continue
            start, end = start + inside[0].start, start + inside[-1].end
        yield start - first, end - first
