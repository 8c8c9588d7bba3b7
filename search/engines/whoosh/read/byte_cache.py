"""Arrays made at some cost → kept while they fit in a number of bytes, the least used let go."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence


class Sized(Protocol):
    """What knows how much memory it takes."""

    @property
    def nbytes(self) -> int:
        """Bytes of its arrays."""


T = TypeVar("T", bound=Sized)

_ENTRY_BYTES = 400  # of an entry's key, links and array headers


class ByteCache:
    """Least recently used first out; safe to share between threads.

    Two threads that miss the same key both make its value, and the last one is kept: the values are
    equal and immutable, and no thread waits for a lock while arrays are made. A value larger than
    the whole cache is made anew each time, and pushes nothing out.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Hashable, tuple[Sized, int]] = OrderedDict()
        """Values, and the bytes that each was counted with: to sum them up again takes time"""
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of `key`, made when it is not there."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return cast("T", kept[0])  # a key is always made into values of one kind
        made = make()
        with self._lock:
            self._keep(key, made)
        return made

    def find(self, key: Hashable) -> Any:
        """The value of `key`; None when it is not there."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            self._kept.move_to_end(key)
            return kept[0]

    def put(self, key: Hashable, value: Sized) -> None:
        """Keep a value in place of the one that `key` had."""
        with self._lock:
            self._keep(key, value)

    def get_each(self, keys: Sequence[Hashable], make: Callable[[int], T]) -> list[T]:
        """The values of some keys; `make` takes the place of one that is not there."""
        kept: list[Any] = []
        missing: list[int] = []
        with self._lock:
            for at, key in enumerate(keys):
                one = self._kept.get(key)
                if one is None:
                    missing.append(at)
                    kept.append(None)
                else:
                    self._kept.move_to_end(key)
                    kept.append(one[0])
        if missing:
            made: dict[Hashable, T] = {}
            for at in missing:
                key = keys[at]
                if key not in made:
                    made[key] = make(at)
                kept[at] = made[key]
            with self._lock:
                for key, value in made.items():
                    self._keep(key, value)
        return kept

    def _keep(self, key: Hashable, made: Sized) -> None:
        before = self._kept.pop(key, None)
        if before is not None:
            self._bytes -= before[1]
        size = made.nbytes
        if size > self._most_bytes:
            return
        size += _ENTRY_BYTES
        self._kept[key] = made, size
        self._bytes += size
        while self._bytes > self._most_bytes and len(self._kept) > 1:
            _, (_, dropped) = self._kept.popitem(last=False)
            self._bytes -= dropped

    @property
    def nbytes(self) -> int:
        """Bytes held now."""
        return self._bytes
