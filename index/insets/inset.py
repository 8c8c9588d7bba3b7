"""Text in one line → the same without glossary cards and "See also" insets.

Without markup nothing says where an inset ends, so this is best effort: it is known by its heading
and ends where the site prints what comes after it (a date, the size of a file).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from index.headings.dates import PRINTED_DATE
from index.headings.furniture import BACKGROUND, SEE_ALSO
from search.records import Removed

_NAME: Final = r"[А-ЯЁA-Z][\w’'-]*"
_ITEM_ENDS: Final = rf"(?:{PRINTED_DATE}|pdf, [\d.,]+ (?:кБ|МБ|kB|MB))"
_ITEM: Final = rf"(?:(?!\s{_NAME}:\s)[^\n]){{3,300}}?{_ITEM_ENDS}"
_NEXT_ITEM: Final = rf"(?:\s(?=[А-ЯЁA-Z])[^.!?:\n]{{3,300}}?{_ITEM_ENDS}(?=\s[А-ЯЁA-Z*<]|\s*$))*"
_SECTION_NEWS: Final = (
    r"(?:Новости\s\w+(?:-\w+)*(?:\s(?:[а-яё][\w-]*|Безопасности|Президенте|Российской|Федерации"
    r"|Совета))*|News\sof\s(?:the\s)?\w+(?:\s(?:[a-z]+|Council|Commission))*)"
)
_INSET: Final = re.compile(
    rf"(?<=[.!?;:>…»)\d*])\s(?P<block>(?P<heading>{'|'.join(SEE_ALSO)})\s"
    rf"(?:{_SECTION_NEWS}(?=\s|$)|{_ITEM}{_NEXT_ITEM}))"
)
_LAST_INSET: Final = re.compile(
    rf"(?<=[.!?;:>…»)\d*])\s(?P<block>(?P<heading>{'|'.join(SEE_ALSO)})\s[^:]{{3,400}})$"
)
_GLOSSARY: Final = re.compile(
    rf"(?:(?<=\s)(?P<term>\w[\w -]{{1,60}}))?\s(?P<block>(?:{'|'.join(BACKGROUND)})\s"
    r"(?:(?P=term)(?:\s\([^)]{2,60}\))?(?=[\s,.;:])|[^,.;:!?]{2,100}\s(?=[,.;:])|[^,.;:!?()]{2,80}\([^)]{2,60}\)))"
)


@dataclass(slots=True)
class Stripped:
    """A text without its insets, and what was taken out."""

    text: str
    removed: list[Removed] = field(default_factory=list)


def strip_insets(text: str) -> Stripped:
    """`text`, which begins with a space, without insets and glossary cards."""
    stripped = Stripped(text)
    _take_out(stripped, _INSET, None)
    _take_out(stripped, _LAST_INSET, None)
    _take_out_glossary(stripped)
    return stripped


def strip_glossary(text: str) -> Stripped:
    """A paragraph, or a heading, without glossary cards."""
    stripped = Stripped(f" {text}")
    _take_out_glossary(stripped)
    return Stripped(stripped.text.strip(), stripped.removed)


def _take_out_glossary(stripped: Stripped) -> None:
    if any(heading in stripped.text for heading in BACKGROUND):
        _take_out(stripped, _GLOSSARY, "glossary card")


def _take_out(stripped: Stripped, pattern: re.Pattern[str], rule: str | None) -> None:
    """Take out the group `block` of every match; without a `rule` the inset's heading tells it."""
    stripped.removed += [
        Removed(rule or _rule_of(match["heading"]), match["block"].strip())
        for match in pattern.finditer(stripped.text)
    ]
    stripped.text = pattern.sub(_kept, stripped.text)


def _kept(match: re.Match[str]) -> str:
    """What of a match is text: the words that a glossary card hangs on."""
    return match[0][: match.start("block") - match.start()].rstrip()


def _rule_of(heading: str) -> str:
    return "see also" if heading in ("See also", "Смотрите также") else "additional"
