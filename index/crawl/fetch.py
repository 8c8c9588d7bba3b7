"""The network by Scrapy: one spider that does nothing but await a walk, asking as the walk asks.

The walk is a coroutine and not a set of callbacks because it is sequential by nature: one
connection, an order, and stops that depend on the answer before.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from http.client import responses
from typing import TYPE_CHECKING, Any, Final

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import DownloadCancelledError
from scrapy.utils.misc import load_object

from index.archives.http_answer import decoded_body
from index.archives.limits import Budget, DamagedMember, OverLimit
from index.crawl.network import Network, Response
from index.crawl.report import Ended

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    Run = Callable[[Network], Awaitable[Ended]]

MOST_PAGE_BYTES: Final = 50 * 1024 * 1024
"""Far above the longest page; a larger answer is no page and is not read to its end."""

_TIMEOUT_SECONDS: Final = 60


def drive(run: Run, agent: str) -> Ended:
    """Run a walk over Scrapy's network, once a process; gives back how it ended."""
    process = AsyncCrawlerProcess(_settings(agent))
    outcome: list[asyncio.Task[Ended]] = []
    process.crawl(_WalkSpider, run=run, outcome=outcome)
    process.start()
    if not outcome or not outcome[0].done() or outcome[0].cancelled():
        return Ended("interrupted; what was fetched is saved", complete=False)
    return outcome[0].result()


def _settings(agent: str) -> dict[str, Any]:
    """Scrapy fetches one address; delays, redirections and retries are the client's."""
    return {
        "USER_AGENT": agent,
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/atom+xml",
            "Accept-Encoding": "gzip",
        },
        "DOWNLOAD_TIMEOUT": _TIMEOUT_SECONDS,
        "DOWNLOAD_MAXSIZE": MOST_PAGE_BYTES,
        "DOWNLOAD_WARNSIZE": 0,
        "ROBOTSTXT_OBEY": False,  # read and obeyed by index.crawl.robots, redirections included
        "REDIRECT_ENABLED": False,  # followed by index.crawl.client, on the site's own host only
        "METAREFRESH_ENABLED": False,
        "RETRY_ENABLED": False,  # index.crawl.backoff
        "COMPRESSION_ENABLED": False,  # archives hold what was received
        "TELNETCONSOLE_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "LOG_LEVEL": "WARNING",
    }


class _WalkSpider(scrapy.Spider):  # type: ignore[misc] # Scrapy is untyped here
    """Awaits the walk. Its outcome stays in the task, so that no error is lost in Scrapy's log."""

    name = "onrecord"

    def __init__(self, run: Run, outcome: list[asyncio.Task[Ended]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._run, self._outcome = run, outcome

    async def start(self) -> AsyncIterator[Any]:
        task = asyncio.ensure_future(self._run(_ScrapyNetwork(self.crawler)))
        self._outcome.append(task)
        try:
            await asyncio.wait([task])
        finally:
            task.cancel()  # an interrupt cancels the wait; of a task that is done this does nothing
        return
        yield  # type: ignore[unreachable] # makes this the generator that Scrapy iterates over


class _ScrapyNetwork:
    """`Network` over a running crawler's downloader."""

    def __init__(self, crawler: Any) -> None:
        self._engine = crawler.engine
        # What Scrapy itself counts as a failure of the network, and an answer over the size.
        self._failures = (
            *(load_object(name) for name in crawler.settings.getlist("RETRY_EXCEPTIONS")),
            DownloadCancelledError,
        )

    async def fetch(self, url: str) -> Response:
        try:
            response = await self._engine.download_async(scrapy.Request(url, dont_filter=True))
        except self._failures as failure:
            reason = f"no answer ({type(failure).__name__}: {failure})"
            return Response(url, 0, reason, datetime.now(UTC))
        return _answer(url, response)


def _answer(url: str, response: Any) -> Response:
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    phrase = responses.get(response.status, "")
    bare = Response(url, response.status, phrase, datetime.now(UTC), headers)
    content = _decoded(response.body, bare.header("Content-Encoding").strip().lower())
    if content is None:
        return replace(bare, status=0, reason="an answer whose encoding cannot be undone")
    return replace(
        bare,
        body=response.body,
        content=content,
        protocol=response.protocol or "HTTP/1.1",
        address=str(response.ip_address) if response.ip_address else None,
    )


def _decoded(body: bytes, encoding: str) -> bytes | None:
    """A body with its encoding undone; None when it is damaged, too large or in an unknown one."""
    try:
        content = decoded_body(body, encoding, MOST_PAGE_BYTES + 1, Budget(len(body)))
    except (DamagedMember, OverLimit):
        return None
    return content if len(content) <= MOST_PAGE_BYTES else None
