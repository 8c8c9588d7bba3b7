"""The end of a text whose publication status lost its heading → where it begins, and its parts.

Copies that keep paragraphs and list items lose the headings: the status, the share buttons and the
footer then run on after the last speaker's words, and the lists of topics and people before them.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from index.headings.dates import PRINTED_DATE
from index.headings.furniture import SHARE

_TAIL_CHARS: Final = 5000
_MOST_TAGS: Final = 24  # lines
_MOST_TAG_CHARS: Final = 60
_MOST_TITLE_CHARS: Final = 300
_MORE: Final = re.compile(r"Ещё\s\d+|\d+\smore")
_DAY: Final = re.compile(
    rf"(?:{PRINTED_DATE}|\d{{1,2}}\s[−–—-]\s{PRINTED_DATE}"
    r"|[A-Z][a-z]+\s\d+\s[−–—-]\s(?:[A-Z][a-z]+\s)?\d+,\s\d{4})"
)
_SENTENCE_END: Final = re.compile(r"[.!?…»”\")>]$")
_MOST_STARTS: Final = 20

_SECTIONS: Final = r"(?:Published\ in\ sections?|Опубликован[оа]?\ в\ раздел(?:е|ах)):"
_DATE: Final = rf"(?:Publication\ date|Дата\ публикации):\ ?{PRINTED_DATE}"
_LINK: Final = (
    r"(?:Direct\ link|Ссылка\ на\ материал):\ ?(?:https?://)?[\w.-]{1,100}/(?:d|events|acts)/"
)
_START: Final = re.compile(
    rf"{_SECTIONS}|{_DATE}|{_LINK}".replace(r"\ ?", r"\s*").replace(r"\ ", r"\s+"),
    re.VERBOSE | re.IGNORECASE,
)
_BARE: Final = re.compile(
    rf"""(?:(?P<sections>{_SECTIONS}.{{1,300}}?)\ ?(?={_DATE}|{_LINK}))?
    (?:(?:Publication\ date|Дата\ публикации):\ ?
        (?P<date>{PRINTED_DATE})(?:,\ ?(?P<time>\d\d?:\d\d))?\ ?)?
    (?:(?:Direct\ link|Ссылка\ на\ материал):\ ?
        (?P<url>(?=\S{{0,100}}/(?:d|events|acts)/)\S{{5,300}}(?<=\d))\ ?)?
    (?:(?:Text\ version|Текстовая\ версия)\ ?)?""",
    re.VERBOSE,
)
_SECTIONS_ALONE: Final = re.compile(rf"(?P<sections>{_SECTIONS}[^.!?\n]{{1,200}})", re.VERBOSE)
_ENDS: Final = re.compile(r"[.!?…](?=\s|$)")
_LABEL: Final = re.compile(r"^[^:\n]{2,100}:\s+\S", re.MULTILINE)
_NO_SENTENCES: Final = re.compile(
    r"Putin\. 20 years|Путин\. 20 лет|Official Website of the President of Russia:"
    r"|Официальный сайт Президента России:|(?:All content on this site|Все материалы сайта)[^\n]*"
    rf"|(?:Last updated at|Последнее обновление:?)\s{PRINTED_DATE}(?:,?\s\d\d?:\d\d)?"
    r"|(?:Presidential Executive Office|Администрация Президента России)\s?(?:20\d\d)?"
)
_FOOTER: Final = re.compile(
    r"(?:Официальные сетевые ресурсы|Президента России|Official Internet Resources"
    r"|of the President of Russia|Русский|Английский|English|Russian|For the Media|Для СМИ"
    r"|Version for People with Disabilities|Версия для людей с ограниченными возможностями"
    r"|Official Twitter|Official YouTube Channel|State Insignia|Send a Letter|Написать письмо"
    r"|Официальный (?:Твиттер|Twitter)|Официальный канал на YouTube|YouTube-канал"
    r"|Государственная символика|Обратиться к Президенту"
    r"|Vladimir Putin’s Personal Website|Личный сайт Владимира Путина"
    r"|Putin\. 20 years|Путин\. 20 лет|LiveJournal|Message preview|Addressee email|Send"
    r"|(?:Text version|Текстовая версия)|(?:19|20)\d\d"
    r"|(?:©\s?)?(?:Presidential Executive Office|Администрация Президента(?: России)?)"
    r",?\s?(?:(?:19|20)\d\d)?(?: год)?"
    r"|(?:All content on this site|Все материалы сайта) .{10,200}"
    rf"|(?:Last updated at|Последнее обновление:?)\s{PRINTED_DATE}(?:,?\s\d\d?:\d\d)?)",
    re.IGNORECASE,
)
"""A whole line of what stands around every page of the site."""

_OWNER: Final = re.compile(
    r"(?:Presidential Executive Office|Администрация Президента(?: России)?),?\s?"
    r"(?:19|20)\d\d|Official Internet Resources|Официальные сетевые ресурсы|Last updated at"
    r"|Последнее обновление|(?:All content on this site|Все материалы сайта)",
    re.IGNORECASE,
)


class BareStatus(NamedTuple):
    """A text's end: the status as printed and its parts, and the menus below it."""

    start: int
    status: str
    sections: str
    date: str
    time: str
    url: str
    below: str


def find_bare_status(text: str) -> BareStatus | None:
    """The first lines of a publication status in the text's last part, up to its end.

    What follows must be no speech: a day printed on top of a text ends nothing.
    """
    has_lines = "\n" in text
    for count, found in enumerate(_START.finditer(text, max(len(text) - _TAIL_CHARS, 0))):
        if count >= _MOST_STARTS:
            return None
        start = found.start()
        if has_lines and text[:start].rpartition("\n")[2].strip():
            continue
        read = _read(text, start, has_lines=has_lines)
        if read is not None and _is_menu(read.below, text[:start]):
            return read
    return None


def _read(text: str, start: int, *, has_lines: bool) -> BareStatus | None:
    plain = " ".join(text[start:].split())
    parts = _BARE.match(plain)
    if parts is None or not (parts["date"] or parts["url"]):
        alone = _SECTIONS_ALONE.match(text, start) if has_lines else None
        if alone is None:
            return None
        return BareStatus(start, alone[0], alone[0], "", "", "", text[alone.end() :].strip())
    sections, day, time, url = (parts[name] or "" for name in ("sections", "date", "time", "url"))
    end = _after(text, start, len(parts[0].split()))
    return BareStatus(start, parts[0].strip(), sections, day, time, url, text[end:].strip())


def _after(text: str, start: int, words: int) -> int:
    """Where so many words end."""
    at = start
    for count, word in enumerate(re.finditer(r"\S+", text[start:]), 1):
        at = start + word.end()
        if count == words:
            break
    return at


def _is_menu(below: str, above: str) -> bool:
    """Whether nothing below is spoken: it holds no sentence and no label but what stands above
    (the title again, to be mailed), or is short beside that.
    """
    printed = {line.strip() for line in above.split("\n")}
    new = "\n".join(line for line in below.split("\n") if line.strip() not in printed)
    bare = _NO_SENTENCES.sub(" ", new)
    spoken = _ENDS.search(bare) or _LABEL.search(bare)
    return not spoken or len(above) > 2 * len(new)


def tag_lines(text: str) -> int:
    """Where lines begin that stand between the last sentence and a status: titles of other pages,
    each with its day, then topics, people, places.

    Which of these a line is its heading said. Without any the length of the text.
    """
    lines = text.rstrip().split("\n")
    first = len(lines)
    while first > 1 and _is_tag(lines[first - 1], lines[first] if first < len(lines) else ""):
        first -= 1
    tags = [line for line in lines[first:] if line.strip()]
    ended = _SENTENCE_END.search(lines[first - 1].strip())
    if not tags or len(tags) > _MOST_TAGS or not ended:
        return len(text)
    return len("\n".join(lines[:first]))


def _is_tag(line: str, below: str) -> bool:
    bare = line.strip()
    if not bare or _MORE.fullmatch(bare) or _DAY.fullmatch(bare):
        return True
    if _DAY.fullmatch(below.strip()):
        return len(bare) <= _MOST_TITLE_CHARS and not _ENDS.search(bare[-1])
    if _SENTENCE_END.search(bare):
        return False
    short = len(bare) <= _MOST_TAG_CHARS and bare[0].isupper()
    return short and not re.search(r"[:;,]$|\s[–—-]\s|:\s", bare)


def footer_start(text: str) -> int:
    """Where the lines of buttons and footer begin that end a text; its length without any."""
    lines = text.rstrip().split("\n")
    first = len(lines)
    while first > 1 and _is_footer(lines[first - 1].strip()):
        first -= 1
    if not any(_OWNER.match(line.strip()) for line in lines[first:]):
        return len(text)
    return len("\n".join(lines[:first]))


def _is_footer(line: str) -> bool:
    return not line or bool(_FOOTER.fullmatch(line) or SHARE.fullmatch(line))
