"""What a crawl over a socket brings, in which order and pace, and what the next one brings."""

from __future__ import annotations

import gzip
import itertools
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from played.crawls import (
    HTML,
    crawl,
    number,
    read_all,
    reasons,
    saved,
    warc_kinds,
)
from played.site import FEED, NEWS, PlayedSite, Reply


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
    assert reasons(report)[number(dead)].startswith("no answer (Connection was closed")


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
    for place, article in enumerate(site.articles):
        article.in_feed, article.in_lists = place % 3 != 0, place % 3 != 1
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
