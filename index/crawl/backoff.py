"""Refusals in a row → how long to wait before asking again, or that it is time to stop.

The site answers bursts with 403 for minutes, and an hour of silence to those who start over at
once; so a refusal is met with waiting, longer each time, and three pages refused end the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

REFUSALS: Final = frozenset({403, 429, 502, 503, 504})
"""Answers that mean "not now"; 404 and the like mean "never"."""


@dataclass(frozen=True, slots=True)
class RefusalPolicy:
    """How a crawl meets refusals: tries a page, doubling waits, pages given up before it stops."""

    first_seconds: float = 30.0
    longest_seconds: float = 600.0
    tries: int = 5
    pages: int = 3

    def wait_seconds(self, attempt: int, asked_seconds: float | None) -> float | None:
        """Seconds before the try after number `attempt` (from 1); None to give the page up.

        `asked_seconds` is the site's own Retry-After: never undercut, and given up when too long.
        """
        wait = min(self.first_seconds * 2 ** (attempt - 1), self.longest_seconds)
        if asked_seconds is not None:
            wait = max(wait, asked_seconds)
        return None if attempt >= self.tries or wait > self.longest_seconds else wait
