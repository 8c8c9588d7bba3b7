"""Statements → one generation of a Whoosh index, published whole or not at all."""

from __future__ import annotations

import json
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import VERSION as TEXT_VERSION
from search.engines.folder_lock import FolderLock
from search.engines.offer_statement import OfferCollector
from search.engines.whoosh.format.columns import read_columns
from search.engines.whoosh.format.merged_dictionary import DICTIONARY_NAME, write_dictionary
from search.engines.whoosh.format.schema import ENGINE_VERSION
from search.engines.whoosh.format.segment import arrays_name, prefix, write_contents
from search.engines.whoosh.generations import (
    FORMS_NAME,
    LEXICON_NAME,
    Generations,
)
from search.engines.whoosh.write.merge import joined_columns, joined_lexicon
from search.engines.whoosh.write.segment_build import build_segments
from search.engines.whoosh.write.segment_partition import partition
from search.errors import CannotWrite
from search.processes import process_count
from search.records import SCHEMA_VERSION, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from search.engines.whoosh.published_files import Files
    from search.engines.whoosh.write.segment_partition import SegmentPlan
    from search.records import Coverage
    from search.settings import Settings

SOURCES_NAME: Final = "sources.json"


class WhooshWriter(OfferCollector):
    """Builds a generation; entering takes the folder's lock, leaving gives it back.

    Segments that the serving generation holds already are carried over, unless `anew`.
    """

    def __init__(
        self, settings: Settings, *, anew: bool = False, segment_chars: int | None = None
    ) -> None:
        super().__init__()
        self._generations = Generations(settings)
        self._data = settings.data
        self._jobs = process_count(settings.jobs)
        self._anew = anew
        self._segment_chars = segment_chars
        self._leaving = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as entering:
            entering.enter_context(FolderLock(self._data))
            self._generations.sweep()
            entering.callback(self._generations.sweep)
            self._leaving = entering.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Sweep what was not published, and let the next writer in."""
        self._leaving.close()

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
        plans = list(partition(tuple(self.offers.values()), self._segment_chars))
        with self._refusals_named():
            folder = self._generations.begin(datetime.now(UTC))
            durable = self._segments(folder, plans)
            _write_whole(folder, plans)
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
        with self._refusals_named():
            self._generations.publish(folder, manifest, durable)
        return manifest

    @contextmanager
    def _refusals_named(self) -> Iterator[None]:
        """Raise `CannotWrite`, with what the system says, where it refuses to write."""
        try:
            yield
        except OSError as error:
            raise CannotWrite(
                f"the index could not be written to {self._generations.folder('')}: "
                f"{error.strerror or error}. The index that served before still does; make room "
                "or let the folder be written, and run the same again."
            ) from error

    def _segments(self, folder: Path, plans: Sequence[SegmentPlan]) -> Files:
        """Carry over the segments that are there already and build the others; all their files."""
        files: dict[str, Mapping[str, object]] = {}
        missing = list(plans)
        if not self._anew:
            carried = self._generations.carry([prefix(one.name) for one in plans], folder)
            missing = [one for one in plans if prefix(one.name) not in carried]
            for found in carried.values():
                files.update(found)
        for built in build_segments(folder, missing, self._jobs):
            files.update(built)
        return files


def _write_whole(folder: Path, plans: Sequence[SegmentPlan]) -> None:
    """Write what the generation keeps beside its segments."""
    names = [one.name for one in plans]
    pieces = [read_columns(folder, prefix(name)) for name in names]
    indexed = [offer.indexed for one in plans for offer in one.offers]
    joined_columns(pieces, indexed).write(folder)
    write_contents(folder, names)
    write_dictionary(folder / DICTIONARY_NAME, [folder / arrays_name(name) for name in names])
    _write_json(folder / LEXICON_NAME, joined_lexicon(folder))


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
