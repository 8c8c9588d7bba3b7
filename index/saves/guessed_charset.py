"""Bytes of which nothing tells the charset → the one their letters look like.

Russian text has runs of bytes above ASCII, which charset-normalizer tells apart; Western text has
single ones, quotes and accents, as Windows writes them.
"""

from __future__ import annotations

import re
from typing import Final

from charset_normalizer import from_bytes

_CYRILLIC: Final = ["cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic"]
_DEFAULT: Final = "cp1251"  # what Russian Windows saves plain text in
_WESTERN: Final = "cp1252"
_MAC_ROMAN: Final = "mac_roman"
_CAPITAL_AMID: Final = re.compile(r"(?<=[a-zß-ÿ])[À-ÞŠŽŒŸ]")
_SAMPLE_BYTES: Final = 20_000
_RUN: Final = re.compile(rb"[\x80-\xff]{2,}")
_WORD: Final = re.compile(rb"[\x80-\xff]{3,}")
_ENOUGH_BYTES: Final = 20
_ASCII: Final = re.compile(rb"[\0-\x7f]+")
_WIDE_SAMPLE_BYTES: Final = 4096
_HIGH_BYTES: Final = b"\x00\x04\x20"  # of ASCII, of Cyrillic, of dashes and quotes
_MOST_OTHERS: Final = 0.02


def guessed_charset(content: bytes) -> str:
    """The codec for bytes that are neither UTF-8 nor declared to be anything."""
    above = len(content) - len(content.translate(None, bytes(range(128, 256))))
    if sum(len(run) for run in _RUN.findall(content)) * 2 < above:
        return _MAC_ROMAN if _is_of_mac(content, above) else _WESTERN
    sample = _ASCII.sub(b" ", content)[:_SAMPLE_BYTES]
    best = from_bytes(sample, cp_isolation=_CYRILLIC).best()
    return best.encoding if best is not None else _DEFAULT


def _is_of_mac(content: bytes, above: int) -> bool:
    """Whether most bytes above ASCII are capitals amid small letters in Windows's charset.

    Macs write é, ’ and – with bytes that are Ž, Õ and Ð there: "cafŽ", "donÕt".
    """
    text = content.decode(_WESTERN, "replace")
    return len(_CAPITAL_AMID.findall(text)) * 2 > above


def looks_cyrillic(content: bytes) -> bool:
    """Whether most bytes above ASCII stand in words of them, as no Western text has."""
    above = len(content) - len(content.translate(None, bytes(range(128, 256))))
    words = sum(len(word) for word in _WORD.findall(content))
    return above >= _ENOUGH_BYTES and words * 2 > above


def wide_charset(content: bytes) -> str | None:
    """UTF-16 without a mark, known by the high bytes of its letters; None where it is none."""
    sample = content[:_WIDE_SAMPLE_BYTES]
    if b"\0" not in sample or len(sample) < 8:
        return None
    sample = sample[: len(sample) // 2 * 2]
    for charset, high, low in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        others = sample[high::2].translate(None, _HIGH_BYTES)
        nuls = sample[low::2].count(0)
        if max(len(others), nuls) <= _MOST_OTHERS * len(sample) / 2:
            return charset
    return None
