"""Turns of a page → the same, with the office that the speaker's other labels there print.

The rule: a turn whose own label prints no office takes the one its speaker's nearest earlier label
printed; where none came before, the page's only later one. Two later offices that compete without
an order infer nothing. What is inferred never mixes with `role`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from index.names.name_shapes import same_person_on_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.records import Turn


def infer_roles(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """`turns` with `role_inferred` filled where the page tells it."""
    printed = [(at, turn.speaker, turn.role) for at, turn in enumerate(turns) if turn.role]
    return tuple(_inferred(at, turn, printed) for at, turn in enumerate(turns))


def _inferred(at: int, turn: Turn, printed: Sequence[tuple[int, str | None, str | None]]) -> Turn:
    if turn.speaker is None or turn.role is not None:
        return turn
    mine = [
        (place, role)
        for place, speaker, role in printed
        if speaker is not None and same_person_on_page(turn.speaker, speaker)
    ]
    before = [role for place, role in mine if place < at]
    if before:
        return replace(turn, role_inferred=before[-1])
    after = {role for _, role in mine}
    return replace(turn, role_inferred=after.pop()) if len(after) == 1 else turn
