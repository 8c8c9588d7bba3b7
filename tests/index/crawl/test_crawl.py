"""Whole crawls over Scrapy and a socket, each in a process of its own (a reactor starts once)."""

from __future__ import annotations

import gzip
import itertools
import json
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from warcio.archiveiterator import ArchiveIterator

from index.crawl import run
from index.progress import Progress
from index.saves.pages import find, read
from played_site import FEED, NEWS, PlayedSite, Reply
from search.errors import UsageError
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.saves.page import Page

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


def test_a_crawl_saves_every_article_as_it_was_sent(site: PlayedSite, tmp_path: Path) -> None:
    report = crawl(site.base, tmp_path)
    assert report["fetched"] == len(site.articles)
    assert report["odd"] == []
    assert report["complete"]
    assert report["exit_code"] == 0
    assert saved(tmp_path) == {article.path: article.body for article in site.articles}


def test_a_record_holds_the_headers_and_the_bytes_received(
    site: PlayedSite, tmp_path: Path
) -> None:
    report = crawl(site.base, tmp_path, most=1)
    with Path(report["archives"][0]).open("rb") as stream:
        heads = [
            (record.rec_headers, record.http_headers, record.raw_stream.read())
            for record in ArchiveIterator(stream, no_record_parse=False)
        ]
    kinds = [head.get_header("WARC-Type") for head, _, _ in heads]
    assert kinds == ["warcinfo", "request", "response"]
    (_, asked, _), (head, answered, body) = heads[1:]
    sent = {name.lower(): value for name, value in asked.headers}
    first = next(one for one in site.asked if one.path == site.articles[0].path)
    assert asked.statusline == f"{site.articles[0].path} HTTP/1.1"
    assert {name: first.headers[name] for name in sent} == sent
    assert head.get_header("WARC-IP-Address") == "127.0.0.1"
    assert answered.get_header("Content-Encoding") == "gzip"
    assert answered.get_statuscode() == "200"
    assert gzip.decompress(body) == site.articles[0].body


def test_a_second_crawl_fetches_nothing_that_is_held(site: PlayedSite, tmp_path: Path) -> None:
    crawl(site.base, tmp_path)
    site.asked.clear()
    report = crawl(site.base, tmp_path)
    assert site.articles_asked() == []
    assert (report["fetched"], report["held"]) == (0, len(site.articles))
    assert report["archives"] == []
    assert report["exit_code"] == 0


def test_an_article_that_the_feed_says_changed_is_fetched_again(
    site: PlayedSite, tmp_path: Path
) -> None:
    crawl(site.base, tmp_path)
    site.change(site.articles[-1], "2015-03-21")  # on the last page, and years ago
    site.asked.clear()
    report = crawl(site.base, tmp_path)
    assert (report["new"], report["changed"], report["fetched"]) == (0, 1, 1)
    assert site.articles_asked() == [site.articles[-1].path]
    assert b"<!-- changed -->" in saved(tmp_path)[site.articles[-1].path]
    site.asked.clear()
    assert crawl(site.base, tmp_path)["fetched"] == 0


@pytest.mark.parametrize("marks", [True, False])
def test_an_article_that_only_the_feed_takes_for_changed_is_a_revisit(
    site: PlayedSite, tmp_path: Path, marks: bool
) -> None:
    site.marks = marks
    crawl(site.base, tmp_path)
    site.articles[3].updated = "2026-05-05"
    site.asked.clear()
    report = crawl(site.base, tmp_path)
    assert (report["changed"], report["unchanged"]) == (0, 1)
    (asked,) = [one for one in site.asked if one.path == site.articles[3].path]
    assert asked.headers.get("if-none-match") == (site.articles[3].etag if marks else None)
    kinds = warc_kinds(Path(report["archives"][0]))
    assert kinds == ["warcinfo", "request", "revisit"]
    assert crawl(site.base, tmp_path)["fetched"] == 0


def test_a_notice_in_a_pages_place_is_asked_for_again_by_the_next_run(
    site: PlayedSite, tmp_path: Path
) -> None:
    path, whole = site.articles[1].path, site.articles[2]
    site.scripts[path] = Reply(200, b"<html><title>One moment</title></html>", HTML)
    site.scripts[whole.path] = Reply(200, whole.body[: whole.body.index(b"<h1")], HTML)
    report = crawl(site.base, tmp_path)
    assert report["odd"] == [site.base + path, site.base + whole.path]
    site.scripts.clear()
    again = crawl(site.base, tmp_path)
    assert (again["changed"], again["odd"], again["fetched"]) == (2, [], 2)
    assert saved(tmp_path)[whole.path] == whole.body
    assert crawl(site.base, tmp_path)["fetched"] == 0


def test_the_agent_names_itself_and_whom_to_write_to(site: PlayedSite, tmp_path: Path) -> None:
    crawl(site.base, tmp_path, most=1, settings={"crawl_contact": "mailto:desk@paper.example"})
    assert site.asked[0].path == "/robots.txt"
    agents = {one.agent for one in site.asked}
    assert len(agents) == 1
    agent = agents.pop()
    assert agent.startswith("onrecord/")
    assert agent.endswith("(+mailto:desk@paper.example)")


def test_requests_come_one_at_a_time_and_the_delay_lies_between_any_two(
    site: PlayedSite, tmp_path: Path
) -> None:
    site.scripts[site.articles[0].path] = Reply(200, site.articles[0].body, HTML, slow_seconds=0.5)
    crawl(site.base, tmp_path, most=3, settings={"crawl_delay": "0.2"})
    assert len(site.asked) == 5  # robots, feed, three articles
    assert len({one.connection for one in site.asked}) == 1
    pauses = [b.came - a.answered for a, b in itertools.pairwise(site.asked)]
    assert all(pause >= 0.2 for pause in pauses), pauses


def test_a_kept_connection_that_ends_unanswered_is_asked_again_after_a_pause_alone(
    site: PlayedSite, tmp_path: Path
) -> None:
    dead = site.articles[2].path
    site.scripts[dead] = Reply(raw=b"")
    report = crawl(site.base, tmp_path, settings={"crawl_delay": "0.1"})
    came = [one.came for one in site.asked if one.path == dead]
    assert len(came) == 3
    assert all(b - a >= 0.1 for a, b in itertools.pairwise(came)), came
    assert reasons(report)[_number(dead)].startswith("no answer (Connection was closed")


def test_dates_bound_what_is_fetched_and_how_far_feed_and_lists_are_read(
    site: PlayedSite, tmp_path: Path
) -> None:
    report = crawl(site.base, tmp_path, since="2017-01-01", until="2019-12-31")
    wanted = [one.path for one in site.articles if "2017" <= one.day < "2020"]
    assert len(wanted) >= 3
    assert sorted(saved(tmp_path)) == sorted(wanted)
    assert f"{NEWS}/page/5" not in site.paths()
    assert f"{FEED}/page/5" not in site.paths()
    assert "older than asked for" in report["ended"]


def test_both_languages_are_walked_one_after_another_and_told_apart(
    site: PlayedSite, other_site: PlayedSite, tmp_path: Path
) -> None:
    report = crawl([site.base, other_site.base], tmp_path)
    english, russian = report["sites"]
    assert english["new"] == len(site.articles)
    assert russian["new"] == len(other_site.articles)
    assert report["new"] == english["new"] + russian["new"]
    assert site.asked[-1].answered <= other_site.asked[0].came
    assert {page.url for page in read_all(tmp_path)} == {
        played.base + one.path for played in (site, other_site) for one in played.articles
    }


def test_the_most_pages_are_those_of_all_sites_together_and_the_same_again_goes_on(
    site: PlayedSite, other_site: PlayedSite, tmp_path: Path
) -> None:
    count = len(site.articles)
    bases = [site.base, other_site.base]
    assert crawl(bases, tmp_path, most=count + 2)["new"] == count + 2
    report = crawl(bases, tmp_path, most=count + 2)
    assert report["new"] == len(other_site.articles) - 2
    assert crawl(bases, tmp_path)["new"] == 0


def test_what_feed_or_lists_lack_the_other_gives(site: PlayedSite, tmp_path: Path) -> None:
    for number, article in enumerate(site.articles):
        article.in_feed, article.in_lists = number % 3 != 0, number % 3 != 1
    crawl(site.base, tmp_path)
    assert saved(tmp_path) == {article.path: article.body for article in site.articles}


def test_what_repeating_lists_no_longer_reach_the_lists_of_days_give(
    site: PlayedSite, tmp_path: Path
) -> None:
    site.turns_pages = 1
    lost = site.articles[-1]
    lost.day, lost.in_feed = "2023-10-10", False
    report = crawl(site.base, tmp_path, since="2023-10-01")
    assert lost.path in saved(tmp_path)
    assert "list 2 repeats list 1" in report["ended"]
    assert f"{NEWS}/page/3" not in site.paths()
    days = [path for path in site.paths() if "by-date" in path]
    assert (days[0], days[-1]) == (f"{NEWS}/by-date/19.10.2023", f"{NEWS}/by-date/01.10.2023")


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


def test_a_burst_of_403_is_waited_out(site: PlayedSite, tmp_path: Path) -> None:
    path = site.articles[0].path
    site.scripts[path] = [Reply(403), Reply(429, headers={"Retry-After": "0"})]
    report = crawl(site.base, tmp_path, most=2)
    assert site.paths().count(path) == 3
    assert report["failed"] == []
    assert path in saved(tmp_path)


def test_a_site_that_goes_on_refusing_is_left_alone_and_the_same_again_goes_on(
    site: PlayedSite, tmp_path: Path
) -> None:
    for article in site.articles[2:]:
        site.scripts[article.path] = Reply(403)
    report = crawl(site.base, tmp_path)
    assert site.articles_asked() == [one.path for one in site.articles[:2]] + 4 * [
        site.articles[2].path
    ]
    assert "the site refuses (403 Forbidden, 4 in a row)" in report["ended"]
    assert (report["complete"], report["exit_code"]) == (False, 1)
    assert list(saved(tmp_path)) == [article.path for article in site.articles[:2]]
    assert report["next"] == "onrecord crawl"
    site.scripts.clear()
    report = crawl(site.base, tmp_path)
    assert report["complete"]
    assert report["next"].startswith("onrecord crawl --since ")
    assert saved(tmp_path) == {article.path: article.body for article in site.articles}


def test_a_missing_page_is_reported_and_the_crawl_goes_on(site: PlayedSite, tmp_path: Path) -> None:
    gone = site.articles[3].path
    site.scripts[gone] = Reply(404, b"<html>none</html>", HTML)
    report = crawl(site.base, tmp_path)
    assert report["failed"] == [{"url": site.base + gone, "reason": "404 Not Found"}]
    assert report["fetched"] == len(site.articles) - 1
    assert report["exit_code"] == 0


def test_a_redirection_to_another_host_is_not_followed(
    site: PlayedSite, other_site: PlayedSite, tmp_path: Path
) -> None:
    moved = site.articles[0].path
    site.scripts[moved] = Reply(302, headers={"Location": other_site.base + moved})
    report = crawl(site.base, tmp_path, most=1)
    assert len(report["elsewhere"]) == 1
    assert other_site.asked == []
    assert moved not in saved(tmp_path)


def test_a_redirection_on_the_same_host_is_followed_to_the_same_article(
    site: PlayedSite, tmp_path: Path
) -> None:
    first = site.articles[0]
    section = f"/events/president/transcripts/speeches/{first.path.rpartition('/')[2]}"
    site.scripts[first.path] = Reply(301, headers={"Location": section})
    site.scripts[section] = Reply(200, first.body, HTML)
    crawl(site.base, tmp_path, most=1)
    assert saved(tmp_path) == {section: first.body}
    site.asked.clear()
    site.robots = Reply(404)
    assert crawl(site.base, tmp_path)["held"] == 1
    assert first.path not in site.paths()


def test_a_body_of_several_gzip_members_is_one_page(site: PlayedSite, tmp_path: Path) -> None:
    first = site.articles[0]
    half = len(first.body) // 2
    sent = gzip.compress(first.body[:half]) + gzip.compress(first.body[half:])
    site.scripts[first.path] = Reply(200, sent, {**HTML, "Content-Encoding": "gzip"})
    report = crawl(site.base, tmp_path, most=1)
    assert (report["fetched"], report["failed"]) == (1, [])
    (page,) = read_all(tmp_path)
    assert page.content == first.body


def test_whatever_a_page_does_the_others_are_fetched_and_it_is_told(
    site: PlayedSite, other_site: PlayedSite, tmp_path: Path
) -> None:
    paths = [one.path for one in site.articles]
    packed = {**HTML, "Content-Encoding": "gzip"}
    moods = {
        paths[0]: Reply(200, b"\x1f\x8bnothing", packed),
        paths[2]: Reply(200, b"<html>", HTML, endless=b"<p>more and more</p>" * 5000),
        paths[4]: Reply(302, headers={"Location": paths[4]}),
        paths[6]: Reply(302, headers={"Location": other_site.base + paths[6]}),
        paths[8]: Reply(302, headers={"Location": "/search?query=x"}),
        paths[10]: Reply(302, headers={"Location": f"{NEWS}/copy/5"}),
        paths[12]: Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n<html>torn"),
        paths[14]: Reply(raw=b"not a web server at all\r\n\r\n"),
        paths[16]: Reply(200, b"", HTML),
        paths[18]: Reply(200, gzip.compress(b" " * 9_000_000), packed),
        paths[20]: Reply(200, b"br", {**HTML, "Content-Encoding": "br"}),
        paths[22]: Reply(302, headers={"Location": site.base.replace("127.0.0.1", "localhost")}),
    }
    site.scripts |= moods
    report = crawl(site.base, tmp_path)
    assert report["new"] == len(paths) - len(moods)
    assert set(saved(tmp_path)) == set(paths) - set(moods)
    assert report["complete"]
    told = {path.rpartition("/")[2]: path for path in moods}
    failed = reasons(report)
    assert "encoding cannot be undone" in failed[_number(paths[0])]
    assert "over 8,000,000 bytes" in failed[_number(paths[2])]
    assert "redirected over 5 times" in failed[_number(paths[4])]
    assert failed[_number(paths[12])] == "no answer (it broke off in its middle)"
    assert failed[_number(paths[14])].startswith("no answer (")
    assert "Error" not in failed[_number(paths[14])]  # names of programs tell readers nothing
    assert "empty page" in failed[_number(paths[16])]
    assert "cannot be undone" in failed[_number(paths[18])]
    assert "cannot be undone" in failed[_number(paths[20])]
    assert len(report["elsewhere"]) == 2
    assert len(report["forbidden"]) == 2
    assert len(told) == len(failed) + 4
    assert other_site.asked == []
    assert not any("/search" in path or "/copy" in path for path in site.paths())
    assert site.paths().count(paths[2]) == 1  # what is too long is so the next time too
    assert site.paths().count(paths[12]) == 3  # what broke off may not


def test_of_a_robots_txt_without_end_only_what_must_be_read_is_taken(
    site: PlayedSite, tmp_path: Path
) -> None:
    rules = f"User-agent: onrecord/9\nDisallow: {site.articles[0].path}\n".encode()
    site.robots = Reply(200, b"\xef\xbb\xbf" + rules, {}, endless=b"# and so on\n" * 1000)
    report = crawl(site.base, tmp_path, most=2)
    assert report["forbidden"] == [site.base + site.articles[0].path]
    assert report["new"] == 2


@pytest.mark.parametrize("status", [500, 404])
def test_a_robots_txt_that_fails_forbids_all_and_one_that_is_missing_nothing(
    site: PlayedSite, tmp_path: Path, status: int
) -> None:
    site.robots = Reply(status)
    report = crawl(site.base, tmp_path, most=1)
    assert report["new"] == (1 if status == 404 else 0)
    assert set(site.paths()) >= {"/robots.txt"}
    assert (len(site.asked) > 1) is (status == 404)
    assert report["complete"] is (status == 404)


def test_a_name_that_means_this_machine_is_not_reached_whatever_the_user_says(
    site: PlayedSite, tmp_path: Path
) -> None:
    report = crawl(site.base.replace("127.0.0.1", "localhost"), tmp_path)
    assert "localhost means 127.0.0.1, which is no public address" in report["ended"]
    assert site.asked == []


def test_lists_without_end_are_left(site: PlayedSite, tmp_path: Path) -> None:
    site.endless_lists = True
    report = crawl(site.base, tmp_path, since="2019-12-20", until="2019-12-31")
    assert "leads nowhere" in report["ended"]
    assert sum(path.startswith(f"{NEWS}/page/") for path in site.paths()) == 200


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
    assert "robots.txt cannot be had (no answer (nobody takes" in report["ended"]
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


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _number(path: str) -> str:
    return path.rpartition("/")[2]


def wait_until(ready: Callable[[], bool]) -> None:
    """Wait for `ready`, at most two minutes."""
    end = time.monotonic() + 120
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.02)
