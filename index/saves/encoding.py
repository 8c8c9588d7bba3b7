"""Bytes of a saved page → text, and how sure that is: byte order mark, UTF-8, what it declares."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

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
_CYRILLIC_DEFAULT: Final = "cp1251"  # what Russian Windows saves plain text in


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
    """The text of a saved page, without the mark; never fails."""
    for mark, charset in _MARKS:
        if content.startswith(mark):
            return _replacing(content, charset)
    try:
        return Decoded(content.decode(), "utf-8")
    except UnicodeDecodeError:
        return _not_utf8(content)


def _not_utf8(content: bytes) -> Decoded:
    declared = _declared(content)
    if declared != "utf-8":
        return _replacing(content, declared)
    result = _replacing(content, "utf-8")
    above_ascii = sum(byte > 127 for byte in content)
    if result.replaced > above_ascii * _WRONG_GUESS and result.replaced > 1:
        return _replacing(content, _CYRILLIC_DEFAULT)
    return result


def _declared(content: bytes) -> str:
    found = _DECLARED.search(content[:_DECLARED_WITHIN_BYTES])
    try:
        return codecs.lookup(found[1].decode("ascii")).name if found else "utf-8"
    except (LookupError, UnicodeDecodeError):
        return "utf-8"


def _replacing(content: bytes, charset: str) -> Decoded:
    text = content.decode(charset, "replace").removeprefix("\ufeff")
    printed = content.count(_REPLACEMENT.encode()) if charset == "utf-8" else 0
    return Decoded(text, charset, max(text.count(_REPLACEMENT) - printed, 0))
