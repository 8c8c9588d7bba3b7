"""Files that hold pages inside: MHTML saves (one page) and WARC archives (many) → (url, bytes)."""

from __future__ import annotations

import codecs
import email
import email.policy
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.saves.encoding import find_codec
from index.saves.recognise import Unreadable
from search.extras import install_command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

_PAGE_TYPES: Final = ("text/html", "application/xhtml+xml", "text/plain")


@dataclass(frozen=True, slots=True)
class ArchivedResponse:
    """One answer in an archive: its address and bytes, or why the archive gives no more."""

    url: str | None
    content: bytes
    broken: str | None = None


def read_mhtml(content: bytes) -> tuple[str | None, bytes]:
    """The main page of a browser's MHTML save and its address, if it gives one.

    `Unreadable` where the file holds no page.
    """
    message = email.message_from_bytes(content, policy=email.policy.default)
    url = message.get("Snapshot-Content-Location")
    for part in message.walk():
        if part.get_content_type() in _PAGE_TYPES:
            place = url or part.get("Content-Location")
            return (str(place) if place else None), _payload(part)
    raise Unreadable("the MHTML file holds no page; save it again from the browser")


def _payload(part: EmailMessage) -> bytes:
    """The bytes of a part, marked and in UTF-8 where the part's header names another charset."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset() or "utf-8"
    codec = find_codec(charset) if charset not in ("utf-8", "us-ascii") else None
    return (
        content if codec is None else codecs.BOM_UTF8 + codec.decode(content, "replace")[0].encode()
    )


def read_warc(path: Path) -> Iterator[ArchivedResponse]:
    """Every web page answered with 200 in a WARC, gzipped or not, in the order it was saved.

    Where the file breaks off (a crawler was killed), a last answer says so: what stands before it
    is not lost. `Unreadable` when warcio is not installed.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator  # an extra: only archives need it
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise Unreadable(
            f"{path.name} is a WARC archive, which needs: {install_command('crawl')}"
        ) from error
    size_bytes, count, whole = path.stat().st_size, 0, True
    with path.open("rb") as stream:
        archive = ArchiveIterator(stream)
        try:
            for record in archive:
                content = record.content_stream().read()
                whole = not record.raw_stream.limit
                if not whole:
                    break
                if record.rec_type == "response" and record.http_headers.get_statuscode() == "200":
                    count += 1
                    yield ArchivedResponse(
                        record.rec_headers.get_header("WARC-Target-URI"), content
                    )
        # warcio meets a head cut in two with an AttributeError of its own
        except (ArchiveLoadFailed, EOFError, AttributeError, zlib.error):
            yield ArchivedResponse(
                None, b"", f"{path.name} breaks off after {count} pages, or is no WARC"
            )
            return
    if archive.offset < size_bytes or not whole:
        yield ArchivedResponse(None, b"", f"{path.name} breaks off after {count} pages")
    elif not count:
        yield ArchivedResponse(None, b"", f"{path.name} holds no page that was answered")
