"""A query string → its plain words, in runs, with their places in it; and the query without some.

Plain is what stands in no quotation, bracket or field's value, and beside no operator: words that
can be taken out without changing what the rest means. A query with an OR has none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from whoosh.qparser.syntax import FieldnameNode, WordNode

from search.analysis.tokenizer import tokens
from search.query.syntax import Close, Open, Operator, OperatorNode, read_syntax

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from whoosh.qparser.syntax import SyntaxNode

_PATTERN: Final = re.compile(r"[*~]|\?\w")


class PlainWord(NamedTuple):
    """A word as written, up to the white space around it, and the tokens in it."""

    text: str
    start: int
    end: int
    tokens: tuple[str, ...]


class PlainQuery(NamedTuple):
    """The plain words of a query, those side by side together, and the names of its fields.

    `date` is among the fields where the query holds a date.
    """

    runs: list[list[PlainWord]]
    fields: frozenset[str]


def read_plain(q: str, today: date) -> PlainQuery:
    """What stands in a query that is within its limits."""
    nodes = read_syntax(q, today, [])
    return PlainQuery(_runs(q, nodes), _fields(nodes))


def _runs(q: str, nodes: Sequence[SyntaxNode]) -> list[list[PlainWord]]:
    plain = list(_plain(nodes))
    if any(_is(node, Operator.OR) for node in nodes):
        return []
    runs: list[list[PlainWord]] = [[]]
    for node, is_plain in zip(nodes, plain, strict=True):
        if is_plain:
            runs[-1].append(_word(q, node))
        else:
            runs.append([])
    return [run for run in runs if run]


def _fields(nodes: Sequence[SyntaxNode]) -> frozenset[str]:
    named = {str(node.fieldname).lower() for node in nodes if isinstance(node, FieldnameNode)}
    return frozenset(named | {"date"} if any(hasattr(node, "period") for node in nodes) else named)


def without(q: str, start: int, end: int) -> str:
    """The query without what stands from `start` up to `end`."""
    return " ".join(f"{q[:start]} {q[end:]}".split())


def _plain(nodes: Sequence[SyntaxNode]) -> Iterator[bool]:
    """For each node whether it is a plain word."""
    depth = 0
    for at, node in enumerate(nodes):
        depth += isinstance(node, Open) - isinstance(node, Close)
        before = nodes[at - 1] if at else None
        after = nodes[at + 1] if at + 1 < len(nodes) else None
        yield (
            depth == 0
            and isinstance(node, WordNode)
            and not isinstance(before, FieldnameNode | OperatorNode)
            and not _is(after, Operator.AND)
            and not _PATTERN.search(str(node.text))
        )


def _is(node: SyntaxNode | None, joint: Operator) -> bool:
    return isinstance(node, OperatorNode) and node.joint is joint


def _word(q: str, node: SyntaxNode) -> PlainWord:
    text = q[node.startchar : node.endchar]
    return PlainWord(
        text, node.startchar, node.endchar, tuple(token.text for token in tokens(text))
    )
