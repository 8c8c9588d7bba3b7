"""Words that are marked + a lexicon → how much each tells, for choosing what to show."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.analysis.lexicon import Lexicon
    from search.highlight.patterns import Pattern
    from search.records import Coverage

_LEAST: Final = 0.1
_MILLION: Final = 1_000_000
_MOST_KEPT: Final = 1_000


def documents_in(coverage: Coverage) -> int:
    """How many places an index has that hold words: statements and turns."""
    return coverage.statements + coverage.turns


def word_weights(patterns: Iterable[Pattern], lexicon: Lexicon, documents: int) -> tuple[int, ...]:
    """Of each pattern the sum over its words of log((documents + 1) / (holders + 1)), at least 0.1.

    The holders of a stem are those of its commonest form. It is told in millionths, whole, so that
    what several patterns tell is the same in whichever order it is added up.
    """
    each = tuple(patterns)
    written = lexicon.counts_of([word for one in each if one.is_exact for word in one.words])
    found = []
    for one in each:
        holding = written.__getitem__ if one.is_exact else lexicon.commonest
        told = sum([_weight(holding(word), documents) for word in one.words])
        found.append(round(_MILLION * told))
    return tuple(found)


def holders(stem: str, lexicon: Lexicon) -> int:
    """In how many places the commonest form of a stem stands."""
    return lexicon.commonest(stem)


@lru_cache(maxsize=_MOST_KEPT)  # of the words of a prefix most stand in few places
def _weight(holding: int, documents: int) -> float:
    return max(math.log((documents + 1) / (holding + 1)), _LEAST)
