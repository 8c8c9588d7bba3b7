"""The order of a walk and where it ends; over a scripted network."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from index.crawl.listing import Bounds, Item, Listing
from index.crawl.walk import DAYS_BACK
from played.site import Reply
from played.walk import (
    BASE,
    FEED,
    HTML,
    NEWS,
    TODAY,
    articles,
    feed_page,
    list_page,
    news_list,
    walk,
)

if TYPE_CHECKING:
    from index.crawl.client import Client
    from played.network import ScriptedNetwork


def test_the_feed_is_walked_backwards_and_the_lists_give_what_it_lacks(
    client: Client, network: ScriptedNetwork
) -> None:
    last = f"{FEED}/page/2"
    network.replies[FEED] = [Reply(200, feed_page([(9, "2020-05-09")], last, last))]
    network.replies[last] = [Reply(200, feed_page([(7, "2020-05-07")], "", last))]
    news_list(network, (f"{NEWS}/9", "2020-05-09"), (f"{NEWS}/8", "2020-05-08"))
    articles(network, 7, 8, 9)
    done = walk(client)
    assert network.asked == [
        f"{BASE}/robots.txt",
        FEED,
        f"{NEWS}/9",
        f"{FEED}/page/2",
        f"{NEWS}/7",
        NEWS,
        f"{NEWS}/8",
        f"{NEWS}/page/2",
    ]
    assert done.kept.numbers == ["9", "7", "8"]
    assert str(done.ended) == "feed page 2 is the last; list 1 is the last"


def test_lists_that_repeat_give_way_to_the_lists_of_single_days(
    client: Client, network: ScriptedNetwork
) -> None:
    items = [(f"{NEWS}/9", "2020-05-09")]
    network.replies[NEWS] = [Reply(200, list_page(items, f"{NEWS}/page/2"), HTML)]
    network.replies[f"{NEWS}/page/2"] = network.replies[NEWS]
    eighth = f"{NEWS}/by-date/08.05.2020"
    network.replies[eighth] = [Reply(200, list_page([(f"{NEWS}/8", "2020-05-08")]), HTML)]
    articles(network, 8, 9)
    done = walk(client, bounds=Bounds(since=date(2020, 5, 7)))
    days = [url for url in network.asked if "by-date" in url]
    assert days == [f"{NEWS}/by-date/0{day}.05.2020" for day in (9, 8, 7)]
    assert done.kept.numbers == ["9", "8"]
    assert "list 2 repeats list 1" in str(done.ended)
    assert done.ended.complete


def test_without_since_the_single_days_go_back_a_year_at_most_and_it_is_told(
    client: Client, network: ScriptedNetwork
) -> None:
    items = [(f"{NEWS}/9", "2020-05-09")]
    network.replies[NEWS] = [Reply(200, list_page(items, f"{NEWS}/page/2"), HTML)]
    network.replies[f"{NEWS}/page/2"] = network.replies[NEWS]
    for back in range(0, DAYS_BACK + 50, 20):  # on every twentieth day there is something
        day = date(2020, 5, 9) - timedelta(back)
        page = list_page([(f"{NEWS}/{1000 + back}", day.isoformat())])
        network.replies[f"{NEWS}/by-date/{day:%d.%m.%Y}"] = [Reply(200, page, HTML)]
    done = walk(client)
    assert sum("by-date" in url for url in network.asked) == DAYS_BACK + 1
    assert "--since" in done.walk.tally.notes[-1]


def test_lists_of_days_that_show_the_same_whatever_the_day_are_left(
    client: Client, network: ScriptedNetwork
) -> None:
    network.replies[NEWS] = [Reply(500)]
    same = [Reply(200, list_page([(f"{NEWS}/9", "2020-05-09")]), HTML)]
    for day in range(1, 32):
        network.replies[f"{NEWS}/by-date/{day:02}.05.2020"] = same
    articles(network, 9)
    done = walk(client, bounds=Bounds(since=date(2020, 5, 1), until=date(2020, 5, 31)))
    assert sum("by-date" in url for url in network.asked) == 4
    assert "show the same whatever the day" in str(done.ended)


@pytest.mark.parametrize(("status", "days"), [(404, 31), (500, 3)])
def test_lists_of_days_that_are_not_there_are_left(
    client: Client, network: ScriptedNetwork, status: int, days: int
) -> None:
    network.replies[FEED] = [Reply(200, feed_page([(9, "2019-01-09")]))]
    articles(network, 9)
    for back in range(DAYS_BACK):
        day = TODAY - timedelta(back)
        network.replies[f"{NEWS}/by-date/{day:%d.%m.%Y}"] = [Reply(status)]
    done = walk(client)
    assert sum("by-date" in url for url in network.asked) == days
    assert done.kept.numbers == ["9"]
    assert done.ended.complete


def test_nothing_is_asked_for_where_robots_txt_forbids_all(
    client: Client, network: ScriptedNetwork
) -> None:
    network.replies[f"{BASE}/robots.txt"] = [Reply(200, b"User-agent: *\nDisallow: /")]
    done = walk(client)
    assert network.asked == [f"{BASE}/robots.txt"]
    assert not done.ended.complete
    assert f"{BASE}/robots.txt forbids the feed and all lists" in str(done.ended)


def test_lists_of_days_are_read_where_robots_txt_leaves_nothing_else_open(
    client: Client, network: ScriptedNetwork
) -> None:
    rules = f"User-agent: *\nDisallow: /\nAllow: {NEWS.removeprefix(BASE)}/"
    network.replies[f"{BASE}/robots.txt"] = [Reply(200, rules.encode())]
    network.replies[f"{NEWS}/by-date/01.06.2020"] = [
        Reply(200, list_page([(f"{NEWS}/1", "2020-06-01")]), HTML)
    ]
    articles(network, 1)
    assert walk(client).kept.numbers == ["1"]
    assert not {FEED, NEWS} & set(network.asked)


def test_a_site_where_nothing_can_be_found_is_no_success(
    client: Client, network: ScriptedNetwork
) -> None:
    network.replies[NEWS] = [Reply(200, b"<html>are you a robot?</html>", HTML)]
    done = walk(client, bounds=Bounds(since=date(2020, 5, 30)))
    assert not done.ended.complete
    assert "feed page 1" in str(done.ended)
    assert "holds no article" in str(done.ended)


def test_a_dry_run_asks_for_feeds_and_lists_alone(client: Client, network: ScriptedNetwork) -> None:
    news_list(network, *((f"{NEWS}/{n}", "2020-05-01") for n in (1, 2, 3)))
    done = walk(client, bounds=Bounds(most=2), dry=True)
    assert done.walk.tally.wanted == [f"{NEWS}/1", f"{NEWS}/2"]
    assert network.asked == [f"{BASE}/robots.txt", FEED, NEWS]
    assert (done.kept.answers, done.walk.tally.fetched) == ([], 0)


@pytest.mark.parametrize(
    ("since", "until", "day", "inside"),
    [
        (None, None, "2020-05-01", True),
        ("2020-05-01", "2020-05-01", "2020-05-01", True),
        ("2020-05-02", None, "2020-05-01", False),
        (None, "2020-04-30", "2020-05-01", False),
        ("2020-05-02", "2020-05-03", None, True),
    ],
)
def test_bounds_hold_their_own_days_and_items_without_a_day(
    since: str | None, until: str | None, day: str | None, inside: bool
) -> None:
    first, last, on = (date.fromisoformat(one) if one else None for one in (since, until, day))
    assert Bounds(first, last).hold(on) is inside


def test_one_old_item_among_new_ones_does_not_end_the_lists() -> None:
    bounds = Bounds(since=date(2020, 1, 1))
    old, new = (Item(str(year), date(year, 6, 1), None) for year in (2019, 2021))
    assert not bounds.past(Listing((old, new)))
    assert bounds.past(Listing((old, old)))
    assert not bounds.past(Listing((old, Item("undated", None, None))))
