"""Sets of turns as bits against the same as sets of numbers."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from search.engines.whoosh.evaluate.turn_counter import TurnBitset

SIZES = {
    "small ones": (0, 3, 1, 0, 9),
    "some of several words": (62, 63, 64, 0, 127, 128, 200, 1, 500),
    "none": (),
}
"""How many turns the statements have; each has its head before them."""


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
def test_sets_of_turns_are_joined_counted_and_looked_up(sizes: tuple[int, ...]) -> None:
    owner = np.repeat(np.arange(len(sizes)), [size + 1 for size in sizes])
    head = np.flatnonzero(np.diff(owner, prepend=-1))
    turns = [one for one in range(len(owner)) if one not in head.tolist()]
    bits, some = TurnBitset(head, len(owner)), Random(len(sizes))
    assert bits.count([bits.every], np.ones(len(sizes), np.bool_)) == len(turns)
    for share in (0, 0.01, 0.3, 1):
        one, other = ({turn for turn in turns if some.random() < share} for _ in range(2))
        matched = np.array([some.random() < 0.5 for _ in sizes], np.bool_)
        words = [bits.of_documents(np.array(sorted(given), np.int32)) for given in (one, other)]
        joined = {
            "both": (words[0] & words[1], one & other),
            "either": (words[0] | words[1], one | other),
            "without": (words[0] & ~words[1], one - other),
        }
        for name, (found, expected) in joined.items():
            counted = sum(bool(matched[owner[turn]]) for turn in expected)
            assert bits.count([found], matched) == counted, name
            assert (found == bits.of_documents(np.array(sorted(expected), np.int32))).all(), name
