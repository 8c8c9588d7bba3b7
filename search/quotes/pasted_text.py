"""What somebody pasted → the words meant: without entities, tags, marks of notes, broken lines.

What pasting does to a text is no change of its words. Brackets around words stay: they are the
writer's own.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import fold

if TYPE_CHECKING:
    from collections.abc import Callable

_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_NOTE_TAG: Final = re.compile(r"<sup\b[^<>]{0,200}>\s*\[?\d{1,3}\]?\s*</sup>", re.IGNORECASE)
_BREAK_TAG: Final = re.compile(r"<(?:/?(?:p|div|li|ul|ol|blockquote)|br)\b[^<>]{0,500}>", re.I)
_TAG: Final = re.compile(
    r"</?(?:a|abbr|b|big|cite|em|font|i|ins|mark|q|s|small|span|strong|sub|sup|u)"
    r"(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_LINK: Final = re.compile(r"\[([^\[\]]{1,500})\]\((?:https?://|/|#)[^\s()]{0,1000}\)")
_NOTE: Final = re.compile(r"(?<=[^\s\d\[(])\[\d{1,3}\](?:\[\d{1,3}\])*(?![^\W_])")
_LATE_NOTE: Final = re.compile(r"(?<=[.!?”»\"])\s\[\d{1,3}\](?=\s+[A-ZА-ЯЁ]|\s*$)")
_RAISED_NOTE: Final = re.compile(r"(?<=[.,;:!?”»\"')\]])[⁰¹²³⁴-⁹]{1,3}")
_BEGUN: Final = re.compile(r"(?<![^\W_])\[([^\W\d_]{1,9})[-‐‑–]?\][-‐‑]?(?=[^\W\d_])")
_ENDED: Final = re.compile(r"(?<=[^\W\d_])\[([’']?[^\W\d_]{1,9}(?:[’'][^\W\d_]{1,3})?)\]")
_BROKEN: Final = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{1,50})[-\u00ad\u2010\u2011][ \t]*\r?\n\s*([^\W\d_]+)"
)


def unpasted(text: str, is_word: Callable[[str], bool]) -> str:
    """The text as it was meant; a word parted at the end of a line is one if `is_word` knows it."""
    found = text
    if "<" in found:
        found = _TAG.sub("", _BREAK_TAG.sub(" ", _NOTE_TAG.sub("", found)))
    if "&" in found:
        found = _ENTITY.sub(lambda entity: html.unescape(entity.group()), found)
    if "[" in found:
        found = _LATE_NOTE.sub("", _NOTE.sub("", _LINK.sub(r"\1", found)))
        found = _ENDED.sub(r"\1", _BEGUN.sub(r"\1", found))
    found = _RAISED_NOTE.sub("", found)
    return _BROKEN.sub(lambda broken: _mended(broken, is_word), found)


def _mended(broken: re.Match[str], is_word: Callable[[str], bool]) -> str:
    joined = broken[1] + broken[2]
    return joined if is_word(fold(joined)) else f"{broken[1]}-{broken[2]}"
