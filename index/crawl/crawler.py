"""Settings, sites and bounds → their new pages in archives of the data folder, and a report."""

from __future__ import annotations

import asyncio
import random
import shlex
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout

from index.crawl.archive import PARTIAL, Archive, recover
from index.crawl.bookmarks import Bookmarks
from index.crawl.client import Client
from index.crawl.fetch import drive
from index.crawl.held_pages import HeldPages
from index.crawl.report import CrawlReport, SiteRun
from index.crawl.waits import Pace, RefusalPolicy
from index.crawl.walk import Walk
from search.data_folder import (
    make_private_folder,
    private_umask,
    refuse_foreign,
    refuse_link,
)
from search.errors import BadSetting, Busy, OnrecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from index.crawl.listing import Bounds
    from index.crawl.network import Network
    from index.crawl.site import CrawlSite
    from index.progress import Progress
    from search.settings import Settings

AGENT: Final = "onrecord"
"""The name robots.txt may use for us."""

_MOSCOW: Final = ZoneInfo("Europe/Moscow")
_ARCHIVES: Final = "*.warc.gz"
_LOOK_BACK: Final = timedelta(60)  # texts are corrected for some weeks after they are published
_NO_CONTACT: Final = (
    "the site is not told whom to write to: set crawl_contact (ONRECORD_CRAWL_CONTACT) to your "
    "address"
)


@dataclass(frozen=True, slots=True)
class CrawlPlan:
    """Which sites to walk, in which order, how far; a dry run writes nothing.

    `command` is what was typed, as far as it does not say how far.
    """

    sites: Sequence[CrawlSite]
    bounds: Bounds
    dry_run: bool = False
    command: Sequence[str] = ("onrecord", "crawl")


def crawl(settings: Settings, plan: CrawlPlan, progress: Progress) -> CrawlReport:
    """Fetch what is new.

    `Busy` when another crawl writes into the same data folder, `OnrecordError` when nothing can be
    written there.
    """
    started = time.monotonic()
    run = _Run(settings, plan, progress, user_agent(settings.crawl_contact))
    if plan.dry_run:
        archives = run.look()
    else:
        with _own_folder(settings):
            archives = run.fetch()
    return CrawlReport(run.done, archives, run.next_command(), time.monotonic() - started)


@contextmanager
def _own_folder(settings: Settings) -> Iterator[None]:
    """The data folder for this run alone."""
    try:
        make_private_folder(settings.data)
        refuse_foreign((settings.data,), allowed=settings.foreign_data)
        refuse_link(settings.data / "pages")
        refuse_link(settings.data / "crawl.lock")
        with (
            FileLock(settings.data / "crawl.lock", timeout=0, mode=0o600),
            private_umask(),
        ):
            yield
    except Timeout:
        raise Busy(
            f"another crawl is saving pages into {settings.data}; wait until it ends"
        ) from None
    except OSError as error:
        raise OnrecordError(
            f"pages cannot be saved in {settings.data}: {error}; mend that and run the same again, "
            "it goes on where it was"
        ) from error


@dataclass(slots=True)
class _Run:
    """A plan that is carried out; `done` has what was done on each site so far."""

    settings: Settings
    plan: CrawlPlan
    progress: Progress
    agent: str
    done: list[SiteRun] = field(default_factory=list)

    def fetch(self) -> list[str]:
        """Save what is new; the archives written."""
        folder = self.settings.data / "pages"
        notes = [f"pages of a killed run are kept in {path}" for path in recover(folder)]
        held = self._held(folder.glob(_ARCHIVES))
        with Archive(folder, self._stem(), self.agent) as archive:
            self._drive(held, archive, self._bookmarks(writes=True))
        self._note([*notes, *held.notes])
        return [str(path) for path in archive.files]

    def look(self) -> list[str]:
        """Find what is new, and write nothing; no archives."""
        folder = self.settings.data / "pages"
        held = self._held((*folder.glob(_ARCHIVES), *folder.glob(_ARCHIVES + PARTIAL)))
        self._drive(held, None, self._bookmarks(writes=False))
        self._note(held.notes)
        return []

    def next_command(self) -> str:
        """What to type to go on, or after a dry run in earnest; to keep up where all is done."""
        bounds, command = self.plan.bounds, list(self.plan.command)
        asked = {"since": bounds.since, "until": bounds.until, "max": bounds.most}
        through = all(run.ended.complete and not run.ended.whole_run for run in self.done)
        if through and not self.plan.dry_run:
            asked = {"since": datetime.now(UTC).date() - _LOOK_BACK}
        for name, value in asked.items():
            command += [f"--{name}", str(value)] if value is not None else []
        return shlex.join(command)

    def _held(self, files: Iterable[Path]) -> HeldPages:
        self.progress.start("Pages held", None)
        return HeldPages.read(list(files), self.plan.sites[0].article)

    def _bookmarks(self, *, writes: bool) -> Bookmarks:
        return Bookmarks(self.settings.data / "crawl.json", writes=writes)

    def _drive(self, held: HeldPages, archive: Archive | None, marks: Bookmarks) -> None:
        """Walk the sites over the network, one after another."""
        pace = Pace(time.monotonic, asyncio.sleep, random.random)

        async def walk_all(network: Network) -> None:
            for site in self.plan.sites:
                run = SiteRun(site.base)
                self.done.append(run)
                client = self._client(site, network, pace)
                run.ended = await Walk(
                    site,
                    client,
                    held,
                    bounds=self._bounds_left(),
                    store=archive,
                    progress=self.progress,
                    today=datetime.now(_MOSCOW).date(),
                    bookmarks=marks,
                    tally=run.tally,
                ).run()
                if run.ended.whole_run:
                    return

        named = [site.number for site in self.plan.sites if site.number]
        # Who names a site by http trusts the line; a redirection to https makes it no worse.
        verify = any(site.base.startswith("https:") for site in self.plan.sites)
        drive(walk_all, self.agent, named, verify=verify)
        if not self.done:  # interrupted before anything was asked
            self.done.append(SiteRun(self.plan.sites[0].base))

    def _client(self, site: CrawlSite, network: Network, pace: Pace) -> Client:
        wait, delay = self.settings.crawl_backoff, self.settings.crawl_delay
        policy = RefusalPolicy(wait, failed_seconds=wait / 10)
        return Client(site, AGENT, network, pace, delay, self.progress, policy)

    def _bounds_left(self) -> Bounds:
        """The bounds for a site, when others were walked before it."""
        most, done = self.plan.bounds.most, sum(one.tally.asked for one in self.done)
        return replace(self.plan.bounds, most=None if most is None else max(0, most - done))

    def _note(self, notes: Sequence[str]) -> None:
        """Say with the first site what is true of all."""
        nobody = () if self.settings.crawl_contact else (_NO_CONTACT,)
        self.done[0].tally.notes[:0] = (*notes, *nobody)

    def _stem(self) -> str:
        host = urlsplit(self.plan.sites[0].base).netloc.replace(":", "-")
        return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{host}"


def user_agent(contact: str) -> str:
    """The User-Agent sent to the site; `BadSetting` for a contact that no header can hold."""
    if not contact.isascii() or not contact.isprintable():
        raise BadSetting("crawl_contact", contact, "an address of plain letters, digits and signs")
    purpose = f"+{contact}" if contact else "full-text index of official statements"
    return f"{AGENT}/{version('onrecord')} ({purpose})"
