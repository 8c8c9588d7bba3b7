"""The fixed wording of the site, in both languages, as it leaks into text saved without markup."""

from __future__ import annotations

import re
from collections import deque
from typing import Final

from index.headings.dates import PRINTED_DATE

_SECTIONS: Final = (
    "Events|News|Transcripts|Speeches(?: and Transcripts)?|Documents|Announcements|"
    "Trips|Letters|Commissions and Councils|"
    "Security Council|State Council|Executive Office|Document|"
    "События|Новости|Выступления(?: и стенограммы)?|Документы?|Анонсы|Поездки|Телеграммы|"
    "Комиссии и Советы|Совет Безопасности|Государственный Совет|Администрация Президента"
)

CHROME: Final = re.compile(
    r"""(?:
        view\ settings | font\ size:.* | site\ colou?rs?:.* | images:?(?:\ (?:on|off))* | settings
      | official\ (?:website|internet\ resources)\ of\ the\ president\ of\ [\w\s]{2,40}
      | select\ font\b.* | arial(?:\ times\ new\ roman)? | times\ new\ roman
      | character\ spacing\b.* | standard(?:\ medium\ large)? | medium | large
      | (?:skip|go)\ to\ (?:main\ )?content | (?:standard|regular)\ version(?:\ of\ the\ site)?
      | настройки(?:\ отображения|\ просмотра)? | размер\ шрифта:.* | цвет[аы]?\ сайта:.*
      | изображения:?.{0,20} | официальный\ сайт\ президента\ [\w\s]{2,40}
      | официальные\ сетевые\ ресурсы\ президента\ [\w\s]{2,40}
      | выберите\ шрифт\b.* | интервал\ между\ буквами\b.* | (?:стандартный|средний|большой)
      | .{3,300}\s•\s(?:president\ of\ russia|президент\ россии)
      | \d{1,3}\s(?:min(?:utes?)?(?:\ read)?|минут[аы]?)
      | обычная\ версия(?:\ сайта)? | перейти\ к\ содержанию | версия\ для\ слабовидящих
    )""",
    re.VERBOSE | re.IGNORECASE,
)
"""A whole line of the accessible version's settings and headings."""

CRUMB: Final = re.compile(rf"(?:{_SECTIONS})(?:\s*/\s*)+|/(?:\s*/)*\s*|(?:{_SECTIONS})$")
"""The start of a line that says which section the page is in; the title may follow."""

ARROW_CRUMB: Final = re.compile(
    rf"(?:Home|Главная|{_SECTIONS})(?:\s[→»>›]\s[\w ]{{2,40}}){{0,5}}\s[→»>›]\s(?:{_SECTIONS})"
)
"""A crumb from the home page on: "Home → Events → President → News"."""

FLAT_CRUMB: Final = re.compile(
    r"(?:(?:View settings|Select font|Настройки|Выбрать шрифт|Выберите шрифт)\s[^/]{0,400}/\s*)?"
    rf"(?:{ARROW_CRUMB.pattern}\s|Events\s|События\s|(?:{_SECTIONS})\s*/\s*)?"
)
"""The settings and the crumb that a page in one line begins with; it may match nothing."""

SOURCE_LINE: Final = re.compile(
    r"(?:(?:the )?source(?: of (?:the )?information)?|источник(?: информации)?)"
    r"\s?[-–—:]\s?(?:https?://|www\.)?[^\s.]{1,100}\.\S{1,300}",
    re.IGNORECASE,
)
"""The line under a copied text that says where it was copied from."""

LAST_UPDATED: Final = re.compile(
    rf"(?:Last\supdated\sat|Последнее\sобновление:?)\s{PRINTED_DATE}(?:,?\s\d\d?:\d\d)?"
)
"""The line under a page that says when it was changed."""

SHARE: Final = re.compile(
    r"(?:share|send by e-?mail|print|vk|facebook|twitter|livejournal|telegram|previous|next"
    r"|download|direct link|(?:text|photos?|videos?|audio)(?: \d+)?"
    r"|поделиться|печать|распечатать|отправить по (?:электронной )?почте|переслать в письме|скачать"
    r"|прямая ссылка|ссылка на материал|вконтакте|одноклассники|назад|вперёд"
    r"|(?:текст|фото|фотографии|видео|аудио)(?: \d+)?)",
    re.IGNORECASE,
)
"""A button under or over a text; amid a text such a word may be spoken."""

BUTTON: Final = re.compile(
    r"(?:watch (?:the )?video|video plays in a new window|back to top|наверх|смотреть видео"
    r"|printer-friendly version|print version|version for print(?:ing)?|send by e-?mail"
    r"|версия для печати|отправить по (?:электронной )?почте|переслать в письме"
    r"|(?:audio|video|аудио|видео)(?:,?\s(?:part|часть)\s\d{1,2})?"
    r"(?:\s(?:mp[34]|wmv|ogg|webm|\d{3,4}p)(?:,\s[\d.,]+\s(?:kb|mb|кб|мб))?)+"
    r"|\d\d:\d\d\s?/\s?\d\d?:\d\d(?::\d\d)?|(?:(?:audio|video|аудио|видео),?\s)?\d\d:\d\d:\d\d"
    r"|(?:download|скачать)(?:\s(?:audio|video|аудио|видео))?)",
    re.IGNORECASE,
)
"""A button that nobody speaks: of the old site, and of the players of sound and pictures."""

STATUS_HEADING: Final = re.compile(r"(?:Publication\sstatus|Статус\sматериала)\s")
"""The heading of the publication status, the last block of a page in the article template."""

STATUS: Final = re.compile(
    rf"""(?P<sections>(?:Published\ in\ sections?|Опубликован[оа]?\ в\ раздел(?:е|ах)):.*?)?\ ?
    (?:(?:Publication\ date|Дата\ публикации):\ ?
        (?P<date>{PRINTED_DATE})(?:,\ ?(?P<time>\d\d?:\d\d))?\ ?)?
    (?:(?:Direct\ link|Ссылка\ на\ материал):\ ?
        (?P<url>(?=\S{{0,100}}/(?:d|events|acts)/)\S{{5,300}}(?<=\d))\ ?)?
    (?:(?:Text\ version|Текстовая\ версия)\ ?)?
    (?:(?:Last\ updated\ at|Последнее\ обновление:?)\ {PRINTED_DATE}(?:,?\ \d\d?:\d\d)?)?""",
    re.VERBOSE,
)
"""What stands under the heading, spaces single: no piece may match two spaces in two ways."""

_STATUS_EDGES: Final = re.compile(
    rf"(?P<heading>{STATUS_HEADING.pattern})|(?:Text\sversion|Текстовая\sверсия)(?=\s)"
)
_MOST_STATUS_CHARS: Final = 2000


def status_ends(text: str) -> list[int]:
    """Where every publication status ends that may have menus below it."""
    ends: list[int] = []
    headings: deque[int] = deque()
    for edge in _STATUS_EDGES.finditer(text):
        if edge["heading"]:
            headings.append(edge.end())
            continue
        while headings and headings[0] < edge.start() - _MOST_STATUS_CHARS:
            headings.popleft()
        if headings:
            ends.append(edge.end())
            headings.clear()
    return ends


TAGS: Final = (
    ("persons", re.compile(r"\s(?:Persons|Лица)\s(?P<value>[^.:;!?]*)$")),
    ("topics", re.compile(r"\s(?:Topics|Темы)\s(?P<value>[^.:;!?]*)$")),
    ("geography", re.compile(r"\s(?:Geography|География)\s(?P<value>[^.:;!?]*)$")),
)
"""The lists before the status, from the last to the first."""

ANNOUNCED: Final = re.compile(
    r"(?:Announcement,\s|Анонс\sна\s)"
    rf"(?P<day>(?:\d{{1,2}}\s[−–—-]\s)?{PRINTED_DATE}|[A-Z][a-z]+\s\d+\s[−–—-]\s(?:[A-Z][a-z]+\s)?\d+,\s\d{{4}})"
    r"(?:\sДобавить\sв\sКалендарь(?:\sКалендари)?(?:\sЯндекс)?(?:\siCal)?(?:\sGoogle)?"
    r"|\sAdd\sto\sCalendar(?:\sCalendars)?(?:\sYandex)?(?:\siCal)?(?:\sGoogle)?)?"
)
"""The line of an announcement, with the calendar buttons under it."""

_CALENDARS: Final = (
    r"Добавить в Календарь|Календари|Яндекс|Add to Calendar|Calendars|Yandex|iCal|Google"
)
CALENDAR: Final = re.compile(rf"(?:{_CALENDARS})(?:\s(?:{_CALENDARS}))*", re.IGNORECASE)
"""A line of calendar buttons, one or several."""

READER: Final = re.compile(
    r"(?:https?://)?(?:www\.)?(?:special\.)?(?:en\.|eng\.)?(?:special\.)?kremlin\.ru(?:/\S{0,300})?"
    r"|\d{1,3}\s(?:minutes?|mins?|минут[аы]?|мин\.?)(?:\s(?:read|чтения))?",
    re.IGNORECASE,
)
"""A line under a title that readers and phones print: the page's host or address, reading time."""

SEE_ALSO: Final = ("See also", "Additional", "Смотрите также", "Дополнительно")
BACKGROUND: Final = ("Background information", "Краткая справка")


def sections_in(text: str) -> tuple[str, ...]:
    """The sections named after "Published in sections:"."""
    names = text.partition(":")[2].split(",")
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
