"""Title and lead printed in one line → each alone, by how sentences begin."""

from __future__ import annotations

import re
from typing import Final

from index.headings.dates import MONTH
from index.headings.office_start import last_office_start, with_modifiers
from index.names.word import look_up

_LEADERS: Final = r"(?:Владимир\ Путин|Дмитрий\ Медведев|Глава\ (?:государства|региона|ведомства))"
_PRESIDENT: Final = r"Президент(?:\ России|\ Российской\ Федерации)?(?:\ Владимир\ Путин)?"
_ENGLISH_VERB: Final = r"(?:[a-z]+ed|has|had|will|met|held|took|sent|spoke|gave|made|is)"
_SENTENCE_STARTS: Final = re.compile(
    rf"""\s(?=(?:
        {_LEADERS}\s | Главе\ государства\s | Главы\ [а-яё]+\s | Президенты\s | Лидеры\s
      | Глава\ [А-ЯЁ][а-яё]+\ государства\s
      | (?:[А-ЯЁ]\.\ ?){{1,2}}[А-ЯЁ][\w-]+(?:\ [А-ЯЁ][\w-]+){{0,2}}
            \ (?:[а-яё]+\ ){{0,2}}[а-яё]+л(?:[аои]|ся|ась)?\b
      | (?:Рабочая|Рабочий|Торжественн(?:ая|ое)|Основн(?:ая|ой|ые)|Главн(?:ая|ой))\ [а-яё]+\s
      | (?:Имена|Лауреаты|Участники|Участникам|Победители|Стороны|Собеседники)\ [а-яё]+\s
      | {_PRESIDENT}\s(?:[а-яё]+(?:л|ла|лся|лась)\b|в\s|по\s|на\s)
      | Состоял(?:ся|ась|ось|ись)\s | Обсужда[а-яё]+\s | Подписан[аоы]?\s
      | (?:В|Во|На|По|Под|После|Накануне|Завершая|Перед|За|С|Сегодня|Указом)\s(?=[\w«])
      | \d{{1,2}}\ {MONTH}\s
      | (?:The|A|An|In|On|At|During|Before|After|Ahead|Today)\s(?=\w)
      | (?:Prime\ Minister|President|Governor|Head|Director|Chairman|Chairperson|Minister)
            \ of\ (?:[A-Za-z]+\ ){{1,6}}?{_ENGLISH_VERB}\b
      | (?:Vladimir\ Putin|Dmitry\ Medvedev)\s{_ENGLISH_VERB}\b
      | (?:The\ )?President(?:\ of\ Russia)?(?:\ Vladimir\ Putin)?\s{_ENGLISH_VERB}\b
      | (?P<loose>[А-ЯЁ][а-яё]+(?:\ [а-яё-]+){{0,3}}\ [а-яё]{{3,}}(?:ли|ла|ло|л)\b
          | [А-ЯЁ][а-яё-]+\ [А-ЯЁ][а-яё-]+\ [а-яё]{{2,}}(?:л|ла|лся|лась)\b
          | [A-Z][a-z]+(?:-[A-Z][a-z]+)?\ [A-Z][a-z]+(?:-[A-Z][a-z]+)?\ {_ENGLISH_VERB}\b)
    ))""",
    re.VERBOSE,
)
_LEAD_ENDS: Final = re.compile(r"[.!?][»”\")]?$")
_NO_BREAK_AFTER: Final = re.compile(
    r"(?:[,:;–—-]|[«“(][^»”)]*|\b(?:и|в|с|на|по|of|the|and|in|with|to|from|for|at|by|on|an?|к|о|об"
    r"|от|для|со|во|из))$"
)
_LEAST_TITLE_CHARS: Final = 8
_MOST_TITLE_CHARS: Final = 1000  # the longest seen has 240
_FEWEST_TITLE_WORDS: Final = 2
_WORD: Final = re.compile(r"[\w’'-]+")


def split_headline(head: str) -> tuple[str, str | None]:
    """Title and lead of what stands before the date; no lead where nothing ends in a full stop."""
    if not _LEAD_ENDS.search(head):
        return head, None
    for found in _SENTENCE_STARTS.finditer(head):
        if found.start() > _MOST_TITLE_CHARS:
            break
        begins = _before_modifiers(head, found.end())
        title = head[:begins].rstrip()
        if len(title) < _LEAST_TITLE_CHARS or _NO_BREAK_AFTER.search(title):
            continue
        if found["loose"] and (_ends_in_half_a_name(title) or _begins_at_next(found["loose"])):
            continue
        start = _office_start(head, begins)
        return head[:start].rstrip(), head[start:]
    return head, None


def _begins_at_next(loose: str) -> bool:
    """Whether the sentence begins with the second word: «… Иво Маршем | Президент провёл»."""
    second = look_up([*loose.split(), ""][1])
    return second.is_capitalised and second.is_title


def _before_modifiers(head: str, start: int) -> int:
    """Where the office begins of which a word at `start` is the title: "General | Director"."""
    words = [*_WORD.finditer(head[:start]), None]
    printed = [word[0] if word else "" for word in words]
    first = words[with_modifiers(printed, len(printed) - 1)]
    return first.start() if first else start


def _office_start(head: str, start: int) -> int:
    """Where a lead begins whose name at `start` has its office before it, after another's name.

    "Meeting with Ivan Petrov | Director of the Fund Ivan Petrov reported …": the office has the
    capital of a sentence, and a name, not a small word, stands before it.
    """
    words = list(_WORD.finditer(head, 0, start))
    name = look_up(head[start:].split(" ")[0])
    if name.is_title or not name.is_capitalised:
        return start
    at = last_office_start([word[0] for word in words], _FEWEST_TITLE_WORDS)
    if at is None:
        return start
    before = look_up(words[at - 1][0])
    led = before.is_role_word or before.is_place or not before.is_capitalised
    apart = head[words[at - 1].end() : words[at].start()] != " "
    return start if led or apart else words[at].start()


def _ends_in_half_a_name(title: str) -> bool:
    """Whether the next capital may be a surname: one capital alone stands before it."""
    before, last = ["", *title.split()][-2:]
    placed = before in ("of", "in", "at", "for")  # "keepers of Aldermoor"
    return last[:1].isupper() and not before[:1].isupper() and not placed
