"""An address → the page that stands there, fetched politely, or why it cannot be had.

Politely: nothing robots.txt forbids, nothing on another host (redirections included), one request
at a time with a pause between two, a refusal met with waiting, and a site that goes on refusing
left alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.crawl.backoff import REFUSALS, RefusalPolicy
from index.crawl.report import Ended
from index.crawl.robots import Robots
from index.crawl.site import join

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from index.crawl.network import Network, Response
    from index.crawl.site import CrawlSite
    from index.progress import Progress

MOST_DELAY_SECONDS: Final = 600.0
"""A site that asks for longer pauses is mistaken, or wants no crawl: told, not slept through."""
_MOST_REDIRECTIONS: Final = 5
_REDIRECTIONS: Final = frozenset({301, 302, 303, 307, 308})


class UnusableAnswer(Exception):
    """What came is not the page asked for; the text says why, and goes into the report."""


class Forbidden(UnusableAnswer):
    """robots.txt asks not to fetch it."""


class OffSite(UnusableAnswer):
    """It leads to another host."""


@dataclass(slots=True)
class Client:
    """Asks one site. `agent` is the name robots.txt is read for; clock and sleep are in seconds."""

    site: CrawlSite
    agent: str
    network: Network
    delay_seconds: float
    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    progress: Progress
    patience: RefusalPolicy = field(default_factory=RefusalPolicy)
    _not_before: float = 0.0
    _robots: Robots | None = None
    _given_up: int = 0  # pages in a row
    note: str = ""  # what of robots.txt is not kept to

    async def read_robots(self) -> None:
        """Learn what may be asked for; `Ended` when the site does not say."""
        try:
            answer = await self._follow(self.site.robots)
            why, robots = answer.why, Robots.read(answer.status, answer.content, self.agent)
        except UnusableAnswer as unfit:
            why, robots = str(unfit), None
        if robots is None:
            raise Ended(
                f"robots.txt cannot be had ({why}), so nothing may be fetched; try later",
                complete=False,
            )
        self._robots = robots
        asked = robots.delay_seconds
        if asked > MOST_DELAY_SECONDS:
            self.note = (
                f"robots.txt asks for {asked:g} seconds between two requests; "
                f"{MOST_DELAY_SECONDS:g} are kept, the most: ask the site, or stop"
            )
            self.progress.start(self.note, None)
        self.delay_seconds = max(self.delay_seconds, min(asked, MOST_DELAY_SECONDS))

    async def get(self, url: str) -> Response:
        """The page at `url` or where it redirects to; `UnusableAnswer` when there is none."""
        answer = await self._follow(url)
        if answer.status != 200:
            raise UnusableAnswer(answer.why)
        if not answer.content:
            raise UnusableAnswer("an empty page came")
        return answer

    async def _follow(self, url: str) -> Response:
        """The answer at the end of the redirections from `url`, every one of them allowed."""
        for _ in range(_MOST_REDIRECTIONS):
            self._check(url)
            answer = await self._patiently(url)
            target = join(url, answer.header("Location")) if answer.header("Location") else None
            if answer.status not in _REDIRECTIONS or target is None:
                return answer
            url = target
        raise UnusableAnswer(f"redirected over {_MOST_REDIRECTIONS} times, last to {url}")

    def _check(self, url: str) -> None:
        if not self.site.allows(url):
            raise OffSite(f"redirected to another host: {url}")
        if self._robots is not None and not self._robots.allow(url):
            raise Forbidden(f"robots.txt forbids {url}")

    async def _patiently(self, url: str) -> Response:
        """The answer to `url`, asked for again while the site refuses; `Ended` when it goes on."""
        for attempt in range(1, self.patience.tries + 1):
            answer = await self._ask(url)
            if answer.status and answer.status not in REFUSALS:
                self._given_up = 0
                return answer
            wait = self.patience.wait_seconds(attempt, answer.retry_after_seconds)
            if wait is None:
                break
            self.progress.start(f"{answer.why}: {wait:.0f} s", None)
            await self.sleep(wait)
        self._given_up += 1
        if self._given_up >= self.patience.pages:
            raise Ended(
                f"the site refuses: {self._given_up} pages in a row were given up, the last with "
                f"{answer.why}; run the same again in an hour, nothing held is fetched twice",
                complete=False,
            )
        return answer

    async def _ask(self, url: str) -> Response:
        """One answer, no sooner than the pause after the one before allows."""
        pause = self._not_before - self.clock()
        if pause > 0:
            await self.sleep(pause)
        answer = await self.network.fetch(url)
        self._not_before = self.clock() + self.delay_seconds
        return answer
