"""A row of folded words → where words stand side by side in it, and its stretch that holds most."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SPARE: Final = 10
"""Words that a stretch may be longer than all the words looked for."""


class Stretch(NamedTuple):
    """What a stretch of a row is worth, its first word and the one after its last."""

    worth: float
    first: int
    stop: int


def side_by_side(row: Sequence[str | None], words: Sequence[str]) -> list[int]:
    """Where all words stand one after the other; None parts them."""
    wanted = list(words)
    last = len(row) - len(wanted)
    return [
        at
        for at, word in enumerate(row[: last + 1])
        if word == wanted[0] and list(row[at : at + len(wanted)]) == wanted
    ]


def best_stretch(
    row: Sequence[str | None], weights: Mapping[str, float], length: int
) -> Stretch | None:
    """The stretch of so many words whose distinct words weigh most, the first of equal ones."""
    inside: deque[tuple[int, str]] = deque()
    held: dict[str, int] = {}
    worth, best = 0.0, None
    for at, word in enumerate(row):
        if word is None or word not in weights:
            continue
        inside.append((at, word))
        held[word] = held.get(word, 0) + 1
        worth += weights[word] if held[word] == 1 else 0.0
        while inside[0][0] <= at - length:
            _, gone = inside.popleft()
            held[gone] -= 1
            worth -= weights[gone] if not held[gone] else 0.0
        if best is None or worth > best.worth + 1e-9:
            best = Stretch(worth, inside[0][0], at + 1)
    return best
