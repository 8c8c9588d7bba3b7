"""Walks that broke off and go on where they were; over a scripted network."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from index.crawl.held_pages import HeldPages
from index.crawl.listing import Bounds
from played.site import Reply
from played.walk import (
    FEED,
    NEWS,
    articles,
    feed_page,
    news_list,
    walk,
)

if TYPE_CHECKING:
    from pathlib import Path

    from index.crawl.client import Client
    from played.network import ScriptedNetwork


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
