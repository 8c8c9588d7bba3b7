"""Title and lead printed in one line → each alone, by how sentences begin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.headings.dates import MONTH
from index.headings.known_place import opens_sentence
from index.headings.office_start import last_office_start, with_modifiers
from index.names.word import look_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.names.word import PrintedWord

_LEADERS: Final = r"(?:Владимир\ Путин|Дмитрий\ Медведев|Глава\ (?:государства|региона|ведомства))"
_PRESIDENT: Final = r"Президент(?:\ России|\ Российской\ Федерации)?(?:\ Владимир\ Путин)?"
_LEADER: Final = r"(?:Vladimir\ Putin|Dmitry\ Medvedev)"
_VERBS: Final = (
    "has|had|will|met|held|took|sent|spoke|gave|made|is|was|laid|heard|got|paid|went|began|led|told"
    "|said|saw|flew|came|wrote"
)
_ENGLISH_VERB: Final = rf"(?:[a-z]+ed|{_VERBS})"
_CAPITAL: Final = r"[A-ZÀ-ÞĀ-Ž](?:[’'][A-Z])?[a-zà-ÿā-ž]+(?:-[A-Za-zÀ-ÿ][a-zà-ÿā-ž]+)*"
_SMALL: Final = (
    r"(?:(?:[Aa]l|[Ee]l|[Bb]int?|[Ii]bn|von|van|der|den|de|da|dos?|das|del|di|du|la|le|ter)\ )"
)
_AND_OTHERS: Final = r"and\ (?:[A-Z][\w-]+\ |of\ |the\ ){1,10}"
_ENGLISH_NAME: Final = (
    rf"{_CAPITAL}\ (?:{_SMALL}+|[A-Z]\.\ )?(?:[a-z]{{2}}-)?{_CAPITAL}(?:\ {_SMALL}+{_CAPITAL})?"
)
_SENTENCE_STARTS: Final = re.compile(
    rf"""\s(?=(?:
        {_LEADERS}\s | Главе\ государства\s | Главы\ [а-яё]+\s | Президенты\s | Лидеры\s
      | Глава\ [А-ЯЁ][а-яё]+\ государства\s
      | (?:[А-ЯЁ]\.\ ?){{1,2}}[А-ЯЁ][\w-]+(?:\ [А-ЯЁ][\w-]+){{0,2}}
            \ (?:[а-яё]+\ ){{0,2}}[а-яё]+л(?:[аои]|ся|ась)?\b
      | (?:Рабочая|Рабочий|Торжественн(?:ая|ое)|Основн(?:ая|ой|ые)|Главн(?:ая|ой))\ [а-яё]+\s
      | (?:Имена|Лауреаты|Участники|Участникам|Победители|Стороны|Собеседники)\ [а-яё]+\s
      | {_PRESIDENT}\s(?:[а-яё]+(?:л|ла|лся|лась)\b|в\s|по\s|на\s)
      | (?:Церемония|Встреча|Заседание|Переговоры|Совещание|Беседа|Мероприятие)
            \ [а-яё]+л(?:[аои]|ся|[аои]сь)\b
      | Состоял(?:ся|ась|ось|ись)\s | Обсужда[а-яё]+\s | Подписан[аоы]?\s
      | (?:В|Во|На|По|Под|После|Накануне|Завершая|Перед|За|С|Сегодня|Указом)\s(?=[\w«])
      | \d{{1,2}}\ {MONTH}\s
      | (?<!Executive\ Order\ )(?:In|On|At|As|During|Before|After|Ahead|Today|Towards)
            \s(?=\w)(?!The\b)
      | (?:Together|Along|Upon|While|Within|Yesterday|Later|Earlier|Prior\ to|Over|Under|Mrs?|Ms
            |Full\ text|(?:Talks|Negotiations|Consultations)\ between|Winners\ of)\s(?=\w)
      | (?:Following|Completing|Concluding|Continuing|Summing|Addressing|Attending|Speaking)\s\w
      | (?:Prime\ Minister|President|Governor|Head|Director|Chairman|Chairperson|Minister)
            \ of\ (?:(?!The\b|{_LEADER}\b)[A-Za-z]+\ ){{1,6}}?{_ENGLISH_VERB}\b
      | (?P<leader>{_LEADER}(?:\s{_ENGLISH_VERB}\b|(?P<others>\sand\s[A-Z]|,\s[A-Z][\w-]+\s[A-Z]))
          | (?:The\ )?(?:Russian\ )?(?:President(?:\ of\ Russia)?|Supreme\ Commander-in-Chief)
                (?:\ Vladimir\ Putin)?\s{_ENGLISH_VERB}\b)
      | (?P<article>(?:The|A|An)\s(?=\w))
      | (?P<loose>[А-ЯЁ][а-яё]+(?:\ [а-яё-]+){{0,3}}\ [а-яё]{{3,}}л(?:[аои]|ся|[аои]сь)?\b
          | [А-ЯЁ][а-яё]+\ (?:с|со)\ (?:[\w-]+\ ){{1,8}}состоял(?:ся|[аои]сь)\b
          | [А-ЯЁ][а-яё-]+(?:\ [а-яё]{{2,4}}){{0,2}}\ [А-ЯЁ][а-яёА-ЯЁ-]+
            (?:\ (?:по|в|на)\ [а-яё-]+)?\ [а-яё]{{2,}}л(?:[аи]|ся|ась)?\b
          | [A-Z][a-z]+(?:-[a-z]+)?(?:\ [a-z]+){{0,4}}\ (?:was|were|took\ place)\b
          | {_ENGLISH_NAME}\ (?P<joint>{_AND_OTHERS})?{_ENGLISH_VERB}\b)
    ))""",
    re.VERBOSE,
)
_NAME_AND_VERB: Final = re.compile(
    rf"""(?:^|\s)(?=(?:{_ENGLISH_NAME}\ (?:{_AND_OTHERS})?{_ENGLISH_VERB}\b
      | [А-ЯЁ][а-яё-]+(?:\ [а-яё]{{2,4}}){{0,2}}\ [А-ЯЁ][\w-]+
            \ [а-яё]{{2,}}л(?:[аи]|ся|ась)?\b))""",
    re.VERBOSE,
)
_LEAD_ENDS: Final = re.compile(r"[.!?][»”\")]?$")
_NO_BREAK_AFTER: Final = re.compile(
    r"(?:[,:;–—-]|[«“(][^»”)]*|\b(?:и|в|с|на|по|of|the|and|in|with|to|from|for|at|by|on|as|an?|between|after|named|к"
    r"|о|об|от|для|со|во|из))$"
)
_VERB_LAST: Final = re.compile(rf"\b{_ENGLISH_VERB}$")
_ADJECTIVE: Final = re.compile(r"[A-Z]\w+(?:an|ish|ese|ch)")
_LEAST_TITLE_CHARS: Final = 8
_MOST_TITLE_CHARS: Final = 1000  # the longest seen has 240
_PLACED: Final = frozenset(
    {"of", "the", "in", "at", "for", "в", "во", "на", "из", "у", "под", "к", "о", "об"}
)
_FEWEST_TITLE_WORDS: Final = 2
_SENTENCE_ENDED: Final = re.compile(r"(?<!\b[A-ZА-ЯЁ])(?<!\bSt)(?<!\bMr)(?<!\bDr)[.!?][»”\")]?\s*$")
_MOST_HEAD_CHARS: Final = 3000
_AGAIN: Final = re.compile(
    r"(?P<title>(?P<begins>(?P<dated>On|In|At) \S+ \S+|[A-Z][a-z]+ [A-Z][a-z]+)"
    rf" (?=.*?{_ENGLISH_VERB}\b)"
    rf".{{8,400}}?(?<!\b(?:will|sent|held|made|took|gave))(?<!\b(?:has|had|met))) (?=(?P=begins) )"
)
"""A title that is a sentence, and a lead that begins with the same words."""
_TWICE: Final = re.compile(r"(?P<title>\S+(?: \S+){1,20}) (?=(?P=title) \S)")
"""A lead that begins with the title: "Talks on salt Talks on salt were held."."""
_SENTENCE_GOES: Final = re.compile(rf",|\s{_ENGLISH_VERB}\b")
_LEADERS_OFFICE: Final = re.compile(
    r"(?:The )?(?:(?:President of (?:Russia|the Russian Federation)|Russian President"
    r"|Prime Minister)"
    r"(?:,? (?:[–—-] |and )?Supreme Commander-in-Chief(?: of [^.,:]{3,60})?)?"
    r"|Supreme Commander-in-Chief(?: of (?:Russia|the Russian [^.,:]{3,40}))?) ?$"
)
_OF_LEADS: Final = re.compile(
    r"(?:Taking part|Present|Attending|During)\s(?:in|at|his|her|their|the)\b"
)
"""How a lead begins and no title does: "Taking part in the meeting were | Prime Minister …"."""
_NAME: Final = re.compile(r"[A-ZА-ЯЁ][\w’-]+ [A-ZА-ЯЁ][\w’-]+")
_WORD: Final = re.compile(r"[\w’'-]+")


def split_headline(head: str) -> tuple[str, str | None]:
    """Title and lead of what stands before the date; no lead where no sentence ends it.

    A lead that lost its full stop is told by the leader's name and a verb alone.
    """
    if twice := _TWICE.match(head):
        return twice["title"], head[twice.end("title") :].lstrip()
    ended = _LEAD_ENDS.search(head) is not None
    starts = [found for found in _starts(head) if ended or found["leader"]]
    again = _AGAIN.match(head) if ended else None
    if again and (again["dated"] or not any(one.end() < again.end("title") for one in starts)):
        return again["title"], head[again.end("title") :].lstrip()
    while starts:
        found = _surest(head, starts)
        start = _with_office(head, found)
        if _may_be_title(head[:start], ended=ended):
            break
        starts.remove(found)
    if not starts:
        return head, None
    if _SENTENCE_ENDED.search(head, 0, start):
        return head, None  # a sentence is no title
    return head[:start].rstrip(), head[start:]


def _may_be_title(words: str, *, ended: bool) -> bool:
    """Whether words before a lead are a title: neither an office nor a sentence without its end.

    "Acting President | Vladimir Putin met", "At the end of talks, President | Vladimir Putin met":
    where no full stop ends the lead, all of it may be a title, as the old site wrote them.
    """
    title = words.rstrip()
    if len(title) < _LEAST_TITLE_CHARS or _NO_BREAK_AFTER.search(title) or _OF_LEADS.match(title):
        return False
    printed = [look_up(word[0]) for word in _WORD.finditer(title)]
    if all(map(_is_of_office, printed)):
        return False
    adjective = _ADJECTIVE.fullmatch(printed[-1].text) is not None  # "Acting Russian"
    last = adjective or _is_of_office(printed[-1])
    return ended or not (last or opens_sentence(printed[0].text))


def _is_of_office(word: PrintedWord) -> bool:
    """Whether a word may stand in an office: a title, a country, a small word that joins."""
    known = word.is_title or word.is_place or word.is_in("title_modifiers")
    owned = word.text.endswith(("’s", "'s"))
    return known or owned or word.is_in("joining_words") or word.folded == "the"


def sentence_starts(text: str) -> Iterator[int]:
    """Where somebody's name and a verb begin in `text`."""
    yield from (found.end() for found in _NAME_AND_VERB.finditer(text))


def _starts(head: str) -> Iterator[re.Match[str]]:
    """Where the lead may begin, from left to right."""
    for found in _SENTENCE_STARTS.finditer(head, 0, _MOST_HEAD_CHARS):
        if found.start() > _MOST_TITLE_CHARS:
            break
        title = head[: _begins(head, found)].rstrip()
        if len(title) < _LEAST_TITLE_CHARS or _NO_BREAK_AFTER.search(title):
            continue
        loose = found["loose"]
        if found["others"] and _VERB_LAST.search(title):
            continue  # "Heads of state congratulated Vladimir Putin and all citizens"
        if loose and _is_inside_name(head, found.start(), loose):
            continue
        halved = loose and (_ends_in_half_a_name(title) or _begins_at_next(loose))
        if not (halved or (found["joint"] and _is_of_title(head, found.end()))):
            yield found


def _is_inside_name(head: str, at: int, loose: str) -> bool:
    """Whether the words around `at` stand side by side elsewhere too: "Gwendal | Prys"."""
    before = head[:at].split()[-1:]
    pair = f"{before[0]} {loose.split()[0]}" if before else ""
    titled = bool(before) and look_up(before[0]).is_role_word
    return bool(pair) and not titled and head.count(pair) > 1


def _begins(head: str, found: re.Match[str]) -> int:
    """Where the words begin that a start was found at: "General | Director"."""
    return found.end() if found["leader"] else _before_modifiers(head, found.end())


def _is_of_title(head: str, start: int) -> bool:
    """Whether the first of two names has its office before it, and this a small word."""
    words = head[:start].split()
    office = last_office_start(words, 1)
    return office is not None and _NO_BREAK_AFTER.search(" ".join(words[:office])) is not None


def _surest(head: str, starts: Sequence[re.Match[str]]) -> re.Match[str]:
    """The first start; one that may be amid a title gives way to a later that may not.

    "Forum The Health of All | Irena Solvei greeted …", "Rifle Brigade awarded | The President …".
    """
    first = starts[0]
    begins = head[first.end() :].split(" ")[0]
    if first["loose"] and not look_up(begins).is_given_name:
        inside = [one for one in starts[1:] if one.start() < first.end() + len(first["loose"])]
        if inside:
            return inside[0]  # "Maas | Hendrik von Drosten met"
    if first["article"]:
        later = [one for one in starts[1:] if one["leader"]]
        until = later[0].start() if later else 0
        amid = later and _SENTENCE_GOES.search(head, first.end(), until) is None
        between = [look_up(word[0]) for word in _WORD.finditer(head, first.end(), until)]
        return later[0] if amid and not all(map(_is_of_office, between)) else first
    if first["loose"] and begins.isascii() and not look_up(begins).is_given_name:
        return next((one for one in starts[1:] if not one["loose"]), first)
    return first


def _with_office(head: str, found: re.Match[str]) -> int:
    """Where the office begins that stands before the name that opens a lead."""
    begins = _begins(head, found)
    if found["leader"]:
        office = _LEADERS_OFFICE.search(head, 0, begins)
        return office.start() if office else begins
    return _after_same_name(head, begins) if found["loose"] else begins


def _after_same_name(head: str, begins: int) -> int:
    """Where the title ends whose last name is the one that opens the lead, after its office.

    "Meeting with Tilda Vane | Commissioner of Tides Tilda Vane reported …".
    """
    begins = _with_given_name(head, begins)
    name = _NAME.match(head, begins)
    ends = head.rfind(f" {name[0]} ", 0, begins) + len(name[0]) + 1 if name else 0
    between = head[ends:begins].split() if name and ends > len(name[0]) else []
    if between and all(map(_may_be_of_office, between)):
        return ends + 1
    return _office_start(head, begins)


def _with_given_name(head: str, begins: int) -> int:
    """`begins`, or the given name before it: "Architect | Anton Bohumil Vrana presented"."""
    words = list(_WORD.finditer(head, 0, begins))[-2:]
    if len(words) < 2 or head[words[1].end() : begins] != " ":
        return begins
    title, given = look_up(words[0][0]), look_up(words[1][0])
    led = title.is_title and not title.is_given_name
    return words[1].start() if led and given.is_given_name else begins


def _may_be_of_office(word: str) -> bool:
    """Whether a word may stand amid an office: a capital, a small word that joins, a dash."""
    bare = word.strip(',()“”"')
    known = look_up(bare)
    small = known.is_in("joining_words") or known.is_role_word
    return not bare or bare in "–—-" or bare[:1].isupper() or small


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
    printed = [word[0] for word in words]
    at = last_office_start(printed, _FEWEST_TITLE_WORDS)
    while at is not None and printed[at - 1] == "and":
        at = last_office_start(printed[: at - 1], _FEWEST_TITLE_WORDS)
    if at is None:
        return start
    if any(look_up(word[0]).is_given_name for word in words[at + 1 :]):
        return start  # "Meeting with Rusmetal CEO Ivan Petrov | Irena Solvei met …"
    before = look_up(words[at - 1][0])
    small = not before.is_capitalised and _NO_BREAK_AFTER.search(before.text) is not None
    whose = printed[at + 1 : at + 2] == ["of"]  # "… Orvan Region | Minister of Tides"
    led = not whose and (before.is_role_word or before.is_place)
    led = led or small
    apart = head[words[at - 1].end() : words[at].start()] != " "
    return start if led or apart else words[at].start()


def _ends_in_half_a_name(title: str) -> bool:
    """Whether the next capital may be a surname: one capital alone stands before it."""
    before, last = ["", *title.split()][-2:]
    if look_up(last).is_particle:
        return True  # "Omar Al | Amir"
    placed = before in _PLACED or look_up(before).is_particle  # "keepers of Aldermoor"
    return last[:1].isupper() and not before[:1].isupper() and not placed
