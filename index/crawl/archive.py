"""Fetched pages → WARC files, closed cleanly; a folder of them → the articles saved, and when.

A file is written under a name that ends in `.partial` and gets its own when it is whole and on the
disk; none is ever written to again. What a killed run left is cut after its last whole page and
kept. Format: ISO 28500 (WARC 1.1); one `response` record a page, each a gzip member of its own.
"""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Self

    from index.crawl.network import Response

PARTIAL: Final = ".partial"
MOST_BYTES: Final = 64 * 1024 * 1024
"""A file this large is closed and another begun: what is closed can be indexed meanwhile."""

_CHUNK_BYTES: Final = 1 << 16


class SavedArticles(NamedTuple):
    """Identities of saved pages and when each was last saved; what could not be read."""

    saved: dict[str, datetime]
    notes: tuple[str, ...]


class Archive:
    """Writes pages into WARC files of `folder`; a context that closes the last of them.

    `stem` begins the files' names, `agent` stands in their first record. Left by an error, the
    last file keeps its `.partial`: half a page may stand in it, which `recover` cuts off.
    """

    def __init__(self, folder: Path, stem: str, agent: str, most_bytes: int = MOST_BYTES) -> None:
        self.files: list[Path] = []  # closed
        self._folder, self._stem, self._agent, self._most_bytes = folder, stem, agent, most_bytes
        self._stream: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        if kind is None:
            self.close()
        elif self._stream is not None:
            with suppress(OSError):  # what a full disk refused once it refuses again
                self._stream.close()

    def save(self, answer: Response) -> None:
        """Write one page through to the disk: at seconds a page, none is worth losing."""
        stream = self._stream or self._begin()
        writer = WARCWriter(stream, gzip=True)
        writer.write_record(_response_record(writer, answer))
        _sync(stream)
        if stream.tell() >= self._most_bytes:
            self.close()

    def close(self) -> None:
        """Give the open file, if any, its own name."""
        if self._stream is not None:
            self._stream.close()
            self.files.append(_publish(Path(self._stream.name)))
            self._stream = None

    def _begin(self) -> BinaryIO:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = self._free_name()
        self._stream = stream = (self._folder / (name + PARTIAL)).open("xb")
        writer = WARCWriter(stream, gzip=True)
        about = {"software": self._agent, "format": "WARC File Format 1.1"}
        writer.write_record(writer.create_warcinfo_record(name, about))
        return stream

    def _free_name(self) -> str:
        """The next name that no file has: another run may have begun in the same second."""
        names = (f"{self._stem}-{number:03}.warc.gz" for number in count(len(self.files) + 1))
        taken = {one.name.removesuffix(PARTIAL) for one in self._folder.iterdir()}
        return next(name for name in names if name not in taken)


def _response_record(writer: WARCWriter, answer: Response) -> Any:
    """The record of an answer, as received; warcio adds the digests."""
    status = StatusAndHeaders(
        f"{answer.status} {answer.reason}", list(answer.headers), protocol=answer.protocol
    )
    about = {"WARC-Date": answer.when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    if answer.address:
        about["WARC-IP-Address"] = answer.address
    return writer.create_warc_record(
        answer.url,
        "response",
        payload=BytesIO(answer.body),
        length=len(answer.body),
        http_headers=status,
        warc_headers_dict=about,
    )


def saved_articles(folder: Path, identity: Callable[[str], str | None]) -> SavedArticles:
    """The pages in the archives of `folder`, by `identity` of their addresses."""
    saved: dict[str, datetime] = {}
    notes: list[str] = []
    for path in sorted(folder.glob("*.warc.gz")):
        try:
            for url, when in _pages(path):
                key = identity(url)
                if key is not None:
                    saved[key] = max(when, saved.get(key, when))
        except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
            notes.append(
                f"{path} cannot be read to its end, what follows there is not known: {error}"
            )
    return SavedArticles(saved, tuple(notes))


def _pages(path: Path) -> Iterator[tuple[str, datetime]]:
    """Address and time of every page in an archive."""
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response" and record.http_headers.get_statuscode() == "200":
                head = record.rec_headers
                when = datetime.fromisoformat(head.get_header("WARC-Date"))
                yield head.get_header("WARC-Target-URI"), when.astimezone(UTC)


def recover(folder: Path) -> list[Path]:
    """Close what a killed run left open: cut after the last whole page, named as its own.

    Only under the crawl's lock: the file of a run that is going on looks the same.
    """
    kept = []
    for partial in sorted(folder.glob(f"*{PARTIAL}")):
        with partial.open("r+b") as stream:
            end_bytes, records = _whole(stream)
            stream.truncate(end_bytes)
            _sync(stream)
        if records > 1:  # the first describes the file
            kept.append(_publish(partial))
        else:
            partial.unlink()
    return kept


def _whole(stream: BinaryIO) -> tuple[int, int]:
    """Where the last whole gzip member of a file ends, and how many there are."""
    end_bytes = members = 0
    inflate = zlib.decompressobj(wbits=31)
    while data := stream.read(_CHUNK_BYTES):
        read_bytes = stream.tell()
        while data:
            try:
                inflate.decompress(data)
            except zlib.error:
                return end_bytes, members
            data = inflate.unused_data
            if inflate.eof:
                end_bytes, members = read_bytes - len(data), members + 1
                inflate = zlib.decompressobj(wbits=31)
    return end_bytes, members


def _publish(partial: Path) -> Path:
    """Give a closed file its own name, durably; a file that has that name already is kept."""
    own = partial.with_name(partial.name.removesuffix(PARTIAL))
    os.link(partial, own)
    partial.unlink()
    folder = os.open(own.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return own


def _sync(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())
