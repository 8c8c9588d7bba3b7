"""The network by Scrapy: one spider that does nothing but await a walk, asking as the walk asks.

The walk is a coroutine and not a set of callbacks because it is sequential by nature: one
connection, an order, and stops that depend on the answer before.
"""

from __future__ import annotations

import asyncio
import logging
import zlib
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from http.client import responses
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import scrapy
from scrapy import signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    StopDownload,
)
from scrapy.utils.misc import load_object
from twisted.logger import globalLogBeginner

from index.archives.http_answer import decoded_body
from index.archives.limits import Budget, DamagedMember, OverLimit
from index.crawl.network import Network, Response
from index.crawl.public_addresses import PublicResolver

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Collection

    from index.crawl.network import Headers, PageRequest

    Run = Callable[[Network], Awaitable[None]]

_TIMEOUT_SECONDS: Final = 60
_LEFT: Final = "bytes left to take"
_FAILURES: Final = (
    (CannotResolveHostError, "its host is not known; are you online?"),
    (DownloadConnectionRefusedError, "nobody takes the connection"),
    (DownloadTimeoutError, f"not whole within {_TIMEOUT_SECONDS} seconds"),
    (ResponseDataLossError, "it broke off in its middle"),
)
"""What people are told of a failure of the network; of any other its own words."""


def drive(run: Run, agent: str, named: Collection[str], *, verify: bool) -> bool:
    """Run a walk over Scrapy's network, once a process; False when it was interrupted.

    `named` are addresses in numbers that the user named, and that need not be public. `verify`:
    certificates must be valid.
    """
    process = AsyncCrawlerProcess(_settings(agent, verify=verify))
    _be_silent()
    outcome: list[asyncio.Task[None]] = []
    process.crawl(_WalkSpider, run=run, outcome=outcome, named=named)
    process.start()
    if not outcome or not outcome[0].done() or outcome[0].cancelled():
        return False
    outcome[0].result()
    return True


def _be_silent() -> None:
    """What went wrong with a page is in the report; a log of it beside that would be noise."""
    globalLogBeginner.beginLoggingTo([], discardBuffer=True, redirectStandardIO=False)
    for name in ("scrapy", "twisted"):
        logging.getLogger(name).propagate = False
        logging.getLogger(name).addHandler(logging.NullHandler())


def _settings(agent: str, *, verify: bool) -> dict[str, Any]:
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
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": verify,
        "DOWNLOAD_HANDLERS": {"http": _OnceHandler, "https": _OnceHandler},
        "ROBOTSTXT_OBEY": False,  # read and obeyed by index.crawl.robots, redirections included
        "REDIRECT_ENABLED": False,  # followed by index.crawl.client, on the site's own host only
        "METAREFRESH_ENABLED": False,
        "RETRY_ENABLED": False,  # index.crawl.waits
        "HTTPPROXY_ENABLED": False,  # behind a proxy nobody sees what address is connected to
        "COMPRESSION_ENABLED": False,  # archives hold what was received
        "TELNETCONSOLE_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "LOG_LEVEL": "WARNING",
    }


class _OnceHandler(HTTP11DownloadHandler):  # type: ignore[misc] # Scrapy is untyped here
    """Asks once. Of itself Twisted asks again at once where a kept connection ends unanswered,
    which no pause and no count of ours would know of."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._pool.retryAutomatically = False


class _WalkSpider(scrapy.Spider):  # type: ignore[misc] # Scrapy is untyped here
    """Awaits the walk. Its outcome stays in the task, so that no error is lost in Scrapy's log."""

    name = "onrecord"

    def __init__(
        self, run: Run, outcome: list[asyncio.Task[None]], named: Collection[str], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self._run, self._outcome, self._named = run, outcome, named

    async def start(self) -> AsyncIterator[Any]:
        network = _ScrapyNetwork(self.crawler, self._named)
        task = asyncio.ensure_future(self._run(network))
        self._outcome.append(task)
        try:
            await asyncio.wait([task])
        finally:
            task.cancel()  # an interrupt cancels the wait; of a task that is done this does nothing
            with suppress(asyncio.CancelledError, Exception):
                await task
        return
        yield  # type: ignore[unreachable] # makes this the generator that Scrapy iterates over


class _ScrapyNetwork:
    """`Network` over a running crawler's downloader, to public addresses alone."""

    def __init__(self, crawler: Any, named: Collection[str]) -> None:
        from twisted.internet import reactor  # importing it earlier installs another than Scrapy's

        installed: Any = reactor
        self._engine = crawler.engine
        # What Scrapy itself counts as a failure of the network.
        self._failures = tuple(map(load_object, crawler.settings.getlist("RETRY_EXCEPTIONS")))
        self._guard = PublicResolver(installed.nameResolver, named)
        installed.installNameResolver(self._guard)
        crawler.signals.connect(_stop_when_taken, signal=signals.bytes_received)

    async def fetch(self, request: PageRequest) -> Response:
        asked = _scrapy_request(request)
        bare = Response(request.url, 0, "", datetime.now(UTC), asked=_sent(asked))
        try:
            response = await self._engine.download_async(asked)
        except DownloadCancelledError:
            reason = f"an answer of over {request.most_bytes:,} bytes, which no page has"
            return replace(bare, reason=reason, unusable=True)
        except self._failures as failure:
            host = urlsplit(request.url).hostname or ""
            if host in self._guard.refused:
                reason = (
                    f"{host} means {self._guard.refused[host]}, which is no public address; a site "
                    "that is not public is named by its number, as in --site http://127.0.0.1:8000"
                )
                return replace(bare, reason=reason, unusable=True)
            return replace(bare, reason=f"no answer ({_in_words(failure)})")
        return _answer(request, replace(bare, asked=_sent(asked)), response)


def _in_words(failure: Exception) -> str:
    """What went wrong on the line."""
    told = next((words for kind, words in _FAILURES if isinstance(failure, kind)), "")
    causes = getattr(failure.__cause__, "reasons", ())  # of a response that failed, by Twisted
    return told or " ".join(cause.getErrorMessage() for cause in causes) or str(failure)


def _scrapy_request(request: PageRequest) -> Any:
    beginning = request.take_beginning
    meta = {_LEFT: request.most_bytes} if beginning else {"download_maxsize": request.most_bytes}
    headers = {"Accept-Encoding": "identity"} if beginning else {}
    return scrapy.Request(
        request.url, headers=dict(request.headers) | headers, meta=meta, dont_filter=True
    )


def _stop_when_taken(data: bytes, request: Any) -> None:
    """Scrapy's signal for bytes received: end an answer whose beginning is all that is wanted."""
    if _LEFT in request.meta:
        request.meta[_LEFT] -= len(data)
        if request.meta[_LEFT] < 0:
            raise StopDownload(fail=False)


def _answer(request: PageRequest, bare: Response, response: Any) -> Response:
    bare = replace(
        bare,
        status=response.status,
        reason=responses.get(response.status, ""),
        headers=_texts(response.headers),
    )
    encoding = bare.header("Content-Encoding").strip().lower()
    if request.take_beginning:
        content = _beginning(response.body, encoding, request.most_bytes + 1)
    else:
        content = _decoded(response.body, encoding, request.most_bytes)
    if content is None and response.status == 200:
        reason = "an answer whose encoding cannot be undone"
        return replace(bare, status=0, reason=reason, unusable=True)
    return replace(
        bare,
        body=response.body,
        content=content or b"",
        protocol=response.protocol or "HTTP/1.1",
        address=str(response.ip_address) if response.ip_address else None,
    )


def _sent(request: Any) -> Headers:
    """The headers of a request as the server got them; Twisted adds the host."""
    return (("Host", urlsplit(request.url).netloc), *_texts(request.headers))


def _texts(headers: Any) -> Headers:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    )


def _decoded(body: bytes, encoding: str, most_bytes: int) -> bytes | None:
    """A body with its encoding undone; None when it is damaged, too large or in an unknown one."""
    try:
        content = decoded_body(body, encoding, most_bytes + 1, Budget(len(body)))
    except (DamagedMember, OverLimit):
        return None
    return content if len(content) <= most_bytes else None


def _beginning(body: bytes, encoding: str, most_bytes: int) -> bytes | None:
    """The first bytes of a body that may break off, also of one packed against our wish."""
    if encoding in ("", "identity"):
        return body[:most_bytes]
    content = b""
    try:
        while body and len(content) < most_bytes:
            member = zlib.decompressobj(wbits=47)  # gzip or zlib
            content += member.decompress(body, most_bytes - len(content))
            body = member.unused_data
    except zlib.error:
        return content or None
    return content
