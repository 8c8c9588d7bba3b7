"""Lines of a text that nothing marks as a statement → why it is none, told as what it is."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from index.headings.dates import PRINTED_DATE
from index.headings.heading import is_furniture
from index.names.word import look_up
from index.saves.recognise import NotAStatement, SkipReason

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATED: Final = re.compile(rf"{PRINTED_DATE}(?:,?\s\d\d?:\d\d)?(?:,\s[^.!?:]{{2,80}})?")
_DATE_FIRST: Final = re.compile(rf"{PRINTED_DATE}(?:,?\s\d\d?:\d\d)?\s[–—-]\s[^\W\d_].{{5,200}}")
_CLOCKED: Final = re.compile(r"\d\d?:\d\d\s+\S.{5,200}")
_DATE: Final = re.compile(PRINTED_DATE)
_LONGEST_WORD_CHARS: Final = 30
_FEWEST_ITEMS: Final = 3
_MOST_LINES_AN_ITEM: Final = 4
_MOST_CHARS_AN_ITEM: Final = 200
_TEXT_LINE: Final = re.compile(r".{60,}|.*[.!?:;…][»”\")]*$", re.DOTALL)
_OTHER_MARKS: Final = re.compile(
    r"\[(?P<square>[^\]\[]{2,60})\]\s|<v\s(?P<cue>[^<>]{2,60})>"
    r"|(?P<dash>[A-ZА-ЯЁ][\w.’'-]*(?:\s[A-ZА-ЯЁ][\w.’'-]*){0,3})\s[–—]\s"
    r"|(?P<stop>[A-ZА-ЯЁ][A-ZА-ЯЁ.’'-]+(?:\s[A-ZА-ЯЁ][A-ZА-ЯЁ.’'-]+){0,3})\.\s"
)
_MOST_SHARE: Final = 0.5


def refuse_other_text(lines: Sequence[str], *, is_spoken: bool) -> None:
    """Raise `NotAStatement` for a list of news, a page of menus, or labels of another kind."""
    if is_spoken:
        return
    if _is_list(lines):
        raise NotAStatement(SkipReason.LIST, "titles and dates only")
    if _has_other_labels(lines):
        raise NotAStatement(
            SkipReason.UNREAD_LABELS, "write them as “Name: words”, and index the text again"
        )
    told = any(map(_TEXT_LINE.match, lines)) or any(map(_DATE.search, lines))
    if not told and any(map(is_furniture, lines)):
        raise NotAStatement(SkipReason.OTHER_PAGE, "menus only")


def is_news_line(text: str) -> bool:
    """Whether one line of text is a list of news: dates, and little between them."""
    dates = sum(not _is_in_prose(text, found.start()) for found in _DATE.finditer(text))
    return dates >= _FEWEST_ITEMS and len(text) < dates * _MOST_CHARS_AN_ITEM


def _is_in_prose(text: str, date: int) -> bool:
    """Whether a sentence speaks of the date: "on November 9, 2020, and January 11, 2021"."""
    before = text[max(0, date - _LONGEST_WORD_CHARS) : date].split()
    return bool(before) and look_up(before[-1]).is_in("date_prepositions")


def _is_list(lines: Sequence[str]) -> bool:
    """Whether lines are items of a list, each with its date; menus may stand above the first."""
    dated = [at for at, line in enumerate(lines) if _is_dated(line)]
    if len(dated) < _FEWEST_ITEMS:
        return False
    items = lines[max(0, dated[0] - 1) :]
    told = any(line.endswith((".", "!", "…")) for line in lines)
    return len(items) <= len(dated) * _MOST_LINES_AN_ITEM and not told


def _is_dated(line: str) -> bool:
    return any(shape.fullmatch(line) for shape in (_DATED, _DATE_FIRST, _CLOCKED))


def _has_other_labels(lines: Sequence[str]) -> bool:
    """Whether most lines begin with a name that something else than a colon sets apart."""
    found = [match for line in lines if (match := _OTHER_MARKS.match(line))]
    names = Counter(match[match.lastgroup or 0] for match in found)
    again = any(count > 1 for count in names.values())
    return len(found) > 2 and again and len(found) > len(lines) * _MOST_SHARE
