"""Archives made to order, of invented pages: WARC records, MHTML, feeds, zips and tars."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HOST = "http://en.kremlin.ru/events/president/news"


def article(
    number: int, words: str = "The river rose.", *, title: str = "Talks on the river"
) -> bytes:
    """A page of the site's template in which one invented minister speaks."""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"/><title>{title} • President of Russia</title>
<meta property="og:url" content="{HOST}/{number}"/></head><body class="is-reading">
<div class="read" data-href="{HOST}/{number}"><article class="read__in hentry h-entry"
 id="event-{number}"><h1 class="entry-title p-name">{title}</h1>
<div class="read__lead entry-summary"></div>
<time class="read__published" datetime="2014-03-05">March 5, 2014</time>
<div class="entry-content e-content read__internal_content" itemprop="articleBody">
<p><b>Minister of Water Irena Dovast:</b> {words}</p>
<div class="read__bottommeta hidden-copy"></div></div></article></div></body></html>""".encode()


def http(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html") -> bytes:
    """An answer as a server sent it."""
    lines = (f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(
    uri: str | int,
    block: bytes,
    kind: str = "response",
    *,
    length: object = None,
    date: str = "2020-08-29T00:00:00Z",
    content_type: str = "application/http; msgtype=response",
) -> bytes:
    """A record of a WARC; a number stands for the address of a page."""
    address = f"{HOST}/{uri}" if isinstance(uri, int) else uri
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: {date}\r\n"
        f"WARC-Record-ID: <urn:uuid:{abs(hash(address)):032x}>\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answered(number: int, words: str = "The river rose.", *headers: str, **more: str) -> bytes:
    """The record of a page that was answered."""
    return record(number, http(article(number, words), *headers), **more)


def zeros(megabytes: int) -> bytes:
    """So many megabytes of zeros, as gzip."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
    pieces = [deflate.compress(bytes(1_000_000)) for _ in range(megabytes)]
    return b"".join((*pieces, deflate.flush()))


def zipped(files: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def tarred(files: Mapping[str, bytes], mode: str = "w", links: Iterable[str] = ()) -> bytes:
    """A tar, with symbolic links out of it where they are named."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for name in links:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/hostname"
            archive.addfile(info)
    return target.getvalue()


def mhtml(*parts: bytes, root: str = "", url: str = "") -> bytes:
    """A browser's save of several parts."""
    start = f'; start="{root}"' if root else ""
    place = f"Snapshot-Content-Location: {url}\r\n" if url else ""
    head = (
        f"From: <Saved by Blink>\r\n{place}MIME-Version: 1.0\r\nContent-Type: multipart/related; "
        f'type="text/html"; boundary="--edge"{start}\r\n\r\n'
    )
    body = b"".join(b"----edge\r\n" + part + b"\r\n" for part in parts)
    return head.encode() + body + b"----edge--\r\n"


def part(content: bytes, *headers: str, kind: str = "text/html") -> bytes:
    """A part of an MHTML save."""
    return "\r\n".join((f"Content-Type: {kind}", *headers)).encode() + b"\r\n\r\n" + content


def entry(number: int, words: str = "The river rose.", title: str = "Talks on the river") -> str:
    """An entry of a feed, with its text."""
    text = f"&lt;p&gt;&lt;b&gt;Minister of Water Irena Dovast:&lt;/b&gt; {words}&lt;/p&gt;"
    return (
        f"<entry><title>{title}</title><id>{HOST}/{number}</id>"
        "<updated>2014-03-06T09:00:00+04:00</updated>"
        "<published>2014-03-05T17:00:00+04:00</published>"
        f'<link href="{HOST}/{number}" hreflang="en" rel="alternate" type="text/html" />'
        f'<summary type="html"></summary><content type="html">{text}</content></entry>'
    )


def feed(entries: Iterable[str], before: str = "") -> bytes:
    """An Atom feed."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" ?>{before}'
        '<feed xml:lang="en" xmlns="http://www.w3.org/2005/Atom"><title>News</title>'
        f"{''.join(entries)}</feed>"
    ).encode()
