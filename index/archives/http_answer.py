"""The bytes of an HTTP answer as an archive keeps them → status, headers, and the body undone."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from index.archives.content_type import charset_of, media_type_of
from index.archives.decoders import HTTP_DECODERS
from index.archives.expanding import Expanding
from index.archives.limits import MOST_FEED_BYTES, MOST_PAGE_BYTES, DamagedMember

if TYPE_CHECKING:
    from typing import BinaryIO

    from index.archives.limits import Budget

_MOST_HEAD_BYTES: Final = 256 * 1024
_MOST_CODINGS: Final = 4
_GZIP: Final = b"\x1f\x8b\x08"
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_PROTOCOLS: Final = ("HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/3", "HTTP/2.0")
_CHUNK_SIZE: Final = re.compile(rb"\s*([0-9a-fA-F]{1,16})\s*(?:;[^\n]*)?\r?\n")
_PLAIN: Final = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<[!?a-zA-Z]")


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An answer: its status, and its body with every coding undone as far as the limit."""

    status: int
    body: bytes
    charset: str | None
    media_type: str | None


def read_answer(block: bytes, budget: Budget) -> HttpAnswer:
    """An answer in a record; `DamagedMember` where it is none, or its coding cannot be undone."""
    found = _HEAD_END.search(block[:_MOST_HEAD_BYTES])
    head, body = (block[: found.end()], block[found.end() :]) if found else (block, b"")
    try:
        parsed = StatusAndHeadersParser(_PROTOCOLS).parse(io.BytesIO(head))
        status = int(parsed.get_statuscode())
    except (StatusAndHeadersParserException, ArchiveLoadFailed, EOFError, ValueError) as error:
        raise DamagedMember("the record holds no answer of a web server") from error
    kind = parsed.get_header("content-type") or ""
    media_type = media_type_of(kind)
    if "chunked" in (parsed.get_header("transfer-encoding") or "").lower():
        body = _dechunked(body)
    most_bytes = MOST_FEED_BYTES if "xml" in (media_type or "") else MOST_PAGE_BYTES + 1
    body = decoded_body(body, parsed.get_header("content-encoding") or "", most_bytes, budget)
    return HttpAnswer(status, body[:most_bytes], charset_of(kind), media_type)


def decoded_body(body: bytes, codings: str, most_bytes: int, budget: Budget) -> bytes:
    """A body with the codings of a `Content-Encoding` header undone; raises `DamagedMember`."""
    told = codings.lower().replace(" ", "").split(",")
    names = [one for one in told if one not in ("", "identity")]
    if not names and body.startswith(_GZIP):
        names = ["gzip"]  # some archives leave the header out; no page begins so
    return _undone(body, names, most_bytes, budget)


def _dechunked(body: bytes) -> bytes:
    """A body without the sizes of its chunks; as it is where it holds none, as some archives do."""
    pieces: list[bytes] = []
    at = 0
    while found := _CHUNK_SIZE.match(body, at):
        size, start = int(found[1], 16), found.end()
        if not size:
            return b"".join(pieces)
        pieces.append(body[start : start + size])
        at = start + size
        if at >= len(body):
            raise DamagedMember("the answer breaks off inside a chunk")
        at += 2 if body[at : at + 2] == b"\r\n" else body[at : at + 1] == b"\n"
    if at < len(body) and pieces:
        raise DamagedMember("the answer's chunks are damaged")
    return b"".join(pieces) if pieces else body


def _undone(body: bytes, codings: list[str], most_bytes: int, budget: Budget) -> bytes:
    """A body with its codings undone, the last applied first; markup that bears none stays."""
    if len(codings) > _MOST_CODINGS:
        raise DamagedMember(f"the answer is coded {len(codings)} times over")
    for position, name in enumerate(reversed(codings), start=1):
        if not body or _PLAIN.match(body[:1024]):
            return body  # the archive undid it, and kept the header
        if name not in HTTP_DECODERS:
            raise DamagedMember(f"the answer's encoding ({name[:40]}) is not known here")
        most = most_bytes if position == len(codings) else MOST_FEED_BYTES
        source: BinaryIO = io.BytesIO(body)
        stream = io.BufferedReader(Expanding(source, HTTP_DECODERS[name], budget))
        try:
            body = stream.read(most)
        except DamagedMember as error:
            raise DamagedMember(
                f"the answer's encoding ({name}) cannot be undone: {error}"
            ) from error
    return body
