"""Settings → the engine that answers, and the writer that builds what it answers from."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.generations import Generations
from search.errors import BadSetting, DamagedIndex, UsageError
from search.extras import install_command
from search.settings import Engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.engine import IndexWriter, SearchEngine
    from search.settings import Settings

_MEGABYTE = 1 << 20


class GenerationSource(Protocol):
    """The generations of one place: a data folder, or a cluster."""

    def current(self) -> str:
        """The name of the generation that serves; `IndexUnavailable` where there is none."""

    def open(self, name: str) -> SearchEngine:
        """The generation of that name; `DamagedIndex` where it is not there, or not whole."""


def open_engine(settings: Settings) -> SearchEngine:
    """The generation that serves; `IndexUnavailable` says what to run where there is none."""
    if settings.engine is Engine.OPENSEARCH:
        with _extra():
            from search.engines.opensearch.serving import open_serving
        return open_serving(settings)
    folders = _Folders(settings)
    return folders.open(folders.current())


def open_writer(settings: Settings, *, anew: bool = False, part: str | None = None) -> IndexWriter:
    """A writer of the next generation; entering it takes the data folder's lock.

    What the serving generation holds is carried over where it is the same, unless `anew`. With
    `part`, as "2/8", it writes that part of a build by several machines, which a cluster alone has.
    """
    if settings.engine is Engine.OPENSEARCH:
        if part is not None:
            return _part_writer(settings, part)
        with _extra():
            from search.engines.opensearch.publish.writer import OpenSearchWriter
        return OpenSearchWriter(settings, anew=anew)
    if part is not None:
        raise UsageError(
            f"--part {part} is for several machines that fill one cluster, and the index is a"
            " folder here; leave it out, or set ONRECORD_ENGINE=opensearch"
        )
    from search.engines.whoosh.write.writer import WhooshWriter  # answering needs no writer

    return WhooshWriter(settings, anew=anew)


def _part_writer(settings: Settings, part: str) -> IndexWriter:
    with _extra():
        from search.engines.opensearch.publish.build_part import read_build_part
        from search.engines.opensearch.publish.part_writer import PartWriter
    return PartWriter(settings, read_build_part(part))


def verify(settings: Settings) -> tuple[str, ...]:
    """What is wrong with the generation that serves, in sentences; nothing when all is well."""
    if settings.engine is Engine.OPENSEARCH:
        with _extra():
            from search.engines.opensearch.serving import verify_serving
        return verify_serving(settings)
    from search.engines.whoosh.verify import verify as verify_generation

    generations = Generations(settings)
    return verify_generation(generations.trusted_folder(generations.current()))


class Serving:
    """Follows the generation that serves; safe to share between threads.

    A new one is opened at the next call after it was published (on a cluster a second later at
    most). Code that holds the old engine goes on with it; its files are closed when none
    does.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._engine: SearchEngine | None = None

    def engine(self) -> SearchEngine:
        """The engine of the generation that serves now."""
        name = self._source.current()
        engine = self._engine
        if engine is not None and engine.manifest.generation == name:
            return engine
        with self._lock:
            if self._engine is None or self._engine.manifest.generation != name:
                replaces = self._engine is not None
                self._engine = _opened(self._source, name)
                if replaces:  # a server looks for cycles rarely; these may hold files and arrays
                    gc.collect()
            return self._engine

    @cached_property
    def _source(self) -> GenerationSource:
        """Where generations are; found at first use, for settings may name no usable place."""
        if self._settings.engine is Engine.OPENSEARCH:
            with _extra():
                from search.engines.opensearch.serving import ClusterGenerationSource
            return ClusterGenerationSource(self._settings)
        return _Folders(self._settings)


def _opened(source: GenerationSource, name: str) -> SearchEngine:
    """The generation of that name, or the next one where it was swept away meanwhile."""
    try:
        return source.open(name)
    except DamagedIndex:
        following = source.current()
        if following == name:
            raise
        return source.open(following)


class _Folders:
    """The generations of a data folder."""

    def __init__(self, settings: Settings) -> None:
        self._generations = Generations(settings)
        self._cache_bytes = settings.cache_mb * _MEGABYTE

    def current(self) -> str:
        return self._generations.current()

    def open(self, name: str) -> SearchEngine:
        return WhooshEngine(self._generations.trusted_folder(name), self._cache_bytes)


@contextmanager
def _extra() -> Iterator[None]:
    """Imports of the distributed engine; `BadSetting` where its library is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != "opensearchpy":
            raise
        expected = f"usable here: its library is missing: {install_command('opensearch')}"
        raise BadSetting("engine", str(Engine.OPENSEARCH), expected) from error
