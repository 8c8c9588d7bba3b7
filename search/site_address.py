"""An address of kremlin.ru → what it names: language, number space, number, and which sub-page.

The one grammar of the site's addresses, for the pages that are indexed, for the crawler and for
what readers paste. A host is read by its own characters and never by its last ones: in
`evil.example\\.kremlin.ru` a browser goes to evil.example.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple
from urllib.parse import unquote

from search.records import StatementId


class NumberSpace(StrEnum):
    """Which of the site's number spaces a number belongs to; the value stands in the id."""

    ITEM = ""  # events, acts/news and misc: one number, one item, in all sections and languages
    ACT = "act-"
    SUPPLEMENT = "supplement-"


class PathTarget(NamedTuple):
    """What a path of the site names. `part` is the page of a paged document.

    `sub` is the sub-page: `print`, `photos`, `videos`, `email`, or `copy` for the text version.
    """

    space: NumberSpace
    number: int
    part: int = 1
    sub: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it was given, free of an archive's prefix, and what it names."""

    url: str
    lang: str
    space: NumberSpace
    number: int
    part: int = 1
    sub: str | None = None

    @property
    def id(self) -> StatementId:
        """The statement of that very language: `en-17093`, `ru-act-48300`."""
        return StatementId(f"{self.lang}-{self.space}{self.number}")


_SHORT_PATHS: Final = {
    NumberSpace.ITEM: "d",
    NumberSpace.ACT: "acts/bank",
    NumberSpace.SUPPLEMENT: "supplement",
}
_SPACES: Final = {path: space for space, path in _SHORT_PATHS.items()}
_IDN: Final = r"президент\.рф"
_TIME: Final = r"(?:[0-9]{4,14}[a-z_]*|[0-9]{4}(?:\.[0-9]{2}){2}-[0-9]{6})/"
_OTHER_ARCHIVES: Final = (
    r"(?:wayback\.archive-it\.org|arquivo\.pt|(?:www\.)?webarchive\.org\.uk"
    r"|archive\.(?:fo|is|li|md|ph|today|vn))"
)
_ARCHIVED: Final = re.compile(
    r"^(?:(?:(?:https?:)?//)?"
    r"(?:web\.archive\.org(?::80|:443)?/(?:web/(?:(?:[0-9]{1,14}[a-z_]*|\*)/)?|save/)"
    rf"|{_OTHER_ARCHIVES}/(?:[a-z0-9-]{{1,20}}/){{0,2}}{_TIME})"
    rf"|/web/{_TIME}(?=https?://))",  # as the archive rewrites links in a page
    re.IGNORECASE,
)
_MOST_ARCHIVES: Final = 3  # one in another: copies of an archive's pages are kept too
_ENCODED: Final = re.compile(r"https?%3A(?:%2F%2F|//)", re.IGNORECASE)
# No user name, and in the host no character that browsers read in ways of their own.
_WEB_ADDRESS: Final = re.compile(
    rf"(?P<scheme>https?://|//)?(?P<host>(?-i:[A-Za-z0-9.-]+)|(?:[a-z]+\.)*{_IDN})(?::[0-9]{{1,5}})?"
    r"(?P<path>/[^?#\\\s]*)?(?:[?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
_SITE: Final = rf"(?:kremlin\.ru|{_IDN}|xn--d1abbgf6aiiy\.xn--p1ai)"
_OFFICIAL: Final = re.compile(rf"(?:[a-z0-9-]+\.)*{_SITE}")
# Those that number the same items; others, such as letters.kremlin.ru, are sites of their own.
_ITEM_HOST: Final = re.compile(rf"(?:(?:www|eng?|special)\.)*{_SITE}")
_ENGLISH: Final = re.compile(r"(?:^|\.)eng?\.")
_ONE_PAGE: Final = re.compile(
    r"""/(?:
        (?P<other>acts/bank|supplement)
      | (?:
            events(?:/(?!(?:page|copy|calendar|by-date|by-council)/)[a-z-]+)+(?:/by-council/[0-9]+)?
          | acts/news
          | misc
        )(?P<copy>/copy)?
      | catalog/[a-z]+/[\w-]+/events
      | d
      | (?P<text>copy)
    )/0*(?P<number>[1-9][0-9]{0,8})
    (?:/(?P<sub>print|email|photos|videos)(?:/[0-9]+)?|/page/(?P<part>[1-9][0-9]{0,8}))?
    (?:\.html?)?/*""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_LIST: Final = re.compile(r"/(?:page/[0-9]+|by-date/[0-9.]+|calendar/[0-9]+)(?:\.html?)?$")


def read_address(text: str) -> Address | None:
    """What an address names, with `http://` before it or not; None for a list or another site."""
    url = unarchived(text)
    found = _WEB_ADDRESS.fullmatch(url)
    if found is None or not _ITEM_HOST.fullmatch(host := found["host"].lower()):
        return None
    target = read_path(found["path"] or "")
    if target is None:
        return None
    scheme = found["scheme"] or "//"
    absolute = f"http://{url.removeprefix(scheme)}" if scheme == "//" else url
    return Address(absolute, "en" if _ENGLISH.search(host) else "ru", *target)


def read_path(path: str) -> PathTarget | None:
    """What a path names on any host of the site's shape; None for a list or a front page."""
    found = _ONE_PAGE.fullmatch(unquote(path))
    if found is None:
        return None
    space = _SPACES.get((found["other"] or "").lower(), NumberSpace.ITEM)
    sub = "copy" if found["copy"] or found["text"] else found["sub"] and found["sub"].lower()
    return PathTarget(space, int(found["number"]), int(found["part"] or 1), sub)


def short_address(lang: str, space: NumberSpace, number: int) -> str:
    """The shortest address of the site that names a statement: `http://en.kremlin.ru/d/17093`."""
    host = "kremlin.ru" if lang == "ru" else "en.kremlin.ru"
    return f"http://{host}/{_SHORT_PATHS[space]}/{number}"


def is_official(url: str) -> bool:
    """Whether an absolute address lies on a host of the office's, whatever stands there."""
    found = _WEB_ADDRESS.fullmatch(unarchived(url))
    return bool(found and found["scheme"] and _OFFICIAL.fullmatch(found["host"].lower()))


def is_web_address(url: str) -> bool:
    """Whether an absolute address leads to the host it shows: no user name, no odd sign in it."""
    found = _WEB_ADDRESS.fullmatch(url)
    return bool(found and (found["scheme"] or "").lower().startswith("http"))


def is_list(url: str) -> bool:
    """Whether an address is that of a page of a list: by number, of a day, of a year."""
    return _LIST.search(url) is not None


def unarchived(url: str) -> str:
    """The address itself, without the prefix of a web archive where one stands before it.

    An address that stands percent-encoded behind it, or alone, is decoded.
    """
    own = url.strip()
    for _ in range(_MOST_ARCHIVES):
        inner = _ARCHIVED.sub("", own)
        if inner == own:
            break
        own = inner
    return unquote(own) if _ENCODED.match(own) else own
