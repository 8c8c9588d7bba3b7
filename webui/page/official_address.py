"""An official address, a number or an id, as people paste it → the statement it names here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from search.errors import NotFound
from search.links import official_url
from search.records import StatementId

if TYPE_CHECKING:
    from search.engine import SearchEngine
    from search.records import Statement

# Hosts of the site and of its older and accessible versions; English where one begins with en.
_HOST: Final = re.compile(
    r"(?:www\.)?(?:(?P<en>en|eng)\.)?(?:special\.)?"
    r"(?:kremlin\.ru|президент\.рф|xn--d1abbgf6aiiy\.xn--p1ai)"
)
_PATH: Final = re.compile(
    r"/(?:(?P<other>acts/bank|supplement)|d|events/[\w/-]+?|acts/news(?:/copy)?"
    r"|catalog/\w+/\w+/events|misc)/0*(?P<number>[1-9]\d{0,8})"
    r"(?:/(?:print|photos|videos|page)(?:/\d+)?)?(?:\.html)?/?"
)
_PREFIX: Final = {"acts/bank": "act-", "supplement": "supplement-"}
_ID: Final = re.compile(r"[a-z]{2}-(?:(?:act-|supplement-)?\d+|x[0-9a-f]{10})")


@dataclass(frozen=True, slots=True)
class Named:
    """What an official address says: the language of its site, the id space and the number."""

    lang: str
    number: int
    space: str = ""

    @property
    def id(self) -> StatementId:
        """The statement of that very language."""
        return StatementId(f"{self.lang}-{self.space}{self.number}")


def read_address(text: str) -> Named | None:
    """What an address of the official site names; None when it is none of its statements'."""
    text = text.strip()
    parts = urlsplit(text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}")
    host = _HOST.fullmatch(parts.netloc.lower())
    path = _PATH.fullmatch(parts.path)
    if host is None or path is None:
        return None
    space = _PREFIX.get(path["other"] or "", "")
    return Named("en" if host["en"] else "ru", int(path["number"]), space)


def statement_of(engine: SearchEngine, text: str) -> StatementId | None:
    """The statement an address or an id names, in the other language where it must be."""
    text = text.strip()
    if _ID.fullmatch(text):
        return _held(engine, StatementId(text))
    if len(text) > 500:  # an address of the site is far shorter; queries can be long
        return None
    try:
        named = read_address(text)
    except ValueError:  # urlsplit: a bracket in the host, and the like
        return None
    if named is None:
        return None
    held = _held(engine, named.id)
    if held is None:
        held = next(iter(in_languages(engine, named.number, named.space).values()), None)
    return held


def in_languages(engine: SearchEngine, number: int, space: str = "") -> dict[str, StatementId]:
    """The statements of one number in one id space, by language."""
    split = (one.partition("-") for one in engine.statements(number))
    return {
        lang: StatementId(f"{lang}-{rest}") for lang, _, rest in split if rest == f"{space}{number}"
    }


def official_link(statement: Statement) -> str | None:
    """The official address; none that a hostile page made up of another scheme."""
    url = official_url(statement)
    return url if url and url.startswith(("http://", "https://")) else None


def _held(engine: SearchEngine, statement_id: StatementId) -> StatementId | None:
    try:
        return engine.statement(statement_id).id
    except NotFound:
        return None
