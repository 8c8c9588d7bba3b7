"""A network without a socket, and a clock that only sleeping moves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.crawl.network import Response
from played.site import Reply

if TYPE_CHECKING:
    from index.crawl.network import PageRequest

WHEN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class ScriptedNetwork:
    """A network without a socket: replies by address, the last of a list for ever.

    `now` is the clock that goes on only while somebody sleeps; `at` is when each request went out.
    """

    def __init__(self) -> None:
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[str] = []
        self.sent: list[PageRequest] = []
        self.at: list[float] = []
        self.slept: list[float] = []
        self.now = 1000.0

    async def fetch(self, request: PageRequest) -> Response:
        url = request.url
        self.asked.append(url)
        self.sent.append(request)
        self.at.append(self.now)
        script = self.replies.get(url, [Reply(404)])
        one = script.pop(0) if len(script) > 1 else script[0]
        self.now += one.slow_seconds
        headers = tuple(one.headers.items())
        return Response(url, one.status, "", WHEN, headers, one.body, one.body)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
