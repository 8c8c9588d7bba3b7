"""Cleaning that meets trouble, in this process and in a worker's: by the number of its page."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

from index.pipeline import examine, examine_pool

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from index.saves.page import Page
    from index.saves.recognise import Recognised
    from search.records import Statement

HANGS, CRASHES, RAISES = 90_666, 90_777, 90_888

_cleaned, _work = examine.clean_recognised, examine_pool.work


def troubled(page: Page, found: Recognised) -> tuple[Statement, ...]:
    """What stands in for cleaning: one page hangs, one kills its process, one raises."""
    if b"/90666" in page.content:
        time.sleep(120)
    if b"/90777" in page.content:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"/90888" in page.content:
        raise RuntimeError("a defect")
    return _cleaned(page, found)


def work(connection: Connection) -> None:
    """What stands in for a worker's work."""
    examine.clean_recognised = troubled
    _work(connection)
