"""A quotation of which a part stands in one place → where all its pieces are from, if all are."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from search.quotes.candidates import piece_windows
from search.quotes.comparison import compare, match_of
from search.quotes.quotation import Quotation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from search.engine import SearchEngine
    from search.quotes.comparison import Comparison
    from search.quotes.verdicts import QuoteMatch

_LEAST: Final = 5  # words of a piece
_LEAST_AFTER_CUT: Final = 3  # the same where the quotation says where it leaves some out
_LEAST_WHOLE: Final = 12  # words of a quotation that may be joined without a word of it
_STANDS: Final = 0.8  # of a piece, in its place
_SHORT: Final = 10  # words: of a shorter piece
_SHORT_STANDS: Final = 0.9  # so much must stand
_STRANGE: Final = 0.5  # of a piece, in the place of another
_MOST_PIECES: Final = 6


class JoinedPieces:
    """Finds where the pieces of a quotation stand."""

    def __init__(self, engine: SearchEngine, is_name: Callable[[str], bool]) -> None:
        self._engine, self._is_name = engine, is_name

    def find(self, quotation: Quotation, best: Comparison) -> tuple[QuoteMatch, ...]:
        """The places of the pieces in order, perhaps all in one turn; none if a piece has none."""
        split = _split(quotation, best)
        if split is None:
            return ()
        return self._pieces(quotation, split, 0)

    def _pieces(self, quotation: Quotation, split: int, depth: int) -> tuple[QuoteMatch, ...]:
        found: list[QuoteMatch] = []
        for start, stop in ((0, split), (split, len(quotation.words))):
            piece = _part(quotation, start, stop)
            best = self._best(piece)
            if best is None:
                return ()
            if _share(best, 0, stop - start) >= _least(stop - start):
                match = match_of(best, best.found.changes)
                found.append(replace(match, piece=(start, stop)))
                continue
            further = _split(piece, best)
            if further is None or depth >= _MOST_PIECES:
                return ()
            inner = self._pieces(piece, further, depth + 1)
            if not inner:
                return ()
            found.extend(_shifted(one, start) for one in inner)
        return tuple(found)

    def _best(self, piece: Quotation) -> Comparison | None:
        compared = [
            compare(piece, window, self._is_name)
            for window in piece_windows(self._engine, piece.words)
        ]
        return min(compared, key=lambda one: one.alignment.cost, default=None)


def are_of_several_turns(pieces: Sequence[QuoteMatch]) -> bool:
    """Whether pieces stand in more than one turn, title or lead."""
    return len({(one.statement.id, one.part, one.turn and one.turn.n) for one in pieces}) > 1


def are_in_order(pieces: Sequence[QuoteMatch]) -> bool:
    """Whether pieces of one turn stand one after the other, as they are quoted."""
    places = [(one.paragraph or 0, one.spans[0] if one.spans else (0, 0)) for one in pieces]
    return places == sorted(places)


def _shifted(match: QuoteMatch, start: int) -> QuoteMatch:
    first, stop = match.piece or (0, 0)
    return replace(match, piece=(first + start, stop + start))


def _part(quotation: Quotation, start: int, stop: int) -> Quotation:
    """Some of the words of a quotation as one by itself."""
    return Quotation(
        quotation.text,
        quotation.words[start:stop],
        tuple(cut - start for cut in quotation.cuts if start < cut < stop),
    )


def _split(quotation: Quotation, best: Comparison) -> int | None:
    """Where a quotation falls into what stands in a place and what does not."""
    count = len(quotation.words)
    at_cuts = [one for one in quotation.cuts if _LEAST_AFTER_CUT <= one <= count - _LEAST_AFTER_CUT]
    anywhere = range(_LEAST, count - _LEAST + 1) if count >= _LEAST_WHOLE else range(0)
    choices = at_cuts or anywhere
    contrasts = _contrasts(best, count)
    at = max(choices, key=contrasts.__getitem__, default=None)
    if at is None:
        return None
    before, after = _share(best, 0, at), _share(best, at, count)
    high, low = max(before, after), min(before, after)
    return at if high >= _STANDS and low <= _STRANGE else None


def _contrasts(best: Comparison, count: int) -> list[int]:
    """For each place: how far the share that stands differs before and after it."""
    aligned = best.aligned | best.moved
    stands = list(accumulate((1 if at in aligned else -1 for at in range(count)), initial=0))
    return [abs(2 * before - stands[-1]) for before in stands]


def _least(words: int) -> float:
    """How much of a piece of so many words must stand in its place."""
    return _SHORT_STANDS if words < _SHORT else _STANDS


def _share(best: Comparison, start: int, stop: int) -> float:
    aligned = best.aligned | best.moved
    return sum(word in aligned for word in range(start, stop)) / max(stop - start, 1)
