"""Runs that write nothing, are killed, interrupted, or cannot begin."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock

from index.crawl import run
from index.progress import Progress
from played.crawls import (
    command,
    crawl,
    running,
    saved,
    tree,
)
from search.errors import UsageError
from search.settings import read_settings
from waiting import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from played.site import PlayedSite


def test_a_dry_run_says_what_would_be_fetched_and_writes_nothing(
    site: PlayedSite, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    report = crawl(site.base, data, dry_run=True)
    assert report["wanted"] == [site.base + one.path for one in site.articles]
    assert site.articles_asked() == []
    assert not data.exists()
    crawl(site.base, data, most=3)
    before = tree(data)
    report = crawl(site.base, data, dry_run=True)
    assert report["wanted"] == [site.base + one.path for one in site.articles[3:]]
    assert tree(data) == before


def test_pages_fetched_before_a_kill_are_held_by_the_next_run(
    site: PlayedSite, tmp_path: Path
) -> None:
    given: dict[str, Any] = {"settings": {"crawl_delay": "0.3"}}
    with running(site.base, tmp_path, given) as process:
        wait_until(lambda: len(site.articles_asked()) >= 4)
        process.kill()
    [partial] = (tmp_path / "pages").iterdir()
    assert partial.name.endswith(".partial")
    site.asked.clear()
    report = crawl(site.base, tmp_path)
    assert report["held"] >= 3
    assert len(set(site.articles_asked())) == len(site.articles_asked())
    assert len(site.articles_asked()) <= len(site.articles) - 3
    assert "pages of a killed run are kept" in report["notes"][0]
    assert saved(tmp_path) == {article.path: article.body for article in site.articles}


def test_an_interrupt_closes_the_archive_and_says_so(site: PlayedSite, tmp_path: Path) -> None:
    given: dict[str, Any] = {"settings": {"crawl_delay": "0.3"}}
    with running(site.base, tmp_path, given) as process:
        wait_until(lambda: len(site.articles_asked()) >= 3)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    report = json.loads(out)
    assert not err
    assert "interrupted" in report["ended"]
    assert report["exit_code"] == 1
    assert len(saved(tmp_path)) >= 2
    assert not list((tmp_path / "pages").glob("*.partial"))


def test_a_second_crawl_at_the_same_time_is_turned_away(site: PlayedSite, tmp_path: Path) -> None:
    with FileLock(tmp_path / "crawl.lock"):
        done = subprocess.run(
            command(site.base, tmp_path, {}), capture_output=True, text=True, timeout=60
        )
    assert "another crawl is saving pages" in done.stderr
    assert site.asked == []


def test_a_site_that_is_not_there_ends_the_crawl_with_a_reason(
    site: PlayedSite, tmp_path: Path
) -> None:
    base = site.base
    site.close()
    report = crawl(base, tmp_path)
    why = "robots.txt cannot be had: no answer (nobody takes the connection); try later"
    assert why in report["ended"]
    assert report["exit_code"] == 1
    assert not (tmp_path / "pages").exists()


def test_a_folder_that_cannot_be_written_is_named(site: PlayedSite, tmp_path: Path) -> None:
    (tmp_path / "pages").write_text("a file where the folder of pages should be")
    done = subprocess.run(
        command(site.base, tmp_path, {}), capture_output=True, text=True, timeout=60
    )
    assert f"OnrecordError: pages cannot be saved in {tmp_path}" in done.stderr


def test_without_the_extra_the_error_names_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("index.crawl.crawler", "index.crawl.fetch"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, "scrapy", None)
    settings = read_settings({"data": str(tmp_path)}, {})
    with pytest.raises(UsageError, match=r"needs scrapy.*pip install 'onrecord\[crawl\]'"):
        run(settings, ["http://site.example"], progress=Progress())


@pytest.mark.parametrize("contact", ["mailto:я@x.example", "http://x.example/\r\nCookie: a=1"])
def test_a_contact_that_no_header_can_hold_is_refused(tmp_path: Path, contact: str) -> None:
    given = {"settings": {"crawl_contact": contact}}
    done = subprocess.run(
        command("http://127.0.0.1:9", tmp_path, given), capture_output=True, text=True, timeout=60
    )
    assert "BadSetting: setting crawl_contact" in done.stderr
