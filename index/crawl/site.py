"""A base address → the addresses of a site in the shape of kremlin.ru, and which are its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from search.errors import BadValue
from search.site_address import NumberSpace, PathTarget, read_path

if TYPE_CHECKING:
    from datetime import date

SITES: Final = {"en": "http://en.kremlin.ru", "ru": "http://kremlin.ru"}
"""The site's two languages: the same numbers, the same shape."""

_PORTS: Final = {"http": 80, "https": 443}
# Host and port, also of IPv6 and in Cyrillic; no user name, no "\", which browsers read as "/".
_PLAIN_HOST: Final = re.compile(r"[A-Za-z0-9А-яЁё.:\[\]-]+")


@dataclass(frozen=True, slots=True)
class CrawlSite:
    """One host and port; `www.` before the host, and http or https, make no difference."""

    base: str

    @classmethod
    def at(cls, base: str) -> CrawlSite:
        """The site at `base`; `BadValue` when that is no web address."""
        parts = urlsplit(base.rstrip("/"))
        if parts.scheme not in _PORTS or _place(parts) is None or parts.path or parts.query:
            raise BadValue("site", base, "a web address without a path, such as http://kremlin.ru")
        return cls(base.rstrip("/"))

    @property
    def robots(self) -> str:
        """What may be asked for."""
        return f"{self.base}/robots.txt"

    @property
    def feed(self) -> str:
        """The newest and the newly changed items of all sections, as Atom."""
        return f"{self.base}/events/all/feed"

    @property
    def news(self) -> str:
        """The first page of the list of all news, newest first."""
        return f"{self.base}/events/president/news"

    def news_of(self, day: date) -> str:
        """The list of a day's news."""
        return f"{self.news}/by-date/{day:%d.%m.%Y}"

    @property
    def number(self) -> str | None:
        """The host, when it is an address in numbers and not a name."""
        host = urlsplit(self.base).hostname or ""
        try:
            return str(ip_address(host))
        except ValueError:
            return None

    def allows(self, url: str) -> bool:
        """Whether `url` lies on this site's own host."""
        parts = urlsplit(url)
        place = _place(parts)
        return parts.scheme in _PORTS and place is not None and place == _place(urlsplit(self.base))

    def article(self, url: str) -> str | None:
        """The identity of the article at `url`, one over all sections; None for other pages."""
        parts = urlsplit(url)
        target, place = read_path(parts.path), _place(parts)
        if target is None or place is None or target != PathTarget(NumberSpace.ITEM, target.number):
            return None
        return f"{place}/d/{target.number}"


def off_limits(url: str) -> bool:
    """Whether `url` is of those never asked for: searches, text versions, paths in disguise."""
    path = unquote(unquote(urlsplit(url).path)).lower().replace("\\", "/")
    segments = [one for one in path.split("/") if one]
    return segments[:1] == ["search"] or bool({"copy", "..", "."} & set(segments))


def join(page: str, href: str) -> str | None:
    """The address that `href` on `page` means, without its fragment; None when it is none."""
    try:
        return urlsplit(urljoin(page, href.strip()))._replace(fragment="").geturl()
    except ValueError:  # such as an unclosed [ in the host
        return None


def _place(parts: SplitResult) -> str | None:
    """Host and port, the usual port left out; None without a plain host, or with a user name."""
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or not _PLAIN_HOST.fullmatch(parts.netloc):
        return None
    bare = host.removeprefix("www.")
    return bare if port in (None, _PORTS.get(parts.scheme)) else f"{bare}:{port}"
