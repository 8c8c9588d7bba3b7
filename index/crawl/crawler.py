"""Settings, a site and bounds → its new pages in archives of the data folder, and a report."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from index.crawl.archive import Archive, recover, saved_articles
from index.crawl.backoff import RefusalPolicy
from index.crawl.client import Client
from index.crawl.fetch import drive
from index.crawl.report import CrawlReport, CrawlTally, Ended
from index.crawl.walk import Bounds, Walk
from search.data_folder import (
    make_private_folder,
    private_umask,
    refuse_foreign,
    refuse_link,
)
from search.errors import BadSetting, Busy, OnrecordError

if TYPE_CHECKING:
    from index.crawl.network import Network
    from index.crawl.site import CrawlSite
    from index.progress import Progress
    from search.settings import Settings

AGENT: Final = "onrecord"
"""The name robots.txt may use for us."""


def crawl(
    settings: Settings,
    site: CrawlSite,
    bounds: Bounds,
    progress: Progress,
    patience: RefusalPolicy | None = None,
) -> CrawlReport:
    """Fetch what is new on `site`.

    `Busy` when another crawl writes into the same data folder, `OnrecordError` when nothing can be
    written there.
    """
    agent = user_agent(settings.crawl_contact)
    try:
        make_private_folder(settings.data)
        refuse_foreign((settings.data,), allowed=settings.foreign_data)
        refuse_link(settings.data / "pages")
        refuse_link(settings.data / "crawl.lock")
        with (
            FileLock(settings.data / "crawl.lock", timeout=0, mode=0o600),
            private_umask(),
        ):
            return _crawl(settings, site, bounds, progress, patience or RefusalPolicy(), agent)
    except Timeout:
        raise Busy(
            f"another crawl is saving pages into {settings.data}; wait until it ends"
        ) from None
    except OSError as error:
        raise OnrecordError(
            f"pages cannot be saved in {settings.data}: {error}; mend that and run the same again, "
            "nothing held is fetched twice"
        ) from error


def _crawl(
    settings: Settings,
    site: CrawlSite,
    bounds: Bounds,
    progress: Progress,
    patience: RefusalPolicy,
    agent: str,
) -> CrawlReport:
    started = time.monotonic()
    folder = settings.data / "pages"
    tally = CrawlTally(
        notes=[f"pages of a killed run are kept in {path}" for path in recover(folder)]
    )
    progress.start("Pages held", None)
    known = saved_articles(folder, site.article)
    tally.notes.extend(known.notes)
    with Archive(folder, _stem(site), agent) as archive:

        async def walk(network: Network) -> Ended:
            client = Client(
                site,
                AGENT,
                network,
                settings.crawl_delay,
                time.monotonic,
                asyncio.sleep,
                progress,
                patience,
            )
            return await Walk(site, client, known.saved, bounds, archive, progress, tally).run()

        ended = drive(walk, agent)
    saved = tuple(str(path) for path in archive.files)
    return CrawlReport(site.base, tally, ended, saved, time.monotonic() - started)


def user_agent(contact: str) -> str:
    """The User-Agent sent to the site; `BadSetting` for a contact that no header can hold."""
    if not contact.isascii() or not contact.isprintable():
        raise BadSetting("crawl_contact", contact, "an address of plain letters, digits and signs")
    purpose = f"+{contact}" if contact else "full-text index of official statements"
    return f"{AGENT}/{version('onrecord')} ({purpose})"


def _stem(site: CrawlSite) -> str:
    host = urlsplit(site.base).netloc.replace(":", "-")
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{host}"
