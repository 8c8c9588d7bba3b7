"""The port to the network: a request in, a `Response` out, whatever the site does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What is asked for. Of an answer over `most_bytes` the beginning is taken, or nothing."""

    url: str
    most_bytes: int
    headers: Headers = ()
    take_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """What came back for `url`: a response as it was sent, or (status 0) why none came.

    `headers` and `body` are as received; `content` is the body with its encoding undone. `asked`
    are the headers that were sent. What is `unusable` was answered, and would be so again.
    """

    url: str
    status: int
    reason: str  # the status in words, or what went wrong
    when: datetime
    headers: Headers = ()
    body: bytes = b""
    content: bytes = b""
    protocol: str = "HTTP/1.1"
    address: str | None = None  # the server's, as numbers
    asked: Headers = ()
    unusable: bool = False

    def header(self, name: str) -> str:
        """The value of a header, empty when it was not sent."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def why(self) -> str:
        """What came instead of a page, in a few words."""
        return f"{self.status} {self.reason}".strip() if self.status else self.reason

    @property
    def retry_after_seconds(self) -> float | None:
        """How long the site asks to be left alone (RFC 9110, 10.2.3: seconds or a date)."""
        text = self.header("Retry-After").strip()
        if text.isascii() and text.isdigit():
            return float(text[:12])
        try:
            until = parsedate_to_datetime(text)
        except ValueError:
            return None
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, (until - self.when).total_seconds())


class Network(Protocol):
    """What asks the site."""

    async def fetch(self, request: PageRequest) -> Response:
        """One answer, redirections not followed; never raises for what a site may do."""
