"""The fixed wording of the site, in both languages, as it leaks into text saved without markup."""

from __future__ import annotations

import re
from typing import Final

from index.headings.dates import PRINTED_DATE

_SECTIONS: Final = (
    "Events|News|Transcripts|Documents|Announcements|Trips|Letters|Commissions and Councils|"
    "Security Council|State Council|Executive Office|Document|"
    "События|Новости|Выступления и стенограммы|Документы?|Анонсы|Поездки|Телеграммы|"
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
      | обычная\ версия(?:\ сайта)? | перейти\ к\ содержанию | версия\ для\ слабовидящих
    )""",
    re.VERBOSE | re.IGNORECASE,
)
"""A whole line of the accessible version's settings and headings."""

CRUMB: Final = re.compile(rf"(?:{_SECTIONS})(?:\s*/\s*)+|/(?:\s*/)*\s*|(?:{_SECTIONS})$")
"""The start of a line that says which section the page is in; the title may follow."""

FLAT_CRUMB: Final = re.compile(r"(?:Events|События) ")

SHARE: Final = re.compile(
    r"(?:share|send by email|print|vk|facebook|twitter|livejournal|telegram|text|photo|video"
    r"|поделиться|распечатать|отправить по почте|вконтакте|одноклассники|текст|фото|видео)",
    re.IGNORECASE,
)

STATUS: Final = re.compile(
    rf"""(?:Publication\sstatus|Статус\sматериала)\s+
    (?P<sections>(?:Published\sin\ssections?|Опубликован[оа]?\sв\sраздел(?:е|ах)):.*?)?\s*
    (?:(?:Publication\sdate|Дата\sпубликации):\s*
        (?P<date>{PRINTED_DATE})(?:,\s*(?P<time>\d\d?:\d\d))?)?\s*
    (?:(?:Direct\slink|Ссылка\sна\sматериал):\s*(?P<url>\S+/(?:d|events|acts)/\S*\d))?\s*
    (?:Text\sversion|Текстовая\sверсия)?\s*$""",
    re.VERBOSE | re.DOTALL,
)
"""The publication status, the last block of a page in the article template."""

STATUS_ENDS: Final = re.compile(
    r"(?:Publication\sstatus|Статус\sматериала)\s.{0,2000}?(?:Text\sversion|Текстовая\sверсия)(?=\s)",
    re.DOTALL,
)
"""The status of a page whose menus are printed below it."""

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

SEE_ALSO: Final = ("See also", "Additional", "Смотрите также", "Дополнительно")
BACKGROUND: Final = ("Background information", "Краткая справка")


def sections_in(text: str) -> tuple[str, ...]:
    """The sections named after "Published in sections:"."""
    names = text.partition(":")[2].split(",")
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
