"""A segment's stored column + a document → what Whoosh stores of it.

The file is laid out as `whoosh.columns.VarBytesColumn` describes: values one after the other, the
length of each, and how lengths are written. Each value is the compressed pickle of a dict. Whoosh's
own reader keeps lengths and places in memory, eight bytes each, and reads eight kilobytes a value.
"""

from __future__ import annotations

import os
import pickle
import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from search.engines.manifest import REBUILD
from search.errors import DamagedIndex

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

_KINDS: Final = {b"B": ">u1", b"H": ">u2", b"i": ">i4", b"I": ">u4", b"q": ">i8", b"Q": ">u8"}
"""How lengths are written, by the code of Python's arrays."""
_WITH_PLACES: Final = b"X"
_DAMAGED: Final = f"{{}} holds no stored fields; {REBUILD}"


class StoredColumn:
    """What is stored of the documents of a segment; safe to share between threads."""

    def __init__(self, path: Path, documents: int) -> None:
        """`documents`: how many the segment has."""
        self._path = path
        self._file = path.open("rb", buffering=0)
        try:
            # a view of the array, which gives single numbers faster
            self._bounds = self._read_bounds(documents).data
        except DamagedIndex:
            self.close()
            raise

    def _read_bounds(self, documents: int) -> NDArray[np.unsignedinteger]:
        """Where the value of each document starts, and where the last one ends."""
        size = os.fstat(self._file.fileno()).st_size
        end = self._read(max(size - 3, 0), size)
        if end.endswith(_WITH_PLACES):  # places follow the lengths, and two codes
            code, of_places = end[:1], np.dtype(_KINDS.get(end[1:2], "V0"))
            stop = size - 3 - documents * of_places.itemsize
        else:
            code, stop = end[-1:], size - 1
        if code not in _KINDS:
            raise DamagedIndex(_DAMAGED.format(self._path))
        kind = np.dtype(_KINDS[code])
        written = self._read(stop - documents * kind.itemsize, stop)
        ends = np.frombuffer(written, kind).cumsum(dtype=np.uint64)
        fitting = np.uint32 if size < 1 << 32 else np.uint64
        bounds: NDArray[np.unsignedinteger] = np.concatenate(([0], ends)).astype(fitting)
        return bounds

    def fields(self, document: int) -> Mapping[str, Any]:
        """The stored fields of one of its documents."""
        start, stop = self._bounds[document], self._bounds[document + 1]
        if start == stop:
            return {}
        value = zlib.decompress(self._read(start, stop))
        found: Mapping[str, Any] = pickle.loads(value)  # noqa: S301 # index files are trusted input
        return found

    def _read(self, start: int, stop: int) -> bytes:
        found = os.pread(self._file.fileno(), stop - start, start) if start >= 0 else b""
        if len(found) != stop - start:
            raise DamagedIndex(_DAMAGED.format(self._path))
        return found

    def close(self) -> None:
        """Close the file."""
        self._file.close()
