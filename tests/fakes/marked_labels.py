"""A paragraph whose bold pieces stand between asterisks, and the label that is read from it."""

from __future__ import annotations

from index.attribution.labels import Label, read_label
from index.blocks import Block, BlockKind, Range
from index.names.page_names import PageNames

PAGE = PageNames(
    listed=frozenset({frozenset({"orlov", "pavel"}), frozenset({"rassul-khan", "omar"})}),
    labelled=frozenset({("vera", "lindgren"), ("pavel", "orlov")}),
    printed=frozenset({"rusmetal", "kamtrak", "orlov", "lindgren"}),
)
"""What is known of a page: two people listed, two named by labels, four words printed."""


def block(marked: str) -> Block:
    """A paragraph; the pieces between asterisks are bold."""
    text, bold = "", []
    for at, piece in enumerate(marked.split("*")):
        if at % 2:
            bold.append(Range(len(text), len(text) + len(piece)))
        text += piece
    return Block(1, BlockKind.PARAGRAPH, text, tuple(bold))


def read(marked: str, known: PageNames = PAGE) -> Label:
    found = read_label(block(marked), known)
    assert isinstance(found, Label), f"{marked!r}: {found}"
    return found
