"""Statements → one generation of a Whoosh index, published whole or not at all."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from whoosh.filedb.filestore import FileStorage

from search.engines.whoosh.columns import ColumnsBuilder
from search.engines.whoosh.documents import documents
from search.engines.whoosh.generations import ENGINE_VERSION, Generations
from search.engines.whoosh.schema import EXACT_WORDS, GAP, schema
from search.engines.whoosh.segment import Segment, write_contents
from search.errors import CannotWrite, NothingIndexed
from search.records import SCHEMA_VERSION, Manifest
from search.text import VERSION as TEXT_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from search.engines.whoosh.generations import HeldLock
    from search.records import Coverage, Statement, StatementId
    from search.settings import Settings

SOURCES_NAME: Final = "sources.json"
FORMS_NAME: Final = "forms.json"
LEXICON_NAME: Final = "lexicon.json"
SEGMENT_TOKENS: Final = 12_000_000  # of all fields together; about 400 MB while it is written


class WhooshWriter:
    """Builds a generation; entering takes the folder's lock, leaving gives it back."""

    def __init__(self, settings: Settings, *, segment_tokens: int = SEGMENT_TOKENS) -> None:
        self._generations = Generations(settings)
        self._segment_tokens = segment_tokens
        self._schema = schema()
        self._lock: HeldLock | None = None
        self._folder: Path | None = None
        self._storage: Any = None
        self._segment: Segment | None = None
        self._segments: list[Any] = []
        self._columns = ColumnsBuilder()
        self._lexicon: Counter[str] = Counter()
        self._ids: set[StatementId] = set()

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
            if self._segment is not None:
                self._segment.abandon()
            self._generations.sweep()
        finally:
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def add(self, statements: Iterable[Statement]) -> None:
        """Write statements, in any order; ids must differ."""
        for statement in statements:
            if statement.id in self._ids:
                raise ValueError(f"statement {statement.id} was given twice")
            self._ids.add(statement.id)
            with self._told():
                self._write(statement)

    def _write(self, statement: Statement) -> None:
        segment = self._open_segment()
        self._columns.add(statement)
        for document in documents(statement):
            segment.add(document)
        if segment.tokens >= self._segment_tokens:
            self._close_segment()

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
        folder = self._folder
        if folder is None:
            raise NothingIndexed("no statement was given; the index that served still does")
        with self._told():
            self._finish(folder)
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
            self._generations.publish(folder, manifest)
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

    def _finish(self, folder: Path) -> None:
        """Write what was collected while statements came in."""
        self._close_segment()
        write_contents(folder, self._storage, self._schema, self._segments)
        self._columns.columns().write(folder)
        del self._lexicon[GAP]
        _write_json(folder / LEXICON_NAME, dict(sorted(self._lexicon.items())))

    def _open_segment(self) -> Segment:
        if self._folder is None:
            self._folder = self._generations.begin(datetime.now(UTC))
            self._storage = FileStorage(str(self._folder))
        if self._segment is None:
            self._segment = Segment(self._storage, self._schema)
        return self._segment

    def _close_segment(self) -> None:
        """Write the segment's postings; count its words while they are at hand."""
        if self._segment is None:
            return
        for name in EXACT_WORDS:
            self._lexicon.update(self._segment.word_counts(name))
        self._segments.append(self._segment.finish())
        self._segment = None


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
