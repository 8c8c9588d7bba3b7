"""A turn's paragraphs + marks → the piece of it worth showing, verbatim, with its spans.

A piece never runs over a place where the editors left something out: it would read as one
sentence what was not said as one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from search.analysis.letters import letter_start
from search.analysis.tokenizer import tokens
from search.highlight.patterns import PatternMatch, spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.records import Span

LENGTH_CHARS: Final = 300
_MOST_ANCHORS: Final = 200  # places tried in one turn; beyond that the first ones do as well
_LAST_SPACE: Final = re.compile(r"\s+\S*\Z")
_SENTENCE: Final = re.compile('[.!?…]["»”’)\\]]*(\\s+)(?=["«“(\\[—–-]*\\s?[A-ZА-ЯЁ0-9])')


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


class _Section(NamedTuple):
    """Paragraphs that read on into each other, joined by spaces."""

    text: str
    marks: tuple[PatternMatch, ...]


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
    windows = [
        window
        for number, section in enumerate(sections)
        for window in _windows(number, section, length, weights)
    ]
    if not windows:
        return Snippet("", (), cut_before=False, cut_after=False)
    best = max(windows, key=lambda one: (one.worth, -one.section, -one.start))
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
    texts: list[str] = []
    found: list[PatternMatch] = []
    length = 0
    for number, paragraph in enumerate(paragraphs):
        found += [PatternMatch(m.start + length, m.end + length, m.pattern) for m in marks[number]]
        texts.append(paragraph)
        length += len(paragraph) + 1  # the space that joins it to the next
        if number in gaps or number == len(paragraphs) - 1:
            if any(text.strip() for text in texts):
                yield _Section(" ".join(texts), tuple(found))
            texts, found, length = [], [], 0


def _windows(
    number: int, section: _Section, length: int, weights: Sequence[float]
) -> Iterator[_Window]:
    """Pieces to choose from: one around each mark, or the beginning where there is none."""
    text, marks = section
    if len(text) <= length:
        worth = _worth(section, 0, len(text), weights, whole=True)
        yield _Window(worth, number, 0, len(text))
        return
    breaks = [match.span(1) for match in _SENTENCE.finditer(text)]
    starts = [0, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), len(text)]
    seen: set[tuple[int, int]] = set()  # marks of one sentence lead to the same piece
    for mark in marks[:_MOST_ANCHORS] or [PatternMatch(0, 0, -1)]:
        start, at_sentence = _start(text, starts, mark, length)
        if mark.end - start > 2 * length:  # a very long phrase: as much of it as there is room for
            start, at_sentence = mark.start, False
        end = _end(text, ends, start, max(mark.end, start), length)
        if (start, end) in seen:
            continue
        seen.add((start, end))
        worth = _worth(section, start, end, weights, whole=at_sentence)
        yield _Window(worth, number, start, end)


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
    told = sum(weights[one] if weights else 1 for one in {mark.pattern for mark in inside})
    return round(told, 6), len(inside), int(whole)


def _start(text: str, starts: Sequence[int], mark: PatternMatch, length: int) -> tuple[int, bool]:
    """Where to begin: at the mark's sentence when that is near, else at a word before the mark."""
    sentence = starts[bisect_right(starts, mark.start) - 1]
    if mark.end - sentence <= length * 2 // 3:
        return sentence, True
    earliest = max(0, mark.start - length // 3)
    word = re.compile(r"\s\S").search(text, earliest, mark.start + 1)
    return (word.end() - 1 if word else letter_start(text, earliest)), False


def _end(text: str, ends: Sequence[int], start: int, least: int, length: int) -> int:
    """Where to stop: after a sentence when one ends late enough, else after a word."""
    least = least if least - start <= 2 * length else start + 1
    most = max(start + length, least)
    if most >= len(text):
        return len(text)
    sentence = ends[max(bisect_right(ends, most) - 1, 0)]
    if sentence >= max(least, start + length * 3 // 5) and sentence <= most:
        return sentence
    if text[most].isspace():
        return start + len(text[start:most].rstrip())
    word = _LAST_SPACE.search(text[least:most])
    return least + word.start() if word else max(letter_start(text, most), least)


def _clipped(section: _Section, window: _Window) -> Iterator[PatternMatch]:
    """The marks in the window, counted from its start; a phrase that leaves it ends at a token."""
    for mark in section.marks:
        start, end = max(mark.start, window.start), min(mark.end, window.end)
        if start >= end:
            continue
        if (start, end) != (mark.start, mark.end):
            inside = list(tokens(section.text[start:end]))
            if not inside:
                continue
            start, end = start + inside[0].start, start + inside[-1].end
        yield PatternMatch(start - window.start, end - window.start, mark.pattern)
