"""Words that are marked + a lexicon → how much each tells, for choosing what to show."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.analysis.lexicon import Lexicon
    from search.highlight.patterns import Pattern
    from search.records import Coverage

_LEAST: Final = 0.1


def documents_in(coverage: Coverage) -> int:
    """How many places an index has that hold words: statements and turns."""
    return coverage.statements + coverage.turns


def word_weights(
    patterns: Iterable[Pattern], lexicon: Lexicon, documents: int
) -> tuple[float, ...]:
    """Of each pattern the sum over its words of log((documents + 1) / (holders + 1)), at least 0.1.

    The holders of a stem are those of its commonest form.
    """
    return tuple(
        [
            sum([_weight(word, lexicon, documents, exact=one.is_exact) for word in one.words])
            for one in patterns
        ]
    )


def holders(stem: str, lexicon: Lexicon) -> int:
    """In how many places the commonest form of a stem stands."""
    return max(map(lexicon.count, lexicon.forms(stem)), default=0)


def _weight(word: str, lexicon: Lexicon, documents: int, *, exact: bool) -> float:
    holding = lexicon.count(word) if exact else holders(word, lexicon)
    return max(math.log((documents + 1) / (holding + 1)), _LEAST)
