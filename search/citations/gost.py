"""A citation → a bibliographic reference by ГОСТ Р 7.0.5-2008 to an electronic resource.

The heading is the name as printed; initials printed before one surname go after it, as the
standard has them. Words of the reference itself are Russian, those of the source stay as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from search.formats.credit import LICENCE, PUBLISHER
from search.records import Evidence, TurnKind

if TYPE_CHECKING:
    from datetime import date

    from search.citations.citation import Citation

_PUBLISHER: Final = "Администрация Президента России"  # as its Russian pages name it
_INITIALS_FIRST: Final = re.compile(r"((?:[A-ZА-ЯЁ][a-zа-яё]?\.[ -]?)+)\s*([\w’'-]{2,})")


def gost_citation(cited: Citation) -> str:
    """`Тарн И. Встреча : [выступление, абз. 2]. Порт-Аверна, 14.05.2012, 17:00 (МСК). URL: … .`."""
    heading = _heading(_in_its_language(cited.author, cited))
    title = cited.title or "[Без заглавия]"
    what = [_kind(cited), _place(cited)]
    described = f"{title} : [{', '.join(filter(None, what))}]"
    hour = f"{cited.time} (МСК)" if cited.time else None
    facts = (cited.place, _day(cited.date) if cited.date else "[б. д.]", hour)
    areas = [
        described,
        f"Должность по источнику: {cited.role}" if cited.role else None,
        ", ".join(fact for fact in facts if fact),
        f"URL: {cited.official}" if cited.official else None,
        f"Текст, версия {cited.version}: URL: {cited.link}"
        f" (дата обращения: {_day(cited.accessed)})",
        *_remarks(cited),
        _credit(cited),
    ]
    text = " ".join(f"{' '.join(area.split())}." for area in areas if area)
    return f"{heading} {text}" if heading else text


def _heading(name: str | None) -> str | None:
    """The name, closed by a point."""
    if name is None:
        return None
    found = _INITIALS_FIRST.fullmatch(name)
    if found:
        return f"{found[2]} {found[1].strip()}"
    return name if name.endswith(".") else f"{name}."


def _in_its_language(name: str | None, cited: Citation) -> str | None:
    """The site's publisher by the name that stands on pages in the language of the one cited."""
    return _PUBLISHER if name == PUBLISHER and cited.lang == "ru" else name


def _credit(cited: Citation) -> str:
    if cited.licence_url:
        return f"{_in_its_language(cited.publisher, cited)}, {LICENCE}"
    return f"{cited.publisher or 'Издатель неизвестен'}; не под лицензией текстов сайта"


def _place(cited: Citation) -> str:
    if cited.paragraphs is None:
        return ""
    return "абз. " + "–".join(map(str, dict.fromkeys(cited.paragraphs)))


def _kind(cited: Citation) -> str:
    if cited.kind is TurnKind.NARRATIVE:
        return "текст редакции"
    if cited.kind is None and not cited.speaker:
        return "официальное сообщение"
    if not cited.speaker:
        return f"реплика без имени: {cited.voice}" if cited.voice else "реплика без имени"
    return "выступление"


def _remarks(cited: Citation) -> list[str]:
    found = []
    if cited.evidence is Evidence.PAGE and cited.speaker:
        found.append("Говорящий назван в заглавии или аннотации страницы")
    elif cited.evidence is Evidence.TABLE and cited.speaker:
        found.append("Говорящий назван в столбце таблицы")
    if cited.qualifiers:
        found.append(f"При имени напечатано: {', '.join(cited.qualifiers)}")
    if cited.is_translation_known:
        twin = f"; на русском: URL: {cited.twin}" if cited.twin else ""
        found.append(f"Текст английской версии издателя{twin}")
    return found


def _day(day: date) -> str:
    return f"{day:%d.%m.}{day.year:04}"
