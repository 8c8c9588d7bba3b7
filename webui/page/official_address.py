"""An official address, a number or an id, as people paste it → the statement it names here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from search.analysis.tokenizer import words
from search.engine import Filters
from search.errors import NotFound
from search.links import official_url
from search.records import StatementId
from search.site_address import is_official, is_web_address, read_address, read_path

if TYPE_CHECKING:
    from search.engine import SearchEngine
    from search.query.request import Request
    from search.records import Statement

_ID: Final = re.compile(r"[a-z]{2}-(?:(?:act-|supplement-)?\d+|x[0-9a-f]{10})")
_NUMBER: Final = re.compile(r"[1-9][0-9]{4}")
_PATH: Final = re.compile(r"^(?:https?:)?(?://)?[^/]*|[?#].*$", re.DOTALL)  # what goes round it
_AROUND: Final = "<>()[]\"'«»“”„‘’ \t\r\n"  # what stands around an address in a text
_BEHIND: Final = _AROUND + ".,;:!?"
_LONGEST_CHARS: Final = 500  # an address of the site is far shorter; queries can be long


def statement_of(engine: SearchEngine, text: str) -> StatementId | None:
    """The statement an address or an id names, in the other language where it must be."""
    text = text.strip()
    if _ID.fullmatch(text):
        try:
            return engine.statement(StatementId(text)).id
        except NotFound:
            return None
    named = read_address(_bare(text)) if len(text) <= _LONGEST_CHARS else None
    if named is None:
        return None
    found = in_languages(engine, named.number, named.space)
    return found.get(named.lang) or next(iter(found.values()), None)


@dataclass(frozen=True, slots=True)
class UnknownAddress:
    """An official address, or a number, of which no statement is indexed.

    `words` are what may be searched for instead: those of the address, else its number.
    """

    text: str
    is_number: bool
    words: str


def named_outright(engine: SearchEngine, wanted: Request, lang: str) -> StatementId | None:
    """The statement a search asks for by nothing but an official address, or a bare number.

    A number has five digits, and nothing chosen beside it; its statement in `lang` goes first.
    """
    text = wanted.q.strip()
    if _is_address(text):
        return statement_of(engine, text)
    if not _NUMBER.fullmatch(text) or wanted.filters != Filters():
        return None
    found = in_languages(engine, int(text))
    return found.get(lang) or next(iter(found.values()), None)


def unknown_address(engine: SearchEngine, q: str) -> UnknownAddress | None:
    """What to say where an address of the site, or a number, names nothing that is indexed."""
    text = q.strip()
    if _NUMBER.fullmatch(text):
        unknown = not in_languages(engine, int(text))
        return UnknownAddress(text, True, text) if unknown else None
    if not _is_address(text) or statement_of(engine, text) is not None:
        return None
    return UnknownAddress(text, False, _words_in(text))


def words_of_address(text: str) -> str:
    """A query for what an unknown address may be about: its number, else its words."""
    text = _bare(text.strip()[:_LONGEST_CHARS])
    named = read_address(text)
    target = read_path(text) if named is None else None
    if named or target:  # what else stands there are names of sections
        return f'"{named.number if named else target.number if target else ""}"'
    return _words_in(text)


def _words_in(text: str) -> str:
    """The words of an address, else what figures stand in it, as a phrase."""
    path = [word for word in words(_PATH.sub("", unquote(text))) if len(word) > 1]
    spoken = [word for word in path if not word.isdigit()]
    if spoken:
        return " ".join(spoken)
    return f'"{" ".join(path or words(text))}"' if path or words(text) else ""


def _is_address(text: str) -> bool:
    if len(text) > _LONGEST_CHARS:
        return False
    return read_address(_bare(text)) is not None or is_official(_bare(text))


def _bare(text: str) -> str:
    """An address without the brackets, quotation marks or stops it was copied with."""
    return text.lstrip(_AROUND).rstrip(_BEHIND)


def in_languages(engine: SearchEngine, number: int, space: str = "") -> dict[str, StatementId]:
    """The statements of one number in one id space, by language."""
    split = (one.partition("-") for one in engine.statements(number))
    return {
        lang: StatementId(f"{lang}-{rest}") for lang, _, rest in split if rest == f"{space}{number}"
    }


def official_link(statement: Statement) -> str | None:
    """The official address; none that a hostile page made up to lead elsewhere than it shows."""
    url = official_url(statement)
    return url if url and is_web_address(url) else None
