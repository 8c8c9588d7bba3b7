"""Files of tokens → the words of one turn in the order spoken: the port's `WordRow`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from search.engines.whoosh.format.token_rows import EXTENSION, TokenFile
from search.engines.whoosh.read.batch_words import BatchWords
from search.engines.whoosh.read.segment_words import SegmentTokens
from search.engines.whoosh.read.token_offsets import TokenOffsets
from search.engines.whoosh.read.turn_rows import OwnedTurns, TurnRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from search.analysis.word_keys import WordKey, WordKeys
    from search.records import Span
    from search.word_rows import RowToken


class StoredRow:
    """The words of one turn, read as they are asked for; for one thread."""

    def __init__(
        self, rows: TurnRows, which: int, segment: SegmentTokens, bounds: tuple[int, int]
    ) -> None:
        self._rows, self._which = rows, which
        self._segment, self._bounds = segment, bounds
        self._offsets: TokenOffsets | None = None
        self._breaks: list[int] | None = None

    def __len__(self) -> int:
        return len(self._rows.numbers[self._which])

    @property
    def gaps(self) -> Sequence[int]:
        """The places where the editors left something out, ascending."""
        gap = self._segment.gap
        if gap is None:
            return ()
        found: list[int] = np.flatnonzero(self._rows.numbers[self._which] == gap).tolist()
        return found

    @property
    def breaks(self) -> Sequence[int]:
        """The places that begin a paragraph or are a gap, but the first."""
        if self._breaks is None:
            self._breaks = self._segment.file.paragraph_starts([self._bounds])[1].tolist()
        return self._breaks

    def words(self, first: int, end: int) -> Sequence[str]:
        """The folded words from a place up to another."""
        return self._segment.words(self._rows.numbers[self._which][first:end])

    def words_at(self, places: Sequence[int]) -> Sequence[str]:
        """The folded words at some places."""
        return self._segment.words(self._rows.numbers[self._which][np.array(places, np.intp)])

    def places(self, keys: WordKeys) -> Mapping[WordKey, Sequence[int]]:
        """Where each of the words asked for stands."""
        return self._rows.places(self._which, keys)

    def tokens(self, keys: WordKeys) -> Sequence[RowToken]:
        """The words asked for that stand in it, in order."""
        return self._rows.tokens(self._which, keys)

    def offsets(self, places: Sequence[int]) -> Sequence[Span]:
        """Where tokens of places stand in the paragraphs joined."""
        if self._offsets is None:
            self._offsets = TokenOffsets(self._segment.file.steps([self._bounds]))
        at = np.array(places, np.intp)
        return self._offsets.spans(at, np.zeros(len(at), np.intp))


class TokenReader:
    """The rows of all turns of a generation; safe to share between threads."""

    def __init__(self, folder: Path, segments: Iterable[tuple[str, int]]) -> None:
        """`segments` are the beginnings of names of a segment's files, and its first document."""
        found = [(folder / f"{name}{EXTENSION}", base) for name, base in segments]
        self._bases = np.array([base for _, base in found])
        self._segments = [
            SegmentTokens(TokenFile(path)) if path.is_file() else None for path, _ in found
        ]

    def rows(self, documents: Sequence[int]) -> list[StoredRow | None]:
        """The words of turns; None for one whose segment keeps none."""
        return self.batch(documents)[0]

    def batch(self, documents: Sequence[int]) -> tuple[list[StoredRow | None], BatchWords | None]:
        """The words of turns one by one, and of all of them; None where a segment keeps none."""
        segments = self._bases.searchsorted(documents, side="right") - 1
        found: list[StoredRow | None] = [None] * len(documents)
        by_segment: dict[int, list[int]] = {}
        for at, which in enumerate(segments.tolist()):
            by_segment.setdefault(which, []).append(at)
        owned: list[OwnedTurns] = []
        order: list[int] = []
        for which, places in by_segment.items():
            segment, base = self._segments[which], int(self._bases[which])
            if segment is not None:
                bounds = segment.file.bounds([documents[at] - base for at in places])
                owned.append(OwnedTurns(segment, bounds, len(order)))
                order += places
        rows = TurnRows(owned)
        turns = ((one.segment, bounds) for one in owned for bounds in one.bounds)
        for number, (at, turn) in enumerate(zip(order, turns, strict=True)):
            found[at] = StoredRow(rows, number, *turn)
        return found, None if None in found else BatchWords(rows, order)

    def close(self) -> None:
        """Close the files."""
        for one in self._segments:
            if one is not None:
                one.file.close()
