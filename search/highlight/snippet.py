"""A turn's paragraphs + marks → the piece of it worth showing, verbatim, with its spans.

A piece never runs over a place where the editors left something out: it would read as one
sentence what was not said as one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from search.analysis.letters import letter_start
from search.analysis.tokenizer import tokens
from search.highlight.patterns import PatternMatch, spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.records import Span

LENGTH_CHARS: Final = 300
_MOST_ANCHORS: Final = 200  # places tried in one turn; beyond that the first ones do as well
_SENTENCE: Final = re.compile('[.!?…]["»”’)\\]]*(\\s+)(?=["«“(\\[—–-]*\\s?[A-ZА-ЯЁ0-9])')

_WORD: Final = re.compile(r"\s\S")
_OF_BREAKS: Final = frozenset('.!?…"»”’)]')  # and spaces: characters of the end of a sentence
_UNBOUNDED: Final = (float("inf"), 0, 0)  # the worth that no piece reaches
_MOST_OF_BREAK: Final = 50  # a longer one is found by reading the text from its beginning


class Snippet(NamedTuple):
    """The piece, the spans in it, and whether text of the turn goes before or follows."""

    text: str
    spans: tuple[Span, ...]
    cut_before: bool
    cut_after: bool


class _Window(NamedTuple):
    """A piece of a section by its offsets, and how good it is."""

    worth: tuple[float, int, int]
    section: int
    start: int
    end: int


class _Piece(NamedTuple):
    """Offsets of a piece of a section, and whether a sentence begins it."""

    start: int
    end: int
    at_sentence: bool


class Sentences:
    """Where sentences of a text start and end, read where it is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    def start(self, least: int, most: int) -> int | None:
        """The last place between two where a sentence starts."""
        found = 0 if least <= 0 else None
        for match in _SENTENCE.finditer(self._text, self._clear_of_breaks(least)):
            start = match.end()
            if start > most:
                break
            if start >= least:
                found = start
        return found

    def end(self, least: int, most: int) -> int | None:
        """The last place between two where a sentence ends."""
        found = None
        for match in _SENTENCE.finditer(self._text, self._clear_of_breaks(least)):
            end = match.start(1)
            if end > most:
                break
            if end >= least:
                found = end
        return found

    def _clear_of_breaks(self, at: int) -> int:
        """A place at or before `at` that no break of sentences runs over."""
        text, first = self._text, at
        while at > 0 and (text[at - 1] in _OF_BREAKS or text[at - 1].isspace()):
            at -= 1
            if first - at > _MOST_OF_BREAK:
                return 0
        return max(at, 0)


class _Section(NamedTuple):
    """Paragraphs that read on into each other, joined by spaces."""

    text: str
    marks: Sequence[PatternMatch]


def snippet(
    paragraphs: Sequence[str],
    marks: Sequence[Sequence[PatternMatch]],
    gaps: frozenset[int] = frozenset(),
    length: int = LENGTH_CHARS,
    weights: Sequence[float] = (),
) -> Snippet:
    """The best piece of about `length` characters; `gaps` are paragraphs something follows.

    `weights` are what patterns tell, by number; without them each tells as much.
    """
    sections = list(_sections(paragraphs, marks, gaps))
    best: _Window | None = None
    for number, section in enumerate(sections):
        best = _better(best, number, section, length, weights)
    if best is None:
        return Snippet("", (), cut_before=False, cut_after=False)
    section = sections[best.section]
    return Snippet(
        section.text[best.start : best.end],
        spans(_clipped(section, best)),
        cut_before=best.section > 0 or best.start > 0,
        cut_after=best.section < len(sections) - 1 or best.end < len(section.text),
    )


def _sections(
    paragraphs: Sequence[str], marks: Sequence[Sequence[PatternMatch]], gaps: frozenset[int]
) -> Iterator[_Section]:
    edges = sorted(gap + 1 for gap in gaps if gap + 1 < len(paragraphs)) if gaps else ()
    for first, end in pairwise((0, *edges, len(paragraphs))):
        texts = paragraphs[first:end]
        if any(map(str.strip, texts)):
            yield _Section(" ".join(texts), _joined(texts, marks[first:end]))


def _joined(
    texts: Sequence[str], marks: Sequence[Sequence[PatternMatch]]
) -> Sequence[PatternMatch]:
    """Marks of texts, counted from the start of these joined by spaces."""
    found = list(marks[0])
    base = 0
    for before, own in zip(texts, marks[1:], strict=False):
        base += len(before) + 1
        for start, end, pattern, _ in own:
            found.append(PatternMatch(start + base, end + base, pattern))
    return found


def _better(
    best: _Window | None, number: int, section: _Section, length: int, weights: Sequence[float]
) -> _Window | None:
    """The best of a piece found in sections before and those of this one; the first of equals.

    There is one around each mark, or the beginning where there is none. They are looked at from
    the one that can be worth most, until none that is left can be worth more than the best.
    """
    text, marks = section
    if len(text) <= length:
        worth = _worth(section, 0, len(text), weights, whole=True)
        whole = _Window(worth, number, 0, len(text))
        return whole if best is None or worth > best.worth else best
    sentences = Sentences(text)
    anchors = marks[:_MOST_ANCHORS] or (PatternMatch(0, 0, -1),)
    if len(anchors) == 1:
        most, order = [_UNBOUNDED], [0]
    else:
        most = _most_worth(section, anchors, length, weights)
        order = sorted(range(len(anchors)), key=most.__getitem__, reverse=True)
    in_line = all(one.end - one.start <= length for one in anchors)  # so pieces follow each other
    taken = len(anchors)  # the anchor of the best piece, where it is one of these
    for at in order:
        if best is not None and most[at] <= best.worth:
            before = best.section < number or (in_line and taken < at)
            if most[at] < best.worth or before:
                break
        piece = _around(anchors[at], section, sentences, length)
        worth = _worth(section, piece.start, piece.end, weights, whole=piece.at_sentence)
        place = (number, piece.start, at)
        if (
            best is None
            or worth > best.worth
            or (worth == best.worth and place < (best.section, best.start, taken))
        ):
            best, taken = _Window(worth, number, piece.start, piece.end), at
    return best


def _most_worth(
    section: _Section, anchors: Sequence[PatternMatch], length: int, weights: Sequence[float]
) -> list[tuple[float, int, int]]:
    """The most that the piece around each can be worth: as if it reached as far as any may."""
    text, marks = section
    starts = [mark[0] for mark in marks]
    alike = _told(marks, weights) if len({mark[2] for mark in marks}) < 2 else None
    found = []
    for start, end, *_ in anchors:
        earliest = start - length // 3
        if earliest > 0 and not text[earliest].isascii():
            earliest = letter_start(text, earliest)
        first = bisect_left(starts, min(earliest, start - length * 2 // 3))
        stop = bisect_right(starts, max(start + length, end))
        told = _told(marks[first:stop], weights) if alike is None else alike
        found.append((told, stop - first, 1))
    return found


def _told(marks: Sequence[PatternMatch], weights: Sequence[float]) -> float:
    """What the different words of some marks tell."""
    numbers = {mark[2] for mark in marks}
    return round(sum([weights[one] for one in numbers]), 6) if weights else len(numbers)


def _worth(
    section: _Section, start: int, end: int, weights: Sequence[float], *, whole: bool
) -> tuple[float, int, int]:
    """What its different words tell first, then how many, then whether a sentence begins it."""
    first = bisect_left(section.marks, (start,))
    inside = [
        mark
        for mark in section.marks[first : bisect_right(section.marks, (end,))]
        if mark.end <= end
    ]
    return _told(inside, weights), len(inside), int(whole)


def _around(mark: PatternMatch, section: _Section, sentences: Sentences, length: int) -> _Piece:
    """The piece around a mark: from a sentence to the end of one, where these are near."""
    text = section.text
    start, at_sentence = _start(text, sentences, mark, length)
    if mark.end - start > 2 * length:  # a very long phrase: as much of it as there is room for
        start, at_sentence = mark.start, False
    return _Piece(start, _end(text, sentences, start, max(mark.end, start), length), at_sentence)


def _start(text: str, sentences: Sentences, mark: PatternMatch, length: int) -> tuple[int, bool]:
    """Where to begin: at the mark's sentence when that is near, else at a word before the mark."""
    sentence = sentences.start(mark.end - length * 2 // 3, mark.start)
    if sentence is not None:
        return sentence, True
    earliest = max(0, mark.start - length // 3)
    word = _WORD.search(text, earliest, mark.start + 1)
    return (word.end() - 1 if word else letter_start(text, earliest)), False


def _end(text: str, sentences: Sentences, start: int, least: int, length: int) -> int:
    """Where to stop: after a sentence when one ends late enough, else after a word."""
    least = least if least - start <= 2 * length else start + 1
    most = max(start + length, least)
    if most >= len(text):
        return len(text)
    sentence = sentences.end(max(least, start + length * 3 // 5), most)
    if sentence is not None:
        return sentence
    if text[most].isspace():
        return start + len(text[start:most].rstrip())
    return _last_space(text, least, most) or max(letter_start(text, most), least)


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


def _clipped(section: _Section, window: _Window) -> Iterator[PatternMatch]:
    """The marks in the window, counted from its start; a phrase that leaves it ends at a token."""
    for mark in section.marks:
        if mark.start >= window.end:
            return
        if mark.end <= window.start or mark.start == mark.end:
            continue
        start, end = max(mark.start, window.start), min(mark.end, window.end)
        if start > mark.start or end < mark.end:
            inside = list(tokens(section.text[start:end]))
            if not inside:
                continue
            start, end = start + inside[0].start, start + inside[-1].end
        yield PatternMatch(start - window.start, end - window.start, mark.pattern)
