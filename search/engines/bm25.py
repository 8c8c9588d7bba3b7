"""BM25: what both engines score by, so that a statement gets the same score from either.

The formula is Whoosh's BM25F of one field, `idf · count · (K1 + 1) / (count + length term)`; how
places are weighed against each other is in `docs/decisions/0003-score.md`. The reference engine
keeps constants of its own: it is what these are checked against.
"""

from __future__ import annotations

import math
from typing import Final

from search.records import Part

K1: Final = 1.2
B: Final = 0.75
WEIGHTS: Final = {Part.TITLE: 2.0, Part.LEAD: 1.25, Part.LABELS: 1.0, Part.TURNS: 1.0}
"""What a place is worth."""


def idf(total: int, holders: int) -> float:
    """How much a word tells that `holders` of `total` documents hold."""
    return math.log(total / (holders + 1)) + 1
