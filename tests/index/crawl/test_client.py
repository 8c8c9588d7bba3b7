"""The client's manners, over a scripted network and a clock that only it moves."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from index.crawl.client import Forbidden, OffSite, UnusableAnswer
from index.crawl.report import Ended
from index.crawl.robots import MOST_RULES_BYTES
from index.crawl.waits import JITTER, Pace, RefusalPolicy
from played.network import WHEN, ScriptedNetwork
from played.site import Reply

if TYPE_CHECKING:
    from index.crawl.client import Client

BASE = "http://site.example"
PAGE = f"{BASE}/events/president/news/1"
RULES = f"{BASE}/robots.txt"


def get(client: Client, url: str = PAGE) -> bytes:
    """What the client gets, robots.txt read first."""

    async def both() -> bytes:
        await client.read_robots()
        return (await client.page(url)).content

    return asyncio.run(both())


def waits(network: ScriptedNetwork) -> list[float]:
    """What was waited beside the pause between requests."""
    return [seconds for seconds in network.slept if seconds > 1.0]


@pytest.mark.parametrize("place", ["http://evil.example/robots.txt", "/robots.txt"])
def test_a_robots_txt_that_leads_away_or_in_a_circle_forbids_everything(
    client: Client, network: ScriptedNetwork, place: str
) -> None:
    network.replies[RULES] = [Reply(302, headers={"Location": place})]
    with pytest.raises(Ended, match=r"robots\.txt cannot be had: redirected") as ended:
        get(client)
    assert not ended.value.complete
    assert PAGE not in network.asked


@pytest.mark.parametrize(("hops", "read"), [(1, True), (5, True), (6, False)])
def test_a_robots_txt_is_followed_over_five_redirections(
    client: Client, network: ScriptedNetwork, hops: int, read: bool
) -> None:
    for hop in range(hops):
        here = RULES if hop == 0 else f"{BASE}/robots/{hop}"
        network.replies[here] = [Reply(301, headers={"Location": f"/robots/{hop + 1}"})]
    network.replies[f"{BASE}/robots/{hops}"] = [Reply(200, b"User-agent: *\nDisallow: /events")]
    with pytest.raises(Forbidden if read else Ended):
        get(client)


def test_no_more_of_robots_txt_is_asked_for_than_must_be_read(
    client: Client, network: ScriptedNetwork
) -> None:
    network.replies[PAGE] = [Reply(200, b"page")]
    get(client)
    rules, page = network.sent
    assert (rules.most_bytes, rules.take_beginning) == (MOST_RULES_BYTES, True)
    assert not page.take_beginning


def test_a_robots_txt_that_is_refused_sets_no_rules_and_is_not_waited_for(
    client: Client, network: ScriptedNetwork
) -> None:
    network.replies[RULES] = [Reply(403)]
    network.replies[PAGE] = [Reply(200, b"page")]
    assert get(client) == b"page"
    assert waits(network) == []


def test_a_robots_txt_that_fails_for_a_moment_is_asked_for_again(
    client: Client, network: ScriptedNetwork
) -> None:
    network.replies[RULES] = [Reply(503), Reply(200, b"User-agent: *\nDisallow: /events")]
    with pytest.raises(Forbidden):
        get(client)


def test_the_sites_own_crawl_delay_is_kept_when_it_is_longer(
    client: Client, network: ScriptedNetwork
) -> None:
    network.replies[RULES] = [Reply(200, b"User-agent: *\nCrawl-delay: 7")]
    network.replies[PAGE] = [Reply(200, b"page")]
    get(client)
    get(client)
    assert network.slept == [7.0, 7.0, 7.0]


@pytest.mark.parametrize("asked", ["1e18", "86400", "601"])
def test_a_crawl_delay_beyond_reason_is_refused_and_nothing_fetched(
    client: Client, network: ScriptedNetwork, asked: str
) -> None:
    network.replies[RULES] = [Reply(200, f"User-agent: *\nCrawl-delay: {asked}".encode())]
    with pytest.raises(Ended, match="seconds between two requests; over 600 is as good as a no"):
        get(client)
    assert network.asked == [RULES]


@pytest.mark.parametrize("asked", ["nan", "inf", "-5", "soon", "0.2"])
def test_a_crawl_delay_that_is_none_or_shorter_changes_nothing(
    client: Client, network: ScriptedNetwork, asked: str
) -> None:
    network.replies[RULES] = [Reply(200, f"User-agent: *\nCrawl-delay: {asked}".encode())]
    asyncio.run(client.read_robots())
    assert client.delay_seconds == 1.0


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_the_pause_lies_between_an_answer_and_the_next_request_and_is_never_shorter(
    client: Client, network: ScriptedNetwork, chance: float
) -> None:
    client.pace = Pace(lambda: network.now, network.sleep, lambda: chance)
    network.replies[PAGE] = [Reply(200, b"page", slow_seconds=20)]
    get(client)
    get(client)
    pauses = [
        later - earlier - slow
        for earlier, later, slow in zip(network.at, network.at[1:], (0, 20, 0), strict=False)
    ]
    assert pauses == pytest.approx([1.0 + JITTER * chance] * 3)


def test_a_page_is_not_asked_for_when_robots_txt_forbids_it(
    client: Client, network: ScriptedNetwork
) -> None:
    network.replies[RULES] = [Reply(200, b"User-agent: *\nDisallow: /events")]
    with pytest.raises(Forbidden):
        get(client)
    assert network.asked == [RULES]


@pytest.mark.parametrize("place", ["/search?query=x", "/events/president/news/copy/1"])
def test_a_redirection_may_not_lead_to_what_is_never_asked_for(
    client: Client, network: ScriptedNetwork, place: str
) -> None:
    network.replies[RULES] = [Reply(404)]
    network.replies[PAGE] = [Reply(302, headers={"Location": place})]
    with pytest.raises(Forbidden):
        get(client)
    assert network.asked == [RULES, PAGE]


@pytest.mark.parametrize(
    "place",
    [
        "http://evil.example/1",
        "//evil.example/1",
        "https://site.example:8443/1",
        "ftp://x/",
        "http://site.example@evil.example/",
        "http://127.0.0.1/1",
        "http://localhost/1",
        "http://[::1]/1",
        "http://2130706433/1",
        "file:///etc/passwd",
        "http://site.example\\@evil.example/",
    ],
)
def test_a_redirection_off_the_host_is_not_followed(
    client: Client, network: ScriptedNetwork, place: str
) -> None:
    network.replies[PAGE] = [Reply(301, headers={"Location": place})]
    with pytest.raises(OffSite):
        get(client)
    assert network.asked == [RULES, PAGE]


def test_redirections_in_a_circle_end(client: Client, network: ScriptedNetwork) -> None:
    network.replies[PAGE] = [Reply(302, headers={"Location": PAGE})]
    with pytest.raises(UnusableAnswer, match="redirected over 5 times"):
        get(client)
    assert network.asked.count(PAGE) == 6


@pytest.mark.parametrize("status", [403, 429])
def test_a_refusal_is_waited_out_five_minutes_then_twice_as_long(
    client: Client, network: ScriptedNetwork, status: int
) -> None:
    network.replies[PAGE] = [Reply(status), Reply(status), Reply(status), Reply(200, b"page")]
    assert get(client) == b"page"
    assert waits(network) == [300, 600, 1200]


def test_the_fourth_refusal_in_a_row_ends_the_run_and_says_how_to_go_on(
    client: Client, network: ScriptedNetwork
) -> None:
    network.replies[PAGE] = [Reply(403)]
    with pytest.raises(Ended, match=r"the site refuses \(403, 4 in a row\).*run the same") as ended:
        get(client)
    assert network.asked.count(PAGE) == 4
    assert (ended.value.complete, ended.value.whole_run) == (False, True)
    assert waits(network) == [300, 600, 1200]


def test_refusals_of_several_pages_count_together_until_one_is_answered(
    client: Client, network: ScriptedNetwork
) -> None:
    other = f"{BASE}/events/president/news/2"
    network.replies[PAGE] = [Reply(403), Reply(403), Reply(200, b"page")]
    network.replies[other] = [Reply(403), Reply(200, b"page")]
    get(client)
    asyncio.run(client.page(other))
    assert waits(network) == [300, 600, 300]


def test_a_failure_is_waited_out_and_then_the_page_given_up(
    client: Client, network: ScriptedNetwork
) -> None:
    network.replies[PAGE] = [Reply(0), Reply(503), Reply(200, b"page")]
    assert get(client) == b"page"
    network.replies[PAGE] = [Reply(504)]
    with pytest.raises(UnusableAnswer, match="504") as unusable:
        get(client)
    assert unusable.value.passing
    assert waits(network) == [10, 20, 10, 20]


@pytest.mark.parametrize(("status", "passing"), [(404, False), (410, False), (500, True)])
def test_what_will_not_change_in_a_moment_is_asked_for_once(
    client: Client, network: ScriptedNetwork, status: int, passing: bool
) -> None:
    network.replies[PAGE] = [Reply(status)]
    with pytest.raises(UnusableAnswer) as unusable:
        get(client)
    assert network.asked.count(PAGE) == 1
    assert unusable.value.passing is passing


def test_a_site_that_fails_on_three_pages_in_a_row_is_left_alone(
    client: Client, network: ScriptedNetwork
) -> None:
    network.replies |= {f"{BASE}/{n}": [Reply(503)] for n in range(3)}

    async def three() -> None:
        for n in (0, 1):
            with pytest.raises(UnusableAnswer, match="503"):
                await client.page(f"{BASE}/{n}")
        await client.page(f"{BASE}/2")

    with pytest.raises(Ended, match="does not answer: 3 pages in a row"):
        asyncio.run(three())
    assert len(network.asked) == 3 * 3


def test_the_sites_own_retry_after_is_not_undercut(
    client: Client, network: ScriptedNetwork
) -> None:
    network.replies[PAGE] = [Reply(429, headers={"Retry-After": "999"}), Reply(200, b"page")]
    get(client)
    assert waits(network) == [999]


def test_retry_after_may_be_a_date(client: Client, network: ScriptedNetwork) -> None:
    later = format_datetime(WHEN + timedelta(seconds=45), usegmt=True)
    network.replies[PAGE] = [Reply(503, headers={"Retry-After": later}), Reply(200, b"page")]
    get(client)
    assert waits(network) == [45]


def test_a_retry_after_of_hours_ends_the_run_at_once(
    client: Client, network: ScriptedNetwork
) -> None:
    network.replies[PAGE] = [Reply(429, headers={"Retry-After": "9" * 400})]
    with pytest.raises(Ended, match="again in 277,777,778 hours, as it asks: it goes on"):
        get(client)
    assert waits(network) == []


@pytest.mark.parametrize(
    ("count", "asked", "wait"),
    [
        (1, None, 300),
        (2, None, 600),
        (3, None, 1200),
        (4, None, None),
        (1, 5, 300),
        (1, 9999, None),
    ],
)
def test_waits_after_refusals_grow_up_to_the_fourth(
    count: int, asked: float | None, wait: float | None
) -> None:
    assert RefusalPolicy().after_refusal(count, asked) == wait


def test_an_empty_page_is_no_page(client: Client, network: ScriptedNetwork) -> None:
    network.replies[PAGE] = [Reply(200, b"")]
    with pytest.raises(UnusableAnswer, match="empty"):
        get(client)


def test_a_304_is_an_answer_only_to_a_question_with_conditions(
    client: Client, network: ScriptedNetwork
) -> None:
    network.replies[PAGE] = [Reply(304)]
    asyncio.run(client.read_robots())
    answer = asyncio.run(client.page(PAGE, (("If-None-Match", '"x"'),)))
    assert answer.status == 304
    assert network.sent[-1].headers == (("If-None-Match", '"x"'),)
    with pytest.raises(UnusableAnswer, match="304"):
        asyncio.run(client.page(PAGE))
