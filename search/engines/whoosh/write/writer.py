"""Statements → one generation of a Whoosh index, published whole or not at all."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import VERSION as TEXT_VERSION
from search.engines.offer_statement import offered
from search.engines.whoosh.format.columns import read_columns
from search.engines.whoosh.format.segment import prefix, write_contents
from search.engines.whoosh.generations import (
    ENGINE_VERSION,
    FORMS_NAME,
    LEXICON_NAME,
    Generations,
)
from search.engines.whoosh.write.merge import joined_columns, joined_lexicon
from search.engines.whoosh.write.segment_build import build_segments
from search.engines.whoosh.write.segment_partition import partition
from search.errors import CannotWrite, NothingIndexed
from search.processes import process_count
from search.records import SCHEMA_VERSION, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from search.engine import Offer
    from search.engines.whoosh.generations import Files, HeldLock
    from search.engines.whoosh.write.segment_partition import SegmentPlan
    from search.records import Coverage, Statement, StatementId
    from search.settings import Settings

SOURCES_NAME: Final = "sources.json"


class WhooshWriter:
    """Builds a generation; entering takes the folder's lock, leaving gives it back.

    Segments that the serving generation holds already are carried over, unless `anew`.
    """

    def __init__(
        self, settings: Settings, *, anew: bool = False, segment_chars: int | None = None
    ) -> None:
        self._generations = Generations(settings)
        self._jobs = process_count(settings.jobs)
        self._anew = anew
        self._segment_chars = segment_chars
        self._lock: HeldLock | None = None
        self._offers: dict[StatementId, Offer] = {}

    def __enter__(self) -> Self:
        self._lock = self._generations.lock()
        self._generations.sweep()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Sweep what was not published, and let the next writer in."""
        try:
            self._generations.sweep()
        finally:
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def add(self, statements: Iterable[Statement]) -> None:
        """Write statements, in any order; ids must differ. As many as fit in memory."""
        self.offer(map(offered, statements))

    def offer(self, offers: Iterable[Offer]) -> None:
        """Write the statements offered, in any order, when they are published; ids must differ."""
        for one in offers:
            if one.id in self._offers:
                raise ValueError(f"statement {one.id} was given twice")
            self._offers[one.id] = one

    def publish(
        self,
        coverage: Coverage,
        sources: Sequence[str],
        *,
        sample: bool,
        forms: Mapping[str, Sequence[str]] | None = None,
    ) -> Manifest:
        """Make the generation durable, then the one that serves.

        `forms` are further names of persons, beside those printed in the statements.
        """
        if not self._offers:
            raise NothingIndexed("no statement was given; the index that served still does")
        cuts = list(partition(tuple(self._offers.values()), self._segment_chars))
        with self._told():
            folder = self._generations.begin(datetime.now(UTC))
            durable = self._segments(folder, cuts)
            _write_whole(folder, cuts)
            _write_json(
                folder / FORMS_NAME, {who: list(more) for who, more in (forms or {}).items()}
            )
            _write_json(folder / SOURCES_NAME, list(sources))
        manifest = Manifest(
            generation=folder.name,
            schema=SCHEMA_VERSION,
            text=TEXT_VERSION,
            engine=ENGINE_VERSION,
            built=datetime.now(UTC).isoformat(timespec="seconds"),
            coverage=coverage,
            sample=sample,
        )
        with self._told():
            self._generations.publish(folder, manifest, durable)
        return manifest

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the system says when it refuses to write, with what follows from it."""
        try:
            yield
        except OSError as error:
            raise CannotWrite(
                f"the index could not be written to {self._generations.folder('')}: "
                f"{error.strerror or error}. The index that served before still does; make room "
                "or let the folder be written, and run the same again."
            ) from error

    def _segments(self, folder: Path, cuts: Sequence[SegmentPlan]) -> Files:
        """Carry over the segments that are there already and build the others; all their files."""
        files: dict[str, Mapping[str, object]] = {}
        missing = list(cuts)
        if not self._anew:
            carried = self._generations.carry([prefix(one.name) for one in cuts], folder)
            missing = [one for one in cuts if prefix(one.name) not in carried]
            for found in carried.values():
                files.update(found)
        for built in build_segments(folder, missing, self._jobs):
            files.update(built)
        return files


def _write_whole(folder: Path, cuts: Sequence[SegmentPlan]) -> None:
    """Write what the generation keeps beside its segments."""
    names = [one.name for one in cuts]
    pieces = [read_columns(folder, prefix(name)) for name in names]
    indexed = [offer.indexed for one in cuts for offer in one.offers]
    joined_columns(pieces, indexed).write(folder)
    write_contents(folder, names)
    _write_json(folder / LEXICON_NAME, joined_lexicon(folder, names))


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
