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

_STEM_CHARS: Final = 4  # of a surname: enough to know Мантурова in Мантуров
_NAME: Final = r"[А-ЯЁA-Z][\w’'-]*"
_OFFICE: Final = r"(?:[^:.!?<>]|\.(?!\s))"  # a full stop inside a word is one of a name: «Дом.РФ»
_LABEL_CARD: Final = re.compile(
    rf"(?P<label>(?P<initial>[А-ЯЁ])\.\s?(?P<surname>{_NAME}(?:\s{_NAME}){{0,3}}?))"
    rf"\s(?P<card>(?P=surname)\s(?P=initial)\w+{_OFFICE}{{0,200}}?)"
    r"(?P<flag>(?:\s\([^)]{1,60}\))?)\s:(?=\s)"
)
_ENDED_CARD: Final = re.compile(
    r"(?P<printed>\b(?P<stem>[А-ЯЁA-Z][\w’'-]{2,3})[\w’'-]*[\])]?)"
    rf"\s(?P<card>(?P=stem)[\w’'-]*\s{_NAME}\s[^,.;:!?()\[\]«»<>]{{2,200}}?)"
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
    _cut(stripped, _INSET, "")
    _cut(stripped, _LAST_INSET, "")
    _cut(stripped, _GLOSSARY, "glossary card")
    _cut_cards(stripped)
    for person in persons:
        _cut_named(stripped, person)
    return stripped


def _cut(stripped: Stripped, pattern: re.Pattern[str], rule: str) -> None:
    def without(match: re.Match[str]) -> str:
        name = rule or _rule_of(match["heading"])
        stripped.removed.append(Removed(name, match["block"].strip()))
        return ""

    stripped.text = pattern.sub(without, stripped.text)


def _rule_of(heading: str) -> str:
    return "see also" if heading in ("See also", "Смотрите также") else "additional"


def _cut_cards(stripped: Stripped) -> None:
    def from_label(match: re.Match[str]) -> str:
        stripped.removed.append(Removed("person card", match["card"].strip()))
        return f"{match['label']}{match['flag']}:"

    def from_text(match: re.Match[str]) -> str:
        stripped.removed.append(Removed("person card", match["card"]))
        return match["printed"]

    stripped.text = _LABEL_CARD.sub(from_label, stripped.text)
    stripped.text = _ENDED_CARD.sub(from_text, stripped.text)


def _cut_named(stripped: Stripped, person: str) -> None:
    """Take out a card whose end nothing shows: its name, and its office where seen before."""
    stem = re.escape(person[:_STEM_CHARS])
    card = re.compile(rf"(?P<printed>\b{stem}\w*[\])]?) {re.escape(person)}\b")
    offices = {
        block.text.removeprefix(person).strip()
        for block in stripped.removed
        if block.rule == "person card" and block.text.startswith(person)
    }

    def from_label(match: re.Match[str]) -> str:
        stripped.removed.append(Removed("person card", match["card"]))
        return f"{match['printed']}{match['flag']}:"

    def without(match: re.Match[str]) -> str:
        stripped.removed.append(Removed("person card", person))
        stripped.unended += not offices
        return match["printed"]

    stripped.text = re.sub(
        rf"(?P<printed>\b{stem}\w*[\])]?) (?P<card>{re.escape(person)}\b{_OFFICE}{{0,200}}?)"
        r"(?P<flag>(?: \([^)]{1,60}\))?) :(?= )",
        from_label,
        stripped.text,
    )

    for office in sorted(offices - {""}, key=len, reverse=True):
        whole = re.compile(
            rf"(?P<printed>\b{stem}\w*[\])]?) {re.escape(person)} {re.escape(office)}\b"
        )
        stripped.text = whole.sub(without, stripped.text)
    stripped.text = card.sub(without, stripped.text)
