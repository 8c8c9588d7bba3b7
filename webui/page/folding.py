"""The hits of a page in their order → the same, those of one title next to each other together."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from search.analysis.tokenizer import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.records import Hit


class TitleFold(NamedTuple):
    """A hit, and those right after it that have its title: shown when they are asked for."""

    first: Hit
    others: tuple[Hit, ...] = ()


def folded_by_title(hits: Iterable[Hit]) -> list[TitleFold]:
    """Each hit once, in order; titles that read alike are one title, and no title is none."""
    folds: list[TitleFold] = []
    for title, group in groupby(hits, lambda hit: folded(hit.statement.title or "")):
        same = list(group)
        folds += [TitleFold(same[0], tuple(same[1:]))] if title else map(TitleFold, same)
    return folds
