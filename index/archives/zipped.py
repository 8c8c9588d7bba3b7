"""A zip or a WACZ → its members, read to limits; names lead nowhere, since nothing is written."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Final, cast

from index.archives.limits import DamagedMember

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO, BinaryIO

    from index.archives.limits import Budget

_END: Final = b"PK\x05\x06"
_END64: Final = b"PK\x06\x06"
_TAIL_BYTES: Final = (1 << 16) + 22 + 20 + 56
_OUTSIDE: Final = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:")
_ENCRYPTED: Final = 1
_BITES: Final = {zipfile.ZIP_BZIP2: 64, zipfile.ZIP_LZMA: 4_096}
"""Compressed bytes that make some 60 MB at the most: bzip2 a million of one, LZMA 7,000."""

ERRORS: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError),
    *(OSError, ValueError, OverflowError, zlib.error, IndexError),
)
"""What the standard library raises for zips that are none, damaged, or of unknown kinds."""


def leads_outside(name: str) -> bool:
    """Whether a member's name would lead out of the folder it is unpacked in."""
    return _OUTSIDE.search(name) is not None


def is_link(info: zipfile.ZipInfo) -> bool:
    """Whether a member is a symbolic link (Unix modes stand in the high bits)."""
    return (info.external_attr >> 16) & 0o170000 == 0o120000


def open_zip(source: BinaryIO, budget: Budget) -> zipfile.ZipFile:
    """The zip in a stream that can seek; `DamagedMember` where it is none, or its list too long."""
    try:
        _refuse_long_directory(source, budget)
        return zipfile.ZipFile(source)
    except ERRORS as error:
        raise DamagedMember(f"the zip cannot be read ({error}); save or copy it again") from error


def entries(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """The members that are files: of a WACZ its archives alone, the rest describes them."""
    names = {info.filename for info in archive.infolist()}
    is_wacz = "datapackage.json" in names and any(name.startswith("archive/") for name in names)
    for info in archive.infolist():
        if not info.is_dir() and (not is_wacz or info.filename.startswith("archive/")):
            yield info


def open_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    """A member's bytes; `DamagedMember` where they cannot be had."""
    if info.flag_bits & _ENCRYPTED:
        raise DamagedMember("it is locked with a password; unpack it, and index the folder")
    try:
        entry = archive.open(info)
    except ERRORS as error:
        raise DamagedMember(f"it cannot be read from the zip ({error})") from error
    bite = _BITES.get(info.compress_type)
    return io.BufferedReader(_SmallBites(entry, bite)) if bite else entry


class _SmallBites(io.RawIOBase):
    """A member, of which so many compressed bytes are expanded at once.

    The standard library bounds what comes out for deflate alone; of the others it expands all that
    it has read.
    """

    def __init__(self, entry: IO[bytes], bite_bytes: int) -> None:
        self._entry, self._bite_bytes = cast("zipfile.ZipExtFile", entry), bite_bytes
        self._entry.MIN_READ_SIZE = bite_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._entry.read1(min(self._bite_bytes, len(buffer)))
        buffer[: len(data)] = data
        return len(data)


def _refuse_long_directory(source: BinaryIO, budget: Budget) -> None:
    """The list of members is read as a whole, so it is measured first (APPNOTE 4.3.14, 4.3.16)."""
    size = source.seek(0, 2)
    source.seek(max(size - _TAIL_BYTES, 0))
    tail = source.read(_TAIL_BYTES)
    at = tail.rfind(_END)
    listed = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    at64 = tail.rfind(_END64)
    if at64 >= 0:
        listed = max(listed % 0xFFFFFFFF, int.from_bytes(tail[at64 + 40 : at64 + 48], "little"))
    if listed > budget.limits.directory_bytes:
        raise DamagedMember(
            "the zip lists more members than an archive of pages has; unpack it, and index the "
            "folder"
        )
