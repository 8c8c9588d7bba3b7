"""A file's name and bytes → everything that lies in it, through all archives in one another.

What a file is, its first bytes say, not its name. A member that cannot be read is given with its
reason, and what stands beside it is read; past a limit of the whole file nothing more is.
"""

from __future__ import annotations

import io
import re
import tarfile
import tempfile
from contextlib import closing
from dataclasses import replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, cast

from index.archives.decoders import FILE_DECODERS
from index.archives.expanding import Expanding
from index.archives.limits import (
    MOST_FEED_BYTES,
    MOST_MHTML_BYTES,
    MOST_PAGE_BYTES,
    Budget,
    DamagedMember,
    Limits,
    OverLimit,
)
from index.archives.member import Member
from index.archives.mhtml import is_mhtml, read_mhtml
from index.archives.warc import read_warc
from index.archives.zipped import ERRORS as ZIP_ERRORS
from index.archives.zipped import entries, is_link, leads_outside, open_entry, open_zip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO, BinaryIO

_HEAD_BYTES: Final = 4096
_CHUNK_BYTES: Final = 1 << 20
_TAR_MARK_AT: Final = 257
_FIRST_ELEMENT: Final = re.compile(rb"<(?:[A-Za-z][\w.-]{0,40}:)?([A-Za-z][\w.-]{0,40})")
_DOCUMENTS: Final = frozenset(
    {".docx", ".epub", ".jar", ".odp", ".ods", ".odt", ".pptx", ".xlsx", ".xpi", ".apk", ".svgz"}
)
"""Zips (and gzip) that are documents of other programs."""
_ZIPS: Final = (".zip", ".wacz", ".maff")
_COMPRESSED_TAR: Final = {".tgz": ".tar", ".tbz": ".tar", ".tbz2": ".tar", ".txz": ".tar"}
_MOST_HEADER_BYTES: Final = 1 << 20
_NO_BLOCK: Final = (
    tarfile.LNKTYPE,
    tarfile.SYMTYPE,
    tarfile.CHRTYPE,
    tarfile.BLKTYPE,
    tarfile.FIFOTYPE,
    tarfile.DIRTYPE,
)
_OUTSIDE: Final = "its name leads out of the archive; it was not read"


class _Kind(StrEnum):
    GZIP = "gzip"
    BZ2 = "bz2"
    XZ = "xz"
    ZIP = "zip"
    TAR = "tar"
    WARC = "warc"
    MHTML = "mhtml"
    UNKNOWN = "archive of a kind that cannot be read here"
    FILE = "file"


_MARKS: Final = (
    (b"\x1f\x8b\x08", _Kind.GZIP),
    (b"BZh", _Kind.BZ2),
    (b"\xfd7zXZ\x00", _Kind.XZ),
    (b"PK\x03\x04", _Kind.ZIP),
    (b"PK\x05\x06", _Kind.ZIP),
    (b"7z\xbc\xaf\x27\x1c", _Kind.UNKNOWN),
    (b"Rar!\x1a\x07", _Kind.UNKNOWN),
    (b"\x28\xb5\x2f\xfd", _Kind.UNKNOWN),
    (b"filedesc://", _Kind.UNKNOWN),  # ARC, which came before WARC
    (b"WARC/", _Kind.WARC),
)


def members(
    name: str, source: BinaryIO, size_bytes: int, limits: Limits | None = None
) -> Iterator[Member]:
    """Everything in a file; a plain one is its own only member, named ""."""
    try:
        empty = True
        for member in _inside(name, source, Budget(size_bytes, limits), 0):
            empty = False
            yield member
        if empty:
            yield Member("", broken="the archive holds no file")
    except OverLimit as error:
        yield Member("", broken=str(error))


def is_feed(head: bytes) -> bool:
    """Whether a file's first element is a feed's, in UTF-16 too."""
    found = _FIRST_ELEMENT.search(head.replace(b"\0", b""))
    return found is not None and found[1] == b"feed"


def _inside(name: str, source: IO[bytes], budget: Budget, depth: int) -> Iterator[Member]:
    """What lies in one stream; one that is damaged is one broken member."""
    try:
        stream = _Peekable(source)
        kind = _kind(name, stream.peeked)
        if kind is _Kind.FILE:
            yield _file(stream)
            return
        budget.enter(depth + 1)
        yield from _members_of(kind, name, stream, budget, depth + 1)
    except DamagedMember as error:
        yield Member("", broken=str(error))
    except ZIP_ERRORS as error:  # of a stream below; a file of the disk that fails is its own
        if isinstance(error, OSError) and error.errno is not None:
            raise
        yield Member("", broken=f"it is damaged ({error})")


def _kind(name: str, head: bytes) -> _Kind:
    suffix = PurePosixPath(name.lower()).suffix
    for mark, kind in _MARKS:
        if head.startswith(mark):
            return _Kind.FILE if suffix in _DOCUMENTS else kind
    if suffix == ".tar" or head[_TAR_MARK_AT : _TAR_MARK_AT + 5] == b"ustar":
        return _Kind.TAR
    if suffix in (".mht", ".mhtml") or is_mhtml(head):
        return _Kind.MHTML
    if suffix in _ZIPS and not head.lstrip().startswith(b"<"):
        return _Kind.ZIP  # something stands before it, or it is none, which is then told
    return _Kind.WARC if suffix == ".warc" else _Kind.FILE


def _file(stream: _Peekable) -> Member:
    most = MOST_FEED_BYTES if is_feed(stream.peeked) else MOST_PAGE_BYTES
    return Member("", stream.read(most + 1))


def _members_of(
    kind: _Kind, name: str, stream: _Peekable, budget: Budget, depth: int
) -> Iterator[Member]:
    match kind:
        case _Kind.ZIP:
            yield from _zip_members(stream, budget, depth)
        case _Kind.TAR:
            yield from _tar_members(stream, budget, depth)
        case _Kind.WARC:
            yield from read_warc(PurePosixPath(name).name, cast("BinaryIO", stream), budget)
        case _Kind.MHTML:
            yield read_mhtml(stream.read(MOST_MHTML_BYTES))
        case _Kind.UNKNOWN:
            raise DamagedMember(
                "an archive of a kind that cannot be read here; unpack it, and index the folder"
            )
        case _:
            yield from _expanded(kind, name, stream, budget, depth)


def _expanded(
    kind: _Kind, name: str, stream: _Peekable, budget: Budget, depth: int
) -> Iterator[Member]:
    """What lies in a compressed file; of a WARC every member stands alone, and may be damaged."""
    inner = _without_suffix(name)
    decoder = FILE_DECODERS[kind.value]
    is_warc = PurePosixPath(inner.lower()).suffix == ".warc"
    source = cast("BinaryIO", stream)
    expanding = Expanding(source, decoder, budget, goes_on=is_warc and kind is _Kind.GZIP)
    for member in _inside(inner, cast("BinaryIO", io.BufferedReader(expanding)), budget, depth):
        # a page alone in a compressed file bears the name inside; an archive's members their own
        own = PurePosixPath(inner).name if not member.name and not is_warc else member.name
        yield replace(member, name=own)


def _without_suffix(name: str) -> str:
    path = PurePosixPath(name)
    suffix = path.suffix.lower()
    if suffix in _COMPRESSED_TAR:
        return str(path.with_suffix(_COMPRESSED_TAR[suffix]))
    return str(path.with_suffix("")) if suffix in (".gz", ".bz2", ".xz", ".gzip") else name


def _zip_members(stream: _Peekable, budget: Budget, depth: int) -> Iterator[Member]:
    with closing(_seekable(stream, budget)) as source, open_zip(source, budget) as archive:
        for info in entries(archive):
            budget.member()
            if leads_outside(info.filename):
                yield Member(info.filename, broken=_OUTSIDE)
            elif is_link(info):
                yield Member(info.filename, is_link=True)
            else:
                try:
                    with open_entry(archive, info) as entry:
                        counted = cast("IO[bytes]", _Counted(entry, budget))
                        yield from _named(info.filename, counted, budget, depth)
                except DamagedMember as error:
                    yield Member(info.filename, broken=str(error))


def _tar_members(stream: _Peekable, budget: Budget, depth: int) -> Iterator[Member]:
    """What lies in a tar, read in one pass; links and devices are told and not followed."""
    read = 0
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_BoundedTarInfo) as archive:
            while (info := archive.next()) is not None:
                archive.members.clear()  # type: ignore[attr-defined] # it would keep them all
                read += 1
                budget.member()
                if info.isdir():
                    continue
                if leads_outside(info.name):
                    yield Member(info.name, broken=_OUTSIDE)
                elif not info.isfile():
                    yield Member(info.name, is_link=True)
                elif (entry := archive.extractfile(info)) is not None:
                    yield from _named(info.name, entry, budget, depth)
    except tarfile.TarError as error:
        raise DamagedMember(f"the tar breaks off after {read:,} members ({error})") from error


def _named(name: str, entry: IO[bytes], budget: Budget, depth: int) -> Iterator[Member]:
    """A member of an archive and what lies in it, under its own name."""
    for inner in _inside(name, entry, budget, depth):
        yield replace(inner, name=f"{name}/{inner.name}" if inner.name else name)


def _seekable(stream: _Peekable, budget: Budget) -> BinaryIO:
    """A stream that can seek: the file itself, else a temporary copy that ends with its reading."""
    if (file := stream.file()) is not None:
        return file
    copy = tempfile.SpooledTemporaryFile(max_size=MOST_FEED_BYTES)  # noqa: SIM115 # closed by whoever asked
    size = 0
    while data := stream.read(_CHUNK_BYTES):
        size += len(data)
        if size > budget.limits.spooled_bytes:
            copy.close()
            raise DamagedMember("a zip in another archive is too large; unpack it, and index that")
        copy.write(data)
    copy.seek(0)
    return cast("BinaryIO", copy)


class _Peekable(io.RawIOBase):
    """A stream and its first bytes, which are read again as part of it."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.peeked = self._left = _read(source, _HEAD_BYTES)

    def file(self) -> BinaryIO | None:
        """The file of the disk that the stream is, from its beginning."""
        if isinstance(self._source, io.BufferedReader) and isinstance(self._source.raw, io.FileIO):
            self._source.seek(0)
            return cast("BinaryIO", _Borrowed(self._source))
        return None

    def read(self, size: int = -1) -> bytes:
        left, self._left = self._left, b""
        if 0 <= size <= len(left):
            self._left = left[size:]
            return left[:size]
        return left + _read(self._source, size - len(left) if size >= 0 else -1)


class _Borrowed(io.BufferedReader):
    """A file that whoever opened it closes."""

    def __init__(self, file: io.BufferedReader) -> None:
        super().__init__(file.raw)
        self.seek(0)

    def close(self) -> None:
        """Leave the file open."""


class _Counted(io.RawIOBase):
    """A member of a zip; what it expands to is counted."""

    def __init__(self, entry: IO[bytes], budget: Budget) -> None:
        self._entry, self._budget = entry, budget

    def read(self, size: int = -1) -> bytes:
        data = self._entry.read(size)
        self._budget.expand(len(data))
        return data


class _BoundedTarInfo(tarfile.TarInfo):
    """A header of a tar; one that goes on in a block longer than any name is refused."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if not self.isreg() and self.size > _MOST_HEADER_BYTES and self.type not in _NO_BLOCK:
            raise tarfile.ReadError(f"a header of {self.size:,} bytes")
        return super()._proc_member(archive)  # type: ignore[misc,no-any-return] # made to be overridden


def _read(source: IO[bytes], size: int) -> bytes:
    """Up to so many bytes, in pieces: a stream may give fewer at once."""
    pieces: list[bytes] = []
    while size != 0 and (
        data := source.read(min(size, _CHUNK_BYTES) if size > 0 else _CHUNK_BYTES)
    ):
        pieces.append(data)
        size -= len(data) if size > 0 else 0
    return b"".join(pieces)
