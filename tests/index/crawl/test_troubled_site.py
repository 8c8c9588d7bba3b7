"""Sites that forbid, refuse, fail, lead elsewhere, never end: the rest is brought, all is told."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from played.crawls import (
    HTML,
    crawl,
    number,
    read_all,
    reasons,
    saved,
)
from played.site import NEWS, PlayedSite, Reply

if TYPE_CHECKING:
    from pathlib import Path


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
    assert "encoding cannot be undone" in failed[number(paths[0])]
    assert "over 8,000,000 bytes" in failed[number(paths[2])]
    assert "redirected over 5 times" in failed[number(paths[4])]
    assert failed[number(paths[12])] == "no answer (it broke off in its middle)"
    assert failed[number(paths[14])].startswith("no answer (")
    assert "Error" not in failed[number(paths[14])]  # names of programs tell readers nothing
    assert "empty page" in failed[number(paths[16])]
    assert "cannot be undone" in failed[number(paths[18])]
    assert "cannot be undone" in failed[number(paths[20])]
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
    assert "try later" not in report["ended"]  # it will mean the same
    assert site.asked == []


def test_lists_without_end_are_left(site: PlayedSite, tmp_path: Path) -> None:
    site.endless_lists = True
    report = crawl(site.base, tmp_path, since="2019-12-20", until="2019-12-31")
    assert "leads nowhere" in report["ended"]
    assert sum(path.startswith(f"{NEWS}/page/") for path in site.paths()) == 200
