"""Whole crawls over Scrapy and a socket, each in a process of its own (a reactor starts once)."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from warcio.archiveiterator import ArchiveIterator

from index.saves.pages import find, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.saves.page import Page

HTML = {"Content-Type": "text/html; charset=utf-8"}

HTML = {"Content-Type": "text/html; charset=utf-8"}

DRIVER = """
import json, sys
from datetime import date
from index.crawl import run
from index.progress import Progress
from search.settings import read_settings

given = json.loads(sys.argv[1])
bounds = {name: date.fromisoformat(given[name]) for name in ("since", "until") if name in given}
settings = read_settings(given["settings"], {})
report = run(settings, given["bases"], most=given.get("most"), progress=Progress(),
             dry_run=given.get("dry_run", False), **bounds)
print(json.dumps({**report.shape(), "exit_code": report.exit_code}))
"""


def command(base: str | list[str], data: Path, given: dict[str, Any]) -> list[str]:
    """What runs one crawl in a process."""
    fast = {"crawl_delay": "0.001", "crawl_backoff": "0.02", "crawl_contact": "desk@paper.example"}
    settings = {"data": str(data), **fast, **given.get("settings", {})}
    bases = [base] if isinstance(base, str) else base
    arguments = json.dumps(given | {"bases": bases, "settings": settings})
    return [sys.executable, "-W", "error", "-c", DRIVER, arguments]


def crawl(base: str | list[str], data: Path, **given: Any) -> dict[str, Any]:
    """One crawl; its report."""
    done = subprocess.run(command(base, data, given), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert not done.stderr, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@contextmanager
def running(base: str, data: Path, given: dict[str, Any]) -> Iterator[subprocess.Popen[bytes]]:
    """A crawl in a process that does not outlive the test."""
    with subprocess.Popen(
        command(base, data, given), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def saved(data: Path) -> dict[str, bytes]:
    """Path → decoded body of every page in the archives of a data folder."""
    pages = {}
    for path in sorted((data / "pages").glob("*.warc.gz")):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                if record.rec_type == "response":
                    url = record.rec_headers.get_header("WARC-Target-URI")
                    pages["/" + url.split("/", 3)[3]] = record.content_stream().read()
    return pages


def warc_kinds(path: Path) -> list[str]:
    """The type of every record, in order."""
    with path.open("rb") as stream:
        return [record.rec_type for record in ArchiveIterator(stream)]


def read_all(data: Path) -> list[Page]:
    """Every page the archives of a data folder hold, as the index reads them."""
    return [page for one in find(data / "pages") for page in read(one)]


def reasons(report: dict[str, Any]) -> dict[str, str]:
    """Why pages failed, by their last number."""
    return {one["url"].rpartition("/")[2]: one["reason"] for one in report["failed"]}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def number(path: str) -> str:
    """The last part of an address."""
    return path.rpartition("/")[2]
