"""A query and the version of the language it was written in → the same question in today's.

Whoever raises `grammar.VERSION` adds a row here, and the queries of the version before stay in
`tests/search/query/kept_queries.toml` with the trees they had.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from search.query.grammar import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REWRITERS: Final[Mapping[int, Callable[[str], str]]] = {}
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
