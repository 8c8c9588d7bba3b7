"""A ledger and its chosen pages → statements offered to a writer, people told apart in all of them.

Who speaks is resolved over the outlines of all statements; a statement itself is unpacked where the
writer loads it, which may be in another process, and only if it does.
"""

from __future__ import annotations

import hashlib
import weakref
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from index.cleaning.parts import join
from index.people.resolver import PersonResolver
from index.pipeline.coverage import CoverageCounter
from index.pipeline.outline import outline_from
from index.pipeline.page_entry import unpacked
from search.engine import Offer
from search.records import StatementId
from search.store.sqlite import connect_read_only

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from index.pipeline.ledger import Ledger
    from index.pipeline.page_entry import ChosenPages
    from index.progress import Progress
    from search.records import Coverage, Statement

Persons = tuple[str | None, ...]
"""Of a statement: the person id of each turn's speaker."""


class PackedStatements:
    """The statements of a ledger's file; given to another process, they are read there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: sqlite3.Connection | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return PackedStatements, (self._path,)

    def statement(self, places: Sequence[str]) -> Statement:
        """The cleaned statement that the pages at `places` make."""
        return join([self._page(place) for place in places])

    def resolved(self, places: Sequence[str], persons: Persons) -> Statement:
        """The same with the persons of its turns."""
        one = self.statement(places)
        turns = zip(one.turns, persons, strict=True)
        return replace(one, turns=tuple(replace(turn, person=who) for turn, who in turns))

    def _page(self, place: str) -> Statement:
        if self._db is None:
            self._db = connect_read_only(self._path)
            weakref.finalize(self, self._db.close)
        query = "SELECT statement FROM page WHERE place = ?"
        return unpacked(self._db.execute(query, (place,)).fetchone()[0])


@dataclass(frozen=True, slots=True)
class OfferedStatements:
    """All statements of a ledger, what they cover, and every form of the names of persons."""

    offers: Sequence[Offer]
    coverage: Coverage
    forms: Mapping[str, Sequence[str]]


def offered(
    ledger: Ledger,
    chosen: Mapping[str, ChosenPages],
    indexed: Mapping[str, datetime],
    own: Path | None,
    progress: Progress,
) -> OfferedStatements:
    """The statements of `chosen`, with the moments they were first indexed.

    `own` is the user's file of people. The digest of an offer covers pages and persons.
    """
    packed = PackedStatements(ledger.path)
    progress.start("Telling people apart", 2 * len(chosen))
    people = PersonResolver.learn(_outlines(ledger, chosen, packed, progress), own)
    offers, census = [], CoverageCounter()
    for outline in _outlines(ledger, chosen, packed, progress):
        census.count(outline)
        persons = tuple(turn.person for turn in people.resolve(outline).turns)
        pages = chosen[outline.id]
        offers.append(
            Offer(
                StatementId(outline.id),
                _digest(pages.digest, persons),
                partial(packed.resolved, pages.places, persons),
                indexed[outline.id],
                pages.chars,
            )
        )
    return OfferedStatements(offers, census.coverage(), people.forms)


def _outlines(
    ledger: Ledger, chosen: Mapping[str, ChosenPages], packed: PackedStatements, progress: Progress
) -> Iterator[Statement]:
    """Every statement as far as it is needed; one of several pages, which are rare, whole."""
    for pages in chosen.values():
        if len(pages.places) > 1:
            yield packed.statement(pages.places)
        else:
            yield outline_from(ledger.outline(pages.places[0]))
        progress.step()


def _digest(pages: str, persons: Persons) -> str:
    return hashlib.sha256("\n".join((pages, *(who or "" for who in persons))).encode()).hexdigest()
