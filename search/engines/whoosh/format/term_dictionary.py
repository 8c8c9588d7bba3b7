"""Terms of all fields with their figures → Whoosh's dictionary of a segment (`….trm`).

The format is that of `whoosh.filedb.filetables.OrderedHashWriter`: entries in the order of their
keys, 256 hash tables over them, a directory of the tables, and the places of all entries.
"""

from __future__ import annotations

from pickle import dumps
from struct import Struct
from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np

from search.engines.whoosh.format.posting_blocks import TERM_FIGURES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from numpy.typing import NDArray

_MAGIC: Final = b"HSH3"
_CRC32: Final = 1  # which of Whoosh's hash functions
_HEADER: Final = _MAGIC + bytes([_CRC32]) + bytes(8)
_LENGTHS: Final = Struct("!ii")
_USHORT: Final = Struct("!H")
_INT: Final = Struct("!i")
_TABLES: Final = 256
_SLOT: Final = np.dtype([("hash", ">u4"), ("place", ">i8")])
_TABLE: Final = np.dtype([("place", ">i8"), ("slots", ">i4")])
_PICKLE: Final = 2


class TermDictionary:
    """A dictionary under construction; fields come in the order of their names."""

    def __init__(self) -> None:
        self._fields: dict[str, int] = {}
        self._keys: list[bytes] = []
        self._figures: list[bytes] = []

    def add(self, field: str, names: Sequence[bytes], figures: NDArray[np.void]) -> None:
        """Enter terms of a field, in the order of their bytes."""
        key = _USHORT.pack(self._fields.setdefault(field, len(self._fields)))
        self._keys += [key + name for name in names]
        self._figures.append(figures.tobytes())

    def write(self, file: BinaryIO) -> None:
        """Write all of it."""
        size = TERM_FIGURES.itemsize
        figures = b"".join(self._figures)
        entries = [
            _LENGTHS.pack(len(key), size) + key + figures[at : at + size]
            for key, at in zip(self._keys, range(0, len(figures), size), strict=True)
        ]
        lengths = np.fromiter(map(len, entries), np.int64, len(entries))
        ends = len(_HEADER) + np.cumsum(lengths)
        places = ends - lengths
        end = int(ends[-1]) if len(ends) else len(_HEADER)
        kind = "i" if end < 1 << 31 else "q"
        extras = {"fieldmap": self._fields, "indextype": kind, "indexlen": len(places)}
        directory = dumps(extras, _PICKLE) + places.astype(f">{kind}").tobytes()
        file.write(_HEADER + b"".join(entries))
        file.write(_tables(self._keys, places, end))
        file.write(directory + _INT.pack(len(directory)))


def _tables(keys: Sequence[bytes], places: NDArray[np.int64], start: int) -> bytes:
    """The hash tables, which stand from `start` on, and their directory."""
    hashes = np.fromiter(map(crc32, keys), np.int64, len(keys))
    buckets = hashes % _TABLES
    sizes = 2 * np.bincount(buckets, minlength=_TABLES)
    firsts = np.cumsum(sizes) - sizes
    slots = np.zeros(int(sizes.sum()), _SLOT)
    at = _placed(hashes // _TABLES, firsts[buckets], sizes[buckets], len(slots))
    slots["hash"][at] = hashes
    slots["place"][at] = places
    directory = np.zeros(_TABLES, _TABLE)
    directory["place"] = start + firsts * _SLOT.itemsize
    directory["slots"] = sizes
    return slots.tobytes() + directory.tobytes()


def _placed(
    preferred: NDArray[np.int64], firsts: NDArray[np.int64], sizes: NDArray[np.int64], slots: int
) -> NDArray[np.int64]:
    """A slot of its own for each key: the preferred one of its table, else the next free one."""
    taken = np.zeros(slots, np.bool_)
    found = np.zeros(len(preferred), np.int64)
    offsets = preferred % np.maximum(sizes, 1)
    waiting = np.arange(len(preferred))
    while len(waiting):
        at = firsts[waiting] + offsets[waiting]
        _, winners = np.unique(at, return_index=True)
        winners = winners[~taken[at[winners]]]
        found[waiting[winners]] = at[winners]
        taken[at[winners]] = True
        waiting = np.delete(waiting, winners)
        offsets[waiting] = (offsets[waiting] + 1) % sizes[waiting]
    return found
