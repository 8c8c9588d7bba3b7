"""What assistants name a text by (`en-17093/12`, `?v=…#2` behind it, a link) → the text named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, unquote, urlsplit

from search.answers.named_statement import named_statement
from search.errors import BadValue, NotFound
from search.store.permalinks import find_text

if TYPE_CHECKING:
    from search.engine import SearchEngine
    from search.records import Statement, Turn
    from search.store.versions import Versions

_NAME: Final = re.compile(
    r"(?P<statement>[a-z]{2,3}-[a-z0-9-]+|[0-9]{1,9})(?:/(?P<number>[0-9]{1,9}))?"
    r"(?:#(?P<chunk>[1-9][0-9]{0,5}))?"
)
_VERSION: Final = re.compile("[0-9a-f]{12}")
_LINK: Final = "/s/"


@dataclass(frozen=True, slots=True)
class TextReference:
    """A statement's id or number, a paragraph of it, which chunk of its text, and which text."""

    statement: str
    number: int | None = None
    chunk: int = 1
    version: str = ""

    @property
    def name(self) -> str:
        """The same without the chunk."""
        return self.statement if self.number is None else f"{self.statement}/{self.number}"

    def of_chunk(self, chunk: int) -> str:
        """What names a further chunk of this very text, whatever is published in its place."""
        version = f"?v={self.version}" if self.version else ""
        return f"{self.name}{version}#{chunk}"


def read_reference(text: str, version: str = "") -> TextReference:
    """The reference that a name, or a link of the site, holds; `BadValue` says what is one."""
    given = text.strip()
    try:
        parts = urlsplit(given)
    except ValueError:  # half of an address
        raise _no_name(text) from None
    version = version or parse_qs(parts.query).get("v", [""])[0]
    path, chunk = given.partition("?")[0].partition("#")[0], parts.fragment
    if _LINK in parts.path:
        path = unquote(parts.path.rpartition(_LINK)[2])
        chunk = ""  # a link's fragment is a place on its page
    found = _NAME.fullmatch(f"{path}#{chunk}" if chunk else path)
    if found is None:
        raise _no_name(text)
    version = version.strip().lower()
    if version and not _VERSION.fullmatch(version):
        raise BadValue("version", version, "12 hex digits, as links have them after v=")
    number = found["number"]
    return TextReference(
        found["statement"],
        int(number) if number else None,
        int(found["chunk"] or 1),
        version,
    )


def _no_name(text: str) -> BadValue:
    return BadValue("id", text, "an id such as en-17093, en-17093/12, en-17093#2, or a link")


def find_statement(engine: SearchEngine, versions: Versions, asked: TextReference) -> Statement:
    """The text that a reference names; `NotFound` where it is not known."""
    statement_id = named_statement(engine, asked.statement)
    found = find_text(versions, engine, statement_id, asked.version, asked.number)
    if not found.known:
        raise NotFound(f"no text of {statement_id} is known by the name {asked.version}")
    return found.named


def find_turn(statement: Statement, number: int) -> Turn:
    """The turn that a paragraph's number falls inside; `NotFound` where none does."""
    turn = statement.turn_at(number)
    if turn is None:
        raise NotFound(
            f"{statement.id} has no paragraph {number}; fetch {statement.id} to see those it has"
        )
    return turn
