"""Answers and refusals → how long to wait before the next request, or that it is time to stop.

The pause lies between the end of one answer and the next request, so a slow site is asked less
often. The site answers bursts with 403 for minutes, and an hour of silence to those who start over
at once; so a refusal is met with waiting, longer each time, and the fourth in a row ends the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

JITTER: Final = 0.5
"""The pause is the delay or longer, by chance up to so much of it: never shorter, as the delay may
be what the site asks for."""
REFUSED: Final = frozenset({403, 429})
"""The site wants us to go away for now."""
FAILED: Final = frozenset({0, 502, 503, 504})
"""It could not answer, or did not (0): the next try may do better."""


@dataclass(frozen=True, slots=True)
class RefusalPolicy:
    """How a crawl meets refusals and failures; waits double."""

    refused_seconds: float = 300.0
    refusals: int = 4  # in a row: the last ends the run
    failed_seconds: float = 30.0
    tries: int = 3  # of a page that fails
    pages: int = 3  # given up in a row: the last ends the run
    longest_seconds: float = 3600.0  # that a site may ask for by Retry-After

    def after_refusal(self, count: int, asked_seconds: float | None) -> float | None:
        """Seconds to wait after refusal `count` in a row (from 1); None to stop asking the site.

        `asked_seconds` is the site's own Retry-After: never undercut.
        """
        if count >= self.refusals:
            return None
        return self._longer(self.refused_seconds * 2 ** (count - 1), asked_seconds)

    def after_failure(self, attempt: int, asked_seconds: float | None) -> float | None:
        """Seconds to wait after failed try `attempt` (from 1) of a page; None to give it up."""
        if attempt >= self.tries:
            return None
        return self._longer(self.failed_seconds * 2 ** (attempt - 1), asked_seconds)

    def _longer(self, wait_seconds: float, asked_seconds: float | None) -> float | None:
        if asked_seconds is not None and asked_seconds > self.longest_seconds:
            return None
        return max(wait_seconds, asked_seconds or 0.0)


@dataclass(slots=True)
class Pace:
    """One for all that a run asks, whatever the host. `chance` gives numbers from 0 to 1."""

    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    chance: Callable[[], float]
    _not_before: float | None = None

    async def turn(self) -> None:
        """Wait until a request may go out."""
        if self._not_before is not None:
            pause = self._not_before - self.clock()
            if pause > 0:
                await self.sleep(pause)

    def answered(self, delay_seconds: float) -> None:
        """An answer came, or was given up; the next request waits from now on."""
        self._not_before = self.clock() + delay_seconds * (1 + JITTER * self.chance())
