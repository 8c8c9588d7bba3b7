"""Walks over a scripted network: its feeds and lists, a store that keeps what came, their end."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from index.crawl.bookmarks import Bookmarks
from index.crawl.held_pages import HeldPage, HeldPages, content_digest
from index.crawl.listing import Bounds
from index.crawl.walk import Walk
from index.progress import Progress
from played.site import Reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.crawl.client import Client
    from index.crawl.network import Response
    from index.crawl.report import Ended
    from played.network import ScriptedNetwork

BASE = "http://site.example"
NEWS = f"{BASE}/events/president/news"
FEED = f"{BASE}/events/all/feed"
HTML = {"Content-Type": "text/html"}
NOON = datetime(2020, 5, 1, 12, tzinfo=UTC)
TODAY = date(2020, 6, 1)
NOWHERE = Path("/dev/null/crawl.json")


@dataclass
class Kept:
    """A store that keeps what it is given."""

    answers: list[Response] = field(default_factory=list)
    sames: list[HeldPage | None] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    def save(
        self,
        answer: Response,
        before: HeldPage | None = None,
        same: HeldPage | None = None,
        updated: datetime | None = None,
        *,
        odd: bool = False,
    ) -> HeldPage:
        self.odd += [answer.url] * odd
        self.answers.append(answer)
        self.sames.append(same)
        return held_page(answer.url, answer.content, answer.when, updated)

    @property
    def numbers(self) -> list[str]:
        return [answer.url.rpartition("/")[2] for answer in self.answers]


def held_page(
    url: str, content: bytes = b"", seen: datetime = NOON, updated: datetime | None = None
) -> HeldPage:
    """A page as archives hold it."""
    return HeldPage(url, "2020", "sha1:X", content_digest(content), '"mark"', "", seen, updated)


def list_page(items: Sequence[tuple[str, str]], following: str | None = None) -> bytes:
    """A list of (address, "day" or "day updated-day") items."""
    rows = []
    for href, days in items:
        day, _, updated = days.partition(" ")
        rows.append(
            f'<div class="hentry"><a href="{href}" rel="bookmark">'
            f'<time class="published" datetime="{day}"></time>'
            f'<span class="updated">{updated or day}</span></a></div>'
        )
    link = f'<a rel="next" href="{following}">more</a>' if following else ""
    return f'<html><div class="lister-page">{"".join(rows)}</div>{link}</html>'.encode()


def feed_page(items: Sequence[tuple[int, str]], following: str = "", last: str = "") -> bytes:
    """A feed of (number, "day" or "day updated-instant") items."""
    entries = []
    for number, days in items:
        day, _, updated = days.partition(" ")
        entries.append(
            f"<entry><id>{NEWS}/{number}</id><published>{day}T10:00:00+03:00</published>"
            f"<updated>{updated or day + 'T10:00:00+03:00'}</updated></entry>"
        )
    links = f'<link rel="next" href="{following}"/>' if following else ""
    links += f'<link rel="last" href="{last or FEED}"/>'
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{links}{"".join(entries)}</feed>'.encode()


def articles(network: ScriptedNetwork, *numbers: int) -> None:
    """Their pages."""
    for number in numbers:
        network.replies[f"{NEWS}/{number}"] = [Reply(200, f"<html>{number}</html>".encode(), HTML)]


@dataclass
class Walked:
    """A finished walk, how it ended and what it kept."""

    walk: Walk
    ended: Ended
    kept: Kept


def walk(
    client: Client,
    held: HeldPages | None = None,
    bounds: Bounds | None = None,
    marks: Path = NOWHERE,
    *,
    dry: bool = False,
) -> Walked:
    """A walk to its end; a client reads robots.txt anew each time."""
    kept, writes = Kept(), marks != NOWHERE
    done = Walk(
        client.site,
        client,
        held or HeldPages(),
        bounds or Bounds(),
        None if dry else kept,
        Progress(),
        TODAY,
        Bookmarks(marks, writes=writes),
    )
    return Walked(done, asyncio.run(done.run()), kept)


def news_list(network: ScriptedNetwork, *items: tuple[str, str]) -> None:
    """One list, and no feed."""
    network.replies[NEWS] = [Reply(200, list_page(items), HTML)]
