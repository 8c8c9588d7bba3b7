"""A tree of a query → one line of text that tests compare."""

from __future__ import annotations

from datetime import date

from whoosh.query import And, Every, Not, Or, Phrase, Query, Sequence, Term

from search.query.parser import ExplicitAnd

TODAY = date(2020, 8, 14)


def drawn(query: Query) -> str:
    """A tree in one line: `+( )` And, `&( )` a written And, `|( )` Or, `!` Not."""
    if isinstance(query, Sequence):
        return f"row({' '.join(map(drawn, query.subqueries))})"
    if isinstance(query, ExplicitAnd):
        return f"&({' '.join(map(drawn, query.subqueries))})"
    if isinstance(query, And):
        return f"+({' '.join(map(drawn, query.subqueries))})"
    if isinstance(query, Or):
        return f"|({' '.join(map(drawn, query.subqueries))})"
    if isinstance(query, Not):
        return f"!{drawn(query.query)}"
    if isinstance(query, Every):
        return "everything"
    if isinstance(query, Phrase):
        near = f"~{query.slop}" if query.slop > 1 else ""
        return f'{query.fieldname}:"{" ".join(query.words)}"{near}'
    if hasattr(query, "start"):
        return f"{query.fieldname}:[{query.start or ''}..{query.end or ''}]"
    if hasattr(query, "maxdist"):
        return f"{query.fieldname}:{query.text}~{query.maxdist}"
    text = query.text if isinstance(query, Term) else f"{query.text}?*"
    return f"{query.fieldname}:{text}"
