"""A site's address and bounds → its pages, saved politely into archives (WARC), and a report.

`crawler` is the whole run, `walk` the order of pages, `paging` one feed or list, `client` the
manners of each request, `fetch` the network; `archive` and `held_pages` are what is saved,
`bookmarks` how far a walk has come. What needs the extra `crawl` is imported when a crawl starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.crawl.report import CrawlReport
from index.crawl.site import SITES, CrawlSite
from search.errors import UsageError
from search.extras import install_command

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from index.progress import Progress
    from search.settings import Settings

__all__ = ["SITES", "CrawlReport", "run"]


def run(
    settings: Settings,
    bases: Sequence[str],
    *,
    since: date | None = None,
    until: date | None = None,
    most: int | None = None,
    dry_run: bool = False,
    command: Sequence[str] = ("onrecord", "crawl"),
    progress: Progress,
) -> CrawlReport:
    """Save the articles of the sites at `bases` (such as those of `SITES`) that are not held yet.

    Only items dated `since` to `until`, and at most `most` pages. `command` is what was typed, to
    say how to go on. Runs once a process, as Twisted's reactor cannot be started twice.
    `UsageError` when the extra is missing, `Busy` while another crawl saves into the same data
    folder.
    """
    sites = [CrawlSite.at(base) for base in bases]
    try:
        from index.crawl.crawler import CrawlPlan, crawl
        from index.crawl.listing import Bounds
    except ModuleNotFoundError as error:
        raise UsageError(
            f"crawling needs {error.name}, which is not installed: {install_command('crawl')}"
        ) from error
    plan = CrawlPlan(sites, Bounds(since, until, most), dry_run, command)
    return crawl(settings, plan, progress)
