"""What is made of an engine and kept while its generation serves: tables that cost time to make."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engine import SearchEngine

_Value = TypeVar("_Value")


class PerGeneration(Generic[_Value]):
    """A value made once for the generation that serves; other values are not waited for."""

    def __init__(self, make: Callable[[SearchEngine], _Value]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: tuple[str, _Value] | None = None

    def get(self, engine: SearchEngine) -> _Value:
        """The value for this engine's generation; whoever asks meanwhile waits until it is made."""
        generation = engine.manifest.generation
        with self._lock:
            if self._made is None or self._made[0] != generation:
                self._made = generation, self._make(engine)
            return self._made[1]
