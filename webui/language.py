"""A request → the language its page speaks, and links that keep it where the reader chose it.

`?ui=ru` chooses, and is carried on by every link; without it the browser's preference decides, and
links stay short. What machines read (JSON, tables, feeds) follows `ui` alone: it must not change
with who fetches it. Catalogues are read from `translations/*.po` as they are: nothing is compiled.
"""

from __future__ import annotations

import io
import re
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import g, has_request_context, request
from flask_babel import Babel, Domain
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

if TYPE_CHECKING:
    from flask import Flask

PARAMETER: Final = "ui"
LANGUAGES: Final = {"en": "English", "ru": "Русский"}
"""The languages there are, each under its own name; messages are written in the first."""
SOURCE: Final = "en"

_CACHED_PREFERENCES: Final = 500
_CACHED_QUERIES: Final = 100  # all hits of a page carry the same; a query has 2,000 letters
_SHORT_CHARS: Final = 200  # of what a browser says of languages; longer ones are not kept
_CYRILLIC: Final = re.compile(r"(?:%D[01]%[89AB][0-9A-F])+")  # U+0400 to U+047F, all letters
_FOR_MACHINES: Final = (".json", ".jsonl", ".csv", ".atom", ".xml", "/robots.txt", "/healthz")


class Catalogues(Domain):  # type: ignore[misc] # Flask-Babel is untyped
    """The translations of every language."""

    def get_translations(self) -> NullTranslations:
        """The translations of this request's language."""
        return translations(language())


@cache
def translations(lang: str) -> NullTranslations:
    """The translations of a language, read once; those of the source say each message as it is."""
    return NullTranslations() if lang == SOURCE else read_catalogue(lang)


def install(app: Flask) -> None:
    """Let pages and messages speak the request's language."""
    babel = Babel(app, default_locale=SOURCE, locale_selector=language)
    babel.domain_instance = Catalogues()


def read_catalogue(lang: str) -> Translations:
    """The translations of one language, from its catalogue."""
    text = resources.files("webui").joinpath("translations", f"{lang}.po").read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(text), locale=lang, abort_invalid=True))
    compiled.seek(0)
    return Translations(compiled)


def chosen() -> str | None:
    """The language that the address asks for; None where the browser decides."""
    given = request.args.get(PARAMETER, "") if has_request_context() else ""
    return given if given in LANGUAGES else None


def language() -> str:
    """The language of this request's page."""
    if not has_request_context():
        return SOURCE
    known: str | None = g.get("language")  # asked for with every message of a page
    if known is None:
        known = g.language = _decided()
    return known


def _decided() -> str:
    if request.path.endswith(_FOR_MACHINES):
        return chosen() or SOURCE
    given = request.environ.get("HTTP_ACCEPT_LANGUAGE", "")
    return chosen() or (_preferred if len(given) <= _SHORT_CHARS else _best)(given)


def _best(header: str) -> str:
    """The language of ours that a browser's `Accept-Language` prefers."""
    return parse_accept_header(header, LanguageAccept).best_match(LANGUAGES, SOURCE)


_preferred = lru_cache(maxsize=_CACHED_PREFERENCES)(_best)
"""The same; browsers say the same few things."""


def in_language(link: str, lang: str) -> str:
    """A root-relative link, asking for a language."""
    address, hash_, fragment = link.partition("#")
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode({PARAMETER: lang})}{hash_}{fragment}"


def with_language(link: str) -> str:
    """A root-relative link that keeps the language where the reader chose it."""
    lang = chosen()
    return in_language(link, lang) if lang and link.startswith("/") else link


def on_page(link: str, lang: str) -> str:
    """A link as the pages write it that a reader chose to have in a language."""
    return readable(in_language(link, lang) if link.startswith("/") else link)


def readable(link: str) -> str:
    """A link with Cyrillic letters as they are: browsers escape them when they ask.

    Escaped, a query weighs three times as much, and it stands in every link of a page.
    """
    if "%D" not in link:
        return link
    path, mark, query = link.partition("?")
    return f"{_readable(path)}{mark}{_readable(query)}"


@lru_cache(maxsize=_CACHED_QUERIES)
def _readable(escaped: str) -> str:
    return _CYRILLIC.sub(_letters, escaped)


def _letters(escaped: re.Match[str]) -> str:
    return bytes.fromhex(escaped[0].replace("%", "")).decode()


def switches() -> list[tuple[str, str, str]]:
    """For every other language: its code, its own name, and this very page in it."""
    given = [(name, one) for name, one in request.args.items(multi=True) if name != PARAMETER]
    here, own = request.path + ("?" + urlencode(given) if given else ""), language()
    return [
        (lang, name, readable(in_language(here, lang)))
        for lang, name in LANGUAGES.items()
        if lang != own
    ]
