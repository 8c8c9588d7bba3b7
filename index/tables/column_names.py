"""The heading of a column → what it may mean, by its name alone, in English and Russian."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


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
    ColumnRole.TEXT: "text|body|content|speech|full text|fulltext|transcript|speech text"
    "|article text|body text|article body|текст|полный текст",
    ColumnRole.TITLE: "title|headline|name|заголовок|название",
    ColumnRole.DATE: "date|speech date|date extracted|datetime|published|published at"
    "|date published|publication date|pub date|дата|дата публикации",
    ColumnRole.TIME: "time|время",
    ColumnRole.URL: "url|link|source|page url|source url|article url|permalink|ссылка|адрес",
    ColumnRole.PLACE: "location|place|место",
    ColumnRole.LEAD: "summary|lead|лид|кратко|анонс",
    ColumnRole.SPEAKER: "speaker|спикер|кто говорит",
    ColumnRole.OFFICE: "role|position|office|job title|должность",
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
_TYPES: Final = frozenset(
    {"string", "str", "text", "object", "varchar", "char", "url", "uri", "category"}
    | {"date", "datetime", "timestamp", "time", "int", "integer", "float", "number"}
)
_FEWEST_NAMES: Final = 2  # of a row of names: one alone may be a cell
_INNER: Final = frozenset({"name", "text", "value", "rendered", "raw", "full", "title"})
"""What a value inside a value is called where the outer name tells (`title.rendered`)."""


def role_of(name: str) -> tuple[ColumnRole, int] | None:
    """The role a column may have by its name, and how likely among that role's names (0 first)."""
    plain = _APART.sub(" ", _CAMEL.sub(" ", name).strip("\ufeff \t\"'").casefold()).strip()
    outer, _, inner = plain.rpartition(".")
    if not outer:
        return _ROLES.get(plain)
    first = outer.split(".")[-1]
    is_container = first in _ROLES and _ROLES[first][0] is ColumnRole.TEXT and inner in _ROLES
    if first in _ROLES and not is_container:
        return _ROLES[first] if inner in _INNER else None
    return _ROLES.get(inner)


def repeats_headings(cells: Mapping[str, str]) -> bool:
    """Whether a row names its columns once more, or the types of them, and is no row.

    Tables put together from several keep the headings of each; some print types or another
    language's names below.
    """
    filled = [(name, cell.strip()) for name, cell in cells.items() if cell.strip()]
    if len(filled) < _FEWEST_NAMES:
        return False
    again = all(cell == name for name, cell in filled)
    return again or all(cell.casefold() in _TYPES or is_known_name(cell) for _, cell in filled)


def is_known_name(name: str) -> bool:
    """Whether a heading is one that tells what its column holds."""
    return role_of(name) is not None
