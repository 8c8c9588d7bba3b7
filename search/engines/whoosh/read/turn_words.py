"""Files of tokens → the words of one turn in the order spoken: the port's `WordRow`."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from search.engine import RowToken
from search.engines.whoosh.format.schema import GAP
from search.engines.whoosh.format.token_rows import EXTENSION, TokenFile, TokenOffsets, TokenSteps
from search.engines.whoosh.read.batch_words import BatchWords

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from search.analysis.word_keys import WordKey, WordKeys
    from search.records import Span

    Ints = NDArray[np.integer]

_NOT_ASKED, _NOT_SEEN = -1, -2  # codes of words of a segment for one set of keys
_MOST_KEPT_WORDS: Final = 4_000  # of a segment
_MOST_KEPT_KEYS: Final = 1_000  # of a segment
_MOST_LOOKED_UP: Final = 500  # words; of more than these each word of a turn is looked at


class WordCodes:
    """Which words of a segment were asked for: of each its code, and the keys a code stands for.

    Words are looked up in the segment's; of very many (some prefixes) the words of a turn are
    looked at as they come, each once.
    """

    def __init__(self, segment: SegmentTokens, keys: WordKeys) -> None:
        file = segment.file
        self._file = file
        few = self._few = len(keys.asked) <= _MOST_LOOKED_UP
        start = _NOT_ASKED if few else _NOT_SEEN
        self._codes = np.full(len(file.stem_of), start, np.int32)
        self._by_keys: dict[tuple[WordKey, ...], int] = {}
        self.keys: list[tuple[WordKey, ...]] = []
        for key in sorted(keys.asked) if few else ():
            for number in segment.found_as(key):
                before = self._codes[number]
                known = self.keys[before] if before >= 0 else ()
                self._codes[number] = self._code((*known, key))

    def of(self, numbers: Ints, keys: WordKeys) -> NDArray[np.int32]:
        """The codes of some words; negative for those not asked for.

        `keys` are those that the codes are for: kept here, they would keep themselves for ever.
        """
        codes = self._codes[numbers]
        if self._few:
            return codes
        new = codes == _NOT_SEEN
        if new.any():
            unseen = set(numbers[new].tolist())
            printed = {number: self._file.names.word(number) for number in unseen}
            found = keys.of(set(printed.values()))
            for number, word in printed.items():
                forms = found.get(word)
                self._codes[number] = self._code(tuple(forms)) if forms else _NOT_ASKED
            codes = self._codes[numbers]
        return codes

    def _code(self, keys: tuple[WordKey, ...]) -> int:
        code = self._by_keys.setdefault(keys, len(self.keys))
        if code == len(self.keys):
            self.keys.append(keys)
        return code


class SegmentTokens:
    """The turns of a segment as rows; safe to share between threads."""

    def __init__(self, file: TokenFile) -> None:
        self.file = file
        self._codes: WeakKeyDictionary[WordKeys, WordCodes] = WeakKeyDictionary()
        self._words: dict[int, str] = {}
        self._found: dict[WordKey, list[int]] = {}
        self.gap = file.names.find(GAP)
        """The number of what stands where the editors left something out"""

    def word(self, number: int) -> str:
        """The word of a number, of which the last ones asked for are kept."""
        found = self._words.get(number)
        if found is None:
            if len(self._words) >= _MOST_KEPT_WORDS:
                self._words.clear()
            found = self._words[number] = self.file.names.word(number)
        return found

    def words(self, numbers: Ints) -> list[str]:
        """The words of some numbers, each looked for once."""
        given: list[int] = numbers.tolist()
        found = {number: self.word(number) for number in set(given)}
        return [found[number] for number in given]

    def found_as(self, key: WordKey) -> list[int]:
        """The numbers of the words that are what was asked for; the last answers are kept."""
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _MOST_KEPT_KEYS:
                self._found.clear()
            found = self._found[key] = self.file.found_as(key[1], is_exact=key[0])
        return found

    def codes(self, keys: WordKeys) -> WordCodes:
        """The codes of the segment's words; `keys` are one thread's."""
        found = self._codes.get(keys)
        if found is None:
            found = self._codes[keys] = WordCodes(self, keys)
        return found


class OwnedTurns(NamedTuple):
    """Those of some turns in a row that are of one segment."""

    segment: SegmentTokens
    bounds: Sequence[tuple[int, int]]  # of each its first token and the one after its last
    first: int  # the place of the first among all the turns


class TurnRows:
    """Words of some turns, segment by segment, one after the other: looked through all at once."""

    def __init__(self, owned: Sequence[OwnedTurns]) -> None:
        self.owned = owned
        self._keys: WordKeys | None = None
        self._tokens: list[RowToken] | None = None

    @cached_property
    def numbers(self) -> list[NDArray[np.unsignedinteger]]:
        """The words of each turn, by number."""
        return [row for one in self.owned for row in one.segment.file.numbers(one.bounds)]

    @cached_property
    def starts(self) -> list[int]:
        """Of each turn its first token among those of all, and where another's would be."""
        return [0, *accumulate(map(len, self.numbers))]

    @cached_property
    def of_segments(self) -> list[NDArray[np.unsignedinteger]]:
        """The words of each segment's turns, one turn after the other."""
        numbers = self.numbers
        bounds = ((first, first + len(own)) for _, own, first in self.owned)
        return [np.concatenate(numbers[first:end]) for first, end in bounds]

    def every_place(self, keys: WordKeys) -> tuple[Sequence[int], Sequence[tuple[WordKey, ...]]]:
        """Among the tokens of all turns those asked for, and what each was asked for as."""
        if keys is not self._keys:
            self._find(keys)
        return self._at, self._asked

    def places(self, which: int, keys: WordKeys) -> Mapping[WordKey, Sequence[int]]:
        """Where the words asked for stand in one of the turns."""
        first, end = self._found(which, keys)
        found: dict[WordKey, list[int]] = {}
        base = self.starts[which]
        for place, asked in zip(self._at[first:end], self._asked[first:end], strict=True):
            for key in asked:
                found.setdefault(key, []).append(place - base)
        return found

    def tokens(self, which: int, keys: WordKeys) -> Sequence[RowToken]:
        """The words asked for that stand in one of the turns, in order."""
        first, end = self._found(which, keys)
        if self._tokens is None:
            self._tokens = self._read_tokens()
        return self._tokens[first:end]

    def _found(self, which: int, keys: WordKeys) -> Sequence[int]:
        """Where what stands in a turn begins and ends among all that was found."""
        if keys is not self._keys:
            self._find(keys)
        return self._bounds[which : which + 2]

    def _find(self, keys: WordKeys) -> None:
        starts = self.starts
        self._at: list[int] = []  # of what was found its place among the tokens of all turns
        self._asked: list[tuple[WordKey, ...]] = []  # and what it was asked for as
        self._printed: list[tuple[SegmentTokens, Ints]] = []  # and its word
        for (segment, _, first), of_segment in zip(self.owned, self.of_segments, strict=True):
            words = segment.codes(keys)
            codes = words.of(of_segment, keys)
            at = (codes >= 0).nonzero()[0]
            self._asked += [words.keys[code] for code in codes[at].tolist()]
            self._printed.append((segment, of_segment[at]))
            self._at += (at + starts[first]).tolist()
        self._bounds = [bisect_left(self._at, start) for start in starts]
        self._keys, self._tokens = keys, None

    def _read_tokens(self) -> list[RowToken]:
        steps = [one.segment.file.steps(one.bounds) for one in self.owned]
        at = np.array(self._at, np.intp)
        firsts = np.repeat(self.starts[:-1], np.diff(self._bounds))
        spans = TokenOffsets(TokenSteps.joined(steps)).spans(at, firsts)
        words = (segment.word(one) for segment, found in self._printed for one in found.tolist())
        return list(map(RowToken, words, spans, self._asked))


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
