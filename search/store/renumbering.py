"""Two texts of the very same words → where in one stands what has a number in the other.

Texts of one name (`search.text_version`) differ in no word, but a mark may have come, a paragraph
may have been parted or joined, and other rules may have read their labels. Counting words tells
exactly what stands where; nothing is compared for likeness.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from search.text_version import folded_words

if TYPE_CHECKING:
    from search.records import Statement


class CountedWords(NamedTuple):
    """The words from one place up to another, counted from the beginning of a text."""

    start: int
    end: int


class TodaysNumbers(NamedTuple):
    """The numbers of the first and the last passage in which words stand."""

    first: int
    last: int


def todays_numbers(other: Statement, today: Statement, number: int) -> TodaysNumbers | None:
    """Where today's text has what stands under `number` in another of the same words.

    None where the very same words have that number in both, and where the other has none there.
    """
    wanted = _named_words(other).get(number)
    if wanted is None or wanted.start == wanted.end or wanted == _named_words(today).get(number):
        return None
    paragraphs = sorted(_paragraphs(today).items(), key=lambda one: one[1])
    held = [n for n, own in paragraphs if own.start < wanted.end and wanted.start < own.end]
    return TodaysNumbers(held[0], held[-1]) if held else None


def _named_words(statement: Statement) -> dict[int, CountedWords]:
    """What every number names: a whole turn where one begins with it, else a paragraph."""
    ends = pairwise(_turn_starts(statement))
    turns = {turn.n: CountedWords(*own) for turn, own in zip(statement.turns, ends, strict=True)}
    return {**_paragraphs(statement), **turns}


def _paragraphs(statement: Statement) -> dict[int, CountedWords]:
    """The words of every paragraph by its number, those of a turn's label with its first."""
    found: dict[int, CountedWords] = {}
    for turn, start in zip(statement.turns, _turn_starts(statement), strict=False):
        at, begins = start + len(folded_words(turn.label or "")), start
        for position, paragraph in enumerate(turn.paragraphs):
            at += len(folded_words(paragraph))
            found[turn.ordinal(position)] = CountedWords(begins, at)
            begins = at
    return found


def _turn_starts(statement: Statement) -> list[int]:
    """How many words stand before every turn, and before the end."""
    starts = [len(folded_words(statement.title or "")) + len(folded_words(statement.lead or ""))]
    for turn in statement.turns:
        texts = (turn.label or "", *turn.paragraphs)
        starts.append(starts[-1] + sum(len(folded_words(one)) for one in texts))
    return starts
