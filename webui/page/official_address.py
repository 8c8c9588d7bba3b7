"""An official address, a number or an id, as people paste it → the statement it names here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from search.errors import NotFound
from search.links import official_url
from search.records import StatementId
from search.site_address import read_address

if TYPE_CHECKING:
    from search.engine import SearchEngine
    from search.records import Statement

_ID: Final = re.compile(r"[a-z]{2}-(?:(?:act-|supplement-)?\d+|x[0-9a-f]{10})")
_LONGEST_CHARS: Final = 500  # an address of the site is far shorter; queries can be long


def statement_of(engine: SearchEngine, text: str) -> StatementId | None:
    """The statement an address or an id names, in the other language where it must be."""
    text = text.strip()
    if _ID.fullmatch(text):
        try:
            return engine.statement(StatementId(text)).id
        except NotFound:
            return None
    named = read_address(text) if len(text) <= _LONGEST_CHARS else None
    if named is None:
        return None
    found = in_languages(engine, named.number, named.space)
    return found.get(named.lang) or next(iter(found.values()), None)


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
