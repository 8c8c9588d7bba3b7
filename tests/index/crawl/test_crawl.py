"""Whole crawls over Scrapy and a socket, each in a process of its own (a reactor starts once)."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from warcio.archiveiterator import ArchiveIterator

from index.crawl import run
from index.progress import Progress
from index.saves.page import SavedFile
from index.saves.pages import read
from search.errors import UsageError
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.index.crawl.conftest import PlayedSite, Reply

NEWS = "/events/president/news"
HTML = {"Content-Type": "text/html; charset=utf-8"}

DRIVER = """
import json, sys
from datetime import date
from index.crawl import run
from index.crawl.backoff import RefusalPolicy
from index.progress import Progress
from search.settings import read_settings

given = json.loads(sys.argv[1])
bounds = {name: date.fromisoformat(given[name]) for name in ("since", "until") if name in given}
settings = read_settings(given["settings"], {})
patience = RefusalPolicy(first_seconds=0.01, tries=3)
report = run(settings, given["base"], most=given.get("most"), progress=Progress(),
             patience=patience, **bounds)
print(json.dumps({**report.shape(), "exit_code": report.exit_code}))
"""


def command(base: str, data: Path, given: dict[str, Any]) -> list[str]:
    """What runs one crawl in a process."""
    settings = {"data": str(data), "crawl_delay": "0.001", **given.pop("settings", {})}
    arguments = json.dumps({"base": base, "settings": settings, **given})
    return [sys.executable, "-W", "error", "-c", DRIVER, arguments]


def crawl(base: str, data: Path, **given: Any) -> dict[str, Any]:
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


def test_a_crawl_saves_every_article_as_it_was_sent(site: PlayedSite, tmp_path: Path) -> None:
    report = crawl(site.base, tmp_path)
    assert report["fetched"] == len(site.articles)
    assert report["complete"]
    assert report["exit_code"] == 0
    assert saved(tmp_path) == {article.path: article.body for article in site.articles}


def test_a_record_holds_the_headers_and_the_bytes_received(
    site: PlayedSite, tmp_path: Path
) -> None:
    report = crawl(site.base, tmp_path, most=1)
    with open(report["archives"][0], "rb") as stream:  # noqa: PTH123 # a path from JSON
        info, page = [
            (record.rec_headers, record.http_headers, record.raw_stream.read())
            for record in ArchiveIterator(stream, no_record_parse=False)
        ]
    assert info[0].get_header("WARC-Type") == "warcinfo"
    assert page[0].get_header("WARC-IP-Address") == "127.0.0.1"
    assert page[1].get_header("Content-Encoding") == "gzip"
    assert page[1].get_statuscode() == "200"
    assert gzip.decompress(page[2]) == site.articles[0].body


def test_a_second_crawl_fetches_nothing_that_is_held(site: PlayedSite, tmp_path: Path) -> None:
    crawl(site.base, tmp_path)
    site.asked.clear()
    report = crawl(site.base, tmp_path)
    assert site.articles_asked() == []
    assert (report["fetched"], report["held"]) == (0, len(site.articles))
    assert report["archives"] == []
    assert report["exit_code"] == 0


def test_an_article_the_feed_says_is_newer_than_its_save_is_fetched_again(
    site: PlayedSite, tmp_path: Path
) -> None:
    crawl(site.base, tmp_path)
    site.articles[1].updated = "2999-01-01"
    site.articles[1].body += b"<!-- changed -->"
    report = crawl(site.base, tmp_path)
    assert (report["fetched"], report["refreshed"]) == (1, 1)
    assert saved(tmp_path)[site.articles[1].path].endswith(b"<!-- changed -->")


def test_the_agent_names_itself_and_whom_to_write_to(site: PlayedSite, tmp_path: Path) -> None:
    crawl(site.base, tmp_path, most=1, settings={"crawl_contact": "mailto:desk@paper.example"})
    agents = {one.agent for one in site.asked}
    assert len(agents) == 1
    agent = agents.pop()
    assert agent.startswith("onrecord/")
    assert agent.endswith("(+mailto:desk@paper.example)")


def test_the_delay_lies_between_any_two_requests(site: PlayedSite, tmp_path: Path) -> None:
    started = time.monotonic()
    crawl(site.base, tmp_path, most=3, settings={"crawl_delay": "0.4"})
    # robots, feed, two articles, a list, a third article: five pauses
    assert len(site.asked) == 6
    assert time.monotonic() - started > 5 * 0.4


def test_dates_bound_what_is_fetched_and_how_far_the_lists_are_read(
    site: PlayedSite, tmp_path: Path
) -> None:
    report = crawl(site.base, tmp_path, since="2017-01-01", until="2019-12-31")
    wanted = [one.path for one in site.articles if "2017" <= one.day < "2020"]
    assert len(wanted) >= 3
    assert sorted(saved(tmp_path)) == sorted(wanted)
    assert f"{NEWS}/page/5" not in site.paths()
    assert "older than asked for" in report["ended"]


def test_lists_that_repeat_themselves_end_the_crawl_with_a_message(
    site: PlayedSite, tmp_path: Path
) -> None:
    site.turns_pages = False
    report = crawl(site.base, tmp_path)
    assert report["ended"].startswith("list 2 repeats list 1")
    assert report["fetched"] == site.per_list
    assert f"{NEWS}/page/3" not in site.paths()


def test_nothing_robots_txt_forbids_is_asked_for_and_the_report_says_so(
    site: PlayedSite, tmp_path: Path
) -> None:
    site.robots.body += b"Disallow: /events/president/letters\n"
    letters = [one.path for one in site.articles if "/letters/" in one.path]
    report = crawl(site.base, tmp_path)
    assert letters
    assert report["forbidden"] == [site.base + path for path in letters]
    assert not set(letters) & set(site.paths())
    assert report["fetched"] == len(site.articles) - len(letters)


def test_a_burst_of_403_is_waited_out(site: PlayedSite, reply: type[Reply], tmp_path: Path) -> None:
    path = site.articles[0].path
    site.scripts[path] = [reply(403), reply(429, headers={"Retry-After": "0"})]
    report = crawl(site.base, tmp_path, most=2)
    assert site.paths().count(path) == 3
    assert report["failed"] == []
    assert path in saved(tmp_path)


def test_a_site_that_goes_on_refusing_is_left_alone_and_what_came_before_is_kept(
    site: PlayedSite, reply: type[Reply], tmp_path: Path
) -> None:
    for article in site.articles[2:]:
        site.scripts[article.path] = reply(403)
    report = crawl(site.base, tmp_path)
    assert len(set(site.articles_asked())) == 2 + 3
    assert "the site refuses: 3 pages in a row" in report["ended"]
    assert (report["complete"], report["exit_code"]) == (False, 1)
    assert list(saved(tmp_path)) == [article.path for article in site.articles[:2]]


def test_a_missing_page_is_reported_and_the_crawl_goes_on(
    site: PlayedSite, reply: type[Reply], tmp_path: Path
) -> None:
    gone = site.articles[3].path
    site.scripts[gone] = reply(404, b"<html>none</html>", HTML)
    report = crawl(site.base, tmp_path)
    assert report["failed"] == [{"url": site.base + gone, "reason": "404 Not Found"}]
    assert report["fetched"] == len(site.articles) - 1
    assert report["exit_code"] == 0


def test_a_redirection_to_another_host_is_not_followed(
    site: PlayedSite, reply: type[Reply], other_site: PlayedSite, tmp_path: Path
) -> None:
    moved = site.articles[0].path
    site.scripts[moved] = reply(302, headers={"Location": other_site.base + moved})
    report = crawl(site.base, tmp_path, most=1)
    assert len(report["elsewhere"]) == 1
    assert other_site.asked == []
    assert moved not in saved(tmp_path)


def test_a_redirection_on_the_same_host_is_followed_to_the_same_article(
    site: PlayedSite, reply: type[Reply], tmp_path: Path
) -> None:
    first = site.articles[0]
    section = f"/events/president/transcripts/speeches/{first.path.rpartition('/')[2]}"
    site.scripts[first.path] = reply(301, headers={"Location": section})
    site.scripts[section] = reply(200, first.body, HTML)
    crawl(site.base, tmp_path, most=1)
    assert saved(tmp_path) == {section: first.body}
    site.asked.clear()
    assert crawl(site.base, tmp_path, most=1)["held"] >= 1
    assert first.path not in site.paths()


def test_a_body_of_several_gzip_members_is_one_page(
    site: PlayedSite, reply: type[Reply], tmp_path: Path
) -> None:
    first = site.articles[0]
    half = len(first.body) // 2
    sent = gzip.compress(first.body[:half]) + gzip.compress(first.body[half:])
    site.scripts[first.path] = reply(200, sent, {**HTML, "Content-Encoding": "gzip"})
    report = crawl(site.base, tmp_path, most=1)
    assert (report["fetched"], report["failed"]) == (1, [])
    (archive,) = (tmp_path / "pages").glob("*.warc.gz")
    (page,) = read(SavedFile(archive, archive.stat().st_size, 0))
    assert page.content == first.body


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_an_encoding_that_cannot_be_undone_is_a_failed_page(
    site: PlayedSite, reply: type[Reply], tmp_path: Path, encoding: str
) -> None:
    bad = site.articles[0].path
    site.scripts[bad] = reply(200, b"\x1f\x8bnothing", {**HTML, "Content-Encoding": encoding})
    report = crawl(site.base, tmp_path, most=1)
    assert "encoding cannot be undone" in report["failed"][0]["reason"]
    assert list(saved(tmp_path)) == [site.articles[1].path]


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
    assert len(site.articles_asked()) == len(site.articles) - report["held"]
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
    assert report["ended"].startswith("interrupted")
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
    assert report["ended"].startswith("robots.txt cannot be had (no answer")
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
        run(settings, "http://site.example", progress=Progress())


@pytest.mark.parametrize("contact", ["mailto:я@x.example", "http://x.example/\r\nCookie: a=1"])
def test_a_contact_that_no_header_can_hold_is_refused(tmp_path: Path, contact: str) -> None:
    given = {"settings": {"crawl_contact": contact}}
    done = subprocess.run(
        command("http://127.0.0.1:9", tmp_path, given), capture_output=True, text=True, timeout=60
    )
    assert "BadSetting: setting crawl_contact" in done.stderr


def wait_until(ready: Callable[[], bool]) -> None:
    """Wait for `ready`, at most half a minute."""
    end = time.monotonic() + 30
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.02)
