"""A query string → a flat list of Whoosh's syntax nodes, in which everything misplaced is a word.

Whoosh's `qparser` does the tagging with the plugins below. What comes out is well formed: every
bracket has its partner, every operator its operands, every field its value; what had none was
turned into a plain word, or left out if it holds no letter; a notice says so.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from whoosh.qparser import QueryParser
from whoosh.qparser.plugins import FieldsPlugin, GroupPlugin, Plugin
from whoosh.qparser.syntax import FieldnameNode, SyntaxNode, WordNode
from whoosh.qparser.taggers import RegexTagger

from search.query.dates import Period, read_period
from search.query.grammar import FIELD_NAMES, MOST_CHARS, MOST_DEPTH, within_limits
from search.query.notices import Notice, brief
from search.query.quotation_marks import CLOSED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from search.records import Span

Open = GroupPlugin.OpenBracket
Close = GroupPlugin.CloseBracket

_AT_START: Final = r"(?<![^\s(])"  # what stands inside a word is part of the word
_NAMES: Final = "|".join(FIELD_NAMES)
_QUOTES: Final = '“”„‟"'
_SIGNS: Final = re.compile(r"[^\w\s]|_|\b(?:AND|OR|NOT)\b")
"""What a query of words alone has none of."""
_WORD: Final = re.compile(r"\S+")
_DATE_WORDS: Final = re.compile(rf"[^\s(){_QUOTES}«»]+(?:\s+[^\s(){_QUOTES}«»]+){{0,7}}")
"""As many words as the longest date has: 7 May 2012 .. 8 May 2013."""


class Operator(StrEnum):
    """What joins or negates."""

    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    MINUS = "-"


class OperatorNode(SyntaxNode):  # type: ignore[misc] # Whoosh has no types
    """An operator, wherever it stands."""

    def __init__(self, joint: Operator) -> None:
        self.joint = joint

    @property
    def negates(self) -> bool:
        """Whether it wants one operand, not two."""
        return self.joint in (Operator.NOT, Operator.MINUS)


class QuotedNode(SyntaxNode):  # type: ignore[misc] # Whoosh has no types
    """Words between quotation marks; `near` is the N of "…"~N."""

    def __init__(self, text: str, near: int | None) -> None:
        self.text, self.near = text, near


class PeriodNode(SyntaxNode):  # type: ignore[misc] # Whoosh has no types
    """A date or a range of dates that could be read."""

    def __init__(self, text: str, period: Period) -> None:
        self.text, self.period = text, period


class _Quoted(RegexTagger):  # type: ignore[misc] # Whoosh has no types
    """Tags “…”, "…", „…“ and «…», each with ~N or without."""

    def __init__(self) -> None:
        super().__init__(rf"(?:{CLOSED})(?:~(?P<near>[0-9]{{1,9}}))?")

    def create(self, _parser: Any, match: re.Match[str]) -> QuotedNode:
        near = match["near"]
        written = (match[name] for name in ("angled", "nested", "curled"))
        text = next(one for one in written if one is not None)
        return QuotedNode(text, None if near is None else int(near))


class _Joints(RegexTagger):  # type: ignore[misc] # Whoosh has no types
    """Tags AND, OR and NOT in capitals, and a minus before a word."""

    def __init__(self) -> None:
        word = rf"(?<![^\s(){_QUOTES}»])(?:(?:AND|OR)[,;]?|NOT)(?![^\s(){_QUOTES}«])"
        super().__init__(rf"(?:{word}|{_AT_START}-(?=[^\s)]))")

    def create(self, _parser: Any, match: re.Match[str]) -> OperatorNode:
        return OperatorNode(Operator(match[0].rstrip(",;")))


class _Dates(RegexTagger):  # type: ignore[misc] # Whoosh has no types
    """Tags date:… with as many of the words that follow as make a date."""

    def __init__(self, today: date) -> None:
        super().__init__(r"(?<![^\s(+\-])(?i:date):\s*")
        self._today = today

    def match(self, parser: Any, text: str, pos: int) -> SyntaxNode | None:
        found = self.expr.match(text, pos)
        if found is None:
            return None
        start = found.end()
        words = _DATE_WORDS.match(text, start)
        ends = [start + word.end() for word in re.finditer(r"\S+", words[0])] if words else []
        for end in reversed(ends):
            period = read_period(text[start:end].rstrip(",;"), self._today)
            if period is not None:
                return PeriodNode(text[start:end], period).set_range(pos, end)
        return None


class _Tags(Plugin):  # type: ignore[misc] # Whoosh has no types
    """Our taggers, for Whoosh's parser."""

    def __init__(self, today: date) -> None:
        self._today = today

    def taggers(self, _parser: Any) -> list[tuple[RegexTagger, int]]:
        return [(_Dates(self._today), -1), (_Joints(), 0), (_Quoted(), 0)]


def read_syntax(text: str, today: date, notices: list[str]) -> list[SyntaxNode]:
    """The nodes of `text`; what could not be taken as written goes to `notices`."""
    nodes = _tagged(_cut(text, notices), today)
    _note_nested(nodes, text, notices)
    return _with_operands(_balanced(nodes, notices), text, notices)


def _tagged(text: str, today: date) -> list[SyntaxNode]:
    if not _SIGNS.search(text):  # Whoosh tries every tagger at every letter
        return [WordNode(one[0]).set_range(*one.span()) for one in _WORD.finditer(text)]
    fields = FieldsPlugin(rf"(?<![^\s(+\-])(?P<text>(?i:{_NAMES})):\s*")
    parser = QueryParser("text", None, plugins=[_Tags(today), fields, GroupPlugin()])
    return [node for node in parser.tag(text) if not node.is_ws()]


def last_joining_nothing(text: str, today: date) -> Span | None:
    """Where the last AND or OR stands that is left out as it joins nothing."""
    notices: list[str] = []
    nodes = _balanced(_tagged(text, today), notices)
    for at in range(len(nodes) - 1, -1, -1):
        node, before, after = nodes[at], *_beside(nodes, at)
        lacking = isinstance(node, OperatorNode) and _lacks_operand(node, before, after)
        if lacking and _left_out(node, before, after) is Notice.JOINS_NOTHING:
            return int(node.startchar), int(node.endchar)
    return None


def _note_nested(nodes: Sequence[SyntaxNode], text: str, notices: list[str]) -> None:
    """Tell of quotations that stand glued to a word between: marks were meant to be inside one."""
    for first, word, last in zip(nodes, nodes[1:], nodes[2:], strict=False):
        quoted = isinstance(first, QuotedNode) and isinstance(last, QuotedNode)
        glued = first.endchar == word.startchar and word.endchar == last.startchar
        if quoted and glued and isinstance(word, WordNode):
            whole = brief(text[first.startchar : last.endchar])
            notices.append(Notice.NESTED_QUOTES.with_values(text=whole))


def _cut(text: str, notices: list[str]) -> str:
    """At most `MOST_CHARS` of it, cut where a word ends."""
    kept = within_limits(text)
    if kept != text:
        notices.append(Notice.TOO_LONG.with_values(most=MOST_CHARS))
    return kept


def _balanced(nodes: Sequence[SyntaxNode], notices: list[str]) -> list[SyntaxNode]:
    """The nodes without brackets that have no partner or are nested too deep."""
    opened: list[int] = []
    alone: set[int] = set()
    deep: set[int] = set()
    for at, node in enumerate(nodes):
        if isinstance(node, Open):
            opened.append(at)
        elif isinstance(node, Close) and opened:
            start = opened.pop()
            if len(opened) >= MOST_DEPTH:
                deep |= {start, at}
        elif isinstance(node, Close):
            alone.add(at)
    alone |= set(opened)
    if alone:
        notices.append(Notice.LONE_BRACKET.with_values())
    if deep:
        notices.append(Notice.DEEP_BRACKETS.with_values(most=MOST_DEPTH))
    literal = alone | deep
    return [node for at, node in enumerate(nodes) if at not in literal]


def _with_operands(nodes: list[SyntaxNode], text: str, notices: list[str]) -> list[SyntaxNode]:
    """The nodes with operators and fields that lack an operand turned into words.

    One that has words on one side alone, and joins them to nothing, is left out.
    """
    for at in range(len(nodes) - 1, -1, -1):
        node = nodes[at]
        before, after = _beside(nodes, at)
        if isinstance(node, OperatorNode):
            lacking = _lacks_operand(node, before, after)
        elif isinstance(node, FieldnameNode):
            lacking = not isinstance(after, WordNode | QuotedNode | Open)
        else:
            continue
        if lacking:
            written = text[node.startchar : node.endchar].strip()
            notice = _left_out(node, before, after)
            notices.append((notice or Notice.NO_OPERAND).with_values(text=written))
            if notice:
                del nodes[at]
            else:
                nodes[at] = WordNode(written).set_range(node.startchar, node.endchar)
    return nodes


def _beside(nodes: Sequence[SyntaxNode], at: int) -> tuple[SyntaxNode | None, SyntaxNode | None]:
    before = nodes[at - 1] if at else None
    return before, nodes[at + 1] if at + 1 < len(nodes) else None


def _lacks_operand(node: OperatorNode, before: SyntaxNode | None, after: SyntaxNode | None) -> bool:
    has_left = node.negates or not isinstance(before, OperatorNode | FieldnameNode | Open | None)
    return not (has_left and _is_operand(after))


def _left_out(
    node: SyntaxNode, before: SyntaxNode | None, after: SyntaxNode | None
) -> Notice | None:
    """Why an AND or OR is left out; None where it may be a word: alone, or where one is wanted."""
    if not isinstance(node, OperatorNode) or node.negates or isinstance(before, FieldnameNode):
        return None
    if isinstance(before, OperatorNode) and before.negates:
        return None
    if before is None or isinstance(before, Open):
        return Notice.JOINS_NOTHING if _is_operand(after) else None
    return Notice.NOTHING_TO_JOIN if isinstance(after, Close) else Notice.JOINS_NOTHING


def _is_operand(node: SyntaxNode | None) -> bool:
    """Whether something that can be searched for begins with this node."""
    if isinstance(node, OperatorNode):
        return node.negates
    return node is not None and not isinstance(node, Close)
