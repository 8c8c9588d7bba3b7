"""Title and lead, or place and text, printed in one line → each alone, by how sentences begin."""

from __future__ import annotations

import re
from typing import Final

from index.headings.dates import MONTH

_LEADERS: Final = r"(?:Владимир\ Путин|Дмитрий\ Медведев|Глава\ (?:государства|региона|ведомства))"
_PRESIDENT: Final = r"Президент(?:\ России|\ Российской\ Федерации)?(?:\ Владимир\ Путин)?"
_ENGLISH_VERB: Final = r"(?:[a-z]+ed|has|had|will|met|held|took|sent|spoke|gave|made|is)"
_SENTENCE_STARTS: Final = re.compile(
    rf"""\s(?=(?:
        {_LEADERS}\s
      | {_PRESIDENT}\s(?:[а-яё]+(?:л|ла|лся|лась)\b|в\s|по\s|на\s)
      | Состоял(?:ся|ась|ось|ись)\s | Обсужда[а-яё]+\s | Подписан[аоы]?\s
      | (?:В|Во|На|По|Под|После|Накануне|Завершая|Перед|За|С|Сегодня|Указом)\s(?=[\w«])
      | \d{{1,2}}\ {MONTH}\s
      | (?:The|A|An|In|On|At|During|Before|After|Ahead|Today)\s(?=\w)
      | (?:Vladimir\ Putin|Dmitry\ Medvedev)\s{_ENGLISH_VERB}\s
      | (?:The\ )?President(?:\ of\ Russia)?(?:\ Vladimir\ Putin)?\s{_ENGLISH_VERB}\s
      | (?P<loose>[А-ЯЁ][а-яё]+(?:\ [а-яё-]+){{0,3}}\ [а-яё]{{3,}}(?:ли|ла|ло|л)\s
          | [А-ЯЁ][а-яё-]+\ [А-ЯЁ][а-яё-]+\ [а-яё]{{2,}}(?:л|ла|лся|лась)\s
          | [A-Z][a-z]+\ [A-Z][a-z]+\ {_ENGLISH_VERB}\s)
    ))""",
    re.VERBOSE,
)
_LEAD_ENDS: Final = re.compile(r"[.!?][»”\")]?$")
_NO_BREAK_AFTER: Final = re.compile(
    r"(?:[,:;–—-]|[«“(][^»”)]*|\b(?:и|в|с|на|по|of|the|and|in|with))$"
)
_LEAST_TITLE_CHARS: Final = 8

_REGION: Final = r"(?:область|край|округ|Республика|Region|Territory|Republic|Area)"
_PLACE_NAME: Final = r"[A-ZА-ЯЁ][\w’-]+(?:\s(?:на|on|de)(?:\s|-)[\w-]+)?"
_SURE_PLACES: Final = re.compile(
    rf"""(?:
        (?:The\ Kremlin,\ )?Moscow(?:,\ the\ Kremlin)? | Москва(?:,\ Кремль)?
      | (?:Novo-Ogaryovo|Gorki|Bocharov\ Ruchei|Sochi)(?:,\ {_PLACE_NAME}(?:\ Region)?)?
      | St\.?\ Petersburg(?:,\ {_PLACE_NAME})?
      | (?:Московская\ область|Сочи|Санкт-Петербург|Республика\ {_PLACE_NAME})(?:,\ {_PLACE_NAME})?
      | {_PLACE_NAME},\ {_PLACE_NAME}\ {_REGION} | {_PLACE_NAME}\ {_REGION}(?:,\ {_PLACE_NAME})?
    )(?=\s[^a-zа-яё]|$)""",
    re.VERBOSE,
)
_ONE_PLACE: Final = re.compile(
    rf"(?P<place>{_PLACE_NAME}(?:,\s{_PLACE_NAME})?)(?=\s[^a-zа-яё\s]|$)"
)
_STEM_CHARS: Final = 4
_LONGEST_ENDING: Final = 3


def split_headline(head: str) -> tuple[str, str | None]:
    """Title and lead of what stands before the date; no lead where nothing ends in a full stop."""
    if not _LEAD_ENDS.search(head):
        return head, None
    for found in _SENTENCE_STARTS.finditer(head):
        title = head[: found.start()]
        if len(title) < _LEAST_TITLE_CHARS or _NO_BREAK_AFTER.search(title):
            continue
        if found["loose"] and _ends_in_half_a_name(title):
            continue
        return title, head[found.end() :]
    return head, None


def _ends_in_half_a_name(title: str) -> bool:
    """Whether the next capital may be a surname: one capital alone stands before it."""
    before, last = ["", *title.split()][-2:]
    return last[:1].isupper() and not before[:1].isupper()


def split_place(text: str, context: str) -> tuple[str | None, str]:
    """The place after date and time, and the text after it; no place where none is sure.

    `context` is title, lead and the page's list of places, which vouch for a single name.
    """
    if found := _SURE_PLACES.match(text):
        return found[0], text[found.end() :].lstrip()
    found = _ONE_PLACE.match(text)
    if found and _is_named(found["place"], context):
        return found[0], text[found.end() :].lstrip()
    return None, text


def _is_named(place: str, context: str) -> bool:
    """Whether it is said that something is in that place or its region."""
    stem = place.split(",")[0]
    stem = stem[: max(len(stem) - _LONGEST_ENDING, _STEM_CHARS)]
    said = rf"(?:\b(?:[Вв]о?|[Нн]а|из|[Ii]n|[Tt]o|[Aa]t)\s|\n){re.escape(stem)}"
    return re.search(said, context) is not None
