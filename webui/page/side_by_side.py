"""Two statements, one in another language → their turns side by side.

Turns are matched in order by who speaks, the person where both sides know one; how a text was cut
into paragraphs differs between languages, so numbers of turns say nothing. What has no counterpart
stands alone.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.records import Turn
    from webui.page.statement_page import PrintedTurn

    Row = tuple[PrintedTurn | None, PrintedTurn | None]


def side_by_side(left: Sequence[PrintedTurn], right: Sequence[PrintedTurn]) -> tuple[Row, ...]:
    """Rows in the order of both texts."""
    return tuple(_rows(left, right))


def _rows(left: Sequence[PrintedTurn], right: Sequence[PrintedTurn]) -> Iterator[Row]:
    matcher = SequenceMatcher(
        a=[_voice(one.turn) for one in left],
        b=[_voice(one.turn) for one in right],
        autojunk=False,
    )
    for what, start, stop, other, after in matcher.get_opcodes():
        if what == "equal":
            yield from zip(left[start:stop], right[other:after], strict=True)
        else:
            yield from ((one, None) for one in left[start:stop])
            yield from ((None, one) for one in right[other:after])


def _voice(turn: Turn) -> str:
    """What tells a voice in any language: the person, else the kind of turn."""
    return turn.person or turn.kind.value
