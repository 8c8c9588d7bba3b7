"""The order of a walk and what it leaves out, over a scripted network and made-up lists."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from index.crawl.listing import Item, Listing
from index.crawl.walk import Bounds, Walk
from index.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.crawl.client import Client
    from index.crawl.network import Response
    from index.crawl.report import Ended
    from tests.index.crawl.conftest import Reply, ScriptedNetwork

BASE = "http://site.example"
NEWS = f"{BASE}/events/president/news"
HTML = {"Content-Type": "text/html"}
NOON = datetime(2020, 5, 1, 12, tzinfo=UTC)


class Kept(list[str]):
    """A store that keeps the addresses."""

    def save(self, answer: Response) -> None:
        self.append(answer.url)


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


def walk(
    client: Client,
    held: Mapping[str, datetime] | None = None,
    bounds: Bounds | None = None,
) -> tuple[Walk, Ended, list[str]]:
    """A finished walk, how it ended and what it kept."""
    kept = Kept()
    done = Walk(client.site, client, held or {}, bounds or Bounds(), kept, Progress())
    return done, asyncio.run(done.run()), kept


def test_every_item_is_in_exactly_one_place_of_the_report(
    client: Client, network: ScriptedNetwork, reply: type[Reply]
) -> None:
    items = [
        ("/events/president/news/1", "2020-05-01"),  # fetched
        ("/events/president/news/2", "2020-05-01"),  # held
        ("/events/president/news/3", "2019-01-01"),  # outside
        ("http://elsewhere.example/events/president/news/4", "2020-05-01"),
        ("/events/president/news/copy/5", "2020-05-01"),  # no article
        ("/search/7", "2020-05-01"),  # no article either
        ("/events/president/news/8", "2020-05-01"),  # missing
        ("/events/president/news/1", "2020-05-01"),  # the first again
    ]
    network.replies[NEWS] = [reply(200, list_page(items), HTML)]
    network.replies[f"{NEWS}/1"] = [reply(200, b"<html>1</html>", HTML)]
    done, ended, kept = walk(client, {"site.example/d/2": NOON}, Bounds(since=date(2020, 1, 1)))
    tally = done.tally
    assert kept == [f"{NEWS}/1"]
    assert (tally.fetched, tally.held, tally.outside) == (1, 1, 1)
    assert tally.elsewhere == ["http://elsewhere.example/events/president/news/4"]
    assert [url for url, _ in tally.failed] == [
        f"{NEWS}/copy/5",
        f"{BASE}/search/7",
        f"{NEWS}/8",
    ]
    assert ended.complete


@pytest.mark.parametrize(
    ("updated", "fetched"),
    [("2020-04-30", False), ("2020-05-01", False), ("2020-05-02", False), ("2020-05-03", True)],
)
def test_a_list_tells_only_the_day_of_a_change_so_the_day_after_the_save_counts(
    client: Client, network: ScriptedNetwork, reply: type[Reply], updated: str, fetched: bool
) -> None:
    saved = datetime(2020, 5, 2, 9, tzinfo=UTC)
    items = [("/events/president/news/1", f"2020-04-01 {updated}")]
    network.replies[NEWS] = [reply(200, list_page(items), HTML)]
    network.replies[f"{NEWS}/1"] = [reply(200, b"<html>1</html>", HTML)]
    done, _, _ = walk(client, {"site.example/d/1": saved})
    assert (done.tally.refreshed == 1) is fetched


def test_lists_that_lead_in_a_circle_end(
    client: Client, network: ScriptedNetwork, reply: type[Reply]
) -> None:
    one, two = [("/search/1", "2020-05-01")], [("/search/2", "2020-05-01")]
    network.replies[NEWS] = [reply(200, list_page(one, f"{NEWS}/page/2"), HTML)]
    network.replies[f"{NEWS}/page/2"] = [reply(200, list_page(two, NEWS), HTML)]
    done, ended, _ = walk(client)
    assert done.tally.lists == 2
    assert ended.complete


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (200, b"<html>are you a robot?</html>", "holds no article"),
        (404, b"", "cannot be read: 404"),
        (500, b"", "cannot be read: 500"),
    ],
)
def test_a_first_list_that_is_none_breaks_the_walk_off(
    client: Client, network: ScriptedNetwork, reply: type[Reply], status: int, body: bytes, why: str
) -> None:
    network.replies[NEWS] = [reply(status, body, HTML)]
    done, ended, _ = walk(client)
    assert why in str(ended)
    assert not ended.complete
    assert "feed" in done.tally.notes[0]


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Content-Type": "application/pdf"}, "a page was expected, application/pdf came"),
        ({}, "a page was expected, something untyped came"),
    ],
)
def test_what_is_no_page_is_not_kept(
    client: Client,
    network: ScriptedNetwork,
    reply: type[Reply],
    headers: dict[str, str],
    reason: str,
) -> None:
    items = [("/events/president/news/1", "2020-05-01")]
    network.replies[NEWS] = [reply(200, list_page(items), HTML)]
    network.replies[f"{NEWS}/1"] = [reply(200, b"%PDF", headers)]
    done, _, kept = walk(client)
    assert kept == []
    assert done.tally.failed == [(f"{NEWS}/1", reason)]


def test_an_article_that_redirects_to_the_front_page_is_not_kept(
    client: Client, network: ScriptedNetwork, reply: type[Reply]
) -> None:
    items = [("/events/president/news/1", "2020-05-01")]
    network.replies[NEWS] = [reply(200, list_page(items), HTML)]
    network.replies[f"{NEWS}/1"] = [reply(302, headers={"Location": "/"})]
    network.replies[f"{BASE}/"] = [reply(200, b"<html>front</html>", HTML)]
    done, _, kept = walk(client)
    assert kept == []
    assert done.tally.failed == [(f"{NEWS}/1", f"redirected to another page: {BASE}/")]


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
    bounds = Bounds(
        since and date.fromisoformat(since),  # type: ignore[arg-type]
        until and date.fromisoformat(until),  # type: ignore[arg-type]
    )
    assert bounds.hold(date.fromisoformat(day) if day else None) is inside


def test_one_old_item_among_new_ones_does_not_end_the_lists() -> None:
    bounds = Bounds(since=date(2020, 1, 1))
    old, new = (Item(str(year), date(year, 6, 1), None) for year in (2019, 2021))
    assert not bounds.past(Listing((old, new)))
    assert bounds.past(Listing((old, old)))
    assert not bounds.past(Listing((old, Item("undated", None, None))))
