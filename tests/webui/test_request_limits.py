"""The whole request is bounded, and work on a page grows no faster than what it is asked."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from search.query.grammar import MOST_CHARS
from webui.request_limits import MOST_PARAMETERS, MOST_QUERY_BYTES

if TYPE_CHECKING:
    from types import FrameType

    from flask.testing import FlaskClient

VIEWS = {
    "/": ("ui",),
    "/search": ("q", "speaker", "place", "topic", "from", "sort", "page", "all", "exact", "near"),
    "/search.json": ("q", "role", "limit"),
    "/search.csv": ("q", "year"),
    "/search.atom": ("q", "section"),
    "/concordance": ("q", "order"),
    "/who": ("q",),
    "/frequency": ("q", "speaker", "by"),
    "/frequency.json": ("q",),
    "/frequency.csv": ("q",),
    "/check": ("speaker", "date", "lang"),
    "/suggest.json": ("q",),
    "/speakers": ("q", "page"),
    "/s/en-90001": ("q",),
    "/s/en-90001/2": ("q",),
    "/s/en-90001/beside": ("q",),
    "/s/en-90001/versions": ("old", "new"),
    "/goto": ("url", "q"),
    "/d/90001": ("q",),
}
PIECES = ("+", "a+", "%22", "(", "%22a%20b%22~100+")
PIECES_OF_OTHERS = ("+", "a,+")


def calls(client: FlaskClient, address: str) -> int:
    """Functions called, of Python and of C, while an address is answered."""
    count = 0

    def note(_frame: FrameType, _event: str, _value: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        answer = client.get(address)
    finally:
        sys.setprofile(before)
    assert answer.status_code < 500, address
    return count


@pytest.mark.parametrize(
    ("view", "name"), [(view, name) for view, names in VIEWS.items() for name in names]
)
def test_twice_the_parameter_is_at_most_thrice_the_work(
    client: FlaskClient, view: str, name: str
) -> None:
    client.get(f"{view}?{name}=a")  # what is made at first use
    for piece in PIECES if name == "q" else PIECES_OF_OTHERS:
        once, twice = (
            calls(client, f"{view}?{name}={piece * (size // len(piece))}b")
            for size in (3_000, 6_000)
        )
        assert twice < 3 * once + 5_000, piece


@pytest.mark.parametrize("view", VIEWS)
def test_an_address_too_long_is_refused_with_the_bound(client: FlaskClient, view: str) -> None:
    answer = client.get(f"{view}?q={'a' * MOST_QUERY_BYTES}")
    assert answer.status_code == 414
    assert f"{MOST_QUERY_BYTES:,}" in answer.text


@pytest.mark.parametrize("view", VIEWS)
def test_too_many_parameters_are_refused_with_the_bound(client: FlaskClient, view: str) -> None:
    answer = client.get(f"{view}?{'&'.join(['q=a'] * (MOST_PARAMETERS + 1))}")
    assert answer.status_code == 400
    assert f"{MOST_PARAMETERS:,}" in answer.text


def test_the_longest_query_passes_in_every_view(client: FlaskClient) -> None:
    q = quote("😀" * (MOST_CHARS - 1))
    for view in VIEWS:
        assert client.get(f"{view}?q={q}").status_code in (200, 302, 404), view


@pytest.mark.parametrize("view", ["/speakers", "/s/en-90001", "/frequency"])
def test_words_beyond_the_bound_stand_in_no_box(client: FlaskClient, view: str) -> None:
    answer = client.get(f"{view}?q={'word+' * 1_000}zebra")
    boxes = re.findall(r'value="([^"]*)"', answer.text)
    assert any("word" in one for one in boxes)
    assert not any("zebra" in one for one in boxes)


def test_a_quotation_beyond_what_is_compared_is_no_more_work(client: FlaskClient) -> None:
    client.get("/check.json?q=a")
    once, twice = (calls(client, f"/check.json?q={'a%20' * words}b") for words in (1_500, 3_000))
    assert twice < 3 * once
