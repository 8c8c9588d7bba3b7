"""A quotation + an engine → the places it may be from, the likeliest first; one function a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import words as tokens_of
from search.quotes.passages import PlaceText, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from search.engine import Passage, SearchEngine
    from search.quotes.passages import Window
    from search.quotes.quotation import Quotation
    from search.quotes.quoted_words import QuotedWord

MOST_LISTED: Final = 1_000
"""Exact places that are listed; the rest is counted."""

_MOST_NEAR: Final = 12  # places that are compared word by word
_MOST_OF_A_PIECE: Final = 40
_LEAST_PIECE: Final = 3  # words by which a piece is looked up
_MARGIN: Final = 12  # words read on both sides of a stretch
_MOST_WORDS: Final = 12_000  # of a place that is compared whole


@dataclass(frozen=True, slots=True)
class ExactPlace:
    """Words that stand so: a window, and the range of its words."""

    window: Window
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


def near_windows(engine: SearchEngine, quotation: Quotation) -> Iterator[Window]:
    """The windows to compare a quotation with, the likeliest first, each place once."""
    hints = list(_hints(engine, quotation))
    seen = set()
    for passage in hints:
        place = place_of(passage)
        if place.key not in seen:
            seen.add(place.key)
            yield _window(place, passage, len(quotation.words), whole=bool(quotation.cuts))


def piece_windows(engine: SearchEngine, words: Sequence[QuotedWord]) -> Iterator[Window]:
    """The windows to compare some words of a quotation with."""
    for passage in engine.passages(folded_tokens(words), _MOST_NEAR):
        yield _window(place_of(passage), passage, len(words), whole=False)


def folded_tokens(words: Iterable[QuotedWord]) -> list[str]:
    """The index's words of some words: a number may be several."""
    return [token for word in words for token in tokens_of(word.printed)]


def _hints(engine: SearchEngine, quotation: Quotation) -> Iterator[Passage]:
    """Of a quotation with cuts first the places of its rarest piece."""
    if quotation.cuts:
        pieces = [
            folded_tokens(quotation.words[start:stop])
            for start, stop in quotation.pieces()
            if stop - start >= _LEAST_PIECE
        ]
        found = [engine.quoted(piece, _MOST_OF_A_PIECE) for piece in pieces]
        held = sorted((one for one in found if one.total), key=lambda one: one.total)
        for one in held[:2]:
            yield from one.passages
        for piece in pieces[:4]:
            yield from engine.passages(piece, _MOST_NEAR // 2)
    yield from engine.passages(folded_tokens(quotation.words), _MOST_NEAR)


def _window(place: PlaceText, passage: Passage, count: int, *, whole: bool) -> Window:
    held = len(place.offsets)
    if passage.words is None or (whole and held <= _MOST_WORDS):
        return place.window(0, held)
    first, stop = passage.words
    margin = (_MOST_WORDS // 2) if whole else count + _MARGIN
    return place.window(first - margin, stop + margin)


def _verified(passage: Passage, keys: Sequence[str], tokens: int) -> ExactPlace | None:
    """The place of a passage where the very words stand, numbers as printed; None where not."""
    place = place_of(passage)
    first, stop = passage.words or (0, len(place.offsets))
    window = place.window(first - _MARGIN, max(stop, first + tokens) + _MARGIN)
    found = [word.key for word in window.words]
    starts = [
        at
        for at, key in enumerate(found[: len(found) - len(keys) + 1])
        if key == keys[0] and found[at : at + len(keys)] == list(keys)
    ]
    if not starts:
        return None
    best = min(starts, key=lambda at: abs(at - min(first, _MARGIN)))
    return ExactPlace(window, best, best + len(keys))
