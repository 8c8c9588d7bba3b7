"""A small site on a free port that plays kremlin.ru with the sample pages."""

from __future__ import annotations

import gzip
import html
import json
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.crawl.backoff import RefusalPolicy
from index.crawl.client import Client
from index.crawl.network import Response
from index.crawl.site import CrawlSite
from index.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator

NEWS = "/events/president/news"
SAMPLE = Path(str(files("index") / "sample"))
WHEN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ROBOTS = "User-agent: *\nDisallow: /search\nDisallow: /events/president/news/copy\n"


@dataclass
class Reply:
    """What the site answers to one request."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Article:
    """A sample page under its address on the site."""

    path: str
    title: str
    day: str
    updated: str
    body: bytes


@dataclass
class Asked:
    """A request as it came."""

    path: str
    agent: str


class PlayedSite:
    """The site: sample articles, lists of `per_list`, a feed of the newest two.

    `scripts` hold replies for a path that come before (a list is used up) or instead of (a single
    reply) the usual one. `asked` is every request in order.
    """

    def __init__(self, per_list: int = 5) -> None:
        self.articles = _sample_articles()
        self.per_list = per_list
        self.robots = Reply(200, ROBOTS.encode(), {"Content-Type": "text/plain"})
        self.scripts: dict[str, list[Reply] | Reply] = {}
        self.asked: list[Asked] = []
        self.turns_pages = True
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def base(self) -> str:
        """The site's address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        """Stop listening."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [one.path for one in self.asked]

    def articles_asked(self) -> list[str]:
        """The paths of articles asked for, in order."""
        known = {article.path for article in self.articles}
        return [path for path in self.paths() if path in known]

    def reply(self, path: str) -> Reply:
        """The answer to a request."""
        script = self.scripts.get(path)
        if isinstance(script, Reply):
            return script
        if script:
            return script.pop(0)
        return self._usual(path)

    def _usual(self, path: str) -> Reply:
        if path == "/robots.txt":
            return self.robots
        if path == f"{NEWS}/feed":
            return Reply(200, self._feed().encode(), {"Content-Type": "application/atom+xml"})
        if path == NEWS or path.startswith(f"{NEWS}/page/"):
            number = int(path.rpartition("/")[2]) if path != NEWS else 1
            return self._list(number if self.turns_pages else 1, number)
        for article in self.articles:
            if article.path == path:
                return Reply(200, article.body, {"Content-Type": "text/html; charset=utf-8"})
        return Reply(404, b"<html>no such page</html>", {"Content-Type": "text/html"})

    def _list(self, shown: int, number: int) -> Reply:
        start = (shown - 1) * self.per_list
        rows = "".join(map(_row, self.articles[start : start + self.per_list]))
        more = start + self.per_list < len(self.articles)
        link = f'<a href="{NEWS}/page/{number + 1}" rel="next">Previous</a>' if more else ""
        body = (
            '<html><body><div class="promoted"><a class="promoted__entry" href="/misc/1">Old</a>'
            f'</div><div class="entry-content lister-page" role="list">{rows}</div>{link}</body>'
            "</html>"
        )
        return Reply(200, body.encode(), {"Content-Type": "text/html; charset=utf-8"})

    def _feed(self) -> str:
        entries = "".join(
            f"<entry><title>{html.escape(one.title)}</title><id>{self.base}{one.path}</id>"
            f"<updated>{one.updated}T18:00:00+04:00</updated>"
            f"<published>{one.day}T12:00:00+04:00</published>"
            f'<link href="{self.base}{one.path}" hreflang="en" rel="alternate" type="text/html" />'
            "</entry>"
            for one in self.articles[:2]
        )
        return (
            '<?xml version="1.0" encoding="UTF-8" ?>'
            '<feed xml:lang="en" xmlns="http://www.w3.org/2005/Atom">'
            f'<link href="{self.base}{NEWS}/feed/page/2" rel="next" />{entries}</feed>'
        )


def _row(article: Article) -> str:
    return (
        f'<div class="hentry h-entry hentry_event"><h3 class="hentry__title">'
        f'<a href="{article.path}" rel="bookmark"><span>{html.escape(article.title)}</span>'
        f'<time class="published dt-published" datetime="{article.day}">{article.day}</time>'
        f'<span class="updated hidden" hidden="hidden">{article.updated}</span></a></h3></div>'
    )


def _sample_articles() -> list[Article]:
    """The English articles of the sample's tree, newest first."""
    facts = json.loads((SAMPLE / "facts.json").read_text(encoding="utf-8"))["pages"]
    articles = [
        Article(
            path=fact["file"].removeprefix("en.kremlin.ru").removesuffix(".html"),
            title=fact["title"],
            day=fact["date"],
            updated=fact["updated"] or fact["date"],
            body=(SAMPLE / fact["file"]).read_bytes(),
        )
        for fact in facts
        if fact["file"].startswith("en.kremlin.ru/events/") and "updated" in fact
    ]
    return sorted(articles, key=lambda article: (article.day, article.path), reverse=True)


def _handler(site: PlayedSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(Asked(self.path, self.headers.get("User-Agent", "")))
            reply = site.reply(self.path)
            body, headers = reply.body, dict(reply.headers)
            asks = self.headers.get("Accept-Encoding", "")
            if "gzip" in asks and body and "Content-Encoding" not in headers:
                body, headers = gzip.compress(body), {**headers, "Content-Encoding": "gzip"}
            self.send_response(reply.status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep still."""

    return Handler


@pytest.fixture
def site() -> Iterator[PlayedSite]:
    """A fresh site, closed after the test."""
    played = PlayedSite()
    yield played
    played.close()


@pytest.fixture
def other_site() -> Iterator[PlayedSite]:
    """A second site on another port."""
    played = PlayedSite()
    yield played
    played.close()


@pytest.fixture
def reply() -> type[Reply]:
    """What a script of the site is made of."""
    return Reply


class ScriptedNetwork:
    """A network without a socket: replies by address, the last of a list for ever."""

    def __init__(self) -> None:
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[str] = []
        self.slept: list[float] = []
        self.now = 1000.0

    async def fetch(self, url: str) -> Response:
        self.asked.append(url)
        script = self.replies.get(url, [Reply(404)])
        one = script.pop(0) if len(script) > 1 else script[0]
        headers = tuple(one.headers.items())
        return Response(url, one.status, "", WHEN, headers, one.body, one.body)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def network() -> ScriptedNetwork:
    """A network whose every answer is written beforehand."""
    return ScriptedNetwork()


@pytest.fixture
def client(network: ScriptedNetwork) -> Client:
    """A client of http://site.example over the scripted network, a second between requests."""
    network.replies["http://site.example/robots.txt"] = [Reply(200, ROBOTS.encode())]
    site, patience = CrawlSite("http://site.example"), RefusalPolicy(first_seconds=10, tries=3)
    return Client(
        site,
        "onrecord",
        network,
        delay_seconds=1.0,
        clock=lambda: network.now,
        sleep=network.sleep,
        progress=Progress(),
        patience=patience,
    )
