"""A query string → `Parsed`: a tree of Whoosh's query classes, and what was not read as written.

A query never fails: whatever cannot be read is taken literally or left out, and `dropped` says
so. The tree is the reader's (prefixes and misspellings unexpanded, leaves that know how they were
printed); `search.query.expansion` makes of it the tree an engine takes. The language:
`docs/query.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from whoosh.qparser.syntax import FieldnameNode, WordNode
from whoosh.query import And, Every, Not, Or, Term

from search.analysis.tokenizer import words
from search.engine import TURN_FIELDS
from search.query.dates import moscow_today
from search.query.grammar import MOST_ITEMS, MOST_PATTERNS
from search.query.leaf import LeafReader, Quote, Word
from search.query.notices import Notice, brief
from search.query.syntax import (
    Close,
    Open,
    Operator,
    OperatorNode,
    PeriodNode,
    QuotedNode,
    read_syntax,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from whoosh.qparser.syntax import SyntaxNode
    from whoosh.query import Query

_ONE_EACH: Final = ("speaker", "person", "kind", "evidence")
"""Fields of which a turn has one value, so that two values in one And can never hold."""


class ExplicitAnd(And):  # type: ignore[misc] # Whoosh has no types
    """An And somebody wrote out: no almost-match may lack any of it."""


class Parsed(NamedTuple):
    """What a string means.

    `plain` are the leaves of `tree` that an almost-match may lack, `printed` the same as written,
    `required` the rest of the tree (None: nothing). `dropped` are sentences.
    """

    tree: Query
    dropped: tuple[str, ...] = ()
    plain: tuple[Query, ...] = ()
    printed: tuple[str, ...] = ()
    required: Query | None = None


def parse(text: str, today: date | None = None) -> Parsed:
    """The meaning of `text`; "last year" is counted from `today` (default: Moscow's)."""
    today = today or moscow_today()
    notices: list[str] = []
    reader = _Reader(read_syntax(text, today, notices), LeafReader(today, notices), notices)
    tree = reader.tree()
    if tree is not None:
        tree = _one_speaker(tree, {}, notices)
    if tree is None:
        if text.strip():
            notices.append(Notice.NO_WORD.with_values())
        return Parsed(Every(), _once(notices))
    return _parsed(tree, notices)


def _parsed(tree: Query, notices: Sequence[str]) -> Parsed:
    """A tree with what of it almost-matches may lack; half of one word would be that word."""
    members = tree.subqueries if type(tree) is And else ()
    plain = [one for one in members if getattr(one, "loose", False)]
    if len(plain) < 2:
        return Parsed(tree, _once(notices))
    rest = [one for one in members if not getattr(one, "loose", False)]
    return Parsed(
        tree,
        _once(notices),
        tuple(plain),
        tuple(one.printed for one in plain),
        And(rest) if rest else None,
    )


def _once(sentences: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentences))


class _Reader:
    """Reads well-formed syntax nodes from left to right: OR over AND over NOT over leaves."""

    def __init__(self, nodes: Sequence[SyntaxNode], leaves: LeafReader, notices: list[str]) -> None:
        self._nodes, self._leaves, self._notices = nodes, leaves, notices
        self._at = 0
        self._items = 0
        self._in_value = False  # in the brackets of field:( … )

    def tree(self) -> Query | None:
        """The whole query; None when nothing in it can be searched for."""
        tree = self._either(None)
        if self._items > MOST_ITEMS:
            left = self._items - MOST_ITEMS
            self._notices.append(Notice.TOO_MANY_WORDS.with_values(most=MOST_ITEMS, left=left))
        if left := self._leaves.left_out:
            self._notices.append(
                Notice.TOO_MANY_PATTERNS.with_values(most=MOST_PATTERNS, left=left)
            )
        return tree

    def _node(self) -> SyntaxNode | None:
        return self._nodes[self._at] if self._at < len(self._nodes) else None

    def _take(self, *joints: Operator) -> bool:
        """Whether one of `joints` stands here; if so it is passed."""
        node = self._node()
        taken = isinstance(node, OperatorNode) and node.joint in joints
        self._at += taken
        return taken

    def _either(self, field: str | None) -> Query | None:
        """What OR joins, up to the end of the bracket."""
        sides = [self._every(field)]
        while self._take(Operator.OR):
            sides.append(self._every(field))
        found = _unique([side for side in sides if side is not None])
        return found[0] if len(found) == 1 else Or(found) if found else None

    def _every(self, field: str | None) -> Query | None:
        """What AND joins, written or not."""
        members: list[Query] = []
        last: list[Query] = []  # what the operand before gave, to be made firm by an AND after it
        written, joined = True, 0
        while not isinstance(self._node(), Close | None) and not self._at_or():
            has_and = self._take(Operator.AND)
            found = list(_opened(self._operand(field)))
            if not found:
                continue
            if last:
                joined += 1
                written &= has_and
            if has_and and last:
                members[-len(last) :] = [_firm(one) for one in last]
                found = [_firm(one) for one in found]
            members += found
            last = found
        members = _unique(members)
        if len(members) < 2:
            return members[0] if members else None
        return ExplicitAnd(members) if written and joined else And(members)

    def _at_or(self) -> bool:
        node = self._node()
        return isinstance(node, OperatorNode) and node.joint is Operator.OR

    def _operand(self, field: str | None) -> Query | None:
        negated = False
        while self._take(Operator.NOT, Operator.MINUS):
            negated = not negated
        found = self._one(field)
        if not negated or found is None:
            return found
        return found.query if isinstance(found, Not) else Not(found)  # NOT (NOT x) is x

    def _one(self, field: str | None) -> Query | None:
        """A bracket, a field with its value, or a leaf."""
        node = self._nodes[self._at]
        self._at += 1
        if isinstance(node, Open):
            outside, self._in_value = self._in_value, field is not None
            found = self._either(field)
            self._in_value = outside
            self._at += 1  # the partner: brackets are balanced
            return found
        if isinstance(node, FieldnameNode):
            return self._one(str(node.fieldname).lower())
        self._items += 1
        leaf = self._leaf(field, node)
        return leaf if self._items <= MOST_ITEMS else None

    def _leaf(self, field: str | None, node: SyntaxNode) -> Query | None:
        if self._items > MOST_ITEMS:
            return None
        if isinstance(node, PeriodNode):
            return self._leaves.period(node.text, node.period)
        if isinstance(node, QuotedNode):
            return self._leaves.quoted(field, node.text, node.near)
        if field not in (None, "title"):
            return self._leaves.word(field, " ".join(self._words_from(node)))
        after = self._node()
        before_quote = isinstance(after, QuotedNode) and after.startchar == node.endchar
        return self._leaves.word(field, str(node.text), before_quote=before_quote)

    def _words_from(self, node: SyntaxNode) -> Iterator[str]:
        """The words of one value: inside brackets all that stand side by side."""
        yield str(node.text)
        while self._in_value and isinstance(after := self._node(), WordNode):
            self._at += 1
            yield str(after.text)


def _opened(query: Query | None) -> Sequence[Query]:
    """The members a bracket adds to the And it stands in.

    A bracket that says who speaks and what keeps to itself: its words are that speaker's, others'
    are not.
    """
    if query is None:
        return ()
    if not isinstance(query, And):
        return (query,)
    asks = [_asks_who(member) for member in query.subqueries]
    mixed = any(asks) and not all(asks)
    return (query,) if mixed else tuple(query.subqueries)


def _asks_who(query: Query) -> bool:
    """Whether a tree speaks of turns' speakers anywhere."""
    if isinstance(query, And | Or):
        return any(_asks_who(member) for member in query.subqueries)
    if isinstance(query, Not):
        return _asks_who(query.query)
    return isinstance(query, Term) and query.fieldname in TURN_FIELDS


def _firm(query: Query) -> Query:
    """The same, as no almost-match may lack it."""
    if not getattr(query, "loose", False):
        return query
    if isinstance(query, Quote):
        return Quote(query.fieldname, query.words, query.printed, slop=query.slop)
    return Word(query.fieldname, query.text, query.printed)


def _unique(members: Sequence[Query]) -> list[Query]:
    """Each member once, in order; firm where it stands firm anywhere."""
    kept: dict[Query, Query] = {}
    for one in members:
        if one not in kept or not getattr(one, "loose", False):
            kept[one] = one
    return list(kept.values())


def _one_speaker(query: Query, first: Mapping[str, Term], notices: list[str]) -> Query | None:
    """The tree without a second speaker in one And: no turn has two; each side of an Or its own."""
    if isinstance(query, Term) and query.fieldname in _ONE_EACH:
        before = first.get(query.fieldname)
        if before is None or words(before.text) == words(query.text):
            return query
        name = query.fieldname
        printed, earlier = brief(query.printed), brief(before.printed)
        notices.append(Notice.SECOND_VOICE.with_values(name=name, second=printed, first=earlier))
        return None
    if isinstance(query, And):
        inner = dict(first)
        for one in query.subqueries:
            if isinstance(one, Term) and one.fieldname in _ONE_EACH:
                inner.setdefault(one.fieldname, one)
        kept = [_one_speaker(one, inner, notices) for one in query.subqueries]
        return _rebuilt(query, kept)
    if isinstance(query, Or):
        return _rebuilt(query, [_one_speaker(one, first, notices) for one in query.subqueries])
    return query


def _rebuilt(query: Query, members: Sequence[Query | None]) -> Query | None:
    left = [one for one in members if one is not None]
    return type(query)(left) if len(left) > 1 else left[0] if left else None
