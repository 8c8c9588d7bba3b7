"""Lists printed without separators ("Наука Регионы") → their members, best effort."""

from __future__ import annotations

import re
from typing import Final

_PATRONYMIC: Final = re.compile(r"(?:вич|вна|чна|ьич|оглы|кызы)$")
_WORDS_OF_A_NAME: Final = 3
_ADJECTIVE: Final = re.compile(r"(?:ая|ий|ое|ые|[гжкхшщ]ие|ой|ый|яя)$")
_JOINS_NEXT: Final = frozenset(
    {"Республика", "Королевство", "Государство", "Союз", "Совет", "День", "Дом"}
)
_JOINS_BEFORE: Final = frozenset(
    {"Безопасности", "Федерации", "России", "Америки", "Штаты", "Силы", "Эмираты"}
    | {"Президента", "Победы"}
)


def split_persons(text: str) -> tuple[str, ...]:
    """Persons of a Russian list: surname, given name, patronymic; what is left over is one name."""
    names: list[str] = []
    waiting: list[str] = []
    for word in text.split():
        waiting.append(word)
        if _PATRONYMIC.search(word) and len(waiting) >= _WORDS_OF_A_NAME:
            before, name = waiting[:-_WORDS_OF_A_NAME], waiting[-_WORDS_OF_A_NAME:]
            names += [" ".join(before)] if before else []
            names.append(" ".join(name))
            waiting = []
    return tuple(names + ([" ".join(waiting)] if waiting else []))


def split_names(text: str) -> tuple[str, ...]:
    """Topics or places: a capital begins a new one, unless the word before or it says otherwise."""
    names: list[str] = []
    for word in text.split():
        last = names[-1].split()[-1] if names else ""
        waits = last[:1].isupper() and (_ADJECTIVE.search(last) or names[-1] in _JOINS_NEXT)
        starts = word[:1].isupper() and word not in _JOINS_BEFORE and not waits
        if starts or not names:
            names.append(word)
        else:
            names[-1] += f" {word}"
    return tuple(names)
