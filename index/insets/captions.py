"""Lines of a text save → the same without captions, insets and the site's buttons.

A line is taken out only where all of it is such: "Photo" in a sentence is speech.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.headings.dates import MONTH, PRINTED_DATE
from index.headings.furniture import BUTTON, LAST_UPDATED, READER, SEE_ALSO, SHARE, SOURCE_LINE
from search.records import Removed

if TYPE_CHECKING:
    from collections.abc import Sequence

_CREDIT: Final = re.compile(
    r"(?:.{3,300}[.!?…»”)]\s)?(?:Photo|Video|Фото|Видео)(?:\sby)?:\s[^:]{2,120}"
)
_OFFICIAL_CREDIT: Final = re.compile(
    r"(?:.{3,300}[.!?…»”)]\s)?(?:(?:Photo|Video)s?\sby\s(?:the\s)?[A-ZА-ЯЁ][^.!?:;]{2,100}"
    r"|(?:Фото|Видео)\s(?:пресс-службы|Пресс-службы|[А-ЯЁ]{3,})[^.!?:;]{0,100})"
)
_WHOLE_CAPTION: Final = frozenset({"full caption", "полная подпись"})
_SLIDE: Final = re.compile(r"\d{1,3}\s(?:of|из)\s\d{1,3}|\d{1,3}/\d{1,3}")
_SHORT: Final = re.compile(r"[^:]{2,200}")
_TWICE: Final = re.compile(r"(.{8,300}) \1")
_WITH_SOMEBODY: Final = re.compile(r"(?:With|С|Со)\s[^.!?:]{3,200}\.")
_AT_EVENT: Final = re.compile(
    r"(?:With|During|Before|After|At|С|Со|Во время|Перед|После|До|На)\s[^.!?:]{3,200}\.?"
)
_FEWEST_SHARED: Final = 3
_MOST_READER_LINES: Final = 8
_SITE_NAME: Final = re.compile(r"\s[•·|—–-]\s(?:President of Russia|Президент России)$")
_COUNT: Final = re.compile(r"\d{1,3}")
_VERB: Final = re.compile(
    r"\d|\s(?:[a-z]+ed|is|was|are|were|has|had|have|will|met|held|took"
    r"|[а-яё]{3,}(?:л(?:[аои]|ся|[аои]сь)?|[еёиаяую]т(?:ся)?))\b"
)
_WORDS_OF_BUTTONS: Final = (
    r"(?:Watch (?:the )?video|Video plays in a new window|Back to top|Смотреть видео"
    r"|Printer-friendly version|Версия для печати"
    r"|Send by e-?mail|Отправить по (?:электронной )?почте"
    r"|(?:Audio|Video|Аудио|Видео) (?:part|часть) \d{1,2}(?: (?:mp[34]|wmv|ogg|webm|\d{3,4}p))?)"
)
_BUTTONS: Final = re.compile(
    rf"(?<!\S)(?:{_WORDS_OF_BUTTONS}(?:\s+{_WORDS_OF_BUTTONS})+"
    rf"|{_WORDS_OF_BUTTONS}(?=\s+[A-ZА-ЯЁ]))(?!\S)"
)
_LAST_MENUS: Final = re.compile(
    rf"(?:\s+(?:(?i:{SOURCE_LINE.pattern})|{LAST_UPDATED.pattern}|{_WORDS_OF_BUTTONS}"
    r"|VK|Facebook|Twitter|LiveJournal|Telegram|ВКонтакте|Одноклассники))+\s*$"
)
_LAST_CHARS: Final = 600
_ARROWS: Final = re.compile(r"[←→↑↓×✕«»‹›<>|·•\s]{1,9}")
_FILE: Final = re.compile(
    r"(?:pdf|docx?|rtf|xlsx?|zip|mp3|mp4),?\s[\d.,]+\s(?:kB|KB|MB|кБ|КБ|МБ|Мб|Кб)", re.IGNORECASE
)
_TO: Final = r"\s?[–—−-]\s?"
_DAYS: Final = (  # of a trip: "June 8 − 9, 2031", «30 мая – 2 июня 2031 года»
    rf"[A-Z][a-z]{{2,8}}\s\d\d?{_TO}(?:[A-Z][a-z]{{2,8}}\s)?\d\d?,\s\d{{4}}"
    rf"|\d\d?(?:\s{MONTH})?{_TO}\d\d?\s{MONTH}\s\d{{4}}(?:\sгода)?"
)
_ITEM_END: Final = re.compile(
    rf"{PRINTED_DATE}(?:,?\s\d\d?:\d\d)?|{_DAYS}|{_FILE.pattern}", re.IGNORECASE
)
_NO_ITEM: Final = re.compile(r"[.!?:;…,]\s*$|:\s")
_ENDED_ITEM: Final = re.compile(rf".{{3,300}}\s(?:{_ITEM_END.pattern})", re.IGNORECASE)
_MOST_ITEM_CHARS: Final = 300
_MOST_LAST_TITLES: Final = 3
_MOST_PIPED_WORDS: Final = 4


def strip_lines(lines: Sequence[str], texts_from: int) -> tuple[list[str], list[Removed], int]:
    """The lines that are text, those taken out, and where `texts_from` is among what is left.

    Before line `texts_from`, where the first label stands, a line printed twice is a caption.
    """
    kept: list[str] = []
    removed: list[Removed] = []
    first, at = 0, 0
    while at < len(lines):
        if at == texts_from:
            first = len(kept)
        size, rule = _taken_at(lines, at, texts_from)
        if size:
            removed += [Removed(rule, line) for line in lines[at : at + size]]
            at += size
            if at - size < texts_from < at:
                first = len(kept)
        else:
            kept.append(lines[at])
            at += 1
    return kept, removed, first if texts_from < len(lines) else len(kept)


def _taken_at(lines: Sequence[str], at: int, texts_from: int) -> tuple[int, str]:
    """How many lines from `at` on are no text, and by which rule."""
    if size := _inset(lines, at):
        return size, "see also" if lines[at] in ("See also", "Смотрите также") else "additional"
    line, is_head = lines[at], at < texts_from < len(lines)
    if 0 < at < min(_MOST_READER_LINES, texts_from) and READER.fullmatch(line):
        return 1, "menu"
    if at == 0 and _is_window_title(lines):
        return 1, "menu"
    if size := _row_of_lines(lines, at):
        return size, "button"
    if line.lower() in _WHOLE_CAPTION:
        return (2 if _is_seen(lines[at + 1 : at + 2]) else 1), "media caption"
    if BUTTON.fullmatch(line) or _ARROWS.fullmatch(line) or _is_row_of_buttons(line):
        return 1, "button"
    credited = _CREDIT.fullmatch(line) or _OFFICIAL_CREDIT.fullmatch(line)
    if credited or (is_head and at and is_caption(line)):
        return 1, "media caption"
    if _SLIDE.fullmatch(line) and at + 1 < len(lines):
        told = is_head and at + 1 < texts_from and _SHORT.fullmatch(lines[at + 1])
        caption = _CREDIT.fullmatch(lines[at + 1]) or is_caption(lines[at + 1])
        return (2 if told or caption else 1), "media caption"
    twice = at + 1 < min(len(lines), texts_from) and lines[at + 1] == line
    return (2, "media caption") if twice and not _ITEM_END.fullmatch(line) else (0, "")


def strip_buttons(text: str) -> tuple[tuple[Removed, ...], str]:
    """Text in one line without the site's buttons amid it and the menus that end it.

    Only wording of several words counts, which nobody speaks, and what no sentence holds.
    """
    last = _LAST_MENUS.search(text, max(0, len(text) - _LAST_CHARS))
    end = last.start() if last else len(text)
    removed = [Removed("button", found[0]) for found in _BUTTONS.finditer(text, 0, end)]
    removed += [Removed("menu", last[0].strip())] if last else []
    if not removed:
        return (), text
    return tuple(removed), re.sub(r" {2,}", " ", _BUTTONS.sub(" ", text[:end]))


def is_caption(text: str) -> bool:
    """Whether a paragraph before the first label is the caption of a picture.

    It says with whom somebody is seen, without a verb, or stands there twice.
    """
    twice = _TWICE.fullmatch(text)
    if twice and " " in twice[1]:
        return True
    return _WITH_SOMEBODY.fullmatch(text) is not None and _VERB.search(text) is None


def _is_window_title(lines: Sequence[str]) -> bool:
    """Whether the first line is a window's: the title printed below, and the site's name."""
    title = _SITE_NAME.sub("", lines[0])
    return title != lines[0] and title in lines[1:_MOST_READER_LINES]


def _is_seen(following: Sequence[str]) -> bool:
    """Whether the next line says at which event somebody is seen, without a verb."""
    return any(_AT_EVENT.fullmatch(line) and not _VERB.search(line) for line in following)


def _row_of_lines(lines: Sequence[str], at: int) -> int:
    """How many lines a row of buttons takes, each in a line of its own: "Text", "Photos", "8"."""
    if SHARE.fullmatch(lines[at]) is None:
        return 0
    end, words = at, 0
    while end < len(lines) and (SHARE.fullmatch(lines[end]) or _COUNT.fullmatch(lines[end])):
        words += SHARE.fullmatch(lines[end]) is not None
        end += 1
    return end - at if words >= _FEWEST_SHARED else 0


def _is_row_of_buttons(line: str) -> bool:
    """Whether a line is words of menus in a row: "Text | Photo | Video"."""
    parts = [part.strip() for part in line.split("|")]
    short = all(0 < len(part.split()) <= _MOST_PIPED_WORDS for part in parts)
    known = sum(SHARE.fullmatch(part) is not None for part in parts)
    return len(parts) > 2 and short and known * 3 >= len(parts)


def _inset(lines: Sequence[str], at: int) -> int:
    """How many lines an inset takes that begins here: a heading, then titles with date or size."""
    if lines[at] not in SEE_ALSO:
        return 0
    end = at + 1
    while end < len(lines) and len(lines[end]) <= _MOST_ITEM_CHARS:
        if _ENDED_ITEM.fullmatch(lines[end]):
            end += 1
        elif end + 1 < len(lines) and _ITEM_END.fullmatch(lines[end + 1]):
            end += 2
        else:
            break
    return end - at if end > at + 1 else _inset_at_end(lines, at)


def _inset_at_end(lines: Sequence[str], at: int) -> int:
    """The lines of an inset that ends the text, its titles without a date; 0 where it is none."""
    titles = lines[at + 1 :]
    few = 0 < len(titles) <= _MOST_LAST_TITLES
    fit = few and all(
        len(one) <= _MOST_ITEM_CHARS and _NO_ITEM.search(one) is None for one in titles
    )
    return len(lines) - at if fit else 0
