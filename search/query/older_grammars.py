"""A query and the version of the language it was written in → the same question in today's.

Whoever raises `grammar.VERSION` adds a row here, and the queries of the version before stay in
`tests/search/query/kept_queries.toml` with the trees they had.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from search.query.dates import moscow_today
from search.query.grammar import VERSION
from search.query.quotation_marks import CLOSED
from search.query.syntax import last_joining_nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_CLOSED: Final = re.compile(rf"(?:{CLOSED})(?:~[0-9]{{1,9}})?")


def _from_first(q: str) -> str:
    """Doubled quotation marks were no phrase's, and an AND or OR that joins nothing was a word."""
    q = _CLOSED.sub(lambda one: one[0] if one["nested"] is None else f" {one['nested']} ", q)
    while (span := last_joining_nothing(q, moscow_today())) is not None:
        start, end = span
        q = q[:start] + q[start:end].lower() + q[end:]
    return q


REWRITERS: Final[Mapping[int, Callable[[str], str]]] = {1: _from_first}
"""Of each former version: a query that was written in it → how the next version writes it."""


def is_known(version: int) -> bool:
    """Whether queries of a version are read as they were meant."""
    return version == VERSION or (version in REWRITERS and is_known(version + 1))


def in_this_grammar(q: str, version: int) -> str:
    """The query as it is written today; as it stands where its version is not known."""
    if not is_known(version):
        return q
    for former in range(version, VERSION):
        q = REWRITERS[former](q)
    return q
