"""Turns of a page → the same, with the office that the speaker's other labels there print.

The rule: a turn whose own label prints no office takes the one its speaker's nearest earlier label
printed; where none came before, the page's only later one. Two later offices that compete without
an order infer nothing. What is inferred never mixes with `role`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from index.names.name_shapes import same_person_on_page
from index.names.word_lists import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from search.records import Turn


class _Office(NamedTuple):
    """An office that a label printed, and which turn it opened."""

    at: int
    role: str


def infer_roles(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """`turns` with `role_inferred` filled where the page tells it."""
    offices: dict[str, list[_Office]] = defaultdict(list)
    for at, turn in enumerate(turns):
        if turn.role and turn.speaker:
            offices[turn.speaker].append(_Office(at, turn.role))
    alike = _by_sound(offices)
    told = {
        name: sorted(
            office
            for other in alike.get(_sound(name), ())
            if same_person_on_page(name, other)
            for office in offices[other]
        )
        for name in {turn.speaker for turn in turns if turn.speaker and turn.role is None}
    }
    return tuple(_inferred(at, turn, told) for at, turn in enumerate(turns))


def _by_sound(names: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Names that may be one person's, together."""
    alike: dict[str, list[str]] = defaultdict(list)
    for name in names:
        alike[_sound(name)].append(name)
    return alike


def _sound(name: str) -> str:
    """What all names of one person on a page share: the first letter and the surname."""
    return plain(name[:1] + name.split(".")[-1].split(" ")[-1])


def _inferred(at: int, turn: Turn, told: Mapping[str, Sequence[_Office]]) -> Turn:
    if turn.speaker is None or turn.role is not None:
        return turn
    mine = told[turn.speaker]
    before = bisect_left(mine, at, key=lambda office: office.at)
    if before:
        return replace(turn, role_inferred=mine[before - 1].role)
    after = {office.role for office in mine}
    return replace(turn, role_inferred=after.pop()) if len(after) == 1 else turn
