"""An address of the site → what it names: language, id space, number, and which sub-page of it.

The shapes are those of the site's own links: `/events/president/news/17093`, `/d/17093`,
`/acts/bank/4/page/2`, `/events/president/news/copy/17093`, `/catalog/countries/BY/events/17093`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import unquote, urlsplit

_IDN: Final = {"xn--d1abbgf6aiiy.xn--p1ai": "ru", "президент.рф": "ru"}
_ENGLISH_HOST: Final = re.compile(r"(?:^|\.)eng?(?:\.|$)")
_ARCHIVED: Final = re.compile(r"^https?://web\.archive\.org/web/\d+[a-z_]*/(?=https?:)")
_SUB_PAGES: Final = ("print", "photos", "videos", "email")
_MOST_DIGITS: Final = 9
_ROOTS: Final = re.compile(
    r"""^/(?:
        events/[a-z-]+(?:/(?!by-date|by-council|page|copy)[a-z-]+)*(?:/by-council/\d+)?
      | acts/news
      | catalog/[a-z]+/[\w-]+/events
      | d
    )(?P<copy>/copy)?/(?P<number>\d+)(?P<rest>/.*)?$""",
    re.VERBOSE,
)
_OTHER_SPACES: Final = re.compile(
    r"^/(?P<space>acts/bank|supplement)/(?P<number>\d+)(?P<rest>/.*)?$"
)
_COUNCIL_LIST: Final = re.compile(r"^/events/councils/by-council/\d+$")
_PAGE: Final = re.compile(r"^/page/(\d+)$")


class Space(StrEnum):
    """Which of the site's number spaces a number belongs to; the value stands in the id."""

    ITEM = ""  # events and acts/news: one number, one item, in all sections and both languages
    ACT = "act-"
    SUPPLEMENT = "supplement-"


@dataclass(frozen=True, slots=True)
class Address:
    """What an address names. `part` is the page of a paged document, `sub` e.g. `print`."""

    url: str
    lang: str
    space: Space
    number: int
    part: int = 1
    sub: str | None = None
    copy: bool = False


def own_host(host: str) -> bool:
    """Whether a host is one of the site's."""
    return host in _IDN or host == "kremlin.ru" or host.endswith(".kremlin.ru")


def host_of(url: str) -> str:
    """The host of an address, lower case, without port; empty for a relative one."""
    try:
        return (urlsplit(unwrapped(url)).hostname or "").lower()
    except ValueError:
        return ""


def unwrapped(url: str) -> str:
    """The address itself where an archive's prefix stands before it."""
    return _ARCHIVED.sub("", url.strip())


def language_of(host: str) -> str:
    """The language a host publishes in."""
    return "en" if _ENGLISH_HOST.search(host) else "ru"


def read_address(url: str) -> Address | None:
    """What an absolute address of the site names; None for a list, a front page, another site."""
    url = unwrapped(url)
    host = host_of(url)
    if not own_host(host):
        return None
    path = re.sub(r"\.html?$", "", unquote(urlsplit(url).path)).rstrip("/")
    if _COUNCIL_LIST.match(path):
        return None
    item, other = _ROOTS.match(path), _OTHER_SPACES.match(path)
    found = item or other
    if found is None or len(found["number"]) > _MOST_DIGITS:
        return None
    space = Space.ITEM
    if other is not None:
        space = Space.ACT if other["space"] == "acts/bank" else Space.SUPPLEMENT
    rest = found["rest"] or ""
    page = _PAGE.match(rest)
    first = rest.strip("/").split("/")[0]
    return Address(
        url=url,
        lang=language_of(host),
        space=space,
        number=int(found["number"]),
        part=int(page[1]) if page and len(page[1]) <= _MOST_DIGITS else 1,
        sub=first if first in _SUB_PAGES else None,
        copy=bool(item and item["copy"]),
    )
