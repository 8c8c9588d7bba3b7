"""A cleaned statement → what the cleaner took out of it, block by block, for `clean --explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from search.formats.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.records import Statement

_REPEATS: Final = {True: " (stands in the text too)", False: " (stands nowhere else)", None: ""}


def removed_lines(statement: Statement) -> Iterator[str]:
    """Every block that was removed, its rule first, and what the save itself lacks."""
    for block in statement.removed:
        text = safe(" ".join(block.text.split())) or "(no text)"
        yield f"{block.rule}{_REPEATS[block.repeats]}: {text}"
    yield f"{len(statement.removed)} blocks removed"
    yield from (f"warning: {sentence}" for sentence in statement.warnings)
