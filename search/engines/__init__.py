"""Settings → the engine that answers, and the writer that builds what it answers from."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.generations import Generations
from search.engines.whoosh.verify import verify as verify_generation
from search.engines.whoosh.writer import WhooshWriter
from search.errors import DamagedIndex

if TYPE_CHECKING:
    from search.engine import IndexWriter, SearchEngine
    from search.settings import Settings

_MEGABYTE = 1 << 20


def open_engine(settings: Settings) -> SearchEngine:
    """The generation that serves; `IndexUnavailable` says what to run when there is none."""
    generations = Generations(settings)
    return _open(generations, generations.current(), settings)


def open_writer(settings: Settings, *, anew: bool = False) -> IndexWriter:
    """A writer of the next generation; entering it takes the data folder's lock.

    What the serving generation holds is carried over where it is the same, unless `anew`.
    """
    return WhooshWriter(settings, anew=anew)


def verify(settings: Settings) -> tuple[str, ...]:
    """What is wrong with the generation that serves, in sentences; nothing when all is well."""
    generations = Generations(settings)
    return verify_generation(generations.folder(generations.current()))


class Serving:
    """Follows the generation that serves; safe to share between threads.

    A new one is opened at the next call after it was published. Whoever still holds the old engine
    goes on with it; its files are let go when nobody does.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._generations = Generations(settings)
        self._lock = threading.Lock()
        self._engine: SearchEngine | None = None

    def engine(self) -> SearchEngine:
        """The engine of the generation that serves now."""
        name = self._generations.current()
        engine = self._engine
        if engine is not None and engine.manifest.generation == name:
            return engine
        with self._lock:
            if self._engine is None or self._engine.manifest.generation != name:
                self._engine = self._opened(name)
            return self._engine

    def _opened(self, name: str) -> SearchEngine:
        """The generation of that name, or the next one where it was swept away meanwhile."""
        try:
            return _open(self._generations, name, self._settings)
        except DamagedIndex:
            following = self._generations.current()
            if following == name:
                raise
            return _open(self._generations, following, self._settings)


def _open(generations: Generations, name: str, settings: Settings) -> SearchEngine:
    return WhooshEngine(generations.folder(name), settings.cache_mb * _MEGABYTE)
