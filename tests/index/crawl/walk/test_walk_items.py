"""What becomes of each item of feeds and lists; over a scripted network."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from index.crawl.held_pages import HeldPages
from index.crawl.listing import Bounds
from played.site import Reply, invented_article
from played.walk import (
    BASE,
    FEED,
    HTML,
    NEWS,
    articles,
    feed_page,
    held_page,
    news_list,
    walk,
)

if TYPE_CHECKING:
    from index.crawl.client import Client
    from played.network import ScriptedNetwork


def test_every_item_is_in_exactly_one_place_of_the_report(
    client: Client, network: ScriptedNetwork
) -> None:
    news_list(
        network,
        ("/events/president/news/1", "2020-05-01"),  # fetched
        ("/events/president/news/2", "2020-05-01"),  # held
        ("/events/president/news/3", "2019-01-01"),  # outside
        ("http://elsewhere.example/events/president/news/4", "2020-05-01"),
        ("/events/president/news/copy/5", "2020-05-01"),  # never
        ("/search/7", "2020-05-01"),  # never
        ("/misc/8/videos/9", "2020-05-01"),  # no article
        ("/events/president/news/9", "2020-05-01"),  # missing
        ("/events/president/news/1", "2020-05-01"),  # the first again
    )
    articles(network, 1)
    held = HeldPages()
    held.add("site.example/d/2", held_page(f"{NEWS}/2"))
    done = walk(client, held, Bounds(since=date(2020, 1, 1)))
    tally = done.walk.tally
    assert done.kept.numbers == ["1"]
    assert (tally.new, tally.held, tally.outside) == (1, 1, 1)
    assert tally.elsewhere == ["http://elsewhere.example/events/president/news/4"]
    assert tally.other == [f"{NEWS}/copy/5", f"{BASE}/search/7", f"{BASE}/misc/8/videos/9"]
    assert [url for url, _ in tally.failed] == [f"{NEWS}/9"]
    assert done.ended.complete
    assert not {f"{NEWS}/copy/5", f"{BASE}/search/7"} & set(network.asked)


@pytest.mark.parametrize(
    ("updated", "fetched"),
    [("2020-04-30", False), ("2020-05-01", False), ("2020-05-02", False), ("2020-05-03", True)],
)
def test_a_list_tells_only_the_day_of_a_change_so_the_day_after_the_save_counts(
    client: Client, network: ScriptedNetwork, updated: str, fetched: bool
) -> None:
    held = HeldPages()
    held.add(
        "site.example/d/1", held_page(f"{NEWS}/1", b"old", datetime(2020, 5, 2, 9, tzinfo=UTC))
    )
    news_list(network, (f"{NEWS}/1", f"2020-04-01 {updated}"))
    articles(network, 1)
    assert (walk(client, held).walk.tally.changed == 1) is fetched


@pytest.mark.parametrize(("later", "fetched"), [("10:00:00", False), ("10:00:01", True)])
def test_what_the_feed_said_at_the_save_is_compared_and_not_our_clock(
    client: Client, network: ScriptedNetwork, later: str, fetched: bool
) -> None:
    said = datetime.fromisoformat("2020-05-01T10:00:00+03:00")
    held = HeldPages()
    seen_later = datetime(2026, 1, 1, tzinfo=UTC)
    held.add("site.example/d/1", held_page(f"{NEWS}/1", b"old", seen_later, said))
    page = feed_page([(1, f"2020-05-01 2020-05-01T{later}+03:00")])
    network.replies[FEED] = [Reply(200, page)]
    articles(network, 1)
    assert (walk(client, held).walk.tally.changed == 1) is fetched


def test_a_page_that_came_again_unchanged_is_told_apart(
    client: Client, network: ScriptedNetwork
) -> None:
    held = HeldPages()
    for number in (1, 2, 3):
        content = f"<html>{number}</html>".encode() if number == 1 else b"old"
        held.add(f"site.example/d/{number}", held_page(f"{NEWS}/{number}", content))
    news_list(network, *((f"{NEWS}/{n}", "2020-05-01 2020-05-05") for n in (1, 2, 3)))
    articles(network, 1, 2)
    network.replies[f"{NEWS}/3"] = [Reply(304)]
    done = walk(client, held)
    tally = done.walk.tally
    assert (tally.new, tally.changed, tally.unchanged) == (0, 1, 2)
    assert [same is not None for same in done.kept.sames] == [True, False, True]
    assert network.sent[-1].headers == ()  # a list is asked for without conditions
    asked = {one.url: one.headers for one in network.sent}
    assert asked[f"{NEWS}/3"] == (("If-None-Match", '"mark"'),)


def test_an_article_that_one_of_its_addresses_does_not_give_is_had_by_another(
    client: Client, network: ScriptedNetwork
) -> None:
    speech = f"{BASE}/events/president/transcripts"
    rules = b"User-agent: *\nDisallow: /events/president/transcripts/2"
    network.replies[f"{BASE}/robots.txt"] = [Reply(200, rules)]
    network.replies[f"{speech}/3"] = [Reply(302, headers={"Location": "http://other.example/"})]
    network.replies[f"{speech}/4"] = [Reply(200, b"<html>4</html>", HTML)]
    twice = [(f"{place}/{n}", "2020-05-01") for n in (1, 2, 3, 4) for place in (speech, NEWS)]
    news_list(network, *twice, (f"{NEWS}/5", "2020-05-01"), (f"{NEWS}/5", "2020-05-01"))
    articles(network, 1, 2, 3, 4)
    done = walk(client)
    assert [answer.url for answer in done.kept.answers] == [
        *(f"{NEWS}/{n}" for n in (1, 2, 3)),
        f"{speech}/4",
    ]
    assert [url for url, _ in done.walk.tally.failed] == [f"{NEWS}/5"]
    assert f"{speech}/2" not in network.asked
    assert f"{NEWS}/4" not in network.asked  # had already
    assert network.asked.count(f"{NEWS}/5") == 1


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Content-Type": "application/pdf"}, "a page was expected, application/pdf came"),
        ({}, "a page was expected, something untyped came"),
    ],
)
def test_what_is_no_page_is_not_kept(
    client: Client, network: ScriptedNetwork, headers: dict[str, str], reason: str
) -> None:
    news_list(network, (f"{NEWS}/1", "2020-05-01"))
    network.replies[f"{NEWS}/1"] = [Reply(200, b"%PDF", headers)]
    done = walk(client)
    assert done.kept.answers == []
    assert done.walk.tally.failed == [(f"{NEWS}/1", reason)]


def test_pages_that_are_no_statements_are_kept_and_told(
    client: Client, network: ScriptedNetwork
) -> None:
    article = invented_article(2)
    news_list(network, (f"{NEWS}/1", "2020-05-01"), (f"{NEWS}/2", "2020-05-01"))
    page = b"<html><title>One moment</title><script>check()</script></html>"
    network.replies[f"{NEWS}/1"] = [Reply(200, page, HTML)]
    network.replies[f"{NEWS}/2"] = [Reply(200, article.body, HTML)]
    done = walk(client)
    assert done.kept.numbers == ["1", "2"]
    assert done.walk.tally.odd == done.kept.odd == [f"{NEWS}/1"]


@pytest.mark.parametrize("status", [200, 304])
def test_what_came_in_place_of_a_statement_is_asked_for_again(
    client: Client, network: ScriptedNetwork, status: int
) -> None:
    notice, held = b"<html><title>One moment</title></html>", HeldPages()
    held.add("site.example/d/1", replace(held_page(f"{NEWS}/1", notice), odd=True))
    held.add("site.example/d/2", held_page(f"{NEWS}/2"))
    news_list(network, (f"{NEWS}/1", "2020-05-01"), (f"{NEWS}/2", "2020-05-01"))
    network.replies[f"{NEWS}/1"] = [Reply(status, notice if status == 200 else b"", HTML)]
    done = walk(client, held)
    assert (done.walk.tally.unchanged, done.walk.tally.held) == (1, 1)
    assert done.walk.tally.odd == done.kept.odd == [f"{NEWS}/1"]  # still


def test_an_article_that_redirects_to_the_front_page_is_not_kept(
    client: Client, network: ScriptedNetwork
) -> None:
    news_list(network, (f"{NEWS}/1", "2020-05-01"))
    network.replies[f"{NEWS}/1"] = [Reply(302, headers={"Location": "/"})]
    network.replies[f"{BASE}/"] = [Reply(200, b"<html>front</html>", HTML)]
    done = walk(client)
    assert done.kept.answers == []
    assert done.walk.tally.failed == [(f"{NEWS}/1", f"redirected to another page: {BASE}/")]
