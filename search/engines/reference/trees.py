"""A query tree, and a statement's place in the order of dates: small questions about each."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from whoosh.query import And, Not, Or, Phrase, Term

from search.engine import MOST_PAIRS, TURN_FIELDS, Sort

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from whoosh.query import Query, TermRange

    from search.records import Statement


def is_condition(node: Query) -> bool:
    """Whether a tree asks about turns only (who, in which office), not about words."""
    if isinstance(node, (And, Or)):
        return bool(node.subqueries) and all(is_condition(child) for child in node.subqueries)
    if isinstance(node, Not):
        return is_condition(node.query)
    return isinstance(node, (Term, Phrase)) and node.fieldname in TURN_FIELDS


def is_exclusion(condition: Query) -> bool:
    """Whether a condition on turns only leaves some out."""
    if isinstance(condition, (And, Or)):
        return all(is_exclusion(child) for child in condition.subqueries)
    return isinstance(condition, Not) and not is_exclusion(condition.query)


def bracket(required: Query | None) -> Sequence[Query]:
    """What stands in one bracket with the plain words."""
    if required is None:
        return ()
    return required.subqueries if type(required) is And else (required,)


def value_of(node: Query) -> str:
    """The value a Term or Phrase asks for in a field of names."""
    return " ".join(node.words) if isinstance(node, Phrase) else str(node.text)


def order(statement: Statement, sort: Sort) -> tuple[object, ...]:
    """Newest (oldest, newest indexed) first, what is unknown last; then language and number."""
    sign = 1 if sort is Sort.OLDEST else -1
    day = statement.date.toordinal() if statement.date else None
    clock = statement.minute
    seen = statement.indexed.timestamp() if sort is Sort.INDEXED and statement.indexed else 0
    return (
        -seen,
        day is None,
        sign * (day or 0),
        clock is None,
        sign * (clock or 0),
        statement.lang,
        statement.number is None,
        statement.number or 0,
        statement.id,
    )


def year_of(statement: Statement) -> int:
    """The year of a statement; 0 for one without a date."""
    return statement.date.year if statement.date else 0


def month_of(statement: Statement) -> str:
    """The year and month of a statement; empty for one without a date."""
    return statement.date.isoformat()[:7] if statement.date else ""


def spoken(node: Query) -> Iterator[Query]:
    """Positive words and phrases of the tree that a turn may hold."""
    if isinstance(node, (And, Or)):
        for child in node.subqueries:
            yield from spoken(child)
    elif isinstance(node, (Term, Phrase)) and node.fieldname in ("text", "exact"):
        yield node


def neighbours(children: Sequence[Query]) -> list[Phrase]:
    """Each two words of the text that stand next to each other, as a phrase; the first few."""
    rows = [_alone(child) for child in children]
    pairs = [
        Phrase("text", [one.text, other.text], slop=1)
        for one, other in pairwise(rows)
        if isinstance(one, Term) and isinstance(other, Term)
        if one.fieldname == other.fieldname == "text"
    ]
    return pairs[:MOST_PAIRS]


def _alone(node: Query) -> Query:
    """An Or of one is that one."""
    while isinstance(node, Or) and len(node.subqueries) == 1:
        (node,) = node.subqueries
    return node


def in_range(node: TermRange, statement: Statement) -> bool:
    """Whether the statement's day lies in the range; one without a day lies in none."""
    if statement.date is None:
        return False
    day = statement.date.isoformat()
    if node.start and (day < node.start or (node.startexcl and day == node.start)):
        return False
    return not (node.end and (day > node.end or (node.endexcl and day == node.end)))
