"""Bytes of a saved page → text, and how sure that is.

In this order: a byte order mark; UTF-8, where the bytes are that; the header a page was answered
with; what its head declares; else what its letters look like (`guessed_charset`), which is told.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

import webencodings

from index.saves.guessed_charset import guessed_charset, looks_cyrillic, wide_charset

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD_BYTES: Final = 1 << 20
_APART: Final = re.compile(rb"<!--|<script\b|<style\b|</head\b|<body\b")  # in small letters
_UNREAD: Final = {b"<!--": b"-->", b"<script": b"</script", b"<style": b"</style"}
_XML: Final = re.compile(rb"""\s*<\?xml\b[^<>]{0,200}?\sencoding\s*=\s*["']([^"'<>]{1,60})""")
_META: Final = re.compile(
    rb"""<meta\b[^<>]{0,2000}?[\s"'/;]charset\s*=\s*["']?\s*([^\s"'/>;]{1,60})""", re.IGNORECASE
)
_REPLACEMENT: Final = "\ufffd"
_WRONG_GUESS: Final = 0.1  # of the bytes above ASCII: more that are no UTF-8 is no damage
_FEW: Final = 20  # bytes that are no UTF-8 in a page that says it is
_STRAY: Final = 2  # of them, that prove nothing about a page in plain ASCII
_OF_WINDOWS: Final = bytes(range(128)) + b"\x85\x91\x92\x93\x94\x96\x97\xa0\xab\xbb"
"""ASCII, and the quotes, dashes and hard spaces of windows-1252."""
_ABOVE_ASCII: Final = bytes(range(128, 256))
_UTF8: Final = codecs.lookup("utf-8")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the charset it was read in, and how many bytes made no sense in it (now U+FFFD).

    `is_guessed`: nothing told the charset, or what did was wrong.
    """

    text: str
    charset: str
    replaced: int = 0
    is_guessed: bool = False


def has_wide_mark(content: bytes) -> bool:
    """Whether a byte order mark says that the bytes are UTF-16 or UTF-32."""
    return any(content.startswith(mark) for mark, name in _MARKS if name != "utf-8")


def is_wide(content: bytes, told: str | None = None) -> bool:
    """Whether the bytes are UTF-16 or UTF-32, in which NUL bytes are normal."""
    return (
        has_wide_mark(content)
        or _told_wide(content, told) is not None
        or wide_charset(content) is not None
    )


def decode(content: bytes, told: str | None = None) -> Decoded:
    """The text of a saved page, without the mark; never fails, and all of it can be encoded.

    `told` is the charset that the header of its answer, or of its part, names.
    """
    for mark, charset in _MARKS:
        if content.startswith(mark):
            return _replacing(content, codecs.lookup(charset))
    if wide := _told_wide(content, told):
        return _replacing(content, wide)
    if wide_name := wide_charset(content):
        return _replacing(content, codecs.lookup(wide_name), is_guessed=True)
    declared = find_codec(told or "") or _declared(content)
    if declared is not None and declared.name == "iso2022_jp":
        return _replacing(content, declared)
    try:
        return Decoded(content.decode(), "utf-8")
    except UnicodeDecodeError:
        return _not_utf8(content, declared)


def find_codec(label: str) -> codecs.CodecInfo | None:
    """What a charset's label means on the web (WHATWG Encoding, 4.2); None for any other name.

    Python's own table knows much besides that is no text (hex, zlib) or cannot replace what it
    does not understand (idna, utf-7).
    """
    found = webencodings.lookup(label)
    return None if found is None or found.name == "replacement" else found.codec_info


def _told_wide(content: bytes, told: str | None) -> codecs.CodecInfo | None:
    """UTF-16 where a header names it and the bytes bear it out: text in it is full of NULs."""
    codec = find_codec(told or "")
    if codec is None or not codec.name.startswith("utf-16"):
        return None
    return codec if b"\0" in content[:4096] or wide_charset(content) else None


def _not_utf8(content: bytes, declared: codecs.CodecInfo | None) -> Decoded:
    """Text that is no whole UTF-8: in what it says, else damaged, else in what it looks like."""
    if declared is not None and declared.name == "cp1252" and looks_cyrillic(content):
        written = _declared(content)  # servers say Latin of everything
        cyrillic = written if written and written.name != "cp1252" else None
        cyrillic = cyrillic or codecs.lookup(guessed_charset(content))
        return _replacing(content, cyrillic, is_guessed=True)
    if declared is not None and not declared.name.startswith("utf"):
        return _replacing(content, declared)
    result = _replacing(content, _UTF8)
    above_ascii = len(content) - len(content.translate(None, _ABOVE_ASCII))
    whole = sum(char > "\x7f" for char in result.text) - result.replaced
    if declared is not None and result.replaced <= max(_FEW, whole):
        if whole or result.replaced <= _STRAY or content.translate(None, _OF_WINDOWS):
            return result
        return _replacing(content, codecs.lookup("cp1252"), is_guessed=True)
    if declared is None and whole and result.replaced <= max(1, above_ascii * _WRONG_GUESS):
        return result
    return _replacing(content, codecs.lookup(guessed_charset(content)), is_guessed=True)


def _declared(content: bytes) -> codecs.CodecInfo | None:
    """The charset that a page declares in its head; of UTF-16, which cannot stand there, UTF-8."""
    head = content[:_HEAD_BYTES]
    found = _XML.match(head) or _META.search(_read_head(head))
    codec = find_codec(found[1].decode("utf-8", "replace")) if found else None
    return _UTF8 if codec is not None and codec.name.startswith("utf-16") else codec


def _read_head(markup: bytes) -> bytes:
    """Markup up to its body, without comments, scripts and styles; one that never ends is none."""
    lowered = markup.lower()
    pieces: list[bytes] = []
    endless: set[bytes] = set()
    at = kept = 0
    while (found := _APART.search(lowered, at)) and found[0] in _UNREAD:
        opening, at = found[0], found.end()
        end = -1 if opening in endless else lowered.find(_UNREAD[opening], at)
        if end < 0:
            endless.add(opening)
            continue
        pieces.append(markup[kept : found.start()])
        kept = at = end
    return b"".join((*pieces, markup[kept : found.start() if found else len(markup)]))


def _replacing(content: bytes, codec: codecs.CodecInfo, *, is_guessed: bool = False) -> Decoded:
    text = codec.decode(content, "replace")[0].removeprefix("\ufeff")
    printed = content.count(_REPLACEMENT.encode()) if codec.name == "utf-8" else 0
    replaced = max(text.count(_REPLACEMENT) - printed, 0)
    return Decoded(text, codec.name, replaced, is_guessed)
