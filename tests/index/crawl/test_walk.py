"""The order of a walk, what it wants, where it ends and goes on; over a scripted network."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.crawl.bookmarks import Bookmarks
from index.crawl.held_pages import HeldPage, HeldPages, content_digest
from index.crawl.listing import Bounds, Item, Listing
from index.crawl.walk import DAYS_BACK, Walk
from index.progress import Progress
from played_site import Reply, invented_article

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.crawl.client import Client
    from index.crawl.network import Response
    from index.crawl.report import Ended
    from scripted_network import ScriptedNetwork

BASE = "http://site.example"
NEWS = f"{BASE}/events/president/news"
FEED = f"{BASE}/events/all/feed"
HTML = {"Content-Type": "text/html"}
NOON = datetime(2020, 5, 1, 12, tzinfo=UTC)
TODAY = date(2020, 6, 1)
NOWHERE = Path("/dev/null/crawl.json")


@dataclass
class Kept:
    """A store that keeps what it is given."""

    answers: list[Response] = field(default_factory=list)
    sames: list[HeldPage | None] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    def save(
        self,
        answer: Response,
        before: HeldPage | None = None,
        same: HeldPage | None = None,
        updated: datetime | None = None,
        *,
        odd: bool = False,
    ) -> HeldPage:
        self.odd += [answer.url] * odd
        self.answers.append(answer)
        self.sames.append(same)
        return held_page(answer.url, answer.content, answer.when, updated)

    @property
    def numbers(self) -> list[str]:
        return [answer.url.rpartition("/")[2] for answer in self.answers]


def held_page(
    url: str, content: bytes = b"", seen: datetime = NOON, updated: datetime | None = None
) -> HeldPage:
    """A page as archives hold it."""
    return HeldPage(url, "2020", "sha1:X", content_digest(content), '"mark"', "", seen, updated)


def list_page(items: Sequence[tuple[str, str]], following: str | None = None) -> bytes:
    """A list of (address, "day" or "day updated-day") items."""
    rows = []
    for href, days in items:
        day, _, updated = days.partition(" ")
        rows.append(
            f'<div class="hentry"><a href="{href}" rel="bookmark">'
            f'<time class="published" datetime="{day}"></time>'
            f'<span class="updated">{updated or day}</span></a></div>'
        )
    link = f'<a rel="next" href="{following}">more</a>' if following else ""
    return f'<html><div class="lister-page">{"".join(rows)}</div>{link}</html>'.encode()


def feed_page(items: Sequence[tuple[int, str]], following: str = "", last: str = "") -> bytes:
    """A feed of (number, "day" or "day updated-instant") items."""
    entries = []
    for number, days in items:
        day, _, updated = days.partition(" ")
        entries.append(
            f"<entry><id>{NEWS}/{number}</id><published>{day}T10:00:00+03:00</published>"
            f"<updated>{updated or day + 'T10:00:00+03:00'}</updated></entry>"
        )
    links = f'<link rel="next" href="{following}"/>' if following else ""
    links += f'<link rel="last" href="{last or FEED}"/>'
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{links}{"".join(entries)}</feed>'.encode()


def articles(network: ScriptedNetwork, *numbers: int) -> None:
    """Their pages."""
    for number in numbers:
        network.replies[f"{NEWS}/{number}"] = [Reply(200, f"<html>{number}</html>".encode(), HTML)]


@dataclass
class Walked:
    """A finished walk, how it ended and what it kept."""

    walk: Walk
    ended: Ended
    kept: Kept


def walk(
    client: Client,
    held: HeldPages | None = None,
    bounds: Bounds | None = None,
    marks: Path = NOWHERE,
    *,
    dry: bool = False,
) -> Walked:
    """A walk to its end; a client reads robots.txt anew each time."""
    kept, writes = Kept(), marks != NOWHERE
    done = Walk(
        client.site,
        client,
        held or HeldPages(),
        bounds or Bounds(),
        None if dry else kept,
        Progress(),
        TODAY,
        Bookmarks(marks, writes=writes),
    )
    return Walked(done, asyncio.run(done.run()), kept)


def news_list(network: ScriptedNetwork, *items: tuple[str, str]) -> None:
    """One list, and no feed."""
    network.replies[NEWS] = [Reply(200, list_page(items), HTML)]


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


def test_a_site_where_nothing_can_be_found_is_no_success(
    client: Client, network: ScriptedNetwork
) -> None:
    network.replies[NEWS] = [Reply(200, b"<html>are you a robot?</html>", HTML)]
    done = walk(client, bounds=Bounds(since=date(2020, 5, 30)))
    assert not done.ended.complete
    assert "feed page 1" in str(done.ended)
    assert "holds no article" in str(done.ended)


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


def test_a_dry_run_asks_for_feeds_and_lists_alone(client: Client, network: ScriptedNetwork) -> None:
    news_list(network, *((f"{NEWS}/{n}", "2020-05-01") for n in (1, 2, 3)))
    done = walk(client, bounds=Bounds(most=2), dry=True)
    assert done.walk.tally.wanted == [f"{NEWS}/1", f"{NEWS}/2"]
    assert network.asked == [f"{BASE}/robots.txt", FEED, NEWS]
    assert (done.kept.answers, done.walk.tally.fetched) == ([], 0)


def five_pages(network: ScriptedNetwork, first: int = 5) -> None:
    """A feed of pages of one article each, from `first` down to 1."""
    last = f"{FEED}/page/{first}"
    for page, number in enumerate(range(first, 0, -1), 1):
        here = FEED if page == 1 else f"{FEED}/page/{page}"
        following = f"{FEED}/page/{page + 1}" if page < first else ""
        network.replies[here] = [
            Reply(200, feed_page([(number, f"2020-05-{number:02}")], following, last))
        ]
    news_list(network, *((f"{NEWS}/{n}", f"2020-05-{n:02}") for n in range(first, 0, -1)))
    articles(network, *range(1, first + 1))


def test_a_walk_that_broke_off_goes_on_at_the_page_where_it_was(
    client: Client, network: ScriptedNetwork, tmp_path: Path
) -> None:
    marks, held = tmp_path / "crawl.json", HeldPages()
    five_pages(network)
    network.replies[f"{NEWS}/2"] = [Reply(403)]
    first = walk(client, held, marks=marks)
    assert first.kept.numbers == ["5", "4", "3"]
    assert not first.ended.complete
    network.asked.clear()
    articles(network, 2)
    client._refused = 0
    second = walk(client, held, marks=marks)
    pages = [url for url in network.asked if url.startswith(FEED)]
    assert pages == [FEED, f"{FEED}/page/3", f"{FEED}/page/4", f"{FEED}/page/5"]
    assert second.kept.numbers == ["1", "2"]  # what refused comes last
    assert second.ended.complete
    assert "went on where a run broke off" in second.walk.tally.notes[0]
    network.asked.clear()
    walk(client, held, marks=marks)
    assert [url for url in network.asked if url.startswith(FEED)][:2] == [FEED, f"{FEED}/page/2"]


def test_what_came_while_a_walk_was_broken_off_is_fetched_first(
    client: Client, network: ScriptedNetwork, tmp_path: Path
) -> None:
    marks, held = tmp_path / "crawl.json", HeldPages()
    five_pages(network)
    assert walk(client, held, Bounds(most=3), marks).ended.whole_run
    five_pages(network, 8)  # three more, and every page three further back
    network.asked.clear()
    second = walk(client, held, marks=marks)
    assert second.kept.numbers == ["8", "7", "6", "2", "1"]
    assert second.ended.complete


def test_where_the_feed_cannot_be_read_a_walk_goes_on_and_tells(
    client: Client, network: ScriptedNetwork, tmp_path: Path
) -> None:
    marks, held = tmp_path / "crawl.json", HeldPages()
    five_pages(network)
    walk(client, held, Bounds(most=3), marks)
    network.replies[FEED] = [Reply(500)]
    second = walk(client, held, marks=marks)
    assert second.kept.numbers == ["2", "1"]
    assert "what is new was not looked for" in second.walk.tally.notes[1]


def test_a_walk_of_other_bounds_begins_anew(
    client: Client, network: ScriptedNetwork, tmp_path: Path
) -> None:
    marks = tmp_path / "crawl.json"
    five_pages(network)
    walk(client, None, Bounds(most=3), marks)
    network.asked.clear()
    other = walk(client, None, Bounds(since=date(2020, 5, 1)), marks)
    assert other.kept.numbers == ["5", "4", "3", "2", "1"]


def test_a_page_that_refuses_for_ever_keeps_no_walk_from_ending(
    client: Client, network: ScriptedNetwork, tmp_path: Path
) -> None:
    marks, held = tmp_path / "crawl.json", HeldPages()
    five_pages(network)
    network.replies[f"{NEWS}/4"] = [Reply(403)]
    kept = []
    for _ in range(3):
        client._refused = 0
        kept.append(walk(client, held, marks=marks).kept.numbers)
    assert kept == [["5"], ["3", "2", "1"], []]
    assert not marks.exists() or "feed" in marks.read_text()


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
