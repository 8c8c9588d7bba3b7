"""A quotation + an engine → the places it may be from, the likeliest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz.distance import LCSseq

from search.analysis.tokenizer import words as tokens_of
from search.quotes.alignment.numbers.number_edges import is_begun_within, is_cut_short
from search.quotes.passages import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from search.engine import IndexPassage, SearchEngine
    from search.quotes.alignment.quoted_words import QuotedWord
    from search.quotes.passages import PlaceText, Window
    from search.quotes.quotation import Quotation

MOST_LISTED: Final = 1_000
"""Exact places that are listed; the rest is counted."""

_MOST_NEAR: Final = 12  # places that are looked at
_MOST_OF_A_PIECE: Final = 40
_LEAST_PIECE: Final = 3  # words by which a piece is looked up
_MARGIN: Final = 12  # words read on both sides of a stretch
_CUT_MARGIN: Final = 400  # the same where a quotation leaves some out
_MOST_COMPARED: Final = 3  # of those near, but for ties
_MOST_PIECES: Final = 4


@dataclass(frozen=True, slots=True)
class ExactPlace:
    """Words that stand so: a window, and the range of its words."""

    window: Window
    first: int
    stop: int


class _Stretch(NamedTuple):
    """Some tokens of a place that a quotation may be from."""

    place: PlaceText
    first: int
    stop: int


def exact_places(
    engine: SearchEngine, words: Sequence[QuotedWord], most: int = MOST_LISTED
) -> tuple[int, list[ExactPlace]]:
    """How often words stand one after the other, and the first of these places."""
    tokens = folded_tokens(words)
    if not tokens:
        return 0, []
    found = engine.quoted(tokens, most)
    keys = [word.key for word in words]
    places = [place for one in found.passages if (place := _verified(one, keys, len(tokens)))]
    return (found.total if len(places) == len(found.passages) else len(places)), places


def near_windows(engine: SearchEngine, quotation: Quotation) -> list[Window]:
    """The windows to compare a quotation with, the likeliest first, each place once.

    A ratio of words in order puts them in order, and decides no more than that.
    """
    if quotation.cuts:
        chained = _chained_windows(engine, quotation)
        if chained:
            return chained
    margin = len(quotation.words) + (_CUT_MARGIN if quotation.cuts else _MARGIN)
    return _likeliest(quotation.words, _stretches(_hints(engine, quotation), margin))


def piece_windows(engine: SearchEngine, words: Sequence[QuotedWord]) -> list[Window]:
    """The windows to compare some words of a quotation with."""
    found = engine.passages(folded_tokens(words), _MOST_NEAR)
    return _likeliest(words, _stretches(found, len(words) + _MARGIN))


def _stretches(passages: Iterable[IndexPassage], margin: int) -> list[_Stretch]:
    """Where some words and so many around each passage stand; each place once, the first of it."""
    found: dict[tuple[str, str, int], _Stretch] = {}
    for passage in passages:
        place = place_of(passage)
        if place.key not in found:
            first, stop = passage.words or (0, len(place.tokens))
            found[place.key] = _Stretch(place, max(first - margin, 0), stop + margin)
    return list(found.values())


def _likeliest(quoted: Sequence[QuotedWord], given: Sequence[_Stretch]) -> list[Window]:
    """The windows that hold most of the words in order; more than a few only where they tie.

    One that holds less than half of what the best does is left out. Only these are read word by
    word; all are ordered by their folded tokens.
    """
    wanted = folded_tokens(quoted)
    held = [LCSseq.similarity(wanted, one.place.tokens[one.first : one.stop]) for one in given]
    order = sorted(range(len(given)), key=lambda at: -held[at])
    most = held[order[0]] if order else 0
    return [
        given[at].place.window(given[at].first, given[at].stop)
        for rank, at in enumerate(order)
        if (rank < _MOST_COMPARED and 2 * held[at] >= most) or held[at] == most
    ]


def _chained_windows(engine: SearchEngine, quotation: Quotation) -> list[Window]:
    """The windows in which all pieces of a quotation stand word for word, in order."""
    pieces = [folded_tokens(quotation.words[slice(*one)]) for one in quotation.pieces()]
    found = [engine.quoted(one, _MOST_OF_A_PIECE) for one in pieces if len(one) >= _LEAST_PIECE]
    held = sorted(found, key=lambda one: one.total)
    windows: dict[tuple[str, str, int], Window] = {}
    for passage in held[0].passages if held else ():
        place = place_of(passage)
        chain = None if place.key in windows else _chain(place, pieces)
        if chain:
            windows[place.key] = place.window(chain[0] - 2, chain[1] + 2)
    return list(windows.values())


def _chain(place: PlaceText, pieces: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """Where pieces stand one after the other in a place, as near together as they do."""
    text = f" {' '.join(tokens_of(place.text))} "
    wanted = [f" {' '.join(piece)} " for piece in pieces]
    best: tuple[int, int] | None = None
    start = text.find(wanted[0])
    while start >= 0:
        end = start + len(wanted[0]) - 1
        for piece in wanted[1:]:
            at = text.find(piece, end)
            if at < 0:
                return _in_tokens(text, best)
            end = at + len(piece) - 1
        if best is None or end - start < best[1] - best[0]:
            best = start, end
        start = text.find(wanted[0], start + 1)
    return _in_tokens(text, best)


def _in_tokens(text: str, its: tuple[int, int] | None) -> tuple[int, int] | None:
    """A stretch of tokens joined by spaces as a range of tokens."""
    if its is None:
        return None
    return text.count(" ", 0, its[0]), text.count(" ", 0, its[1])


def folded_tokens(words: Iterable[QuotedWord]) -> list[str]:
    """The index's words of some words: a number may be several."""
    return [token for word in words for token in tokens_of(word.printed)]


def _hints(engine: SearchEngine, quotation: Quotation) -> Iterator[IndexPassage]:
    """Where a quotation may be from; of one with cuts also where its pieces may be from."""
    yield from engine.passages(folded_tokens(quotation.words), _MOST_NEAR)
    for start, stop in quotation.pieces()[:_MOST_PIECES] if quotation.cuts else ():
        if stop - start >= _LEAST_PIECE:
            yield from engine.passages(folded_tokens(quotation.words[start:stop]), _MOST_NEAR // 2)


def _verified(passage: IndexPassage, keys: Sequence[str], tokens: int) -> ExactPlace | None:
    """The place of a passage where the very words stand, numbers as printed; None where not."""
    place = place_of(passage)
    first, stop = passage.words or (0, len(place.offsets))
    window = place.window(first - _MARGIN, max(stop, first + tokens) + _MARGIN)
    found = [word.key for word in window.words]
    starts = [
        at
        for at, key in enumerate(found[: len(found) - len(keys) + 1])
        if key == keys[0]
        and found[at : at + len(keys)] == list(keys)
        and not is_cut_short(window.words, at + len(keys))
        and not is_begun_within(window.words, at)
    ]
    if not starts:
        return None
    best = min(starts, key=lambda at: abs(at - min(first, _MARGIN)))
    return ExactPlace(window, best, best + len(keys))
