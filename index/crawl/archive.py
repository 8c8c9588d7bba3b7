"""Fetched pages → WARC files, closed cleanly.

A file is written under a name that ends in `.partial` and gets its own when it is whole and on the
disk; none is ever written to again. What a killed run left is cut after its last whole record and
kept. Format: ISO 28500 (WARC 1.1); a `request` and a `response` (or, for what is held already, a
`revisit`) a page, each a gzip member of its own.
"""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from urllib.parse import quote, urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from index.crawl.held_pages import CONTENT_DIGEST, FEED_UPDATED, ODD, HeldPage, content_digest

if TYPE_CHECKING:
    from typing import Self

    from index.crawl.network import Response

PARTIAL: Final = ".partial"
MOST_BYTES: Final = 64 * 1024 * 1024
"""A file this large is closed and another begun: what is closed can be indexed meanwhile."""

_CHUNK_BYTES: Final = 1 << 16
_VERSION: Final = "WARC/1.1"
_NOT_MODIFIED: Final = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_IN_A_PATH: Final = "/%?=&+:;,~!$'()*@[]"  # and in its query; the rest goes over the line encoded
_OF_NO_PAGE: Final = 2  # records: the file's description, and a request whose answer is lost


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

    def save(
        self,
        answer: Response,
        before: HeldPage | None = None,
        same: HeldPage | None = None,
        updated: datetime | None = None,
        *,
        odd: bool = False,
    ) -> HeldPage:
        """Write one page through to the disk: at seconds a page, none is worth losing.

        `before` is the last save of the page, `same` the one held whose bytes the answer repeats:
        then a revisit record is written.
        `updated` is when feed or list says the page changed last, `odd` whether it is no statement.
        """
        stream = self._stream or self._begin()
        writer = WARCWriter(stream, gzip=True, warc_version=_VERSION)
        record = _revisit(writer, answer, same) if same else _response(writer, answer)
        if updated is not None:
            record.rec_headers.add_header(FEED_UPDATED, updated.astimezone(UTC).isoformat())
        if odd:
            record.rec_headers.add_header(ODD, "yes")
        writer.write_record(_request(writer, answer, record))  # first: none is without its request
        writer.write_record(record)
        _sync(stream)
        if stream.tell() >= self._most_bytes:
            self.close()
        return HeldPage.of_record(record.rec_headers, record.http_headers, before)

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
        writer = WARCWriter(stream, gzip=True, warc_version=_VERSION)
        about = {"software": self._agent, "format": "WARC File Format 1.1"}
        writer.write_record(writer.create_warcinfo_record(name, about))
        return stream

    def _free_name(self) -> str:
        """The next name that no file has: another run may have begun in the same second."""
        names = (f"{self._stem}-{number:03}.warc.gz" for number in count(len(self.files) + 1))
        taken = {one.name.removesuffix(PARTIAL) for one in self._folder.iterdir()}
        return next(name for name in names if name not in taken)


def _about(answer: Response) -> dict[str, str]:
    about = {"WARC-Date": answer.when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    return about | ({"WARC-IP-Address": answer.address} if answer.address else {})


def _head(answer: Response) -> StatusAndHeaders:
    line = f"{answer.status} {answer.reason}"
    return StatusAndHeaders(line, list(answer.headers), protocol=answer.protocol)


def _response(writer: WARCWriter, answer: Response) -> Any:
    """The record of an answer, as received; warcio adds the digests of record and payload."""
    return writer.create_warc_record(
        answer.url,
        "response",
        payload=BytesIO(answer.body),
        length=len(answer.body),
        http_headers=_head(answer),
        warc_headers_dict=_about(answer) | {CONTENT_DIGEST: content_digest(answer.content)},
    )


def _revisit(writer: WARCWriter, answer: Response, same: HeldPage) -> Any:
    """The record of an answer that is held already, or that says so itself (304)."""
    record = writer.create_revisit_record(
        answer.url,
        same.payload_digest,
        same.url,
        same.date,
        http_headers=_head(answer),
        warc_headers_dict=_about(answer) | ({CONTENT_DIGEST: same.content} if same.content else {}),
    )
    if answer.status == 304:
        record.rec_headers.replace_header("WARC-Profile", _NOT_MODIFIED)
    return record


def _request(writer: WARCWriter, answer: Response, record: Any) -> Any:
    """The record of what was asked, beside the one of what was answered."""
    parts = urlsplit(answer.url)
    path = quote(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", _IN_A_PATH)
    about = _about(answer) | {"WARC-Concurrent-To": record.rec_headers.get_header("WARC-Record-ID")}
    line = StatusAndHeaders(f"GET {path} HTTP/1.1", list(answer.asked), is_http_request=True)
    return writer.create_warc_record(
        answer.url, "request", http_headers=line, warc_headers_dict=about
    )


def recover(folder: Path) -> list[Path]:
    """Close what a killed run left open: cut after the last whole record, named as its own.

    Only under the crawl's lock: the file of a run that is going on looks the same.
    """
    kept = []
    for partial in sorted(folder.glob(f"*{PARTIAL}")):
        with partial.open("r+b") as stream:
            end_bytes, records = _whole(stream)
            stream.truncate(end_bytes)
            _sync(stream)
        if records > _OF_NO_PAGE:
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
    """Give a closed file its own name, durably; another file of that name is kept."""
    own = partial.with_name(partial.name.removesuffix(PARTIAL))
    if not (own.exists() and own.samefile(partial)):  # as a kill between the two steps leaves it
        _link(partial, own)
    partial.unlink(missing_ok=True)
    folder = os.open(own.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return own


def _link(partial: Path, own: Path) -> None:
    try:
        os.link(partial, own)
    except FileExistsError:
        raise
    except OSError:  # a file system without links; the crawl's lock keeps others away
        if own.exists():
            raise FileExistsError(own) from None
        partial.rename(own)


def _sync(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())
