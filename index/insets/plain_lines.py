"""Text with the marks of a mail or of Markdown → the same without those around whole lines."""

from __future__ import annotations

import re
from typing import Final

_QUOTED: Final = re.compile(r"^>+ ?", re.MULTILINE)
_HEADED: Final = re.compile(r"^#{1,6} +(?=\S)", re.MULTILINE)
_EMPHASISED: Final = re.compile(
    r"^(?P<mark>\*{1,3}|_{1,3})(?=[^\s*_])(?P<line>[^*_\n]+)(?P=mark)$", re.MULTILINE
)
_FORWARDED: Final = re.compile(
    r"\A-{3,}[^\n]{3,60}-{3,}\n(?:[A-ZА-ЯЁ][\w-]{1,20}: [^\n]*\n){1,8}\s*(?=>)"
)


def plain_lines(text: str) -> str:
    """`text` without the ">" of quoted lines, the head of a mail, "#" and stars around lines."""
    if head := _FORWARDED.match(text):
        text = text[head.end() :]
    lines = [line for line in text.split("\n") if line.strip()]
    if 2 * sum(line.startswith(">") for line in lines) > len(lines):
        text = _QUOTED.sub("", text)
    return _EMPHASISED.sub(_bare, _HEADED.sub("", text))


def _bare(line: re.Match[str]) -> str:
    return line["line"]
