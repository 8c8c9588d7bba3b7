"""A small web server that plays kremlin.ru: feeds, lists, lists of days, articles, and its moods.

Everything it is asked stands in `asked`, with the time: the judge of what a crawler did. Articles
are the sample's, or invented ones by number; a site of another language listens on another address
of loopback.
"""

from __future__ import annotations

import gzip
import html
import json
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Thread

NEWS = "/events/president/news"
FEED = "/events/all/feed"
SAMPLE = Path(str(files("index") / "sample"))
ROBOTS = "User-agent: *\nDisallow: /search\nDisallow: /events/president/news/copy\n"
HTML = "text/html; charset=utf-8"


@dataclass
class Reply:
    """What the site answers. `endless` goes on after the body; `slow_seconds` come before it."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    endless: bytes = b""
    slow_seconds: float = 0.0
    raw: bytes | None = None  # in place of an answer


@dataclass
class Article:
    """A page under its address on the site."""

    path: str
    title: str
    day: str
    updated: str
    body: bytes
    in_feed: bool = True
    in_lists: bool = True

    @property
    def etag(self) -> str:
        """The mark of its bytes."""
        return f'"{sha256(self.body).hexdigest()[:12]}"'


@dataclass
class Asked:
    """A request as it came, over which connection, when it came and its answer began."""

    path: str
    headers: dict[str, str]
    connection: tuple[str, int]
    came: float
    answered: float = 0.0

    @property
    def agent(self) -> str:
        """Who asked."""
        return self.headers.get("user-agent", "")


class PlayedSite:
    """The site. Newest first, `per_page` items on each page of feed and lists.

    `scripts` hold replies for a path that come before (a list, used up) or instead of (a single
    reply) the usual one. `turns_pages`: up to which page lists do; None: all. `marks`: whether it
    sends ETags and answers 304.
    """

    def __init__(
        self, articles: list[Article] | None = None, per_page: int = 5, host: str = "127.0.0.1"
    ) -> None:
        self.articles = sample_articles("en") if articles is None else articles
        self.per_page = per_page
        self.robots: Reply = Reply(200, ROBOTS.encode(), {"Content-Type": "text/plain"})
        self.scripts: dict[str, list[Reply] | Reply] = {}
        self.asked: list[Asked] = []
        self.turns_pages: int | None = None
        self.marks = False
        self.endless_lists = False
        self._server = _QuietServer((host, 0), _handler(self))
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._host = host
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def base(self) -> str:
        """The site's address."""
        return f"http://{self._host}:{self._server.server_port}"

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

    def change(self, article: Article, updated: str) -> None:
        """Another text under the same address, and the feed says so."""
        article.body = article.body.replace(b"</body>", b"<!-- changed --></body>")
        article.updated = updated

    def reply(self, path: str, headers: dict[str, str]) -> Reply:
        """The answer to a request."""
        script = self.scripts.get(path)
        if isinstance(script, Reply):
            return script
        if script:
            return script.pop(0)
        return self._usual(path, headers)

    def _usual(self, path: str, headers: dict[str, str]) -> Reply:
        if path == "/robots.txt":
            return self.robots
        if path == FEED or path.startswith(f"{FEED}/page/"):
            return self._feed(_page(path))
        if path.startswith(f"{NEWS}/by-date/"):
            return self._day(path.rpartition("/")[2])
        if path == NEWS or path.startswith(f"{NEWS}/page/"):
            return self._list(_page(path))
        for article in self.articles:
            if article.path == path:
                return self._article(article, headers)
        return Reply(404, b"<html>no such page</html>", {"Content-Type": HTML})

    def _article(self, article: Article, headers: dict[str, str]) -> Reply:
        if not self.marks:
            return Reply(200, article.body, {"Content-Type": HTML})
        if headers.get("if-none-match") == article.etag:
            return Reply(304, b"", {"ETag": article.etag})
        return Reply(200, article.body, {"Content-Type": HTML, "ETag": article.etag})

    def _list(self, number: int) -> Reply:
        if self.endless_lists:
            return self._list_page([invented_article(200_000 + number)], number, 10**6)
        shown = number if self.turns_pages is None else min(number, self.turns_pages)
        listed = [one for one in self.articles if one.in_lists]
        start, pages = (shown - 1) * self.per_page, -(-len(listed) // self.per_page)
        last = pages if self.turns_pages is None else 1_198
        if number > last:
            return Reply(404, b"<html>no such page</html>", {"Content-Type": HTML})
        return self._list_page(listed[start : start + self.per_page], number, last)

    def _day(self, text: str) -> Reply:
        day = ".".join(reversed(text.split("."))).replace(".", "-")
        return self._list_page([one for one in self.articles if one.day == day], 1, 1)

    def _list_page(self, articles: list[Article], number: int, last: int) -> Reply:
        link = f'<a href="{NEWS}/page/{number + 1}" rel="next">Older</a>' if number < last else ""
        body = (
            '<html><body><div class="promoted"><a class="promoted__entry" href="/misc/1">Old</a>'
            '</div><div class="entry-content lister-page" role="list" '
            f'data-url-template="{NEWS}/page/PAGE" data-page="{number}" data-pages="{last}">'
            f"{''.join(map(_row, articles))}</div>{link}</body></html>"
        )
        return Reply(200, body.encode(), {"Content-Type": HTML})

    def _feed(self, number: int) -> Reply:
        told = [one for one in self.articles if one.in_feed]
        start, last = (number - 1) * self.per_page, max(1, -(-len(told) // self.per_page))
        if number > last:
            return Reply(404, b"<html>no such page</html>", {"Content-Type": HTML})
        entries = "".join(map(self._entry, told[start : start + self.per_page]))
        here = FEED if number == 1 else f"{FEED}/page/{number}"
        following = (
            f'<link href="{self.base}{FEED}/page/{number + 1}" rel="next" />'
            if number < last
            else ""
        )
        end = FEED if last == 1 else f"{FEED}/page/{last}"
        body = (
            '<?xml version="1.0" encoding="UTF-8" ?>'
            '<feed xml:lang="en" xmlns="http://www.w3.org/2005/Atom">'
            f'<link href="{self.base}{here}" rel="self" />{following}'
            f'<link href="{self.base}{end}" rel="last" />{entries}</feed>'
        )
        return Reply(200, body.encode(), {"Content-Type": "application/atom+xml"})

    def _entry(self, one: Article) -> str:
        updated = one.updated if "T" in one.updated else f"{one.updated}T18:00:00+04:00"
        return (
            f"<entry><title>{html.escape(one.title)}</title><id>{self.base}{one.path}</id>"
            f"<updated>{updated}</updated><published>{one.day}T12:00:00+04:00</published>"
            f'<link href="{self.base}{one.path}" hreflang="en" rel="alternate" type="text/html" />'
            "</entry>"
        )


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Whoever asked was killed, or went away: that is what some tests are for."""


def sample_articles(lang: str) -> list[Article]:
    """The sample's articles of one language, newest first."""
    folder = {"en": "en.kremlin.ru", "ru": "kremlin.ru"}[lang]
    facts = json.loads((SAMPLE / "facts.json").read_text(encoding="utf-8"))["pages"]
    articles = [
        Article(
            path=fact["file"].removeprefix(folder).removesuffix(".html"),
            title=fact["title"],
            day=fact["date"],
            updated=fact["updated"] or fact["date"],
            body=(SAMPLE / fact["file"]).read_bytes(),
        )
        for fact in facts
        if fact["file"].startswith(f"{folder}/events/") and "updated" in fact
    ]
    return sorted(articles, key=lambda article: (article.day, article.path), reverse=True)


def invented_article(number: int, day: date = date(2020, 1, 1)) -> Article:
    """A short page of that number."""
    title = f"Ferry number {number} of Port Sorrel"
    path = f"{NEWS}/{number}"
    body = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"/><title>{title}</title>'
        f'<meta property="og:url" content="http://en.kremlin.ru{path}"/></head><body>'
        f'<div class="read" data-href="http://en.kremlin.ru{path}">'
        f'<article class="read__in hentry" id="event-{number}"><h1 class="entry-title">{title}</h1>'
        f'<time class="read__published" datetime="{day}">{day:%B} {day.day}, {day.year}</time>'
        '<div class="entry-content e-content read__internal_content" itemprop="articleBody">'
        f"<p><b>Ada Quill:</b> Ferry {number} leaves the harbour at noon.</p>"
        "</div></article></div></body></html>"
    )
    return Article(path, title, day.isoformat(), day.isoformat(), body.encode())


def invented_articles(count: int, last_day: date = date(2020, 3, 1)) -> list[Article]:
    """So many pages, newest first, two a day."""
    days = (last_day - timedelta(number // 2) for number in range(count))
    return [invented_article(50_000 + count - n, day) for n, day in enumerate(days)]


def _page(path: str) -> int:
    tail = path.rpartition("/")[2]
    return int(tail) if tail.isdigit() else 1


def _row(article: Article) -> str:
    updated = article.updated[:10]
    return (
        f'<div class="hentry h-entry hentry_event"><h3 class="hentry__title">'
        f'<a href="{article.path}" rel="bookmark"><span>{html.escape(article.title)}</span>'
        f'<time class="published dt-published" datetime="{article.day}">{article.day}</time>'
        f'<span class="updated hidden" hidden="hidden">{updated}</span></a></h3></div>'
    )


def _handler(site: PlayedSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.path, headers, self.client_address, time.monotonic())
            site.asked.append(asked)
            reply = site.reply(self.path, headers)
            time.sleep(reply.slow_seconds)
            asked.answered = time.monotonic()
            try:
                self._answer(reply, headers.get("accept-encoding", ""))
            except OSError:  # whoever asked went away
                self.close_connection = True

        def _answer(self, reply: Reply, encodings: str) -> None:
            if reply.raw is not None:
                self.wfile.write(reply.raw)
                self.close_connection = True
                return
            body, headers = reply.body, dict(reply.headers)
            if "gzip" in encodings and body and "Content-Encoding" not in headers:
                body = gzip.compress(body, mtime=0)
                headers["Content-Encoding"] = "gzip"
            self.send_response(reply.status)
            for name, value in headers.items():
                self.send_header(name, value)
            if not reply.endless and reply.status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            while reply.endless:
                self.wfile.write(reply.endless)

        def log_message(self, *_: object) -> None:
            """Keep still."""

    return Handler
