"""Statements given to a writer → offers of them, each id once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from search.engine import Offer
from search.errors import NothingIndexed
from search.formats.json_shapes import statement_shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from search.records import Statement, StatementId


def offered(statement: Statement) -> Offer:
    """The statement as an offer; its digest stands for all of it but the moment of indexing."""
    bare = replace(statement, indexed=None)
    shape = json.dumps(statement_shape(bare), ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(shape.encode()).hexdigest()
    return Offer(statement.id, digest, partial(replace, bare), statement.indexed, len(shape))


class OfferCollector:
    """What every `IndexWriter` is given before it publishes."""

    def __init__(self) -> None:
        self._collected: dict[StatementId, Offer] = {}

    def add(self, statements: Iterable[Statement]) -> None:
        """Write statements, in any order; ids must differ. As many as fit in memory."""
        self.offer(map(offered, statements))

    def offer(self, offers: Iterable[Offer]) -> None:
        """Write the statements offered, in any order, when they are published.

        Raises ValueError for an id that was given before.
        """
        for one in offers:
            if one.id in self._collected:
                raise ValueError(f"statement {one.id} was given twice")
            self._collected[one.id] = one

    @property
    def offers(self) -> Mapping[StatementId, Offer]:
        """All offers, by id; `NothingIndexed` where there is none."""
        if not self._collected:
            raise NothingIndexed("no statement was given; the index that served still does")
        return self._collected
