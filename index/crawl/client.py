"""An address → the page that stands there, fetched politely, or why it cannot be had.

Politely: nothing robots.txt forbids, nothing on another host (redirections included), one request
at a time with a pause between two, a refusal met with waiting, and a site that goes on refusing
left alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.archives.limits import MOST_FEED_BYTES, MOST_PAGE_BYTES
from index.crawl.network import PageRequest
from index.crawl.report import Ended
from index.crawl.robots import MOST_RULES_BYTES, Robots
from index.crawl.site import join, off_limits
from index.crawl.waits import FAILED, REFUSED, RefusalPolicy

if TYPE_CHECKING:
    from index.crawl.network import Headers, Network, Response
    from index.crawl.site import CrawlSite
    from index.crawl.waits import Pace
    from index.progress import Progress

MOST_DELAY_SECONDS: Final = 600.0
"""A site that asks for longer pauses is mistaken, or wants no crawl: told, not slept through."""
_MOST_REDIRECTIONS: Final = 5
_REDIRECTIONS: Final = frozenset({301, 302, 303, 307, 308})


class UnusableAnswer(Exception):
    """What came is not the page asked for; the text says why. `passing`: another day it may be."""

    def __init__(self, why: str, *, status: int = 0, passing: bool = False) -> None:
        super().__init__(why)
        self.status, self.passing = status, passing


class Forbidden(UnusableAnswer):
    """robots.txt asks not to fetch it, or it is of those that are never asked for."""


class OffSite(UnusableAnswer):
    """It leads to another host."""


@dataclass(slots=True)
class Client:
    """Asks one site. `agent` is the name robots.txt is read for."""

    site: CrawlSite
    agent: str
    network: Network
    pace: Pace
    delay_seconds: float
    progress: Progress
    policy: RefusalPolicy = field(default_factory=RefusalPolicy)
    _robots: Robots | None = None
    _refused: int = 0  # in a row
    _given_up: int = 0  # pages in a row

    async def read_robots(self) -> None:
        """Learn what may be asked for; `Ended` when the site does not say, or wants no crawl."""
        request = PageRequest(self.site.robots, MOST_RULES_BYTES, take_beginning=True)
        try:
            answer = await self._follow(request)
            why = answer.why + ("" if answer.unusable else "; try later")
            robots = Robots.read(answer.status, answer.content, self.agent)
        except UnusableAnswer as unusable:
            why, robots = str(unusable), None
        if robots is None:
            raise Ended(
                f"nothing may be fetched, as robots.txt cannot be had: {why}", complete=False
            )
        if robots.delay_seconds > MOST_DELAY_SECONDS:
            raise Ended(
                f"robots.txt asks for {robots.delay_seconds:g} seconds between two requests; over "
                f"{MOST_DELAY_SECONDS:g} is as good as a no, so nothing was fetched: ask the site",
                complete=False,
            )
        self._robots = robots
        if robots.delay_seconds > self.delay_seconds:
            self.delay_seconds = robots.delay_seconds
            self.pace.answered(self.delay_seconds)  # from the first page on

    async def page(self, url: str, conditions: Headers = ()) -> Response:
        """The page at `url` or where it redirects to; `UnusableAnswer` when there is none.

        With `conditions` (If-None-Match and the like) it may be a 304 without a body.
        """
        answer = await self._follow(PageRequest(url, MOST_PAGE_BYTES, conditions))
        if answer.status == 304 and conditions:
            return answer
        return _usable(answer)

    async def listing(self, url: str) -> Response:
        """The feed or list at `url`, which may be longer than a page."""
        return _usable(await self._follow(PageRequest(url, MOST_FEED_BYTES)))

    def may_ask(self, url: str) -> bool:
        """Whether robots.txt, and what is never asked for, leave `url` open."""
        return not off_limits(url) and (self._robots is None or self._robots.allow(url))

    async def _follow(self, request: PageRequest) -> Response:
        """The answer at the end of the redirections, every one of them allowed."""
        for _ in range(_MOST_REDIRECTIONS + 1):
            self._check(request.url)
            answer = await self._patiently(request)
            place = answer.header("Location")
            target = join(request.url, place) if place else None
            if answer.status not in _REDIRECTIONS or target is None:
                return answer
            request = PageRequest(
                target, request.most_bytes, request.headers, request.take_beginning
            )
        raise UnusableAnswer(f"redirected over {_MOST_REDIRECTIONS} times, last to {request.url}")

    def _check(self, url: str) -> None:
        if not self.site.allows(url):
            raise OffSite(f"redirected to another host: {url}")
        if off_limits(url):
            raise Forbidden(f"searches and text versions are never asked for: {url}")
        if self._robots is not None and not self._robots.allow(url):
            raise Forbidden(f"robots.txt forbids {url}")

    async def _patiently(self, request: PageRequest) -> Response:
        """The answer, asked for again while the site refuses or fails; `Ended` when it goes on."""
        attempt = 0
        while True:
            answer = await self._ask(request)
            if self._is_refusal(answer):
                await self._wait_out_refusal(answer)
                continue
            self._refused = 0
            if answer.unusable or answer.status not in FAILED:
                self._given_up = 0
                return answer
            attempt += 1
            wait = self.policy.after_failure(attempt, answer.retry_after_seconds)
            if wait is None:
                self._give_up(answer)
                return answer
            await self._wait(answer, wait)

    def _is_refusal(self, answer: Response) -> bool:
        """Whether the site says "not now"; a robots.txt that is forbidden is none (RFC 9309)."""
        return answer.status in REFUSED and (self._robots is not None or answer.status == 429)

    async def _wait_out_refusal(self, answer: Response) -> None:
        self._refused += 1
        wait = self.policy.after_refusal(self._refused, answer.retry_after_seconds)
        if wait is None:
            hours = math.ceil((answer.retry_after_seconds or 0.0) / 3600)
            when = f"in {hours:,} hours, as it asks" if hours > 1 else "in some hours"
            raise Ended(
                f"the site refuses ({answer.why}, {self._refused} in a row); run the same again "
                f"{when}: it goes on where it was",
                complete=False,
                whole_run=True,
            )
        await self._wait(answer, wait)

    def _give_up(self, answer: Response) -> None:
        self._given_up += 1
        if self._given_up >= self.policy.pages:
            raise Ended(
                f"the site does not answer: {self._given_up} pages in a row were given up, the "
                f"last with {answer.why}; run the same again in an hour: it goes on where it was",
                complete=False,
                whole_run=True,
            )

    async def _wait(self, answer: Response, seconds: float) -> None:
        self.progress.start(f"{answer.why}: waiting {seconds:.0f} s", None)
        await self.pace.sleep(seconds)

    async def _ask(self, request: PageRequest) -> Response:
        """One answer, no sooner than the pause after the one before allows."""
        await self.pace.turn()
        answer = await self.network.fetch(request)
        self.pace.answered(self.delay_seconds)
        return answer


def _usable(answer: Response) -> Response:
    """The answer, when it is a page; `UnusableAnswer` otherwise."""
    if answer.status in _REDIRECTIONS:
        raise UnusableAnswer(f"{answer.why}, to no address", status=answer.status)
    if answer.status != 200:
        passing = not answer.unusable and (answer.status == 0 or answer.status >= 500)
        raise UnusableAnswer(answer.why, status=answer.status, passing=passing)
    if not answer.content:
        raise UnusableAnswer("an empty page came", status=200)
    return answer
