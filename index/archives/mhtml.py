"""A browser's MHTML save → its main page: bytes, address, charset. Read to limits, and linearly.

Format: RFC 2557 in MIME. The standard library's parser goes down by recursion, and compares every
line with the boundary of every part around it; saves need neither.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
import string
from typing import TYPE_CHECKING, Final, NamedTuple

from index.archives.content_type import charset_of, media_type_of, parameter_of
from index.archives.limits import MOST_PAGE_BYTES, DamagedMember
from index.archives.member import Member
from search.site_address import read_address

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE_TYPES: Final = ("text/html", "application/xhtml+xml", "text/plain")
_MOST_DEPTH: Final = 8
_MOST_PARTS: Final = 20_000
_MOST_HEAD_BYTES: Final = 64 * 1024
_MOST_CODED_BYTES: Final = 4 * MOST_PAGE_BYTES  # quoted-printable: three bytes for one, and breaks
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_NEWLINE: Final = re.compile(rb"\r?\n")
_WORD: Final = re.compile(rb"\S")
_FIELD: Final = re.compile(r"^([!-9;-~]{1,76}):[ \t]*(.*)$", re.MULTILINE)
_FOLD: Final = re.compile(r"\r?\n[ \t]+")
_NOT_BASE64: Final = bytes(
    set(range(256)) - set(string.ascii_letters.encode() + string.digits.encode() + b"+/")
)
_START: Final = re.compile(rb"\A\s*(?:[!-9;-~]{1,76}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2}")


class _Part(NamedTuple):
    """A part's fields, and where in the file its body lies: nothing is copied before it is read."""

    fields: dict[str, str]
    start: int
    end: int

    @property
    def media_type(self) -> str:
        return media_type_of(self.fields.get("content-type", "")) or "text/plain"


def is_mhtml(head: bytes) -> bool:
    """Whether a file begins as a message of several parts does."""
    lowered = head.lower()
    return (
        b"mime-version:" in lowered and b"multipart/" in lowered and _START.match(head) is not None
    )


def read_mhtml(content: bytes) -> Member:
    """The main page of a save: the part its head names, else one of the site, else the first.

    `DamagedMember` where the file holds no page, or nests parts as no browser does.
    """
    message = _part(content, 0, len(content))
    pages = [
        part
        for part in _leaves(content, message, 0, [0])
        if part.media_type in _PAGE_TYPES and _WORD.search(content, part.start, part.end)
    ]
    if not pages:
        raise DamagedMember("the MHTML file holds no page; save it again from the browser")
    url = message.fields.get("snapshot-content-location")
    root = parameter_of(message.fields.get("content-type", ""), "start")
    main = _main(pages, root, url)
    place = (url or main.fields.get("content-location", "")).strip()
    said = main.fields.get("content-type", "")
    return Member(
        "",
        _payload(content, main),
        place or None,
        charset_of(said),
        None if main.media_type == "text/plain" else main.media_type,
    )


def _main(pages: list[_Part], root: str | None, url: str | None) -> _Part:
    for part in pages:
        if root and part.fields.get("content-id", "").strip().strip("<>") == root.strip("<>"):
            return part
    for part in pages:
        if url and part.fields.get("content-location", "").strip() == url.strip():
            return part
    marked_up = [part for part in pages if part.media_type != "text/plain"] or pages
    return next((part for part in marked_up if _is_of_the_site(part)), marked_up[0])


def _is_of_the_site(part: _Part) -> bool:
    """Whether a part lies at the address of a statement, as no frame of a page does."""
    return read_address(part.fields.get("content-location", "").strip()) is not None


def _part(content: bytes, start: int, end: int) -> _Part:
    """The part between two places, its fields named in lower case; a head too long is cut."""
    most = min(start + _MOST_HEAD_BYTES, end)
    blank = _NEWLINE.match(content, start, end) or _HEAD_END.search(content, start, most)
    head = content[start : blank.start() if blank else most].decode("utf-8", "replace")
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(_FOLD.sub(" ", head)):
        fields.setdefault(name.lower(), value.rstrip("\r"))
    return _Part(fields, blank.end() if blank else end, end)


def _leaves(content: bytes, part: _Part, depth: int, count: list[int]) -> Iterator[_Part]:
    """The parts that hold no others, in printed order."""
    if not part.media_type.startswith("multipart/"):
        yield part
        return
    if depth >= _MOST_DEPTH:
        raise DamagedMember(
            f"its parts lie in one another more than {_MOST_DEPTH} deep, as no browser saves them"
        )
    boundary = parameter_of(part.fields.get("content-type", ""), "boundary")
    if boundary is None:
        raise DamagedMember("the MHTML file does not say what parts its parts; save it again")
    for start, end in _split(content, part, boundary):
        count[0] += 1
        if count[0] > _MOST_PARTS:
            raise DamagedMember(f"it holds more than {_MOST_PARTS:,} parts")
        yield from _leaves(content, _part(content, start, end), depth + 1, count)


def _split(content: bytes, part: _Part, boundary: str) -> Iterator[tuple[int, int]]:
    """Where what stands between the lines of a boundary begins and ends; the last may be missing.

    The pattern begins with letters, for such are found fastest: the line's end before it is that
    of the line above, of the first one of the part's head.
    """
    line = re.compile(
        rb"\n--" + re.escape(boundary.encode("utf-8", "replace")) + rb"(--)?[ \t]*(?=\r?\n|\Z)"
    )
    start: int | None = None
    for found in line.finditer(content, max(part.start - 1, 0), part.end):
        if start is not None:
            yield start, max(start, _before_return(content, found.start()))
        newline = _NEWLINE.match(content, found.end(), part.end)
        start = newline.end() if newline else found.end()
        if found[1]:
            return
    if start is not None and start < part.end:
        yield start, part.end


def _before_return(content: bytes, at: int) -> int:
    return at - (content[at - 1 : at] == b"\r")


def _payload(content: bytes, part: _Part) -> bytes:
    """A part's body, decoded as far as a page is read; `DamagedMember` where it goes on unread."""
    body = content[part.start : min(part.end, part.start + _MOST_CODED_BYTES)]
    is_cut = part.end - part.start > len(body)
    coding = part.fields.get("content-transfer-encoding", "").strip().lower()
    if coding == "quoted-printable":
        body = quopri.decodestring(body)
    elif coding == "base64":
        body = _from_base64(body, is_cut=is_cut)
    if is_cut and len(body) <= MOST_PAGE_BYTES:
        raise DamagedMember(
            "the page in the MHTML file is coded at too great length; save it again"
        )
    return body


def _from_base64(body: bytes, *, is_cut: bool) -> bytes:
    bare = body.translate(None, _NOT_BASE64)  # a pattern keeps an object for every byte
    if is_cut:
        bare = bare[: len(bare) // 4 * 4]
    try:
        return base64.b64decode(bare + b"=" * (-len(bare) % 4))
    except (binascii.Error, ValueError) as error:
        raise DamagedMember("the page in the MHTML file is damaged; save it again") from error
