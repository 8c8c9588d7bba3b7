"""Pages of feeds and lists one after another, and every way that ends."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from index.crawl.listing import read_list
from index.crawl.paging import Pager
from played.site import Reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.crawl.client import Client
    from index.crawl.listing import Listing
    from played.network import ScriptedNetwork

NEWS = "http://site.example/events/president/news"


def page_of(
    numbers: Sequence[int], following: str | None = None, days: Sequence[date] = ()
) -> bytes:
    """A list of these articles, each of its day or all of one."""
    of = days or [date(2020, 5, 1)] * len(numbers)
    rows = "".join(
        f'<div class="hentry"><a href="/events/president/news/{n}" rel="bookmark">'
        f'<time class="published" datetime="{day}"></time></a></div>'
        for n, day in zip(numbers, of, strict=True)
    )
    link = f'<a rel="next" href="{following}">more</a>' if following else ""
    return f'<html><div class="lister-page">{rows}</div>{link}</html>'.encode()


def lists(network: ScriptedNetwork, *pages: Sequence[int]) -> None:
    """Pages that name the one after them."""
    for number, numbers in enumerate(pages, 1):
        here = NEWS if number == 1 else f"{NEWS}/page/{number}"
        following = f"{NEWS}/page/{number + 1}" if number < len(pages) else None
        network.replies[here] = [Reply(200, page_of(numbers, following))]


def read(client: Client, past: object = None, most_pages: int = 50) -> tuple[Pager, list[str]]:
    """A pager that is read to its end, and the addresses it named."""
    older = (lambda listing: listing == past) if past else (lambda _listing: False)
    pager = Pager("list", client, read_list, older, most_pages=most_pages)

    async def all_of_it() -> list[Listing]:
        return [listing async for _, listing in pager.pages(NEWS)]

    found = [item.url for listing in asyncio.run(all_of_it()) for item in listing.items]
    return pager, [url.rpartition("/")[2] for url in found]


def test_pages_are_read_to_the_one_that_names_no_other(
    client: Client, network: ScriptedNetwork
) -> None:
    lists(network, [9, 8], [7, 6], [5])
    pager, found = read(client)
    assert found == ["9", "8", "7", "6", "5"]
    assert (pager.end.why, pager.end.reached) == ("list 3 is the last", True)


def test_a_page_that_repeats_the_one_before_ends_the_reading(
    client: Client, network: ScriptedNetwork
) -> None:
    lists(network, [9, 8], [7, 6], [7, 6], [5, 4])
    pager, found = read(client)
    assert found == ["9", "8", "7", "6"]
    assert pager.end.why.startswith("list 3 repeats list 2")
    assert not pager.end.reached
    assert f"{NEWS}/page/4" not in network.asked


def test_pages_that_take_turns_end_too(client: Client, network: ScriptedNetwork) -> None:
    lists(network, *([[9, 8], [7, 6]] * 10))
    pager, _ = read(client)
    assert pager.end.why == "list 5 leads in a circle: nothing new"
    assert len(network.asked) == 5


def test_a_page_that_names_one_already_read_ends_the_reading(
    client: Client, network: ScriptedNetwork
) -> None:
    network.replies[NEWS] = [Reply(200, page_of([9], f"{NEWS}/page/2"))]
    network.replies[f"{NEWS}/page/2"] = [Reply(200, page_of([8], NEWS))]
    pager, found = read(client)
    assert (found, pager.end.why) == (["9", "8"], "list 1 is reached in a circle")


def test_new_items_without_end_that_lead_no_further_back_end(
    client: Client, network: ScriptedNetwork
) -> None:
    lists(network, *([n] for n in range(1, 300)))
    pager, found = read(client, most_pages=300)
    assert len(found) == 200
    assert "list 201 leads nowhere" in pager.end.why
    assert "200 pages in a row do not go back before 2020-05-01" in pager.end.why
    assert not pager.end.reached


def test_an_item_of_a_far_day_on_every_page_ends_no_list_that_goes_back(
    client: Client, network: ScriptedNetwork
) -> None:
    last_day = date(2020, 5, 1)
    for number in range(1, 231):
        here = NEWS if number == 1 else f"{NEWS}/page/{number}"
        days = [date(2150, 1, 1), *[last_day - timedelta(number)] * 3, date(1950, 1, 1)]
        page = page_of([10, *(number * 10 + one for one in (1, 2, 3)), 20], days=days)
        following = f'<a rel="next" href="{NEWS}/page/{number + 1}">more</a>'
        network.replies[here] = [Reply(200, page + following.encode() * (number < 230))]
    pager, found = read(client, most_pages=300)
    assert (pager.end.why, pager.end.reached) == ("list 230 is the last", True)
    assert len(found) == 230 * 5


def test_pages_without_end_end_at_the_most(client: Client, network: ScriptedNetwork) -> None:
    lists(network, *([n] for n in range(1, 30)))
    pager, found = read(client, most_pages=7)
    assert len(found) == 7
    assert (pager.end.why, pager.end.reached) == ("7 pages are read, the most", False)


def test_a_page_that_fails_is_stepped_over_and_told(
    client: Client, network: ScriptedNetwork
) -> None:
    lists(network, [9, 8], [7, 6], [5])
    network.replies[f"{NEWS}/page/2"] = [Reply(500)]
    pager, found = read(client)
    assert found == ["9", "8", "5"]
    assert "list 2" in pager.notes[0]
    assert "stepped over" in pager.notes[0]


def test_a_site_that_fails_on_and_on_ends_the_reading(
    client: Client, network: ScriptedNetwork
) -> None:
    lists(network, [9, 8], [7, 6])
    network.replies |= {f"{NEWS}/page/{n}": [Reply(500)] for n in range(2, 20)}
    pager, found = read(client)
    assert found == ["9", "8"]
    assert network.asked == [NEWS, *(f"{NEWS}/page/{n}" for n in (2, 3, 4))]
    assert not pager.end.reached


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (200, b"<html>are you a robot?</html>", "holds no article"),
        (404, b"", "cannot be read: 404"),
        (500, b"", "cannot be read: 500"),
    ],
)
def test_a_first_page_that_is_none_is_told(
    client: Client, network: ScriptedNetwork, status: int, body: bytes, why: str
) -> None:
    network.replies[NEWS] = [Reply(status, body)]
    pager, found = read(client)
    assert found == []
    assert why in pager.end.why
    assert not pager.end.reached
    assert network.asked == [NEWS]


def test_where_the_first_page_names_no_other_a_second_is_tried(
    client: Client, network: ScriptedNetwork
) -> None:
    network.replies[NEWS] = [Reply(200, page_of([9, 8]))]
    pager, _ = read(client)
    assert (pager.end.why, pager.end.reached) == ("list 1 is the last", True)
    network.replies[f"{NEWS}/page/2"] = [Reply(200, page_of([7]))]
    _, found = read(client)
    assert found == ["9", "8", "7"]


def test_pages_older_than_asked_for_are_the_last(client: Client, network: ScriptedNetwork) -> None:
    lists(network, [9], [8], [7])
    old = read_list(page_of([8], f"{NEWS}/page/3"), f"{NEWS}/page/2")
    pager, found = read(client, past=old)
    assert found == ["9", "8"]
    assert (pager.end.why, pager.end.reached) == ("list 2 is older than asked for", True)
