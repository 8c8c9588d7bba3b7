"""Rows of single turns → their words in one row, for engines that keep none: `WordPlaces`."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from search.word_rows import TURN_PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from search.analysis.word_keys import WordKey, WordKeys
    from search.records import Span
    from search.word_rows import WordRow


class JoinedRows:
    """The words of turns in one row: those of turn number `at` from `at * TURN_PLACES` on."""

    def __init__(self, rows: Sequence[WordRow]) -> None:
        self._rows = rows

    @cached_property
    def gaps(self) -> Sequence[int]:
        """The places where the editors left something out, ascending."""
        return [first + at for first, row in self._each() for at in row.gaps]

    @cached_property
    def breaks(self) -> Sequence[int]:
        """The places that begin a paragraph or a turn, are a gap, or follow a turn's last word."""
        bounds = ((first, (0, *row.breaks, len(row))) for first, row in self._each())
        return list(chain.from_iterable([first + at for at in own] for first, own in bounds))

    def words_at(self, places: Sequence[int]) -> Sequence[str]:
        """The folded words at some places."""
        apart = (divmod(place, TURN_PLACES) for place in places)
        return [self._rows[turn].words(at, at + 1)[0] for turn, at in apart]

    def offsets(self, places: Sequence[int]) -> Sequence[Span]:
        """Where tokens of places stand in the paragraphs of their turn joined."""
        apart = (divmod(place, TURN_PLACES) for place in places)
        return [self._rows[turn].offsets([at])[0] for turn, at in apart]

    def places(self, keys: WordKeys) -> Mapping[WordKey, Sequence[int]]:
        """Where each of the words asked for stands, ascending."""
        found: dict[WordKey, list[int]] = defaultdict(list)
        for first, row in self._each():
            for key, own in row.places(keys).items():
                found[key] += [first + at for at in own]
        return found

    def _each(self) -> Iterator[tuple[int, WordRow]]:
        return ((number * TURN_PLACES, row) for number, row in enumerate(self._rows))
