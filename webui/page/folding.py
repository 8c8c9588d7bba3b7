"""The hits of a page in their order → the same, those of one title next to each other together."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from search.analysis.tokenizer import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.records import Hit


_CACHED_TITLES: Final = 2_000  # some 400 bytes each; what is searched for often is shown often


class TitleFold(NamedTuple):
    """A hit, and those right after it that have its title: shown when they are asked for."""

    first: Hit
    others: tuple[Hit, ...] = ()


def folded_by_title(hits: Iterable[Hit]) -> list[TitleFold]:
    """Each hit once, in order; titles that read alike are one title, and no title is none."""
    folds: list[TitleFold] = []
    for title, group in groupby(hits, lambda hit: _folded(hit.statement.title or "")):
        same = list(group)
        folds += [TitleFold(same[0], tuple(same[1:]))] if title else map(TitleFold, same)
    return folds


@lru_cache(maxsize=_CACHED_TITLES)
def _folded(title: str) -> str:
    return folded(title)
