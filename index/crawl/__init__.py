"""A site's address and bounds → its pages, saved politely into archives (WARC), and a report.

`crawler` is the whole run, `walk` the order of pages, `client` the manners of each request, `fetch`
the network. What needs the extra `crawl` is imported when a crawl starts: all else works without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.crawl.report import CrawlReport
from index.crawl.site import SITES, CrawlSite
from search.errors import UsageError
from search.extras import install_command

if TYPE_CHECKING:
    from datetime import date

    from index.crawl.backoff import RefusalPolicy
    from index.progress import Progress
    from search.settings import Settings

__all__ = ["SITES", "CrawlReport", "run"]


def run(
    settings: Settings,
    base: str,
    *,
    since: date | None = None,
    until: date | None = None,
    most: int | None = None,
    progress: Progress,
    patience: RefusalPolicy | None = None,
) -> CrawlReport:
    """Save the articles of the site at `base` (one of `SITES`) that no archive holds yet.

    Only items dated `since` to `until`, and at most `most` pages. Runs once a process, as Twisted's
    reactor cannot be started twice. `UsageError` when the extra is missing, `Busy` while another
    crawl saves into the same data folder.
    """
    site = CrawlSite.at(base)
    try:
        from index.crawl.crawler import crawl
        from index.crawl.walk import Bounds
    except ModuleNotFoundError as error:
        raise UsageError(
            f"crawling needs {error.name}, which is not installed: {install_command('crawl')}"
        ) from error
    return crawl(settings, site, Bounds(since, until, most), progress, patience)
