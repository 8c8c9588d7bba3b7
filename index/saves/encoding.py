"""Bytes of a saved page → text, and how sure that is: byte order mark, UTF-8, what it declares."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

import webencodings

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_DECLARED_WITHIN_BYTES: Final = 4096
_REPLACEMENT: Final = "\ufffd"
_WRONG_GUESS: Final = 0.1  # of the bytes above ASCII: more that are no UTF-8 is no damage
_ABOVE_ASCII: Final = bytes(range(128, 256))
_UTF8: Final = codecs.lookup("utf-8")
_CYRILLIC_DEFAULT: Final = codecs.lookup("cp1251")  # what Russian Windows saves plain text in


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the charset it was read in, and how many bytes made no sense in it (now U+FFFD)."""

    text: str
    charset: str
    replaced: int = 0


def has_wide_mark(content: bytes) -> bool:
    """Whether the bytes begin with a mark of UTF-16 or UTF-32, in which NUL bytes are normal."""
    return any(content.startswith(mark) for mark, name in _MARKS if name != "utf-8")


def decode(content: bytes) -> Decoded:
    """The text of a saved page, without the mark; never fails, and all of it can be encoded."""
    for mark, charset in _MARKS:
        if content.startswith(mark):
            return _replacing(content, codecs.lookup(charset))
    try:
        return Decoded(content.decode(), "utf-8")
    except UnicodeDecodeError:
        return _not_utf8(content)


def find_codec(label: str) -> codecs.CodecInfo | None:
    """What a charset's label means on the web (WHATWG Encoding, 4.2); None for any other name.

    Python's own table knows much besides that is no text (hex, zlib) or cannot replace what it
    does not understand (idna, utf-7).
    """
    found = webencodings.lookup(label)
    return None if found is None or found.name == "replacement" else found.codec_info


def _not_utf8(content: bytes) -> Decoded:
    declared = _declared(content)
    if declared is not None:
        return _replacing(content, declared)
    result = _replacing(content, _UTF8)
    above_ascii = len(content) - len(content.translate(None, _ABOVE_ASCII))
    if result.replaced > above_ascii * _WRONG_GUESS and result.replaced > 1:
        return _replacing(content, _CYRILLIC_DEFAULT)
    return result


def _declared(content: bytes) -> codecs.CodecInfo | None:
    """The charset a page declares, unless it is UTF-8 or one the declaration cannot stand in."""
    found = _DECLARED.search(content[:_DECLARED_WITHIN_BYTES])
    codec = find_codec(found[1].decode("utf-8", "replace")) if found else None
    return None if codec is None or codec.name.startswith("utf") else codec


def _replacing(content: bytes, codec: codecs.CodecInfo) -> Decoded:
    text = codec.decode(content, "replace")[0].removeprefix("\ufeff")
    printed = content.count(_REPLACEMENT.encode()) if codec.name == "utf-8" else 0
    return Decoded(text, codec.name, max(text.count(_REPLACEMENT) - printed, 0))
