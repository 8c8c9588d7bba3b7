"""Text in one line → the same without person cards, glossary cards and "See also" insets.

Without markup nothing says where a card ends, so this is best effort: a card is known by the
surname it repeats, an inset by its heading; both end where the site prints what comes after them
(a space before a comma, a date). What is taken out is listed; what could not be ended is counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.headings.dates import PRINTED_DATE
from index.headings.furniture import BACKGROUND, SEE_ALSO
from search.records import Removed

if TYPE_CHECKING:
    from collections.abc import Sequence

_CARD: Final = "person card"
_STEM_CHARS: Final = 4  # of a surname: enough to know Мантурова in Мантуров
_NAME: Final = r"[А-ЯЁA-Z][\w’'-]*"
_OFFICE: Final = r"(?:[^:.!?<>]|\.(?!\s))"  # a full stop inside a word is one of a name: «Дом.РФ»
_LABEL_CARD: Final = re.compile(
    rf"(?P<label>(?P<initial>[А-ЯЁ])\.\s?(?P<surname>{_NAME}(?:\s{_NAME}){{0,3}}?))"
    rf"\s(?P<block>(?P=surname)\s(?P=initial)\w+{_OFFICE}{{0,200}}?)"
    r"(?P<flag>(?:\s\([^)]{1,60}\))?)\s:(?=\s)"
)
_ENDED_CARD: Final = re.compile(
    r"(?P<printed>\b(?P<stem>[А-ЯЁA-Z][\w’'-]{2,3})[\w’'-]*[\])]?)"
    rf"\s(?P<block>(?P=stem)[\w’'-]*\s{_NAME}\s[^,.;:!?()\[\]«»<>]{{2,200}}?)"
    r"\s(?=[,.;:)\]](?:\s|$))"
)
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
    rf"\s(?P<block>(?:{'|'.join(BACKGROUND)})\s"
    r"(?:[^,.;:!?]{2,100}\s(?=[,.;:])|[^,.;:!?()]{2,80}\([^)]{2,60}\)))"
)


@dataclass(slots=True)
class Stripped:
    """A text without its insets, what was taken out, and how many cards had no end."""

    text: str
    removed: list[Removed] = field(default_factory=list)
    unended: int = 0


def strip_insets(text: str, persons: Sequence[str]) -> Stripped:
    """`text` without cards and insets; `persons` are the names of the page's own list."""
    stripped = Stripped(text)
    _take_out(stripped, _INSET, None)
    _take_out(stripped, _LAST_INSET, None)
    _take_out(stripped, _GLOSSARY, "glossary card")
    _take_out(stripped, _LABEL_CARD, _CARD, r"\g<label>\g<flag>:")
    _take_out(stripped, _ENDED_CARD, _CARD, r"\g<printed>")
    for person in persons:
        _take_named(stripped, person)
    return stripped


def _take_out(
    stripped: Stripped, pattern: re.Pattern[str], rule: str | None, kept: str = ""
) -> int:
    """Take out the group `block` of every match and leave what `kept` expands to; how many.

    Without a `rule` the inset's heading tells it.
    """

    def take(match: re.Match[str]) -> str:
        name = rule or _rule_of(match["heading"])
        stripped.removed.append(Removed(name, match["block"].strip()))
        return match.expand(kept)

    stripped.text, count = pattern.subn(take, stripped.text)
    return count


def _rule_of(heading: str) -> str:
    return "see also" if heading in ("See also", "Смотрите также") else "additional"


def _take_named(stripped: Stripped, person: str) -> None:
    """Take out a card whose end nothing shows: its name, and its office where seen before."""
    name = (
        rf"(?P<printed>\b{re.escape(person[:_STEM_CHARS])}\w*[\])]?) (?P<block>{re.escape(person)}"
    )
    offices = {
        block.text.removeprefix(person).strip()
        for block in stripped.removed
        if block.rule == _CARD and block.text.startswith(person)
    }
    in_label = rf"{name}\b{_OFFICE}{{0,200}}?)(?P<flag>(?: \([^)]{{1,60}}\))?) :(?= )"
    _take_out(stripped, re.compile(in_label), _CARD, r"\g<printed>\g<flag>:")
    for office in sorted(offices - {""}, key=len, reverse=True):
        whole = re.compile(rf"{name}) {re.escape(office)}\b")
        _take_out(stripped, whole, _CARD, r"\g<printed>")
    unended = _take_out(stripped, re.compile(rf"{name}\b)"), _CARD, r"\g<printed>")
    stripped.unended += 0 if offices else unended
