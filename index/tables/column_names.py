"""The heading of a column → what it may mean, by its name alone, in English and Russian."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class ColumnRole(StrEnum):
    """What a column of a table can say of a statement; the values are those of `--map`."""

    TEXT = "text"
    TITLE = "title"
    DATE = "date"
    TIME = "time"
    URL = "url"
    PLACE = "place"
    LEAD = "lead"
    SPEAKER = "speaker"
    OFFICE = "role"
    LANG = "lang"


NAMES: Final = {
    ColumnRole.TEXT: "text|body|content|speech|full text|fulltext|transcript|текст|полный текст",
    ColumnRole.TITLE: "title|headline|name|заголовок|название",
    ColumnRole.DATE: "date|speech date|date extracted|datetime|дата",
    ColumnRole.TIME: "time|время",
    ColumnRole.URL: "url|link|source|ссылка|адрес",
    ColumnRole.PLACE: "location|place|место",
    ColumnRole.LEAD: "summary|lead|лид|кратко",
    ColumnRole.SPEAKER: "speaker|спикер|кто говорит",
    ColumnRole.OFFICE: "role|должность",
    ColumnRole.LANG: "lang|language|язык",
}
"""The names of each, the likeliest first. `author` is left out: it is as often who wrote it up."""

_ROLES: Final = {
    name: (role, position)
    for role, names in NAMES.items()
    for position, name in enumerate(names.split("|"))
}
_APART: Final = re.compile(r"[\s_\-]+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_INNER: Final = frozenset({"name", "text", "value", "rendered", "raw", "full", "title"})
"""What a value inside a value is called where the outer name tells (`title.rendered`)."""


def role_of(name: str) -> tuple[ColumnRole, int] | None:
    """The role a column may have by its name, and how likely among that role's names (0 first)."""
    plain = _APART.sub(" ", _CAMEL.sub(" ", name).strip("\ufeff \t\"'").casefold()).strip()
    outer, _, inner = plain.rpartition(".")
    if not outer:
        return _ROLES.get(plain)
    first = outer.split(".")[-1]
    if first in _ROLES:
        return _ROLES[first] if inner in _INNER else None
    return _ROLES.get(inner)


def is_known_name(name: str) -> bool:
    """Whether a heading is one that tells what its column holds."""
    return role_of(name) is not None
