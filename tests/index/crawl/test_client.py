"""The client's manners, over a scripted network and a clock that only it moves."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from index.crawl.backoff import RefusalPolicy
from index.crawl.client import MOST_DELAY_SECONDS, Forbidden, OffSite, UnusableAnswer
from index.crawl.report import Ended
from index.crawl.robots import Robots

if TYPE_CHECKING:
    from index.crawl.client import Client
    from tests.index.crawl.conftest import Reply, ScriptedNetwork

BASE = "http://site.example"
PAGE = f"{BASE}/events/president/news/1"


def get(client: Client, url: str = PAGE) -> bytes:
    """What the client gets, robots.txt read first."""

    async def both() -> bytes:
        await client.read_robots()
        return (await client.get(url)).content

    return asyncio.run(both())


@pytest.mark.parametrize(
    ("rules", "url", "allowed"),
    [
        ("User-agent: *\nDisallow: /search", "/search?query=x", False),
        ("User-agent: *\nDisallow: /search", "/events/president/news/1", True),
        ("User-agent: *\nDisallow: /", "/events/president/news/1", False),
        ("User-agent: onrecord\nDisallow: /events", "/events/president/news/1", False),
        ("User-agent: other\nDisallow: /", "/events/president/news/1", True),
        ("", "/events/president/news/1", True),
        ("<html>not rules at all</html>", "/events/president/news/1", True),
    ],
)
def test_robots_txt_is_read_for_our_name(rules: str, url: str, allowed: bool) -> None:
    robots = Robots.read(200, rules.encode(), "onrecord")
    assert robots is not None
    assert robots.allow(BASE + url) is allowed


@pytest.mark.parametrize(
    ("status", "known"),
    [(200, True), (404, True), (410, True), (429, False), (500, False), (0, False)],
)
def test_a_missing_robots_txt_allows_and_an_unreachable_one_forbids(
    status: int, known: bool
) -> None:
    assert (Robots.read(status, b"User-agent: *\nDisallow: /", "onrecord") is not None) is known


@pytest.mark.parametrize("place", ["http://evil.example/robots.txt", "/robots.txt"])
def test_a_robots_txt_that_leads_away_or_in_a_circle_forbids_everything(
    client: Client, network: ScriptedNetwork, reply: type[Reply], place: str
) -> None:
    network.replies[f"{BASE}/robots.txt"] = [reply(302, headers={"Location": place})]
    with pytest.raises(Ended, match=r"robots\.txt cannot be had \(redirected") as ended:
        get(client)
    assert not ended.value.complete
    assert PAGE not in network.asked


def test_the_sites_own_crawl_delay_is_kept_when_it_is_longer(
    client: Client, network: ScriptedNetwork, reply: type[Reply]
) -> None:
    network.replies[f"{BASE}/robots.txt"] = [reply(200, b"User-agent: *\nCrawl-delay: 7")]
    network.replies[PAGE] = [reply(200, b"page")]
    get(client)
    get(client)
    assert network.slept[1:] == [7.0, 7.0]


def test_a_page_is_not_asked_for_when_robots_txt_forbids_it(
    client: Client, network: ScriptedNetwork
) -> None:
    with pytest.raises(Forbidden):
        get(client, f"{BASE}/search?query=x")
    assert network.asked == [f"{BASE}/robots.txt"]


def test_a_redirection_may_not_lead_where_robots_txt_forbids(
    client: Client, network: ScriptedNetwork, reply: type[Reply]
) -> None:
    network.replies[PAGE] = [reply(302, headers={"Location": "/search?query=x"})]
    with pytest.raises(Forbidden):
        get(client)


@pytest.mark.parametrize(
    "place",
    ["http://evil.example/1", "//evil.example/1", "https://site.example:8443/1", "ftp://x/"],
)
def test_a_redirection_off_the_host_is_not_followed(
    client: Client, network: ScriptedNetwork, reply: type[Reply], place: str
) -> None:
    network.replies[PAGE] = [reply(301, headers={"Location": place})]
    with pytest.raises(OffSite):
        get(client)
    assert network.asked == [f"{BASE}/robots.txt", PAGE]


def test_redirections_in_a_circle_end(
    client: Client, network: ScriptedNetwork, reply: type[Reply]
) -> None:
    network.replies[PAGE] = [reply(302, headers={"Location": PAGE})]
    with pytest.raises(UnusableAnswer, match="redirected over 5 times"):
        get(client)


def test_refusals_are_waited_out_longer_each_time(
    client: Client, network: ScriptedNetwork, reply: type[Reply]
) -> None:
    network.replies[PAGE] = [reply(403), reply(503), reply(200, b"page")]
    assert get(client) == b"page"
    assert [wait for wait in network.slept if wait > 1] == [10, 20]


def test_no_answer_at_all_is_waited_out_too(
    client: Client, network: ScriptedNetwork, reply: type[Reply]
) -> None:
    network.replies[PAGE] = [reply(0), reply(200, b"page")]
    assert get(client) == b"page"


def test_the_sites_own_retry_after_is_not_undercut(
    client: Client, network: ScriptedNetwork, reply: type[Reply]
) -> None:
    network.replies[PAGE] = [reply(429, headers={"Retry-After": "99"}), reply(200, b"page")]
    get(client)
    assert 99 in network.slept


def test_retry_after_may_be_a_date(
    client: Client, network: ScriptedNetwork, reply: type[Reply]
) -> None:
    from tests.index.crawl.conftest import WHEN

    later = format_datetime(WHEN + timedelta(seconds=45), usegmt=True)
    network.replies[PAGE] = [reply(503, headers={"Retry-After": later}), reply(200, b"page")]
    get(client)
    assert 45 in network.slept


@pytest.mark.parametrize(
    ("attempt", "asked", "wait"),
    [
        (1, None, 30),
        (2, None, 60),
        (4, None, 240),
        (5, None, None),  # the fifth try was the last
        (1, 5, 30),
        (1, 90, 90),
        (1, 3600, None),  # longer than we wait: given up, not undercut
    ],
)
def test_waits_double_up_to_the_last_try(
    attempt: int, asked: float | None, wait: float | None
) -> None:
    assert RefusalPolicy().wait_seconds(attempt, asked) == wait


def test_a_site_that_refuses_three_pages_in_a_row_is_left_alone(
    client: Client, network: ScriptedNetwork, reply: type[Reply]
) -> None:
    network.replies |= {f"{BASE}/{n}": [reply(403)] for n in range(3)}

    async def three() -> None:
        for n in (0, 1):
            with pytest.raises(UnusableAnswer, match="403"):
                await client.get(f"{BASE}/{n}")
        await client.get(f"{BASE}/2")

    with pytest.raises(Ended, match="refuses: 3 pages in a row"):
        asyncio.run(three())
    assert len(network.asked) == 3 * 3


def test_an_empty_page_is_no_page(
    client: Client, network: ScriptedNetwork, reply: type[Reply]
) -> None:
    network.replies[PAGE] = [reply(200, b"")]
    with pytest.raises(UnusableAnswer, match="empty"):
        get(client)


@pytest.mark.parametrize("asked", ["1e18", "86400"])
def test_a_crawl_delay_beyond_reason_is_told_and_bounded(
    client: Client, network: ScriptedNetwork, reply: type[Reply], asked: str
) -> None:
    rules = f"User-agent: *\nCrawl-delay: {asked}".encode()
    network.replies[f"{BASE}/robots.txt"] = [reply(200, rules)]
    asyncio.run(client.read_robots())
    assert client.delay_seconds == MOST_DELAY_SECONDS
    assert "600 are kept" in client.note


@pytest.mark.parametrize("asked", ["nan", "inf", "-5", "soon"])
def test_a_crawl_delay_that_is_none_changes_nothing(
    client: Client, network: ScriptedNetwork, reply: type[Reply], asked: str
) -> None:
    rules = f"User-agent: *\nCrawl-delay: {asked}".encode()
    network.replies[f"{BASE}/robots.txt"] = [reply(200, rules)]
    asyncio.run(client.read_robots())
    assert client.delay_seconds == 1.0
    assert not client.note
